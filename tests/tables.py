"""Tables of cases that tests have in a YAML file of their own name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

__all__ = ["tables"]


def tables(module: str) -> dict[str, list[Any]]:
    """Return the cases of each test of a module, from the file beside it: ``test_x.py`` has ``x.yaml`` or ``test_x.yaml``."""
    path = Path(module)
    own = path.with_suffix(".yaml")
    file = own if own.is_file() else path.with_name(f"{path.stem.removeprefix('test_')}.yaml")
    found: dict[str, list[Any]] = yaml.safe_load(file.read_text("utf-8"))
    return found
