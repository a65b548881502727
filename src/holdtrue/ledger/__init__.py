"""An append-only log anyone can check: Merkle tree, signed checkpoints, receipts and a verifier."""
