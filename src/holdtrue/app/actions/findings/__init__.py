"""Findings and their mending: opened, put right, traced to a cause, closed once somebody else saw that it worked."""
