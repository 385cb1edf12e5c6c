"""What changed between two catalogs.

Rows, roles and the rest are recognised under new names and in new places first (`matching`); then
each pair is compared (`compare`), field by field (`change`), and what was found is put into
groups in the order of the new catalog (`query`).
"""

TOPICS = ("letters", "rows", "roles", "people", "fields", "skills", "schemes", "order")
"""What a change can be about. It is here as every build reads it, for an option of a directive."""
