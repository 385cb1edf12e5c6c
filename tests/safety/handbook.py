"""A handbook that shows each hostile string in every text field of every view."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from pages import directive, title

__all__ = ["CONF", "FIELDS", "catalog", "files"]

FIELDS = (
    "tagline, summary, description, duties, not_duties, requirements, decisions, skills, tools, metrics, holders, "
    "past_holders, interactions, levels, next, reports_to, part_of, contact, family, grade, aliases, tags, links, "
    "open, maintainer, cost_center, undeclared"
)
ROW_FIELDS = "kind, summary, done_when, links, frequency, tags, notes, status, aliases, maintainer, reviewed, cost_center"
CONF: dict[str, Any] = {
    "project": "Handbook",
    "copyright": "us",
    "version": "1",
    "html_theme": "basic",
    "html_copy_source": False,
    "html_show_sphinx": False,
    "roles_fields": {"cost_center": "Cost centre"},
    "roles_edit_url": "https://example.com/edit/{path}#L{line}",
    "exclude_patterns": ["secret.*"],
}
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def catalog(text: str) -> dict[str, Any]:
    """A catalog that holds ``text`` wherever a text may stand; its roles are r0, r1, r2."""
    person: dict[str, Any] = dict.fromkeys(
        ("name", "handle", "as", "since", "until", "link", "org", "email"), text
    )
    person["skills"] = {"s": text, text: {"step": text, "criteria": [text]}}
    links = [{"text": text, "url": text}, {"text": text, "url": f"https://example.com/{text}"}]
    role: dict[str, Any] = dict.fromkeys(
        ("part_of", "family", "grade", "tagline", "summary", "description", "reports_to", "open", "status",
         "contact", "icon", "alt", "color", "maintainer", "cost_center", "undeclared"), text,
    )  # fmt: skip
    role |= {
        key: [text, f"a {text} b"]
        for key in (
            "aliases",
            "duties",
            "not_duties",
            "requirements",
            "decisions",
            "tools",
            "metrics",
            "tags",
        )
    }
    role |= {
        "name": text, "abbr": f"{text}!", "image": "x.png", "links": links, "holders": [person, text],
        "past_holders": [person], "next": [text, "r1"], "skills": {text: text, "s": text, "t": [text, text]},
        "interactions": {"r1": {"mode": text, "until": text, "text": text}, text: text}, "covered_by": "r1",
        "levels": {
            text: {"name": text, "after": text, "track": text, "summary": text, "duties": [text], "equals": text},
            "top": {"name": text, "extends": text, "equals": text, "duties": [f"a {text}"], "skills": {"s": [text]}},
        },
    }  # fmt: skip
    other = {"name": f"a {text} b", "abbr": text, "image": text, "status": "vacant", "covered_by": "r0"}
    cell = {"letters": "A/R", "when": text, "until": "2099-01-01", "note": text}
    row = {
        "name": text, "kind": text, "summary": text, "done_when": text, "frequency": text, "status": text,
        "aliases": [text, f"a {text} b"], "maintainer": text, "cost_center": text,
        "links": links, "tags": [text], "notes": [text, text], "assign": {"r0": cell, "r1": "R", "r2": text},
    }  # fmt: skip
    letters = {
        "A": {
            "name": text,
            "meaning": text,
            "words": [text],
            "decides": True,
            "max": 1,
            "color": text,
            "shape": text,
        },
        "R": {"name": f"{text}.", "meaning": text, "does": True},
        text: {"name": text, "meaning": text},
    }
    rows: dict[str, Any] = {
        "w0": row,
        "w1": {"name": f"a {text} b", "matrix": "m", "assign": {"r0": "R", "r1": f"A ({text})"}},
        "w2": {"name": f"b {text} a", "matrix": "m", "assign": {"r0": "A", "r1": "A"}},
        "w3": {"name": text, "matrix": "m", "assign": {"r2": text}},
        "sec": {"name": text, "summary": text, "rows": {"w4": {**row, "matrix": "m", "name": f"c {text}"}}},
    }
    return {
        "roles": {"r0": role, "r1": other, "r2": {"name": f"b {text} a", "kind": text, "extends": text}},
        "responsibilities": rows,
        "matrices": {"m": {"name": text, "summary": text, "scheme": "own", "roles": ["r1", "r0"]}},
        "schemes": {"own": {"name": text, "letters": letters}},
        "skills": {
            "s": {"name": text, "summary": text, "family": text, "levels": {text: [text]}},
            "t": {"name": text},
        },
        "scales": {"scale": [text]},
        "accepted": [
            {"rule": "several-accountable", "on": "w2", "reason": text, "until": "2099-01-01"},
            {"rule": text, "on": text, "reason": text},
        ],
    }


def table(text: str) -> str:
    """The same in a file of comma separated values."""
    out = io.StringIO()
    rows = [
        ["Section", "Task", text, "Other"],
        [text, text, "A/R", text],
        [text, f"a {text}", f"C ({text})", ""],
    ]
    csv.writer(out).writerows(rows)
    return out.getvalue()


def sheet(text: str) -> str:
    """What somebody of that name has filled in."""
    out = io.StringIO()
    heads = ["Section", "Task", text, "r1"]
    csv.writer(out).writerows(
        [[text], heads, ["", text, "A/R", ""], [text, f"b {text} a", f"A ({text})", text]]
    )
    return out.getvalue()


def _views(number: int, text: str) -> list[tuple[str, str, dict[str, str], str]]:
    """All views of one catalog; the string stands in arguments and options as well."""
    # What a page holds by itself, Sphinx writes as it is: control characters in it are its author's.
    line = "".join(filter(str.isprintable, (text.strip().splitlines() or [""])[0]))
    of = {"catalog": f"c{number}"}
    quoted = json.dumps(text)
    own = f"name: {quoted}\nsummary: {quoted}\nlinks: [{{text: {quoted}, url: {quoted}}}]\n"
    body = f"a: {{name: {quoted}, summary: {quoted}, assign: {{{quoted}: A/R, b: {quoted}}}}}\n"
    return [
        ("role-cards", "", {**of, "fields": FIELDS, "email": "", "edit": ""}, ""),
        ("role-card", "", {"fields": FIELDS, "class": line}, own),
        ("responsibility-matrix", line, {**of, "download": "", "header": line, "edit": "", "class": line}, ""),
        ("responsibility-matrix", "", {**of, "matrix": "m", "totals": "", "download": "", "edit": "", "short": ""}, ""),
        ("responsibility-matrix", "", {**of, "matrix": "m", "layout": "letters", "details": "open"}, ""),
        ("responsibility-matrix", "", {**of, "matrix": "m", "layout": "list"}, ""),
        ("responsibility-matrix", "", {**of, "matrix": "m", "transpose": "", "split": "sections"}, ""),
        ("responsibility-matrix", "", {**of, "roles": line, "rows": line, "when": line, "letters": line}, ""),
        ("responsibility-matrix", line, {"file": f"t{number}.csv", "download": ""}, ""),
        ("responsibility-matrix", "", {}, body),
        ("responsibility-matrix", "", {**of, "matrix": "m", "columns": ROW_FIELDS, "download": "", "group-by": "cost_center"}, ""),
        ("responsibility-matrix", "", {**of, "matrix": "m", "fields": ROW_FIELDS, "group-by": "frequency", "columns": line}, ""),
        ("role-comparison", "r0 r1 r2", {**of, "fields": FIELDS}, ""),
        ("role-overlap", "r0 r1", of, ""),
        ("role-overlap", "r0 r1 r2", {**of, "layout": "table"}, ""),
        ("skill-matrix", line, {**of, "details": "open", "download": ""}, ""),
        ("skill-matrix", "", {**of, "role": "r0", "transpose": "", "skills": line, "families": line}, ""),
        ("role-ladder", "r0", of, ""),
        ("role-ladder", "r0", {**of, "layout": "table", "levels": line, "tracks": line}, ""),
        ("role-index", "", {**of, "by": "tag", "fields": FIELDS, "families": line, "class": line}, ""),
        ("role-index", "", {**of, "by": "part_of", "email": ""}, ""),
        ("role-index", line, {**of, "by": "level", "tags": line}, ""),
        ("role-index", "", {**of, "by": "alphabet"}, ""),
        ("role-profile", "r0", {**of, "fields": FIELDS, "edit": "", "since": f"c{number}"}, ""),
        ("role-profile", line, {**of, "sections": line, "since": line}, ""),
        ("role-path", "r0 r1", of, ""),
        ("role-path", line, of, ""),
        ("role-comparison", f"r0/top, {line}", of, ""),
        ("skill-cards", "", of, ""),
        ("role-holders", "", {**of, "past": "", "leaving": "", "responsibilities": "", "email": ""}, ""),
        ("role-holders", line, {**of, "by": "team", "layout": "table", "class": line}, ""),
        ("role-holders", "", {**of, "person": line, "letters": line}, ""),
        ("skill-gap", f"{line}, r0/top", of, ""),
        ("role-map", line, of, ""),
        ("role-map", "", {**of, "layout": "list", "root": line, "roles": line}, ""),
        ("responsibility-agreement", f"s{number}.csv s{number}.json", {**of, "names": "", "caption": line}, ""),
        ("responsibility-agreement", f"s{number}.*", {**of, "layout": "list", "roles": line, "matrix": "m"}, ""),
        ("responsibility-changes", f"t{number}.csv c{number}", {"texts": "", "counts": "", "caption": line}, ""),
        ("responsibility-changes", f"c{number} t{number}.csv", {"roles": line, "empty": line}, ""),
        ("responsibility-audit", line, {**of, "accepted": "", "edit": ""}, ""),
        ("responsibility-audit", "", {"file": f"t{number}.csv", "rules": line}, ""),
    ]  # fmt: skip


def _sentences(strings: Iterable[str], suffix: str) -> str:
    """References to every role and row of the main catalog, which have the strings as names."""
    write = "{{org:{}}}`{}`" if suffix == "md" else ":org:{}:`{}`"
    reported = []
    for number, _ in enumerate(strings):
        pairs = (("role", f"n{number}"), ("responsibility", f"v{number}"), ("who", f"v{number}"))
        reported.append(" and ".join(write.format(*pair) for pair in pairs) + ".\n\n")
    return "".join(reported)


def files(strings: tuple[str, ...], suffix: str = "rst") -> tuple[dict[str, str | bytes], dict[str, Any]]:
    """Return the files of the handbook and its settings: a page for each string, and one for all names."""
    found: dict[str, str | bytes] = {"secret.txt": "TOP SECRET", "secret.rst": "TOP SECRET", "x.png": PNG}
    catalogs = {"main": "main.json"}
    for number, text in enumerate(strings):
        catalogs[f"c{number}"] = f"c{number}.json"
        found[f"c{number}.json"] = json.dumps(catalog(text))
        # Half a pair cannot be written.
        found[f"s{number}.csv"] = sheet(text).encode("utf-8", "replace")
        rows = {
            "w0": {"name": text, "assign": {"r0": "R", "r1": "A"}},
            "w1": {"name": f"a {text} b", "assign": {"r0": "A"}},
        }
        found[f"s{number}.json"] = json.dumps({"responsibilities": rows})
        found[f"t{number}.csv"] = table(text).encode("utf-8", "replace")
        views = "".join(
            _fenced(*view) if suffix == "md" else directive(*view[:3], suffix, _indented(view[3]))
            for view in _views(number, text.encode("utf-8", "replace").decode())
        )
        found[f"p{number}.{suffix}"] = (title(f"Page {number}", suffix) + views).encode()
    main = {
        "roles": {f"n{number}": {"name": text} for number, text in enumerate(strings)},
        "responsibilities": {
            f"v{number}": {"name": text, "assign": {f"n{number}": {"letters": "A/R", "when": text}}}
            for number, text in enumerate(strings)
        },
    }
    found["main.json"] = json.dumps(main)
    layout = {"layout": "list", "download": ""}
    views = directive("role-cards", "", {}, suffix) + directive("responsibility-matrix", "", layout, suffix)
    audit = directive("responsibility-audit", "", {}, suffix)
    contents = directive("toctree", "", {"glob": ""}, suffix, "p*")
    found[f"index.{suffix}"] = title("Names", suffix) + views + audit + _sentences(strings, suffix) + contents
    extensions = ["myst_parser", "sphinx_roles"] if suffix == "md" else ["sphinx_roles"]
    return found, {**CONF, "extensions": extensions, "roles_catalog": catalogs}


def _indented(body: str) -> str:
    return body.rstrip("\n").replace("\n", "\n   ")


def _fenced(name: str, argument: str, options: dict[str, str], body: str) -> str:
    """A directive in MyST whose fence no string ends, and whose options none breaks."""
    given = "".join(f"{key}: {json.dumps(value)}\n" for key, value in options.items())
    # A backtick ends the line of a fence for Markdown, and a bar makes it the head of a table.
    head = f"{'`' * 70}{{{name}}} {argument.translate({ord('`'): None, ord('|'): None})}".rstrip()
    return f"{head}\n---\n{given}---\n{body}{'`' * 70}\n\n"
