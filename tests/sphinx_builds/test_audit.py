"""``responsibility-audit`` in whole builds, and findings as Sphinx warnings."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from conftest import Maker

DATA = """\
roles:
  sre: {name: Site Reliability Engineer, abbr: SRE}
  ops: {name: Operator, review_by: 2026-11-22}
responsibilities:
  deploys: {name: Deployments, assign: {sre: A/R, ops: A}}
  alerts: {name: Alerts & alarms, assign: {sre: R, ops: C}}
  sums: {name: "100 % of {sums}", assign: {sre: A, ops: R/C}}
accepted:
  - {rule: several-accountable, on: deploys, reason: two regions, until: 2027-03-31}
"""
VIEWS = """
.. responsibility-audit::

.. responsibility-matrix::
"""
EDIT = "https://example.com/edit/{path}#L{line}"
DAY = "1795392000"  # 2026-11-23


@pytest.fixture(autouse=True)
def a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)


@pytest.fixture
def handbook(project: Maker) -> Maker:
    """A project of one page with an audit."""

    def make(data: str = DATA, views: str = VIEWS, files: dict[str, str] | None = None, **conf: Any) -> Any:
        return project({"index.rst": f"Page\n====\n{views}\n", "roles.yaml": data, **(files or {})}, **conf)

    return make


class SequenceNode(HTMLParser):
    """The words of each finding on a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li" and (dict(attrs).get("class") or "").startswith(("ro-is-", "ro-quiet")):
            self.found.append("")
            self.inside = True
        self.inside = self.inside and tag != "ul"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "li"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1] += data


def items(built: Any) -> list[str]:
    return [" ".join(item.split()) for item in SequenceNode(built.page()).found]


def test_the_page_lists_what_is_found(handbook: Maker) -> None:
    assert items(handbook().build(strict=True)) == [
        "✖ Error Alerts & alarms: nobody holds A (Accountable) no-accountable",
        "▲ Warning Operator: the review was due on 2026-11-22 stale",
        "▲ Warning 100 % of {sums}: Operator holds R (Responsible) and C (Consulted), "
        "which do not go together two-letters",
        "Deployments: Site Reliability Engineer and Operator hold A (Accountable), where 1 may "
        "several-accountableaccepted until 2027-03-31: two regions",
    ]


def test_findings_link_to_row_role_and_line(handbook: Maker) -> None:
    views = VIEWS + "\n.. role-cards::\n"
    html = handbook(views=views, roles_edit_url=EDIT).build(strict=True).page()
    audit = html[html.index('class="ro ro-audit"') : html.index('class="ro ro-matrix"')]
    for href in ("#responsibility-alerts", "#role-ops", "https://example.com/edit/roles.yaml#L6"):
        assert f'href="{href}"' in audit
    assert not re.search(r"<h\d|<script| style=", audit)


def test_what_goes_beyond_the_first_screen_is_folded(handbook: Maker) -> None:
    rows = "".join(f"  row{n}: {{assign: {{sre: {'R' if n % 2 else 'A/R'}}}}}\n" for n in range(26))
    view = "\n.. responsibility-audit::\n   :rules: no-accountable\n"
    html = handbook(f"responsibilities:\n{rows}", view).build(strict=True).page()
    first, rest = html.split("<summary>More findings: 3</summary>")
    # They say the same of each row, so that is said once.
    assert (first.count("<li>row"), rest.count("<li>row")) == (10, 3)
    for part, count in ((first, "10/13"), (rest, "3/13")):
        head = f"Nobody holds A (Accountable) · {count}<"
        assert part.count(head) == part.count('<li class="ro-is-error">') == 1
    text = handbook(f"responsibilities:\n{rows}", view).build("text").page("index.txt")
    # Paper does not fold.
    assert (text.count("· 13"), text.count("* row")) == (1, 13)
    shorter = handbook(f"responsibilities:\n{rows}", f"{view}   :most: 3\n")
    assert "More findings: 10" in shorter.build(strict=True).page()


@pytest.mark.parametrize("builder", ["html", "text"])
def test_rows_of_one_name_are_told_apart_by_their_matrix(handbook: Maker, builder: str) -> None:
    rows = (
        f"  {key}{n}: {{name: Review {n}, matrix: {key}, assign: {{sre: R}}}}\n"
        for key in "ps"
        for n in range(3)
    )
    data = "matrices: {p: {name: Planning}, s: {name: Shipping}}\nresponsibilities:\n" + "".join(rows)
    view = "\n.. responsibility-audit::\n   :rules: no-accountable\n"
    built = handbook(data, view).build(builder)
    # Three of one name in one matrix are also a mistake of the data.
    assert all(one.endswith("[roles.duplicate-responsibility]") for one in built.warnings)
    page = built.page() if builder == "html" else b"".join(built.files(".txt").values()).decode()
    shown = " ".join(re.sub(r"<[^>]*>", "", page).split())
    assert "nobody holds A (Accountable) in 6 of 6 rows" in shown
    for matrix in ("Planning", "Shipping"):
        assert shown.count(f"{matrix}: Review 1: nobody holds A") == 1


