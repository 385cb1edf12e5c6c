"""Tables: from a grid of cells to roles, responsibilities and letters."""
