"""The shapes of the data: from a tree to drafts of records, field by field."""
