"""Tables and other people's data in, our files out.

What goes in is read by `reading`; this room knows the shapes of other tools (`importers`, `field_maps`),
writes (`output`), and says what could not be carried over. Nothing here raises for what a
user wrote, but for a `MapError`.
"""
