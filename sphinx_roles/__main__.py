"""``python -m sphinx_roles``: the command, where it is not on the path."""

from __future__ import annotations

import sys

from sphinx_roles.cli import main

sys.exit(main())
