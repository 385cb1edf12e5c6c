"""One catalog and every view of it, and who holds what in it."""

from __future__ import annotations

import re

DATA = """\
roles:
  dev: {name: Developer, tagline: Writes it, holders: [{name: Ana, skills: {go: Some}}], skills: {go: Much, sql: Some},
    levels: {senior: {name: Senior, duties: [Shows how], skills: {sql: Much}}, junior: Junior}}
  ops: {name: Operator, summary: Keeps it *running*., skills: {go: Some}}
  qa: {name: Tester}
scales: {two: [Some, Much]}
skills: {go: {name: Golang, scale: two, summary: To compile}, sql: {name: Databases, scale: two}}
matrices: {run: {name: Run it, summary: By day and by night.}}
responsibilities:
  - name: Changes
    matrix: run
    summary: All that moves.
    rows:
      - {name: Deploy, assign: {ops: A/R}, done_when: users have it}
      - {name: Review, assign: {qa: A/R, dev: "C (big ones)"}}
"""
ROLES = ("Developer", "Operator", "Tester")
LETTERS = {"Deploy": ("", "A/R", ""), "Review": ("C (big ones)", "", "A/R")}
"""For each row, what each role holds."""
WORDS = (*ROLES, *LETTERS, "Changes", "big ones", "users have it", "All that moves")
VIEWS = {
    "grid": ("responsibility-matrix", "Who does what", "", (*WORDS, "Who does what", "By day and by night")),
    "letters": ("responsibility-matrix", "", ":layout: letters\n", WORDS),
    "list": ("responsibility-matrix", "", ":layout: list\n", WORDS),
    "transposed": ("responsibility-matrix", "", ":transpose:\n", WORDS),
    "sections": ("responsibility-matrix", "", ":split: sections\n", WORDS),
    "split": ("responsibility-matrix", "", ":split: 2\n", WORDS),
    "totals": ("responsibility-matrix", "", ":totals:\n", WORDS),
    "comparison": (
        "role-comparison",
        "dev, qa",
        "",
        ("Developer", "Tester", "Writes it", "Review", "big ones"),
    ),
    "overlap": ("role-overlap", "dev, ops, qa", "", (*ROLES, *LETTERS)),
    "cards": ("role-cards", "", "", (*ROLES, "Writes it", "Ana", "Keeps it", "running")),
    "lines": ("role-index", "", ":by: kind\n:fields: tagline, holders\n", (*ROLES, "Writes it", "Ana")),
    "profile": ("role-profile", "dev", "", ("Developer", "Writes it", "Review", "big ones", "Tester", "Ana")),
    "map": ("role-map", "", "", ROLES),
    "agreement": ("responsibility-agreement", "answers/*.csv", "", (*LETTERS, "Developer", "Operator")),
    "holders": ("role-holders", "", ":by: role\n", (*ROLES, "Ana")),
    "fields": (
        "responsibility-matrix",
        "",
        ":columns: done_when, frequency\n",
        (*ROLES, *LETTERS, "users have it"),
    ),
    "card": ("role-card", "dev", ":no-index:\n", ("Developer", "Writes it")),
    "post": (
        "role-holders",
        "",
        ":by: role\n:layout: table\n:responsibilities:\n",
        (*ROLES, *LETTERS, "Ana"),
    ),
    "skills": ("skill-matrix", "", "", ("Developer", "Operator", "Golang", "Databases", "Some", "Much")),
    "entries": (
        "skill-cards",
        "",
        "",
        ("Developer", "Operator", "Golang", "To compile", "Databases", "Some", "Much"),
    ),
    "gap": ("skill-gap", "Ana, dev", "", ("Ana", "Developer", "Golang", "Databases", "Some", "Much")),
    "path": ("role-path", "ops dev", "", ("Operator", "Developer", "Golang", "Databases", "Much")),
    "ladder": ("role-ladder", "dev", "", ("Developer", "Senior", "Junior", "Shows how", "Databases", "Much")),
    "changes": ("responsibility-changes", "before", "", ("Developer", "Coder", "Deploy", "Operator")),
    "audit": ("responsibility-audit", "All of it", "", ("All of it",)),
}
BEFORE = DATA.replace("name: Developer", "name: Coder").replace("ops: A/R", "ops: R")
ANSWERS = {
    f"answers/{name}.csv": f"{name.title()}\nSection,Task,Developer,Operator,Tester\nChanges,Deploy,{deploy}\nChanges,Review,C,,A/R\n"
    for name, deploy in (("ana", ",A/R,"), ("bo", "R,A,"))
}
"""What two people say of the rows."""
TABLES = ("grid", "letters", "transposed", "sections", "split", "totals", "fields", "comparison")
"""Views that are tables of who holds what."""
FLAT = {
    "overlap": "only Operator (1) Deploy",
    "profile": "Consulted (C): Review (big ones)",
    "agreement": "Operator: A (1); A/R (2)",
    "gap": "Golang (Some → Much)",
    "path": "Golang (Some → Much)",
    "changes": "Deploy: Operator became accountable",
}
"""How who holds what is said where a view is no table: in texts, and for what makes Markdown and wikis."""


