"""Our matching beside independent ones: 500 random files by 50 random paths; `tox -e owners` installs them.

Left out is what GitHub's written rules say otherwise: in gitignore, which git and "codeowners-utils" of npm follow,
``docs/*`` matches all in the folders of docs as well, and on GitHub case counts. And where they leave gitignore, for which ``a**`` is ``a*``:
"codeowners-utils" of npm does not know it, nor that ``a/**/`` are the folders in a and ``**/**`` is ``**``; for git
``a**/b`` matches ``ab``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec import structs
from owners.random_owners import GLOBS, random_file, random_path, random_pattern

from sphinx_roles.catalog.importers.services import _DATADOG_2, _DATADOG_3
from sphinx_roles.catalog.owners import read_codeowners, read_owners
from sphinx_roles.catalog.sources import Limits, Settings
from sphinx_roles.convert.inputs import Inputs, read_inputs
from sphinx_roles.owners import Ownership, Party, bare, github_pattern, gitlab_pattern

FILES, PATHS = 500, 50
PLAIN = tuple(one for one in GLOBS if "**" not in one or one == "**")
CODEOWNERS = """
const { parse, matchFile } = require('codeowners-utils');
const answers = given.map(([text, paths]) => {
  const entries = parse(text);
  return paths.map(one => (matchFile(one, entries) || { owners: [] }).owners);
});
"""
BACKSTAGE = """
const model = require('@backstage/catalog-model');
const [refs, entities] = given;
const kinds = { Component: model.componentEntityV1alpha1Validator, System: model.systemEntityV1alpha1Validator,
  API: model.apiEntityV1alpha1Validator, Resource: model.resourceEntityV1alpha1Validator,
  Domain: model.domainEntityV1alpha1Validator };
const read = one => {
  try { return model.parseEntityRef(one, { defaultKind: 'Group', defaultNamespace: 'default' }); }
  catch (error) { return null; }
};
Promise.all(entities.map(one => kinds[one.kind].check(one).catch(() => false))).then(valid =>
  process.stdout.write(JSON.stringify([refs.map(read), valid])));
