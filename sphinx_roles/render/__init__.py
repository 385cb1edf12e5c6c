"""Reports drawn: as HTML in one pass, and as plain docutils nodes for every other builder."""
