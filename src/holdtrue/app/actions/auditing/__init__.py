"""What is done in an internal audit: planned, begun, a sample drawn, requirements worked, closed with a report."""
