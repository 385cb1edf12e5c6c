"""Tables and other people's data in, our files out.

What goes in is read by `catalog`, with its importers and field maps (`inputs`); this package writes it
(`output`, `in_place`), and says what could not be carried over. Nothing here raises for what a user
wrote, but for a `MapError`.
"""
