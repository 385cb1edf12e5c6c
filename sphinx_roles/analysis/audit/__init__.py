"""The audit: rules that look at a catalog, and what they find.

A rule is a record in ``rules.yaml`` and a function in `rules`, which looks at an index of the
catalog (both in `rule`). What the rules find is reported once for each fault (`engine`), unless
the team has accepted it (`settings`).
"""
