"""The running service: the site map, what every response carries, and the processes that serve it."""
