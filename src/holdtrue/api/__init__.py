"""The REST API: translates requests into the same actions and queries as pages and command line; holds no rules."""
