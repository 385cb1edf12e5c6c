"""Reports drawn: as HTML in one pass, and as plain docutils nodes for every other builder.

A drawing knows its report and a pen. The pen knows the page: its translations,
its links and its markup.
"""
