"""A handbook that uses everything, written from one list of views in reStructuredText and in MyST."""

from __future__ import annotations

import base64
import functools
import re
from typing import Any

import pytest
from conftest import Build, Built, Maker, Say
from handbooks import DAY, files_of, settings_of
from pages import directive, title, toctree

ROLES = """\
format: 1
roles:
  devops:
    name: DevOps Engineer
    abbr: DevOps
    aliases: [Toolsmith]
    family: Delivery
    color: "#0b63b5"
    tagline: The *bridge-builders*
    summary: Joins development & operations, 100 % of them, {braces} and 1 < 2.
    holders: [Ana, {name: Mateo, since: 2025-09, link: "https://example.com/mateo", email: m@example.com}]
    skills: {delivery: Expert, automation: 4}
    duties: ["Keeps the way short, see {org:role}`sre`.", "Reads [the guide](../guide.md)."]
    levels: {junior: {}, senior: {after: junior}}
    next: [sre, Something else]
    reports_to: cto
    links: [{text: The guide, url: ../guide}, {text: Runbook, url: "https://example.com/runbook?a=1&b=2"}]
    tags: [delivery, on call]
    cost_center: "42"
  sre:
    name: Site Reliability Engineer
    abbr: SRE
    icon: "🛟"
    image: pictures/sre.png
    alt: A lifebuoy
    tagline: The reliability gurus
    summary: |
      Agrees on *how reliable is reliable enough*.

      - measures it
      - **automates** what is done twice

      Ask about {org:responsibility}`monitoring`.
    description: "> Hope is no strategy.\\n\\n`code` and ```` ``more`` ````"
    interactions: {devops: "hands over *releases*", platform: asks for tools}
    holders: [{name: Ines, as: lead, handle: ines, org: Example Inc, acting: true}]
    past_holders: [Bo]
    metrics: [99.9 % of requests answered]
    contact: "[mail us](mailto:sre@example.com)"
  platform:
    name: Platform Engineer
    status: vacant
    covered_by: devops
    holders: []
    open: Come and *join*.
  support: {name: Support team, kind: team, part_of: devops}
  cto: {name: Chief of Technology, kind: person, status: on leave}
"""

ROWS = """\
responsibilities:
  deploys:
    name: Deployments & releases
    assign: {devops: A/R, platform: R, sre: C, support: I}
  Operations:
    summary: Keeping what runs *alive*
    rows:
      monitoring:
        name: Continuous monitoring
        summary: We know it before users do, in 100 % of cases.
        done_when: every service has an *alert*
        frequency: daily
        links: [{text: Alerts, url: ../guide}, {text: Wiki, url: "https://example.com/wiki"}]
        notes: ["Since {org:role}`sre` came."]
        status: draft
        assign:
          sre: A (production)
          devops: {letters: A/R, when: staging, until: 2099-03-31, note: until the *move* is done}
          support: I
      incidents: {name: Incidents, assign: {sre: A/R, devops: R, support: C}}
  Planning:
    rows:
      database: {name: Choosing a database, matrix: decisions, assign: {devops: D, cto: A, sre: C}}
matrices:
  decisions: {name: Decisions, scheme: DACI, roles: [cto, devops]}
schemes:
  RACI: {letters: {A: {name: Owner, meaning: signs it off, color: "#a02020"}}}
"""

OLD = "roles: {sre: {name: Operator}}\nresponsibilities: {deploys: {assign: {sre: A/R}}}\n"
CSV = "Task,DevOps Engineer,SRE\nBuild,A/R,I\nRelease,R,A (production)\n"
TURNED = "Role,Build,Release\nAuthor,A/R,R\nEditor,,A\n"

PIPES = "| Task  | Host | Trainer |\n|-------|------|---------|\n| Rooms | A    | R       |\n"
OWN = """\
schemes: {WEC: {letters: {W: {name: Writes, does: true, color: teal}, E: {name: Edits, decides: true}}}}
matrices: {news: {name: Newsletter, scheme: WEC}}
roles: {author: Author, editor: Editor}
responsibilities: {lead: {name: Lead story, matrix: news, assign: {author: W, editor: E}}}
"""
STEWARD = "name: Data steward\ntagline: Knows *where* data lives\nholders: [Aylin]\ncovered_by: sre\n"

FIELDS = (
    "tagline, summary, description, duties, skills, holders, past_holders, interactions, levels, next, "
    "reports_to, part_of, contact, metrics, family, aliases, tags, links, open, cost_center"
)

