"""The audit on the command line: what is found, how it is told, and what is new."""
