"""Forms for vendors: requests, forms written and forms read."""
