"""JSON Schemas of the workspace's files, for editors with TOML support."""
