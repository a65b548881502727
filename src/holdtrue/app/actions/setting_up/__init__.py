"""Setting up: people with their roles, systems from the list of tools, the first policy, the first quarterly hour."""
