"""What changed between two catalogs.

Rows, roles and the rest are recognised under new names and in new places first (`pairing`); then
each pair is compared, field by field (`rows`, `letters`, `roles`, `people`, `others`), and what
was found is put into groups in the order of the new catalog (`query`).
"""
