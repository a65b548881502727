"""The command line: one command per query or action."""