def page(view: str) -> str:
    name, argument, options, _ = VIEWS[view]
    return f"# Page {view}\n\n```{{{name}}} {argument}\n{options}```\n"


def files(*extensions: str) -> dict[str, str]:
    """Return a project with a page for each view."""
    pages = {f"{view}.md": page(view) for view in VIEWS}
    toctree = "\n".join(VIEWS)
    loaded = ["myst_parser", "sphinx_roles", *extensions]
    conf = f'extensions = {loaded!r}\nproject = "Ways"\nauthor = copyright = "A"\nversion = "1"\nroles_export = True\n'
    conf += 'roles_catalog = {"now": "roles.yaml", "before": "before.yaml"}\n'
    conf += 'epub_description = "D"\nlatex_documents = [("index", "ways.tex", "Ways", "A", "howto")]\n'
    index = f"# Index\n\n```{{toctree}}\n{toctree}\n```\n"
    return {**pages, "index.md": index, "roles.yaml": DATA, "before.yaml": BEFORE, "conf.py": conf, **ANSWERS}


def missing(text: str, views: tuple[str, ...] = tuple(VIEWS), *, flat: bool = False) -> list[str]:
    """Return each authored word that is not in a text of all these views; blanks and colons are no difference."""
    plain = re.sub(r"[\s:-]", "", text)
    words = dict.fromkeys(word for view in views for word in VIEWS[view][3])
    words |= dict.fromkeys(FLAT[view] for view in views if flat and view in FLAT)
    return [word for word in words if re.sub(r"[\s:-]", "", word) not in plain]


def checked(rows: list[list[str]], view: str = "") -> list[str]:
    """Return what tables say otherwise than the catalog, with roles or letters or responsibilities as heads."""
    heads: list[str] = []
    held: dict[tuple[str, str], str] = {}
    for first, *cells in rows:
        # The name of a section is before that of a row where both are in a head.
        name, *cells = (cell.removeprefix("Changes: ").strip("¶ \n") for cell in (first, *cells))
        if name not in (*ROLES, *LETTERS) and {*cells} & {*ROLES, *LETTERS, *_WORDS}:
            heads = cells
            continue
        for head, cell in zip(heads, cells, strict=False):
            if head in _WORDS and name in LETTERS:
                for role, when in re.findall(rf"({'|'.join(ROLES)})(?:\s*\(([^()]*)\))?", cell):
                    held[name, role] = _plain(held.get((name, role), "") + _WORDS[head] + when)
            elif pair := next(
                (p for p in ((name, head), (head, name)) if p[0] in LETTERS and p[1] in ROLES), None
            ):
                held[pair] = _plain(cell)
    right = {
        (row, role): _plain(cell)
        for row, cells in LETTERS.items()
        for role, cell in zip(ROLES, cells, strict=True)
        if view != "comparison" or role in VIEWS[view][3]
    }
    return [
        f"{role} holds {held.get((row, role), '')!r} for {row}"
        for row, role in {**right, **held}
        if held.get((row, role), "") != right.get((row, role), "")
    ]


_WORDS = {"Responsible": "R", "Accountable": "A", "Consulted": "C"}


def _plain(cell: str) -> str:
    """Return the letters of a cell in order, and its condition: pages and paper have words or letters."""
    for word, letter in {**_WORDS, "no part": "", "–": ""}.items():
        cell = cell.replace(word, letter)
    return "".join(sorted("".join(char for char in cell if char.isalnum())))
