"""What the sign-in pages may call in their templates."""
