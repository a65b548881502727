"""Looks into files of an organisation's own rules before they are installed; a refusal names file and line."""
