"""Holdtrue: an AI management system that derives what holds, why, and until when."""

__version__ = "0.1.0"
