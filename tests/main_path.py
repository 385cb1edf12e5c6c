"""How many files of ours a build goes through, and how often it moves between them: ``python tests/main_path.py``.

The main path is a fresh HTML build of a page with one matrix of two roles and two rows.
"""

from __future__ import annotations

import inspect
import io
import sys
import tempfile
from collections import Counter
from pathlib import Path
from types import FrameType

from sphinx.application import Sphinx

PAGE = "Handbook\n========\n\n.. responsibility-matrix:: Who does what\n"
CATALOG = (
    "roles: {dev: {name: Developer}, ops: {name: Operator}}\n"
    "responsibilities:\n"
    "  deploy: {name: Deployments, assign: {dev: A/R, ops: C}}\n"
    "  watch: {name: Monitoring, assign: {ops: A/R, dev: I}}\n"
)
BOUNDS = {"modules": 40, "moves": 250}


class Trail:
    """The files of ours that functions are called in; a move is a call in another file than the one before."""

    def __init__(self) -> None:
        import sphinx_roles

        self.root = str(Path(sphinx_roles.__file__).parent)
        self.calls: Counter[str] = Counter()
        self.moves = 0
        self.last = ""

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        """Take note of one event of `sys.setprofile`."""
        code = frame.f_code
        # The bodies of modules and classes run when they are imported, which is no step of the way.
        if (
            event == "call"
            and code.co_flags & inspect.CO_OPTIMIZED
            and code.co_filename.startswith(self.root)
        ):
            self.calls[code.co_filename] += 1
            self.moves += code.co_filename != self.last
            self.last = code.co_filename


def follow(folder: Path) -> Trail:
    """Build the page, and return where the build went."""
    (folder / "conf.py").write_text('extensions = ["sphinx_roles"]\n', "utf-8")
    (folder / "index.rst").write_text(PAGE, "utf-8")
    (folder / "roles.yaml").write_text(CATALOG, "utf-8")
    trail, warnings = Trail(), io.StringIO()
    sys.setprofile(trail)
    try:
        app = Sphinx(folder, folder, folder / "out", folder / "trees", "html", status=None, warning=warnings)
        app.build()
    finally:
        sys.setprofile(None)
    if warnings.getvalue():
        raise RuntimeError(warnings.getvalue())
    return trail


def main() -> None:
    """Print the figures beside their bounds, and the files with their calls."""
    with tempfile.TemporaryDirectory() as folder:
        trail = follow(Path(folder))
    for file, calls in trail.calls.most_common():
        print(f"{calls:6} {Path(file).relative_to(trail.root)}")
    print(f"modules: {len(trail.calls)} (bound {BOUNDS['modules']})")
    print(f"moves: {trail.moves} (bound {BOUNDS['moves']})")


if __name__ == "__main__":
    main()
