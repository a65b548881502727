"""A document as commands hand it to their reports: read by key, its values as JSON has them."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]
"""JSON read back, or made by app/shapes.py: its keys are promised there."""
