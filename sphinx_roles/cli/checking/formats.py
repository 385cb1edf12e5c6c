"""The formats of a report: each is a module with ``report(checked, least) -> str``."""