def test_a_team_says_in_conf_which_fields_it_asks_for(handbook: Maker) -> None:
    data = "roles: {platform: {name: Platform, kind: team}, sre: {name: SRE}}"
    made = handbook(data, roles_rules={"missing-field": {"roles": ["contact"], "kinds": ["team"]}})
    assert items(made.build()) == ["▲ Warning Platform has no contact missing-field"]


@pytest.mark.parametrize("builder", ["html", "text", "latex", "man"])
def test_findings_of_a_rule_are_together(handbook: Maker, builder: str) -> None:
    letters = ["A/R, ops: A", "A/R, dev: A", "R", "R", *["A/R"] * 5]
    rows = "".join(f"  row{n}: {{assign: {{sre: {held}}}}}\n" for n, held in enumerate(letters))
    view = "\n.. responsibility-audit::\n   :rules: no-accountable, several-accountable\n"
    data = f"roles: {{sre: {{}}, ops: {{}}, dev: {{}}}}\nresponsibilities:\n{rows}"
    built = handbook(data, view, man_pages=[("index", "page", "Page", [], 1)]).build(builder, strict=True)
    suffix = {"html": ".html", "text": ".txt", "latex": ".tex", "man": ".1"}[builder]
    page = b"".join(built.files(suffix).values()).decode()
    text = " ".join(re.sub(r"<[^>]*>|[{}\\]|^\..*$", " ", page, flags=re.MULTILINE).split())
    # Where only the row differs, the sentence is there once; else the rule, and the sentences below it.
    assert len(re.findall(r"Nobody holds A \(Accountable\) (·|textperiodcentered) 2", text)) == 1
    assert len(re.findall(r"several.{1,16}accountable (·|textperiodcentered) 2", text)) == 1
    assert text.count("hold A (Accountable), where 1 may") == 2
    assert text.count("nobody holds A") == 0


def test_nothing_to_find_is_a_good_sentence(handbook: Maker) -> None:
    built = handbook("responsibilities: {alerts: {assign: {sre: A/R}}}").build(strict=True)
    assert "No findings: all that the rules looked at is in order." in built.page()


