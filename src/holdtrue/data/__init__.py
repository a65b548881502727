"""Frameworks, practices, gates, words and demonstrations, as data files."""
