"""The drafts of all files to one catalog: names, references, duplicates."""