@pytest.mark.parametrize(
    "builder",
    ["dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "gettext", "xml", "pseudoxml"],
)
def test_every_builder_takes_it(handbook: Maker, builder: str) -> None:
    conf: dict[str, Any] = {
        "man_pages": [("index", "page", "Page", [], 1)],
        "epub_show_urls": "no",
        "copyright": "us",
        "version": "1",
        "roles_edit_url": EDIT,
    }
    built = handbook(**conf).build(builder, strict=True)
    if builder in ("latex", "text", "man", "texinfo", "xml"):
        text = b"".join(built.files(".tex", ".txt", ".1", ".texi", ".xml").values()).decode("utf-8")
        assert "accepted until 2027" in text.replace("\\-", "-")
        assert "two regions" in text


def test_both_markups_show_the_same(project: Maker, handbook: Maker) -> None:
    myst = project(
        {"index.md": "# Page\n\n```{responsibility-audit} Findings\n:most: 2\n```\n", "roles.yaml": DATA},
        extensions=["myst_parser", "sphinx_roles"],
    )
    rst = handbook(views="\n.. responsibility-audit:: Findings\n   :most: 2\n")

    def view(built: Any) -> str:
        (found,) = re.findall(r'<div class="ro ro-audit">.*</div>\n', built.page(), re.DOTALL)
        return str(found).split("\n\n")[0]

    assert view(myst.build(strict=True)) == view(rst.build(strict=True))


def test_a_file_and_a_body_have_an_audit_of_their_own(handbook: Maker) -> None:
    views = """
.. responsibility-audit::
   :file: raci.csv

.. responsibility-audit::

   responsibilities: {night: {name: Night, assign: {sre: C}}}
"""
    raci = "Task,SRE,Guest\nReports,R,I\n"
    found = items(handbook(views=views, files={"raci.csv": raci}).build(strict=True))
    assert "✖ Error Reports: nobody holds A (Accountable) no-accountable" in found
    assert "✖ Error Night: nobody decides or does it, there is only C (Consulted) only-passive" in found
    # What is wrong with roles of the catalog is told in the audit of the catalog.
    assert not any("Operator" in item for item in found)


# Warnings

LOUD = [
    "roles.yaml:6:3: WARNING: Alerts & alarms: nobody holds A (Accountable) [roles.no-accountable]",
    "roles.yaml:3:3: WARNING: Operator: the review was due on 2026-11-22 [roles.stale]",
    "roles.yaml:7:57: WARNING: 100 % of {sums}: Operator holds R (Responsible) and C (Consulted), "
    "which do not go together [roles.two-letters]",
]


def test_findings_are_no_warnings_unless_asked_for(handbook: Maker) -> None:
    handbook().build(strict=True)


@pytest.mark.parametrize(("severity", "count"), [("error", 1), ("warning", 3)])
def test_findings_are_warnings_from_a_severity_on(handbook: Maker, severity: str, count: int) -> None:
    made = handbook(roles_findings_warn_from=severity, show_warning_types=True)
    assert made.build().warnings == LOUD[:count]
    # Once a build: in one that reads nothing anew, too.
    assert made.build().warnings == LOUD[:count]


def test_findings_are_told_once_in_a_parallel_build(handbook: Maker) -> None:
    pages = {f"page{n}.rst": f":orphan:\n\nPage\n====\n{VIEWS}" for n in range(8)}
    made = handbook(files=pages, roles_findings_warn_from="warning", show_warning_types=True)
    assert made.build(parallel=4).warnings == LOUD


def test_a_finding_can_be_suppressed(handbook: Maker) -> None:
    conf = {"roles_findings_warn_from": "warning", "suppress_warnings": ["roles.stale", "roles.two-letters"]}
    assert len(handbook(**conf).build().warnings) == 1


MISTAKE = "roles: {sre: {}}\nresponsibilities: {deploys: {assign: {ser: A/R}}}\n"


@pytest.mark.parametrize("warn_from", [None, "hint"])
def test_what_reading_tells_is_told_once(handbook: Maker, warn_from: str | None) -> None:
    (warning,) = handbook(MISTAKE, roles_findings_warn_from=warn_from).build().warnings
    assert "no role answers to 'ser'; did you mean 'sre'?" in warning


@pytest.mark.parametrize(
    ("more", "rules"),
    [
        ("accepted: [{rule: unknown-role, on: ser, reason: he joins in May}]\n", {}),
        ("rules: {unknown-role: off}\n", {}),
        ("", {"unknown-role": "off"}),
    ],
)
def test_what_reading_tells_can_be_accepted_or_off(handbook: Maker, more: str, rules: dict[str, str]) -> None:
    handbook(MISTAKE + more, roles_rules=rules).build(strict=True)


# Settings and options


def test_settings_of_the_rules(handbook: Maker) -> None:
    rules = {"two-letters": "off", "stale": "error", "nobody-consulted-or-informed": False}
    found = items(handbook(roles_rules=rules).build(strict=True))
    assert [item.split()[1] for item in found if item[0] in "✖▲●"] == ["Error", "Error"]


def test_mistakes_in_the_settings(handbook: Maker) -> None:
    made = handbook(
        DATA + "rules:\n  stael: off\n",
        roles_rules={"limt": "error"},
        roles_findings_warn_from="eror",
        show_warning_types=True,
    )
    assert made.build().warnings == [
        "conf.py:5:16: WARNING: roles_rules: unknown rule 'limt'; did you mean 'limit'? [roles.config]",
        "conf.py:6:28: WARNING: roles_findings_warn_from is 'eror'; expected one of error, warning, hint; "
        "did you mean 'error'? [roles.config]",
        "roles.yaml:11:3: WARNING: unknown rule 'stael'; did you mean 'stale'? [roles.unknown-key]",
    ]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (":rules: stael", "responsibility-audit: no rule 'stael'; did you mean 'stale'?"),
        (":severities: eror", "responsibility-audit: no severity 'eror'; expected some of error, warning, hint, info; did you mean 'error'?"),
        (":roles: oprator", "responsibility-audit: no role 'oprator'; did you mean 'Operator'?"),
        (":sections: Nowhere", "responsibility-audit: no section 'Nowhere'"),
        (":matrix: nowhere", "responsibility-audit: no matrix 'nowhere'"),
        (":most: none", "responsibility-audit: the option 'most' is 'none'; expected a whole number from 1 on"),
        (":mots: 3", "responsibility-audit: the option 'mots' is not known; expected some of"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_one_warning_and_costs_only_itself(
    handbook: Maker, option: str, message: str
) -> None:
    built = handbook(views=f"\n.. responsibility-audit::\n   {option}\n\nThe rest.\n").build()
    (warning,) = built.warnings
    assert message in warning
    assert warning.startswith(("index.rst:5:", "index.rst:4:"))
    assert "The rest." in built.page()
    assert "ro-audit" in built.page()


# Freshness


def test_a_page_is_read_again_when_its_findings_change(
    handbook: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = handbook(files={"other.rst": ":orphan:\n\nOther\n=====\n\n.. role-card:: ops\n"})
    made.build()
    assert made.build().read == []
    made.write("roles.yaml", "\n\n" + DATA)
    assert made.build().read == []
    made.write("roles.yaml", DATA.replace("sre: R, ops: C", "sre: A/R, ops: C"))
    assert made.build().read == ["index"]
    # The next day, nothing has changed; in half a year, an acceptance is over.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(DAY) + 86_400))
    assert made.build().read == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(DAY) + 200 * 86_400))
    later = made.build()
    assert later.read == ["index"]
    assert "(accepted until 2027-03-31, and no longer)" in later.page()


def test_another_setting_of_the_rules_is_a_change(handbook: Maker) -> None:
    made = handbook()
    made.build()
    made.configure(roles_rules={"stale": "off"})
    built = made.build()
    assert built.read == ["index"]
    assert "stale" not in built.page()
