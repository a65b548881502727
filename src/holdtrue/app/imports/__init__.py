"""Files of records in, drafts out: reading, mapping and judging rows; nothing here writes to the register."""
