"""JSON Schemas of the workspace's files, for editors that read TOML by them."""
