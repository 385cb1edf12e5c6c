"""The recipes of docs/development.md, followed in a copy of the package: a step that is forgotten shows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sphinx_roles
from sphinx_roles.catalog.formats import FORMATS, format_of, read_text
from sphinx_roles.catalog.nodes import ReadContext
from sphinx_roles.catalog.records import known_keys
from sphinx_roles.fields import FIELDS

PACKAGE = Path(sphinx_roles.__file__).parent
USE_OF_A_FIELD = """
import sys
from sphinx_roles.analysis.cards import CardsQuery
from sphinx_roles.analysis.comparison import ComparisonQuery
from sphinx_roles.analysis.diff.query import ChangesQuery
from sphinx_roles.analysis.profile import ProfileQuery
from sphinx_roles.catalog.load import read_body
from sphinx_roles.export.schemas import catalog_schema
from sphinx_roles.export.facts import facts
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Location
from sphinx_roles.render.labels import Labels

TEXT = "roles: {a: {name: Ana's, zz_field: Never *alone*}, b: {name: Bo's, zz_field: Ask}}"
catalog, problems = read_body(TEXT, Location("roles.yaml"))
assert problems == (), problems
assert catalog.roles["a"].zz_field == "Never *alone*"
card = CardsQuery(roles=("a",), fields=("zz_field",)).report(catalog).cards[0]
assert [(field.key, str(field.text)) for field in card.fields] == [("zz_field", "Never *alone*")], card
(glance,) = ProfileQuery(role="a").report(catalog).chapters
assert "zz_field" in [field.key for field in glance.cards.cards[0].fields], glance
assert Labels().translated(str.upper).head("zz_field") == "MOTTO"
compared = ComparisonQuery(roles=("a", "b"), fields=("zz_field",)).report(catalog)
assert [attribute.key for attribute in compared.attributes] == ["zz_field"], compared
assert facts({"": catalog}, {})["catalogs"][0]["roles"][0]["zz_field"] == "Never *alone*"
assert "zz_field" in str(catalog_schema())
other, _ = read_body(TEXT.replace("Ask", "Wait"), Location("roles.yaml"))
changes = ChangesQuery().changes(catalog, other)
assert "“lives by”" in str(changes), changes
"""


def _run(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", script], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package that a recipe changes."""
    shutil.copytree(PACKAGE, tmp_path / "sphinx_roles", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def _add(path: Path, before: str, line: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(before) == 1, f"{before!r} is not once in {path.name}"
    path.write_text(text.replace(before, line + before), "utf-8")


def test_a_field_is_one_line_in_the_model_and_one_in_the_table(copy: Path) -> None:
    script = USE_OF_A_FIELD
    assert _run(copy, script).returncode
    _add(copy / "sphinx_roles/model.py", "    metrics: tuple[Prose", "    zz_field: Prose | None = None\n")
    # Half of the recipe is not enough.
    assert _run(copy, script).returncode
    entry = (
        '"zz_field": {"help": "What it lives by.", "label": "Motto", "noun": "“lives by”", "card": true},\n'
    )
    _add(copy / "sphinx_roles/fields.json", '      "requirements": {', entry)
    run = _run(copy, script)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("record", FIELDS, ids=lambda record: record.__name__)
def test_every_field_is_in_the_table(record: type) -> None:
    also = {"Role": ("assign",)}.get(record.__name__, ())
    differ = set(FIELDS[record]) ^ set(known_keys(record, also))
    assert differ == set(), f"only one of model.py and fields.json has them, in {record.__name__}"


def test_a_rule_is_a_function_and_a_record(copy: Path) -> None:
    (copy / "roles.yaml").write_text("roles: {sre: {name: Hero}}\n", "utf-8")
    rules = copy / "sphinx_roles/analysis/audit"
    function = (
        "@finder()\ndef no_hero(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:\n"
        '    return (rule.finding(role, "{role}: one") for role in index.own if role.name == "Hero")\n\n\n'
    )
    record = "no-hero: {kind: role, severity: error, title: A hero., about: Share., folded: x, bad: x, message: x, good: x}\n"
    check = "import sys; from sphinx_roles.cli import main; sys.exit(main(['check', '.']))"
    assert _run(copy, check).stdout.endswith("no findings (1 file read)\n")
    _add(rules / "rules.yaml", "contested:\n", record)
    # A record without its function is not passed over.
    assert "MissingFunction: no-hero" in _run(copy, check).stderr
    _add(rules / "rules/roles.py", "@finder(totals=all_roles)\ndef unused_role", function)
    assert "Hero: one [no-hero]" in _run(copy, check).stdout


def test_an_output_format_of_check_is_a_function_and_a_line(copy: Path) -> None:
    (copy / "roles.yaml").write_text("responsibilities: {deploy: {assign: {dev: C}}}\n", "utf-8")
    _add(
        copy / "sphinx_roles/cli/formats.py", "FORMATS: Mapping",
        'def count_report(checked: Checked, least: Severity) -> str:\n    return f"{len(checked.issues)} in all"\n\n\n',
    )  # fmt: skip
    _add(copy / "sphinx_roles/cli/formats.py", '    "json": json_report,', '    "count": count_report,\n')
    script = (
        "import sys; from sphinx_roles.cli import main; sys.exit(main(['check', '.', '--format', 'count']))"
    )
    run = _run(copy, script)
    assert run.returncode == 1, run.stderr
    assert run.stdout.split()[1:3] == ["in", "all"]


ZZ = '''"""INI files: a section is a responsibility, a key a role, its value letters."""

from configparser import ConfigParser

from sphinx_roles.catalog.nodes import MappingNode, ReadContext, ScalarNode, pack


def read_zz(text: str, context: ReadContext) -> list[MappingNode]:
    parser = ConfigParser()
    parser.read_string(text)
    at, rows = pack(1, 1), []
    for name in parser.sections():
        pairs = [(ScalarNode(role, at), ScalarNode(letters, at)) for role, letters in parser.items(name)]
        rows.append((ScalarNode(name, at), MappingNode([(ScalarNode("assign", at), MappingNode(pairs, at))], at)))
    return [MappingNode([(ScalarNode("responsibilities", at), MappingNode(rows, at))], at)]
'''


def test_a_format_that_is_read_is_a_module_and_a_line(copy: Path) -> None:
    (copy / "roles.zz").write_text("[Deploys]\ndev = A/R\n", "utf-8")
    script = "import sys; from sphinx_roles.cli import main; sys.exit(main(['convert', 'roles.zz', '-']))"
    assert _run(copy, script).returncode
    (copy / "sphinx_roles/catalog/formats/zz.py").write_text(ZZ, "utf-8")
    # A reader that is not in the table is not used.
    assert _run(copy, script).returncode
    line = '    "zz": Format((".zz",), "zz:read_zz", tree=True, ours=rb"(?m)^\\["),\n'
    _add(copy / "sphinx_roles/catalog/formats/__init__.py", '    "csv": Format(', line)
    run = _run(copy, script)
    assert (run.returncode, "dev: A/R" in run.stdout) == (0, True), run
    check = "import sys; from sphinx_roles.cli import main; sys.exit(main(['check', '.']))"
    assert "roles.zz:" in _run(copy, check).stdout


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_found_by_its_suffixes_and_has_a_reader(form: str) -> None:
    assert {format_of(f"x{suffix}") for suffix in FORMATS[form].suffixes} == {form}
    assert read_text(form, "", ReadContext("x", [])) == []


VIEW = {
    "analysis/count.py": """
from msgspec import Struct
from sphinx_roles.analysis.report import Report
from sphinx_roles.model import Catalog


class CountReport(Report, frozen=True, kw_only=True):
    count: int


class CountQuery(Struct, frozen=True):
    families: tuple[str, ...] = ()

    def report(self, catalog: Catalog) -> CountReport:
        return CountReport(count=len(catalog.roles))
""",
    "render/count.py": """
def draw_count(report, shape, context):
    return context.view("ro-count", context.line([context.words(f"{report.count} in all")]))
""",
    "ext/directives/counts.py": """
from msgspec import Struct
from sphinx_roles.analysis.count import CountQuery
from sphinx_roles.render.count import draw_count


class CountShape(Struct, frozen=True):
    pass


def role_count(view):
    report = view.run_query(view.fill(CountQuery), view.data())
    return [view.node(report, CountShape(), draw_count)]
""",
}
BUILD = """
from pathlib import Path
from sphinx.cmd.build import build_main

Path("conf.py").write_text('extensions = ["sphinx_roles"]\\nexclude_patterns = ["sphinx_roles"]')
Path("roles.yaml").write_text("roles: {a: {}, b: {}}")
Path("index.rst").write_text("Title\\n=====\\n\\n.. role-count::\\n")
for builder in ("html", "text"):
    assert build_main(["-qW", "-b", builder, "-d", "trees", ".", builder]) == 0
assert "2 in all" in Path("html/index.html").read_text() and "2 in all" in Path("text/index.txt").read_text()
"""


def test_a_view_is_three_modules_and_a_directive(copy: Path) -> None:
    for name, text in VIEW.items():
        (copy / "sphinx_roles" / name).write_text(text, "utf-8")
    # A view without its directive is no use.
    assert "Unknown directive" in _run(copy, BUILD).stderr
    directives = copy / "sphinx_roles/ext/directives/__init__.py"
    directive = 'class RoleCount(ViewDirective, module="counts"):\n    option_spec = OptionSpec()\n\n\n'
    _add(directives, "DIRECTIVES = ", directive)
    run = _run(copy, BUILD)
    assert (run.returncode, run.stderr) == (0, "")