"""


def node(package: str, script: str, given: object) -> Any:
    """Return what a script says that has ``given`` and packages of npm; it prints it, or puts it in ``answers``."""
    modules = os.environ.get("OWNERS_NODE_MODULES", "")
    if not (shutil.which("node") and Path(modules, package).is_dir()):
        pytest.skip(f"{package} of npm is not installed")
    whole = (
        f"const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));\n{script}\n"
        "if (typeof answers !== 'undefined') process.stdout.write(JSON.stringify(answers));"
    )
    run = subprocess.run(
        ["node", "-e", whole],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NODE_PATH": modules},
    )
    return json.loads(run.stdout)


def cases(globs: Sequence[str] = GLOBS) -> list[tuple[str, list[str]]]:
    random = Random(20261127)
    return [
        (random_file(random, globs=tuple(globs)), [random_path(random) for _ in range(PATHS)])
        for _ in range(FILES)
    ]


def ours(text: str, path: str) -> list[str]:
    owned = Ownership(kind="github", rules=tuple(read_codeowners(text, "CODEOWNERS", "github", [])))
    return [owner.name for rule in owned.rules_of(path) for owner in rule.owners]


def test_codeowners_of_pypi_finds_the_same() -> None:
    theirs = pytest.importorskip("codeowners").CodeOwners
    owned = 0
    for text, paths in cases():
        other = theirs(text)
        for path in paths:
            expected = [name for _, name in other.of(path)]
            assert ours(text, path) == expected, (text, path)
            owned += bool(expected)
    assert owned > FILES * PATHS / 20


def _is_apart(text: str) -> bool:
    patterns = [line.split()[0] for line in text.splitlines() if line.strip()]
    return any(one.endswith(("/*", "**/")) or "**/**" in one for one in patterns)


def test_codeowners_utils_of_npm_finds_the_same() -> None:
    chosen = [(text, paths) for text, paths in cases(PLAIN) if not _is_apart(text)]
    for (text, paths), found in zip(chosen, node("codeowners-utils", CODEOWNERS, chosen), strict=True):
        for path, theirs in zip(paths, found, strict=True):
            assert ours(text, path) == theirs, (text, path)
    assert len(chosen) > FILES / 2


def _entity(random: Random) -> dict[str, Any]:
    kind = random.choice(("Component", "System", "API", "Resource", "Domain"))
    spec: dict[str, Any] = {
        "type": "x",
        "lifecycle": "production",
        "definition": "x",
        "owner": random.choice(("sre", "user:ana")),
    }
    metadata: dict[str, Any] = {"name": f"{kind}-{random.randrange(9)}"}
    places: list[tuple[dict[str, Any], str]] = [(spec, "owner"), (metadata, "name"), ({"": 0}, "")]
    for record, key in random.choices(places, (1, 1, 3)):
        record[key] = None if random.random() < 0.3 else ""
        if random.random() < 0.5:
            del record[key]
    return {"apiVersion": "backstage.io/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec}


def test_the_model_of_backstage_on_npm_reads_the_same_owners(tmp_path: Path) -> None:
    random = Random(8)
    kinds, spaces, names = ("group", "user", "Group", "USER"), ("default", "Ops"), ("sre", "Team-A", "a.b_c")
    refs = [
        f"{random.choice(('', f'{kind}:'))}{random.choice(('', f'{space}/'))}{name}"
        for kind in kinds for space in spaces for name in names for _ in range(9)
    ]  # fmt: skip
    entities = [_entity(random) for _ in range(200)]
    read, valid = node("@backstage/catalog-model", BACKSTAGE, [refs, entities])
    for ref, theirs in zip(refs, read, strict=True):
        party = Party.of(ref, "team")
        kind = "person" if theirs["kind"].lower() == "user" else "team"
        assert (bare(ref), party.name, party.kind) == (theirs["name"].lower(), theirs["name"], kind), ref
    assert {*valid} == {True, False}
    path = tmp_path / "catalog-info.yaml"
    for entity, fits in zip(entities, valid, strict=True):
        path.write_text(json.dumps(entity), "utf-8")
        found = read_owners("catalog-info.yaml", tmp_path, Limits())
        rules = [rule for owners in found.owners for rule in owners.rules]
        assert (not found.problems) == fits, entity
        assert [one.name for rule in rules for one in rule.owners] == (
            [entity["spec"]["owner"]] if fits or (rules and entity["spec"].get("owner")) else []
        )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("status", ["Accepted", "Proposed", "Superseded by [3. Next](0003-next.md)"])
def test_adr_viewer_of_pypi_reads_the_same_status(tmp_path: Path, status: str) -> None:
    parse = pytest.importorskip("adr_viewer.parse").parse_adr
    text = f"# 2. Use a queue\n\nDate: 2016-02-12\n\n## Status\n\n{status}\n\n## Context\n\nText.\n"
    (tmp_path / "0002-queue.md").write_text(text, "utf-8")
    found = read_inputs([(tmp_path / "0002-queue.md", "0002-queue.md")], Inputs(form="decisions"), Settings())
    (row,) = found.catalog.rows
    theirs = parse(text)
    assert (str(row.name), {"proposed": "pending"}.get(str(row.status), row.status)) == (
        theirs.title,
        theirs.status,
    )


ROTA = """
const { Component, parse } = require('ical.js').default || require('ical.js');
const answers = given.map(text => {
  const found = new Component(parse(text));
  const first = names => names.map(one => found.getFirstPropertyValue(one)).find(Boolean) || '';
  return [first(['name', 'x-wr-calname']), first(['url', 'source', 'x-original-url'])];
});
"""


def test_ical_js_of_npm_reads_the_same_rota(tmp_path: Path) -> None:
    pytest.importorskip("icalendar")
    lines = (
        "NAME;LANGUAGE=de:Bereitschaft für alle",
        "X-WR-CALNAME:SRE on\r\n  call",
        "url;VALUE=URI:https://rota.example.com/a\r\n ?team=sre",
        "SOURCE;REFRESH=1:https://rota.example.com/b",
        "X-ORIGINAL-URL:https://rota.example.com/c",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    )
    random = Random(3)
    texts: list[str] = []
    while len(texts) < 40:
        some = random.sample(lines, random.randint(1, len(lines)))
        if any("https" in one for one in some):
            texts.append("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *some, "END:VCALENDAR", ""]))
    path = tmp_path / "sre.ics"
    for text, (name, url) in zip(texts, node("ical.js", ROTA, texts), strict=True):
        path.write_bytes(text.encode())
        found = read_inputs([(path, "sre.ics")], Inputs(), Settings())
        (link,) = found.catalog.roles["sre"].links
        assert (str(link.text), str(link.url)) == (name or "sre", url), text


@pytest.mark.parametrize(
    ("name", "paths", "above"),
    [
        ("service_definition_v2_dot2.ServiceDefinitionV2Dot2", _DATADOG_2, ""),
        ("entity_v3_metadata.EntityV3Metadata", _DATADOG_3, "metadata."),
        ("entity_v3_service_spec.EntityV3ServiceSpec", _DATADOG_3, "spec."),
    ],
)
def test_the_client_of_datadog_on_pypi_has_the_fields_that_are_read(
    name: str, paths: Any, above: str
) -> None:
    pytest.importorskip("datadog_api_client")
    module, _, record = name.partition(".")
    known = getattr(import_module(f"datadog_api_client.v2.model.{module}"), record).attribute_map.values()
    ours = (one for value in structs.astuple(paths) for one in ([value] if isinstance(value, str) else value))
    keys = {
        one.removeprefix(above).partition(".")[0] for one in ours if one.startswith(above) and one[0] != '"'
    }
    assert keys
    assert keys <= {*known}


def test_git_finds_the_same_for_each_pattern(tmp_path: Path) -> None:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    random = Random(5)
    patterns = [one for _ in range(FILES) if not (one := random_pattern(random, PLAIN)).endswith("/*")]
    asked: list[tuple[str, str, str]] = []
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for number, pattern in enumerate(patterns):
        (tmp_path / f"r{number}").mkdir()
        (tmp_path / f"r{number}" / ".gitignore").write_text(f"{pattern}\n", "utf-8")
        asked += (
            (pattern, path, f"r{number}/{path}") for path in (random_path(random) for _ in range(PATHS))
        )
    run = subprocess.run(
        ["git", "-C", tmp_path, "check-ignore", "--no-index", "-z", "--stdin"],
        input="\0".join(one for _, _, one in asked).encode(),
        capture_output=True,
        check=False,
    )
    ignored = set(run.stdout.decode().split("\0"))
    assert len(ignored) > 500
    for pattern, path, whole in asked:
        read = github_pattern(pattern)
        assert bool(read is not None and read.test()(path)) == (whole in ignored), (pattern, path)


# What GitLab makes of a pattern before it asks `File.fnmatch` (ee/lib/gitlab/code_owners/file.rb).
GITLAB = """
require 'json'
flags = File::FNM_DOTMATCH | File::FNM_PATHNAME
puts JSON.generate(JSON.parse(STDIN.read).map { |pattern, paths|
  whole = pattern == '*' ? '/**/*' : pattern
  whole = "/**/#{whole}" unless whole.start_with?('/')
  whole = "#{whole}**/*" if whole.end_with?('/')
  paths.map { |path| File.fnmatch?(whole, "/#{path}", flags) }
})
"""


def test_ruby_finds_the_same_for_each_pattern_of_gitlab() -> None:
    if not shutil.which("ruby"):
        pytest.skip("ruby, with which GitLab matches, is not installed")
    random = Random(11)
    globs = (*GLOBS, "[a-c]*", "?[!b]", "x.[jt]s", "*[.]d", "[^a]?", "a\\*", "{a,b}")
    given = [
        (random_pattern(random, globs), [random_path(random) for _ in range(PATHS)]) for _ in range(FILES)
    ]
    run = subprocess.run(
        ["ruby", "-e", GITLAB], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    matched = 0
    for (pattern, paths), theirs in zip(given, json.loads(run.stdout), strict=True):
        test = gitlab_pattern(pattern).test()
        assert [bool(test(path)) for path in paths] == theirs, pattern
        matched += sum(theirs)
    assert matched > FILES


def test_agenraci_of_pypi_reads_the_same_charter(tmp_path: Path) -> None:
    package = pytest.importorskip("agenraci")
    load_charter = pytest.importorskip("agenraci.loader").load_charter
    text = (Path(package.__file__).parent / "templates" / "charter.template.yaml").read_text("utf-8")
    path = tmp_path / "charter.yaml"
    path.write_text(text, "utf-8")
    theirs = load_charter(path)
    found = read_inputs([(path, "charter.yaml")], Inputs(), Settings()).catalog
    names = {role.id: str(role.name) for role in found.roles.values()}
    assert [*names.values()] == theirs.roles
    holders = {(names[key], str(one.name)) for key, role in found.roles.items() for one in role.holders or ()}
    assert holders == {(one.role, one.name) for one in theirs.members}
    raci = {
        row.id: sorted((names[one.role], letter) for one in row.assign for letter in one.letters)
        for row in found.rows
    }
    assert raci == {
        key: sorted(
            (role, letter)
            for letter, roles in (
                ("R", [action.responsible]),
                ("A", action.accountable),
                ("C", action.consulted),
                ("I", action.informed),
            )
            for role in roles
        )
        for key, action in theirs.actions.items()
    }


def test_the_template_of_madr_on_npm_has_the_fields_that_are_read(tmp_path: Path) -> None:
    template = Path(os.environ.get("OWNERS_NODE_MODULES", ""), "madr", "template", "adr-template-bare.md")
    if not template.is_file():
        pytest.skip("madr of npm is not installed")
    text = template.read_text("utf-8")
    for key, value in (("status", "accepted"), ("date", "2026-05-01"), ("decision-makers", "Ana"),
                       ("consulted", "Bo"), ("informed", "Cy")):  # fmt: skip
        text, count = re.subn(rf"(?m)^{key}: *$", f"{key}: {value}", text)
        assert count == 1
    path = tmp_path / "0001-a.md"
    path.write_text(text, "utf-8")
    found = read_inputs([(path, "0001-a.md")], Inputs(form="decisions"), Settings())
    (row,) = found.catalog.rows
    assert {one.role: one.letters for one in row.assign} == {"ana": ("D",), "bo": ("C",), "cy": ("I",)}
    assert (row.status, found.problems) == ("accepted", ())
