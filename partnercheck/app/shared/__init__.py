"""What screens share: keys, pages, forms, help."""
