"""One module for each format: text in, a tree or grids with places out."""
