"""Tables and other people's data in, our files out.

What goes in is read by `catalog`, with its importers and field maps; this room writes it (`output`), and says
what could not be carried over. Nothing here raises for what a
user wrote, but for a `MapError`.
"""
