"""TOML on disk, without knowledge of what is stored: parse, convert, edit, save."""
