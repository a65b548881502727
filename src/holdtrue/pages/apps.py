"""The Django application that carries the web interface."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Registers the pages with Django, for static files and template tags."""

    name = "holdtrue.pages"
    label = "pages"

    def ready(self) -> None:
        """Begin to log sign-ins: the interfaces are what people sign in to."""
        from holdtrue.app.signins import listen

        listen()
