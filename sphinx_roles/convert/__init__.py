"""From a Catalog to text in another format, and from data of other shapes to a Catalog.

What goes in is read by `reading`; this room knows the shapes of other tools, writes, and says what
could not be carried over. Nothing here raises for what a user wrote.
"""
