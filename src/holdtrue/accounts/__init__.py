"""Who may come in: users, their place in an organisation, machine tokens and sign-in links."""
