"""Files of other tools as sources of a catalog: what pages show of them, and when they are read again."""

from __future__ import annotations

from html import unescape
from importlib.util import find_spec
from typing import Any

import pytest
from conftest import Maker
from pages import directive
from planted import DIRECTORIES, PLANTED, SECRETS
from safety.handbook import FIELDS

from sphinx_roles.ext.directives import DIRECTIVES

RECORD = "---\nstatus: accepted\ndate: 2026-05-01\n{people}\n---\n# Use a *queue*\n\n## Context\n\nText.\n"
FILES = {
    "index.md": "# Home\n\n```{toctree}\ndecisions/0001-queue\nwho\nplain\n```\n\n"
    "```{responsibility-matrix} Decisions\n:matrix: decisions\n:columns: status\n:fields: links\n```\n\n```{responsibility-audit}\n```\n",
    "who.md": "# Who\n\n{org:owner}`decision:0001-queue` decided.\n\n```{role-cards}\n:no-index:\n:fields: holders, links\n```\n",
    "plain.md": "# Plain\n\nNothing.\n",
    "roles.yaml": "roles:\n  lead: {name: Tech Lead, holders: [{name: Ana, handle: ana}]}\n",
    "decisions/0001-queue.md": RECORD.format(people="decision-makers: ['@ana']"),
    "people.csv": "Name,Role,Email\nZoe,Head,zoe.secret@example.com\n",
    "opslevel.yml": "version: 1\ncomponent: {name: api, owner: zoe.secret@example.com, description: Ask zoe.secret@example.com,\n"
    "  tools: [{name: Board, url: 'https://x.org/?token=tok3n'}]}\n",
}
SOURCES = [
    "roles.yaml",
    {"path": "decisions/*.md", "kind": "decisions"},
    {"path": "people.csv", "kind": "people"},
    {"path": "opslevel.yml", "kind": "opslevel"},
]


@pytest.fixture
def handbook(project: Maker) -> Any:
    return project(FILES, extensions=["sphinx_roles", "myst_parser"], roles_catalog=SOURCES)


def test_a_record_is_a_row_with_a_link_to_its_page(handbook: Any) -> None:
    built = handbook.build()
    assert built.warnings == []
    page = built.page()
    assert 'href="decisions/0001-queue.html"' in page
    assert "Use a queue" in page.partition("</table>")[0].partition("<table")[2]
    assert "accepted" in page
    assert "Tech Lead" in built.page("who.html").partition("decided.")[0]


@pytest.mark.parametrize("builder", ["html", "text", "latex", "gettext"])
def test_no_address_and_no_token_of_any_kind_reaches_any_view(project: Maker, builder: str) -> None:
    given = {**PLANTED, **DIRECTORIES, "GITLAB": ("gitlab", f"[a] {SECRETS[0]}\n*\n/b @ana # {SECRETS[1]}\n")}
    sources = [
        {"path": name, "kind": kind}
        for name, (kind, _) in given.items()
        if kind != "rota" or find_spec("icalendar")
    ]
    few = {"role-overlap", "role-path", "skill-gap", "role-comparison"}
    views = [
        directive(one.directive, "Head, Dev, lead" if one.directive in few else "", {"fields": FIELDS} if "fields" in one.option_spec else {}, "md")
        for one in DIRECTIVES
    ]  # fmt: skip
    asked = "{org:owner}`a/b` {org:owner}`component:a` {org:owner}`decision:1`\n"
    files = {name: text for name, (_, text) in given.items()}
    settings = {
        "extensions": ["sphinx_roles", "myst_parser"],
        "exclude_patterns": ["adr"],
        "html_copy_source": False,
    }
    made = project(
        {**files, "index.md": "# Home\n\n" + "\n".join([asked, *views])},
        roles_catalog=sources, roles_pages="roles/{id}", roles_findings_warn_from="hint",
        roles_owners=["CODEOWNERS", {"path": "GITLAB", "kind": "gitlab"}, "OWNERS"], **settings,
    )  # fmt: skip
    built = made.build(builder)
    texts = {
        "warnings": "\n".join(built.warnings).encode(),
        "notes": "\n".join(built.notes).encode(),
        **built.files(),
    }
    assert len(texts) > 2
    found = ((name, unescape(text.decode("utf-8", "replace"))) for name, text in texts.items())
    assert [(name, one) for name, text in found for one in SECRETS if one in text] == []


def test_a_changed_record_is_read_again_where_it_is_shown(handbook: Any) -> None:
    handbook.build()
    handbook.write("decisions/0001-queue.md", RECORD.format(people="consulted: [Ana]"))
    built = handbook.build()
    assert {"index", "decisions/0001-queue", "who"} == {*built.read}
    assert "nobody is named who decided" in built.page()
    handbook.write("people.csv", "Name,Role\nKim,Head\n")
    built = handbook.build()
    assert "plain" not in built.read
    assert "Kim" in built.page("who.html")
    handbook.write(
        "decisions/0002-next.md", RECORD.format(people="decision-makers: [Nobdy]").replace("*queue*", "cache")
    )
    built = handbook.build()
    assert "0002-next.md:4:19: " in built.warnings[0]
    assert built.page().index("0002-next, ") < built.page().index("0001-queue, ")


@pytest.mark.parametrize(("successor", "warned"), [("0001-queue.md", False), ("0009-gone.md", True)])
def test_records_that_are_no_pages_are_shown_without_links(
    project: Maker, successor: str, warned: bool
) -> None:
    old = RECORD.replace("accepted", f"superseded by [the next]({successor})").replace("*queue*", "bus")
    files = {
        "index.rst": "Home\n====\n\n.. responsibility-matrix:: Decisions\n   :matrix: decisions\n   :fields: links\n",
        "roles.yaml": FILES["roles.yaml"],
        "decisions/0001-queue.md": FILES["decisions/0001-queue.md"],
        "decisions/0000-bus.md": old.format(people="deciders: ana"),
    }
    built = project(files, roles_catalog=SOURCES[:2]).build()
    assert "0001-queue, 1 May 2026" in built.page().replace("\u00a0", " ")
    assert [one.partition(": ")[2] for one in built.warnings] == (
        ["WARNING: no document 'decisions/0009-gone' [roles.ref]"] if warned else []
    )


def test_a_matrix_without_a_name_is_shown_beside_that_of_the_records(project: Maker) -> None:
    rows = "responsibilities:\n  plan: {name: Plan, assign: {lead: A/R}}\n"
    files = {
        "index.rst": "Home\n====\n\n.. responsibility-matrix:: All\n",
        "roles.yaml": f"{FILES['roles.yaml']}{rows}",
        "decisions/0001-queue.md": FILES["decisions/0001-queue.md"],
    }
    built = project(files, roles_catalog=SOURCES[:2]).build()
    assert built.warnings == []
    assert "Plan" in built.page()
    assert "Use a queue" not in built.page()
