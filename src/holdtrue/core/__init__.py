"""The pure heart: kinds, claims, standing, scoring and access; no framework, no clock, no I/O."""
