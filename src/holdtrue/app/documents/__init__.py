"""Documents people keep: what a revision says, in which languages, who was asked to read it, how it is rendered."""
