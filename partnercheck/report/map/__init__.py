"""The map: vendors by exchange and bond."""
