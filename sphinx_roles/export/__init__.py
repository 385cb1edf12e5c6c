"""What leaves the project for other programs: JSON Schemas, and a catalog with what follows from it.

All of it is plain data made from a Catalog: the same bytes on any machine.
"""
