"""Made-up contents for every page: what the gallery shows and the tests of the templates read."""
