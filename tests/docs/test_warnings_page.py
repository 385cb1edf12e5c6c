"""The page of all warnings: each code has an example that gives just that warning, and says what is reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sphinx_roles.problems import Code

EXT = Path(__file__).parents[2] / "docs" / "_ext"
REPORTED = EXT / "reported.yaml"
MISTAKES: dict[str, Any] = yaml.safe_load((EXT / "mistakes.yaml").read_text("utf-8"))
HEAD = "# What is reported of each example in mistakes.yaml, as `pytest tests/docs --regen` has found it.\n"


def warnings_of(mistake: dict[str, Any], project: Callable[..., Any]) -> list[str]:
    """Build a project with the mistake; return its warnings as the page shows them."""
    # Sphinx 7 shows the kind of a warning only when asked.
    settings = {
        "extensions": ["myst_parser", "sphinx_roles"],
        "show_warning_types": True,
        **mistake.get("conf", {}),
    }
    made = project({"index.md": "# Index\n"}, **settings)
    for name, text in mistake.get("files", {}).items():
        path = made.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, mistake.get("encoding", "utf-8"))
    built = made.build("text")
    return [line.replace("WARNING: ", "", 1) for line in (*built.warnings, *built.notes)]


def written(code: Code, found: str, regen: bool) -> str:
    """Return what the page says is reported, after it has been written anew where that is asked."""
    reported = yaml.safe_load(REPORTED.read_text("utf-8")) if REPORTED.is_file() else {}
    if regen:
        reported[str(code)] = found
        ordered = {str(one): reported[one] for one in Code if one in reported}
        text = yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=10_000)
        REPORTED.write_text(HEAD + text, "utf-8")
    return str(reported[code])


@pytest.mark.parametrize("code", Code)
def test_the_example_gives_just_this_warning(
    code: Code, project: Callable[..., Any], request: pytest.FixtureRequest
) -> None:
    warnings = warnings_of(MISTAKES[code], project)
    found = "\n".join(warnings)
    assert written(code, found, request.config.getoption("--regen", default=False)) == found
    assert all(line.endswith(f"[roles.{code}]") for line in warnings)
    assert len(warnings) == 1


def test_no_example_is_for_nothing() -> None:
    assert set(MISTAKES) == set(Code)
