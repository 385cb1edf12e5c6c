"""What ``sphinx-roles diff`` compares, and how it tells what it found."""
