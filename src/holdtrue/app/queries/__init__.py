"""Questions about the register: where it stands, why, what is in it; nothing here writes."""
