"""Reading and writing of the workspace's TOML files."""
