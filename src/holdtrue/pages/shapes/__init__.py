"""What the templates expect: one small frozen value per thing a page shows, filled by the views."""
