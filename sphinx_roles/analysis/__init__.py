"""Catalog and query in, frozen report out: pure functions that know neither files nor Sphinx.

A query is what a directive asks, kept in the environment between builds; its
``report(catalog)`` is everything that the view will show. Two reports that are
equal are drawn alike, so their digests show whether a page is still fresh.
"""
