"""A small handbook that random edits change: what it says is kept here, and written to its files."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import yaml

__all__ = ["EDITS", "Handbook"]

Edit = Callable[["Handbook", random.Random], None]

VIEWS: dict[str, tuple[str, str, dict[str, str], str]] = {
    # name: directive, argument, options, body
    "cards": ("role-cards", "", {}, ""),
    "few": (
        "role-cards",
        "",
        {"fields": "tagline, holders, reviewed, review_by", "sort": "name", "no-index": ""},
        "",
    ),
    "card": ("role-card", "sre", {"fields": "summary, skills"}, ""),
    "matrix": ("responsibility-matrix", "All", {"totals": ""}, ""),
    "some": ("responsibility-matrix", "Some", {"rows": "alerts, deploys", "no-index": ""}, ""),
    "turned": ("responsibility-matrix", "Turned", {"transpose": "", "roles": "sre, devops"}, ""),
    "letters": ("responsibility-matrix", "Letters", {"layout": "letters", "legend": "no"}, ""),
    "file": ("responsibility-matrix", "File", {"file": "/table.csv"}, ""),
    "body": ("responsibility-matrix", "Body", {}, "Task,SRE,Other\nBuild,A/R,C"),
    "own": ("role-card", "", {}, "name: Someone\ncovered_by: sre"),
    "comparison": ("role-comparison", "sre, devops", {}, ""),
    "overlap": ("role-overlap", "sre, devops", {}, ""),
    "skills": ("skill-matrix", "", {}, ""),
    "skilled": ("skill-matrix", "Turned", {"roles": "sre, devops/lead", "transpose": "", "no-index": ""}, ""),
    "path": ("role-path", "sre devops", {}, ""),
    "near": ("role-path", "sre", {}, ""),
    "ladder": ("role-ladder", "devops", {}, ""),
    "levels": ("role-comparison", "devops/lead, devops/staff", {}, ""),
    "entries": ("skill-cards", "", {}, ""),
    "holders": ("role-holders", "", {"past": ""}, ""),
    "posts": (
        "role-holders",
        "sre, devops, platform",
        {"by": "role", "layout": "table", "responsibilities": ""},
        "",
    ),
    "person": ("role-holders", "", {"person": "Ana"}, ""),
    "gap": ("skill-gap", "Ana, sre", {}, ""),
    "audit": ("responsibility-audit", "", {}, ""),
    "index": ("role-index", "", {"by": "tag", "fields": "tagline, holders"}, ""),
    "due": ("responsibility-audit", "Due", {"rules": "stale", "due": "10d"}, ""),
    "profile": ("role-profile", "sre", {"no-index": ""}, ""),
    "since": ("role-profile", "devops", {"since": "before", "edit": "", "neighbours": "1"}, ""),
    "before": ("role-cards", "", {"catalog": "before", "no-index": ""}, ""),
    "changes": ("responsibility-changes", "before, today", {}, ""),
    "map": ("role-map", "", {}, ""),
    "below": ("role-map", "Below", {"root": "sre", "layout": "list"}, ""),
    "survey": ("responsibility-agreement", "/answers/*.csv", {"names": ""}, ""),
    "asked": (
        "responsibility-agreement",
        "/answers/ana.csv, /answers/bo.csv",
        {"layout": "list", "most": "1"},
        "",
    ),
    "fields": (
        "responsibility-matrix",
        "Fields",
        {
            "columns": "status, notes, review_by, cost",
            "fields": "maintainer, reviewed, tags",
            "group-by": "frequency",
            "no-index": "",
        },
        "",
    ),
    "csv": ("responsibility-matrix", "Kept", {"download": "", "sections": "Money", "no-index": ""}, ""),
}
SENTENCES = {
    # What only links is written again, not read again: the test passes these paragraphs over.
    "links": "Links: {org:role}`sre`, {org:role}`reliability`, {org:responsibility}`alerts`, {any}`devops`, {org:skill}`slo`, {org:role}`devops/lead`, {org:person}`Ana`.",
    "who": "Ask {org:who}`deploys` or {org:who}`R:alerts`.",
    "owner": "Ask {org:owner}`deploy/x.yaml`, {org:owner}`src/a.py` or {org:owner}`component:api`.",
    "plain": "Nothing of ours.",
}
MADE = {
    "roles_pages": (None, "roles/{id}"),
    "roles_people_pages": (None, None, "people/{id}"),
    "roles_skill_pages": (None, None, "skills/{id}"),
}
"""The settings that make pages, with what each may be."""
TAKEN = (
    "roles/sre",
    "roles/index",
    "people/ana",
    "people/index",
    "skills/slo",
    "skills/index",
    "skills/pace",
)
TITLES = {"answers": "{org:who}`deploys` deploys"}


class Handbook:
    """What a handbook says. ``files()`` are its source files, ``conf`` its settings."""

    def __init__(self, chance: random.Random, *, shuffled: bool) -> None:
        self.shuffled = shuffled
        """The order of the pages changes: what shows the page before and after is left out."""
        self.roles: dict[str, dict[str, Any]] = {
            "sre": {"name": "Site Reliability Engineer", "abbr": "SRE", "aliases": ["Reliability"],
                    "summary": "Keeps *it* up", "skills": {"slo": 4}, "holders": [{"name": "Ana", "skills": {"slo": 1}}]},
            "devops": {"name": "DevOps Engineer", "tagline": "The **bridge**", "color": "#0b63b5",
                       "skills": {"slo": 2, "teams": ["Talks *well*"]}, "levels": {"lead": {"skills": {"slo": 3}}, "staff": {"extends": "lead", "equals": "lead"}}},
            "platform": {"name": "Platform Engineer", "status": "vacant", "covered_by": "devops"},
        }  # fmt: skip
        self.rows: dict[str, dict[str, Any]] = {
            "deploys": {"name": "Deployments", "assign": {"devops": "A/R", "platform": "R", "sre": "C"}},
            "alerts": {"name": "Alerts", "done_when": "every *service* has one",
                       "assign": {"sre": "A (production)", "devops": "R"}},
            "costs": {"name": "Costs", "section": "Money", "assign": {"platform": "A/R"}},
        }  # fmt: skip
        self.schemes: dict[str, Any] = {}
        self.before = {"roles": {"sre": {"name": "Operator"}, "devops": {"name": "DevOps Engineer"}}}
        self.records = {"0001-queue": "# Use a queue\n\n* Status: accepted\n* Deciders: Ana\n"}
        self.owners = "* @sre\n/deploy/ @devops\n"
        self.table = "Task,SRE,DevOps\nBuild,A/R,I\n"
        self.answers = {"ana": "Deployments,A/R,\nAlerts,,A\n", "bo": "Deployments,A,R\nAlerts,,A\n"}
        self.suffix = {"roles": "yaml", "rows": "yaml"}
        self.own_page: dict[str, Any] | None = {
            "name": "Operator",
            "tagline": "Runs *it*",
            "covered_by": "sre",
        }
        self.text = "Links: {org:role}`sre` knows."
        self.broken = ""
        self.lines = 0
        self.day = 20_700
        """The day on which it is built, from 1970 on: in 2026."""
        self.conf: dict[str, Any] = {}
        self.made = {name: chance.choice(patterns) for name, patterns in MADE.items()}
        """Whether each role, person and skill has a page of its own."""
        self.taken: dict[str, str] = {}
        """Pages of the author in the place of those, by their names, with what they say."""
        self.pages: dict[str, tuple[str, list[str]]] = {}
        names = [*VIEWS, *SENTENCES]
        for number in range(4):
            self.pages[f"page{number}"] = (chance.choice(("rst", "md")), chance.sample(names, 3))
        self.pages["answers"] = ("md", ["who", "links"])
        self.order = list(self.pages)
        """The pages of the contents; the others stand alone."""

    def settings(self) -> dict[str, Any]:
        """What conf.py says."""
        sources = [f"{name}.{self.suffix[name]}" for name in ("roles", "rows")]
        return {
            "extensions": ["myst_parser", "sphinx_roles"],
            "source_suffix": {".rst": "restructuredtext", ".md": "markdown"},
            "html_theme": "basic" if self.shuffled else "alabaster",
            "templates_path": ["templates"] if self.shuffled else [],
            "html_copy_source": False,
            "roles_catalog": {
                "today": [*sources, {"path": "records/*.txt", "kind": "decisions"}],
                "before": "before.yaml",
            },
            "roles_owners": "CODEOWNERS",
            "roles_scheme": "RACI",
            "roles_edit_url": None,
            "roles_rules": {},
            "roles_fields": {},
            **self.made,
            **self.conf,
        }

    def files(self) -> dict[str, str]:
        """The source files by their names."""
        roles = {"roles": self.roles}
        rows = {"responsibilities": self.rows, **({"schemes": self.schemes} if self.schemes else {})}
        files = {
            f"roles.{self.suffix['roles']}": _data(roles, self.suffix["roles"], self.lines),
            f"rows.{self.suffix['rows']}": _data(rows, self.suffix["rows"], self.lines),
            "before.yaml": _data(self.before, "yaml", 0),
            "table.csv": self.table,
            "CODEOWNERS": self.owners,
            **{f"records/{name}.txt": text for name, text in self.records.items()},
            "deploy/x.yaml": "a: 1\n",
            "src/a.py": "",
            **{f"answers/{name}.csv": f"Task,sre,devops\n{rows}" for name, rows in self.answers.items()},
            "index.rst": "Handbook\n========\n\n.. toctree::\n\n"
            + "".join(f"   {name}\n" for name in self.order),
        }
        if self.own_page is not None:
            files["ops.role.md"] = (
                f"---\n{_data(self.own_page, 'yaml', 0)}---\n\n{self.text}\n\n## More\n\nMore.\n"
            )
            files["qa.role.yaml"] = _data({"tagline": f"{len(self.text)} *letters*"}, "yaml", 0)
        files |= {f"{name}.rst": f":orphan:\n\nOurs\n====\n\n{text}\n" for name, text in self.taken.items()}
        if self.broken in files:
            files[self.broken] += '\n  : ["\n'
        for name, (markup, shown) in self.pages.items():
            files[f"{name}.{markup}"] = _page(name, markup, shown, name in self.order)
        if self.shuffled:
            files["templates/layout.html"] = (
                '{% extends "!layout.html" %}{% block linktags %}{% endblock %}'
                "{% block relbar1 %}{% endblock %}{% block relbar2 %}{% endblock %}"
                "{% block sidebar1 %}{% endblock %}{% block sidebar2 %}{% endblock %}\n"
            )
        return files


def _data(found: dict[str, Any], suffix: str, lines: int) -> str:
    if suffix == "json":
        return "\n" * lines + json.dumps(found, indent=1)
    return "# A comment\n" * lines + yaml.safe_dump(found, sort_keys=False, allow_unicode=True)


def _page(name: str, markup: str, shown: list[str], listed: bool) -> str:
    title = TITLES.get(name, f"The page {name}")
    parts = [
        _view(*VIEWS[one], markup) if one in VIEWS else _sentence(SENTENCES[one], markup) for one in shown
    ]
    body = "\n\n".join(parts)
    if markup == "md":
        head = "" if listed else "---\norphan: true\n---\n\n"
        return f"{head}# {title}\n\n{body}\n"
    head = "" if listed else ":orphan:\n\n"
    title = _sentence(title, markup)
    return f"{head}{title}\n{'=' * len(title)}\n\n{body}\n"


def _view(directive: str, argument: str, options: dict[str, str], body: str, markup: str) -> str:
    given = [f":{name}: {value}".rstrip() for name, value in options.items()]
    lines = [*given, *([""] if given and body else []), *body.splitlines()]
    if markup == "md":
        return "\n".join([f"```{{{directive}}} {argument}".rstrip(), *lines, "```"])
    space = [] if given else [""]
    return "\n".join([f".. {directive}:: {argument}".rstrip(), *(f"   {line}" for line in [*space, *lines])])


def _sentence(text: str, markup: str) -> str:
    return text if markup == "md" else text.replace("{", ":").replace("}", ":")


# Edits. Each one changes something, if there is something to change.


def letters(book: Handbook, chance: random.Random) -> None:
    """Another letter in a cell, or none."""
    row = chance.choice([*book.rows.values()])
    role = chance.choice([*book.roles])
    row["assign"][role] = chance.choice(["R", "A", "C", "I", "A/R", "R (at night)", "", "Q"])


def role_name(book: Handbook, chance: random.Random) -> None:
    """A role is renamed."""
    chance.choice([*book.roles.values()])["name"] = f"Engineer {chance.randrange(100)}"


def role_id(book: Handbook, chance: random.Random) -> None:
    """A role gets another id and name; what refers to the old one leads nowhere."""
    old = chance.choice([*book.roles])
    book.roles[old]["name"] = f"Engineer {chance.randrange(100, 200)}"
    book.roles = {(f"{key}x" if key == old else key): role for key, role in book.roles.items()}


def role_field(book: Handbook, chance: random.Random) -> None:
    """A field of a role changes; some fields are on no page."""
    field, value = chance.choice([
        ("summary", f"Keeps *part {chance.randrange(9)}*"), ("tagline", "A new line"), ("grade", "7"),
        ("family", chance.choice(["Delivery", "Operations"])), ("color", chance.choice(["#123456", "#654321"])),
        ("aliases", chance.choice([["Reliability"], ["Other"], []])), ("status", chance.choice(["vacant", "active"])),
        ("holders", chance.choice([["Ana"], ["Bo", {"name": "Ana", "skills": {"slo": 2}}], [], [{"name": "Ana", "handle": "@ana", "as": "lead"}]])),
        ("past_holders", ["Cleo", "Ana"]), ("open", True), ("contact", "*here*"), ("part_of", chance.choice(["Delivery", "platform", "sre", "Area"])), ("maintainer", "Kim"), ("staus", "vacant"),
        ("reviewed", "2026-01"), ("review_by", chance.choice(["2026-09-01", "2026-09-10", "2026-10"])),
        ("not_duties", ["Sells *it*"]), ("covered_by", "sre"),
        ("reports_to", chance.choice(["sre", "devops", "Board"])),
        ("interactions", chance.choice([{"sre": {"mode": "help", "until": "May"}}, {"devops": "Talks *often*"}, []])),
        ("skills", chance.choice([{}, {"slo": 1}, {"slo": 5, "pace": "High"}, ["teams"]])), ("next", ["sre"]),
        ("levels", chance.choice([{}, {"lead": {"name": "Leader"}}, {"lead": {"skills": ["pace"], "duties": "Leads"}}])),
    ])  # fmt: skip
    chance.choice([*book.roles.values()])[field] = value


def row_field(book: Handbook, chance: random.Random) -> None:
    """A field of a row changes, or its section; a row in another section is another row."""
    field, value = chance.choice([
        ("name", f"Work {chance.randrange(100)}"), ("section", chance.choice(["Money", "Run"])),
        ("done_when", "it *works*"), ("status", "draft"), ("tags", ["new"]),
        ("review_by", chance.choice(["2026-09-03", "2026-09-20"])), ("assign", {"sre": {"letters": "A/R", "until": "2026-09-05"}}),
        ("notes", [f"Since {chance.randrange(2000, 2030)}"]), ("aliases", chance.choice([["costing"], ["deploys", "old"], []])),
        ("frequency", chance.choice(["daily", "weekly"])), ("cost", chance.choice(["high", "*low*"])), ("reviewed", "2026-02"), ("maintainer", "Kim"),
    ])  # fmt: skip
    row = chance.choice([*book.rows.values()])
    if field == "section" and row.get("section") != value:
        row["name"] = f"{row['name']} in {value}"
    row[field] = value


def new_role(book: Handbook, chance: random.Random) -> None:
    """A role joins."""
    book.roles[f"role{chance.randrange(9)}"] = {"name": f"Joiner {chance.randrange(9)}"}


def less_roles(book: Handbook, chance: random.Random) -> None:
    """A role goes, and the letters that it had are left."""
    if len(book.roles) > 1:
        del book.roles[chance.choice([*book.roles])]


def new_row(book: Handbook, chance: random.Random) -> None:
    """A responsibility joins."""
    number = chance.randrange(9)
    book.rows[f"row{number}"] = {"name": f"New {number}", "assign": {chance.choice([*book.roles]): "A/R"}}


def less_rows(book: Handbook, chance: random.Random) -> None:
    """A responsibility goes."""
    if len(book.rows) > 1:
        del book.rows[chance.choice([*book.rows])]


def order_of_data(book: Handbook, chance: random.Random) -> None:
    """Roles or rows stand in another order."""
    if chance.random() < 0.5:
        book.roles = dict(reversed(book.roles.items()))
    else:
        book.rows = dict(reversed(book.rows.items()))


def scheme(book: Handbook, chance: random.Random) -> None:
    """A letter means something else, or has another colour."""
    change = chance.choice([{"meaning": "does it all"}, {"color": "#0a7d38"}, {"name": "Doer"}])
    book.schemes = chance.choice([{}, {"RACI": {"letters": {chance.choice("RACI"): change}}}])


def table(book: Handbook, chance: random.Random) -> None:
    """The file of a view changes."""
    book.table = chance.choice(
        ["Task,SRE,DevOps\nBuild,A/R,C\n", "Task,SRE\nBuild,A/R\nTest,R\n", "Task,Who\nBuild,?\n"]
    )


def owners(book: Handbook, chance: random.Random) -> None:
    """Another line in the owners file, or one that its host does not read."""
    lines = ["/src/ @platform", "*.yaml @Ana", "# moved", "!*.py @sre", "/deploy/", "* @gone"]
    book.owners += f"{chance.choice(lines)}\n"


def records(book: Handbook, chance: random.Random) -> None:
    """A decision record joins, goes, or says something else."""
    name = f"000{chance.randrange(1, 4)}-queue"
    if len(book.records) > 1 and chance.random() < 0.3:
        book.records.pop(name, None)
    else:
        status, who = (
            chance.choice(["accepted", "proposed", "superseded by 2"]),
            chance.choice(["Ana", "sre", "", "Nobody"]),
        )
        book.records[name] = (
            f"# Use queue {name[3]}\n\n* Status: {status}\n* Deciders: {who}\n* Date: 2026-0{chance.randrange(1, 9)}-01\n"
        )


def covers(book: Handbook, chance: random.Random) -> None:
    """A row covers other files."""
    globs = [["deploy/**"], ["src/", "component:api"], ["*.yaml"], [], ["!x"]]
    chance.choice([*book.rows.values()])["covers"] = chance.choice(globs)


def answers(book: Handbook, chance: random.Random) -> None:
    """A sheet of a survey changes, comes or goes."""
    name = chance.choice(["ana", "bo", "cy"])
    if name != "ana" and name in book.answers and chance.random() < 0.4:
        del book.answers[name]
    else:
        book.answers[name] = chance.choice(
            [
                "Deployments,A/R,\nAlerts,,A\n",
                "Deployments,R,A\nAlerts,C,A\n",
                "Deployments,Q,A\nCosts,A,\n",
                "Deployments,,\n",
            ]
        )


def other_catalog(book: Handbook, chance: random.Random) -> None:
    """The other catalog changes."""
    book.before["roles"]["sre"]["name"] = chance.choice(["Operator", "Sysop", "Site Reliability Engineer"])


def shape_of_file(book: Handbook, chance: random.Random) -> None:
    """A file has another format, so another name, or its lines move."""
    if chance.random() < 0.5:
        book.suffix[chance.choice(["roles", "rows"])] = chance.choice(["yaml", "json"])
    else:
        book.lines = chance.randrange(4)


def role_page(book: Handbook, chance: random.Random) -> None:
    """The file of a role that is a page comes, goes, or says something else."""
    if book.own_page is None or chance.random() < 0.2:
        book.own_page = {"name": "Operator"} if book.own_page is None else None
    elif chance.random() < 0.5:
        book.text = chance.choice(["Links: {org:role}`devops` knows.", "Nobody.", "Asks {org:who}`deploys`."])
    else:
        field, value = chance.choice([
            ("name", f"Operator {chance.randrange(9)}"), ("tagline", "Looks after it"), ("not_duties", ["Sells"]),
            ("id", chance.choice(["ops", "sre", "operator"])), ("holders", ["Ana"]),
        ])  # fmt: skip
        book.own_page[field] = value
        if field == "id":
            # An id is in links alone, and pages that only link are not read again.
            book.own_page["name"] = f"Operator {chance.randrange(10, 99)}"


def broken_file(book: Handbook, chance: random.Random) -> None:
    """A file is broken, or mended."""
    book.broken = (
        "" if book.broken else chance.choice([f"{name}.{book.suffix[name]}" for name in book.suffix])
    )


def setting(book: Handbook, chance: random.Random) -> None:
    """A setting of conf.py."""
    book.conf |= chance.choice([
        {"roles_scheme": chance.choice(["RACI", "RASCI"])},
        {"roles_edit_url": chance.choice([None, "https://example.com/{path}#L{line}"])},
        {"roles_rules": chance.choice([{}, {"no-backup": "off", "no-accountable": "hint"}])},
        {"roles_fields": chance.choice([{}, {"cost": "Cost"}])},
        {"roles_catalog": ["roles.*", "rows.*"]},
        {"roles_markup": chance.choice(["markdown", "rst"])},
        {name: chance.choice(patterns) for name, patterns in MADE.items()},
    ])  # fmt: skip
    if chance.random() < 0.3:
        book.conf.pop("roles_catalog", None)


def page(book: Handbook, chance: random.Random) -> None:
    """A page shows other things."""
    name = chance.choice([*book.pages])
    markup, shown = book.pages[name]
    book.pages[name] = markup, chance.sample([*VIEWS, *SENTENCES], len(shown))


def new_page(book: Handbook, chance: random.Random) -> None:
    """A page that stands alone comes or goes."""
    name = f"alone{chance.randrange(2)}"
    if book.pages.pop(name, None) is None:
        book.pages[name] = chance.choice(("rst", "md")), chance.sample([*VIEWS, *SENTENCES], 2)


def taken_page(book: Handbook, chance: random.Random) -> None:
    """A page of the author takes the place of one that is made, says something else, or goes."""
    name = chance.choice(TAKEN)
    if chance.random() < 0.5 and book.taken:
        book.taken.pop(chance.choice([*book.taken]))
    else:
        book.taken[name] = chance.choice(
            ["Nobody.", ".. skill-cards::\n   :no-index:", ".. role-cards:: sre"]
        )


def day(book: Handbook, chance: random.Random) -> None:
    """Days pass."""
    book.day += chance.choice([1, 5, 20])


def order_of_pages(book: Handbook, chance: random.Random) -> None:
    """The contents stand in another order, which says where links lead."""
    if book.shuffled:
        chance.shuffle(book.order)


EDITS: tuple[Edit, ...] = (
    letters, letters, letters, role_name, role_id, role_field, role_field, row_field, row_field, new_role,
    role_page, less_roles, new_row, less_rows, order_of_data, scheme, table, answers, other_catalog, shape_of_file,
    broken_file, setting, page, new_page, taken_page, order_of_pages, owners, covers, records,
    day, day,
)  # fmt: skip
