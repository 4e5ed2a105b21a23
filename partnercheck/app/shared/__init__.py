"""Code that the screens share: keys, pages, forms, help."""
