"""Who owns which file, as owners files and service catalogs say it: their rules, and matching paths by them.

Knows no catalog: `catalog.owners` reads the files, and `analysis.owner` finds the roles behind owners.
"""
