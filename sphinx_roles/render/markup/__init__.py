"""Text of the data, in Markdown or reStructuredText, as docutils nodes."""