# The views of a page: (directive, argument, options, body).
PAGES: dict[str, list[tuple[str, str, dict[str, str], str]]] = {
    "cards": [
        ("role-cards", "", {"columns": "1 1 2 2"}, ""),
        ("role-card", "sre", {"fields": FIELDS, "no-index": "", "class": "wide"}, ""),
        ("role-card", "", {}, STEWARD),
    ],
    "more-cards": [
        ("role-cards", "devops, sre", {"fields": FIELDS, "email": "", "edit": ""}, ""),
        ("role-cards", "", {"catalog": "2025"}, ""),
    ],
    "grid": [
        ("responsibility-matrix", "Who does *what*, 100 % & more", {"totals": ""}, ""),
        ("responsibility-matrix", "", {"matrix": "decisions", "edit": ""}, ""),
        ("responsibility-matrix", "Old", {"catalog": "2025"}, ""),
    ],
    "layouts": [
        ("responsibility-matrix", "Letters", {"layout": "letters", "download": ""}, ""),
        ("responsibility-matrix", "List", {"layout": "list"}, ""),
        ("responsibility-matrix", "Turned", {"transpose": ""}, ""),
        ("responsibility-matrix", "Turned without sections", {"transpose": "", "rows": "deploys"}, ""),
    ],
    "parts": [
        ("responsibility-matrix", "", {"split": "sections", "details": "none", "header": "Work"}, ""),
        ("responsibility-matrix", "By two", {"split": "2", "short": "", "legend": "no"}, ""),
        ("responsibility-matrix", "One role", {"role": "SRE"}, ""),
        ("responsibility-matrix", "Production", {"when": "production", "details": "open"}, ""),
        ("responsibility-matrix", "Some", {"rows": "deploys, incidents", "without": "support"}, ""),
    ],
    "bodies": [
        ("responsibility-matrix", "A release", {"file": "/release.csv"}, ""),
        ("responsibility-matrix", "A page", {"file": "turned.csv", "transposed-data": ""}, ""),
        ("responsibility-matrix", "Comma separated", {"scheme": "DACI"}, "Decision,Lead,CTO\nWhich,D,A\n"),
        ("responsibility-matrix", "Pipes", {}, PIPES),
        ("responsibility-matrix", "YAML", {}, "pager: {name: The pager, assign: {sre: A/R, devops: C}}\n"),
        ("responsibility-matrix", "Own scheme", {}, OWN),
    ],
}

LINKS = (
    "Ask {org:role}`sre` or {org:role}`our support <Support team>` about "
    "{org:responsibility}`monitoring`, {org:responsibility}`decisions/database`, {org:role}`!nobody`."
)

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def pages(suffix: str) -> dict[str, str]:
    """All pages of the handbook but the first, in one markup."""
    links = LINKS if suffix == "md" else LINKS.replace("{", ":").replace("}", ":")
    found = {
        name: "".join(
            directive(view, argument, options, suffix, body) for view, argument, options, body in views
        )
        for name, views in PAGES.items()
    }
    found |= {"guide": f"{links}\n", "empty": "Nothing of ours.\n"}
    return {f"{name}.{suffix}": title(name.title(), suffix) + text for name, text in found.items()}


@pytest.fixture(scope="session")
def views(shared_project: Maker) -> Build:
    """Return what a builder makes of a handbook of views in one markup, each once for all tests."""

    @functools.cache
    def build(name: str, builder: str, suffix: str = "rst") -> Built:
        made = shared_project(files_of(name, suffix), **settings_of(name, suffix))
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("SOURCE_DATE_EPOCH", DAY)
            return made.build(builder, strict=True)

    return build


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest, views: Build) -> Build:
    """Return what a builder makes of the handbook that a module calls its ``HANDBOOK``."""
    return functools.partial(views, request.module.HANDBOOK)


@pytest.fixture
def say(request: pytest.FixtureRequest, project: Maker) -> Say:
    """Return what a sentence becomes in both markups, beside a module's ``DATA``, and its warnings."""
    module = request.module

    def say(sentence: str) -> tuple[str, list[str]]:
        found = []
        for suffix, text in (("rst", sentence), ("md", re.sub(r":(org:\w+):", r"{\1}", sentence))):
            files = {f"index.{suffix}": title("Title", suffix) + f"{text}\n", **module.DATA}
            made = project(files, extensions=["myst_parser", "sphinx_roles"], **module.SETTINGS)
            built = made.build("text")
            paragraph = built.page("index.txt").split("\n\n", 1)[1].strip().replace("\n", " ")
            found.append((paragraph, built.warnings))
        (rst, warnings), (md, others) = found
        assert (rst, len(warnings)) == (md, len(others))
        return rst, warnings

    return say


@pytest.fixture(scope="session")
def handbook(shared_project: Maker) -> Maker:
    """Return a maker of handbooks in ``rst``, in ``md``, or ``both``, which has the MyST pages in a folder."""

    def make(kind: str, **conf: Any) -> Any:
        files: dict[str, str | bytes] = {
            "data/roles.yaml": ROLES, "data/rows.yaml": ROWS, "old.yaml": OLD, "release.csv": CSV,
            "turned.csv": TURNED, "pictures/sre.png": PNG, "README.md": "# Not a page of the handbook\n",
        }  # fmt: skip
        found = pages("md") if kind == "md" else pages("rst")
        if kind == "both":
            found |= {f"myst/{name}": text for name, text in pages("md").items()}
            files["myst/turned.csv"] = TURNED
        files |= found
        entries = "\n".join(name.rpartition(".")[0] for name in found)
        files["index.rst"] = title("Handbook", "rst") + toctree(entries, "rst")
        settings = {
            "project": "Handbook",
            "copyright": "us",
            "version": "1",
            "extensions": ["sphinx_roles"] if kind == "rst" else ["myst_parser", "sphinx_roles"],
            "exclude_patterns": ["README.md"] if kind != "rst" else [],
            "roles_catalog": {"today": ["data/roles.yaml", "data/rows.yaml"], "2025": "old.yaml"},
            "roles_fields": {"cost_center": "Cost centre"},
            "roles_edit_url": "https://example.com/edit/{path}#L{line}",
            "linkcheck_ignore": ["https://example.com/.*"],
        }
        return shared_project(files, **{**settings, **conf})

    return make
