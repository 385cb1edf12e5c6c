"""From files to a Catalog: formats, schema, tables and merging; nothing here knows Sphinx."""
