"""Actions write, queries read; both translate between the pure core and the store."""
