"""The templates' own environment, and the gallery rendered by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages import gallery

if TYPE_CHECKING:
    from jinja2 import Environment


@pytest.fixture(scope="session")
def templates(application: None) -> Environment:
    """The environment as Django builds it from the settings."""
    from django.template import engines

    return engines["pages"].env


@pytest.fixture(scope="session")
def shown(templates: Environment) -> dict[str, str]:
    """Every page of the gallery as HTML."""
    return gallery.rendered(templates)
