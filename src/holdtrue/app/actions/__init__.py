"""One function per act that writes, by subject; nothing else writes."""
