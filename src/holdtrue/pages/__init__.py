"""The web interface: templates, static files, pictures and the views that fill them; holds no rules."""
