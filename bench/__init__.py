"""Measures how fast it is: `make bench`; README.md tells what, and the figures reached."""
