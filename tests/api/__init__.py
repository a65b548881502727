"""The API against the real application, on both databases."""
