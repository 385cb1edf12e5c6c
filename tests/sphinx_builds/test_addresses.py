"""No e-mail address of a person is in any file of any output, unless a directive asks for it."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from conftest import Maker
from pages import directive, title

PEOPLE = """
    holders: [Bo <bo@mail.de>, cy@mail.de, {name: Di, email: di@mail.de, link: "mailto:di@mail.de"}, Apply to kim@mail.de]
    past_holders: Ed (ed@mail.de)
    maintainer: Flo <flo@mail.de>
    contact: "[Write](mailto:gus@mail.de), or gus@mail.de"
    reports_to: Hal hal@mail.de
    next: [ida@mail.de]
"""
DATA = f"""\
roles:
  sre:{PEOPLE}  ops:{PEOPLE}responsibilities:
  x: {{assign: {{sre: A, ops: R, jo@mail.de: R}}}}
  y: {{assign: {{sre: A (if mia@mail.de agrees), ops: ask noa@mail.de}}}}
"""
OLD = "roles: {sre: {holders: [Bo <old@mail.de>], contact: old@mail.de, maintainer: old@mail.de}, ops: {}}\n"
SHOWN = {"fields": "holders, past_holders, maintainer, contact, reports_to, next"}
VIEWS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("role-cards", "", SHOWN), ("role-comparison", "sre ops", SHOWN), ("responsibility-changes", "old", {}),
    ("responsibility-audit", "", {}), ("responsibility-matrix", "", {}),
    ("responsibility-agreement", "sheet.csv", {"names": ""}),
)  # fmt: skip
SUFFIXES = {"html": ".html", "epub": ".xhtml", "text": ".txt", "latex": ".tex"}


@pytest.mark.parametrize("builder", [*SUFFIXES, "gettext"])
def test_addresses_are_shown_only_where_they_are_asked_for(builder: str, project: Maker) -> None:
    made = project(
        {"index.rst": title("Page", "rst") + ":org:who:`y` decides.\n\n" + "".join(directive(*view, "rst") for view in VIEWS),
         "roles.yaml": DATA, "old.yaml": OLD, "sheet.csv": "Kay <kay@mail.de>\nTask,sre,ops\nx,A (if lea@mail.de agrees),R\ny,A,R\n"},
        project="P", version="1", copyright="us", html_copy_source=False, roles_export=True,
        roles_catalog={"today": "roles.yaml", "old": "old.yaml"}, suppress_warnings=["roles.unknown-role", "roles.unknown-letter"],
    )  # fmt: skip
    files = written(made.build(builder, strict=True))
    text = "".join(files.values())
    assert [
        name for name in ("Bo", "cy", "Di", "Ed", "Flo", "Write", "Hal", "ida", "Kay") if name not in text
    ] == []
    assert [name for name, text in files.items() if "mail.de" in text] == []
    if builder in SUFFIXES:
        made.write(
            "index.rst", title("Page", "rst") + directive("role-cards", "", {**SHOWN, "email": ""}, "rst")
        )
        text = "".join(written(made.build(builder, strict=True), SUFFIXES[builder]).values())
        assert [
            name
            for name in ["bo", "cy", "di", "ed", "flo", "gus", "hal", "ida", "kim"]
            if f"{name}@mail.de" not in text
        ] == []


def written(built: Any, *suffixes: str) -> dict[str, str]:
    """The texts of the files: docutils writes the signs of an address by their numbers."""
    return {name: unescape(data.decode("utf-8", "ignore")) for name, data in built.files(*suffixes).items()}
