"""The audit: rules that look at a catalog, and what they find.

A rule is one record with a small function (`rule`, `rules`). What the rules find is told once for
each fault (`telling`), unless the team has accepted it (`accepting`).
"""
