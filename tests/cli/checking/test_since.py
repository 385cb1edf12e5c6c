"""``--since``: what is new against a revision, whatever lines it is on."""

from __future__ import annotations

import json
from typing import Any

import pytest

OLD = """\
roles:
  sre: {name: SRE}
  ops: {name: Ops}
responsibilities:
  deploys: {name: Deployments, assign: {sre: R}}
  alerts: {name: Alerts, assign: {sre: R, nobdy: A}}
"""


def reported(here: Any, *words: str) -> list[str]:
    """Return the rules of what is reported."""
    code, out, err = here.run("check", "--format", "json", *words)
    assert code in (0, 1), err
    return [f"{one['rule']} {one['line']}" for one in json.loads(out)["findings"]]


def test_lines_that_move_are_no_news(here: Any) -> None:
    here.write(roles_yaml=OLD)
    here.commit()
    assert len(reported(here)) > 2
    here.write(roles_yaml="# more\n# lines\n" + OLD)
    assert reported(here, "--since", "HEAD") == []


def test_only_what_is_new_is_reported(here: Any) -> None:
    here.write(roles_yaml=OLD)
    here.commit()
    here.write(
        roles_yaml=OLD.replace(
            "responsibilities:\n", "responsibilities:\n  new: {assign: {sre: R, ops: I}}\n"
        )
    )
    assert reported(here, "--since", "HEAD") == ["no-accountable 5"]
    code, out, _ = here.run("check", "--since", "HEAD")
    assert code == 1
    assert out.splitlines()[-1] == "1 error new since HEAD in 1 file (1 file read)"


def test_the_same_mistake_once_more_is_new(here: Any) -> None:
    here.write(roles_yaml=OLD)
    here.commit()
    here.write(roles_yaml=OLD + "  again: {name: Again, assign: {sre: A/R, ops: R, nobdy: C}}\n")
    assert [one for one in reported(here) if "unknown" in one] == ["unknown-role 6", "unknown-role 7"]
    assert [one for one in reported(here, "--since", "HEAD") if "unknown" in one] == ["unknown-role 7"]


def test_a_finding_about_many_is_new_only_for_the_new_ones(here: Any) -> None:
    rows = [f"  t{n}: {{name: Task {n}, assign: {{sre: R, ops: I}}}}\n" for n in range(9)]
    head = "roles: {sre: {name: SRE}, ops: {name: Ops}}\nresponsibilities:\n"
    here.write(roles_yaml=head + "".join(rows[:8]))
    here.commit()
    here.write(roles_yaml=head + "".join(rows))
    assert "no-accountable 3" in reported(here)
    assert reported(here, "--since", "HEAD") == ["no-accountable 11"]


@pytest.mark.parametrize("words", [("docs",), ("docs/roles.yaml",), ()])
def test_any_way_to_name_the_data_will_do(here: Any, words: tuple[str, ...]) -> None:
    here.write(docs__conf_py="roles_catalog = ['roles.yaml', '../shared.yaml']\n", docs__roles_yaml=OLD)
    here.write(shared_yaml="responsibilities: {common: {assign: {sre: R}}}\n")
    here.commit()
    assert reported(here, *words)
    assert reported(here, "--since", "HEAD", *words) == []
    here.write(docs__roles_yaml=OLD + "  new: {name: New, assign: {sre: R, ops: I}}\n")
    assert reported(here, "--since", "HEAD", *words) == ["no-accountable 7"]


def test_where_there_was_no_catalog_all_is_new(here: Any) -> None:
    here.write(readme_md="text")
    here.commit()
    here.write(roles_yaml=OLD, more__a_yaml=OLD)
    assert reported(here, "--since", "HEAD") == reported(here)
    assert reported(here, "--since", "HEAD", "more/a.yaml") == reported(here, "more/a.yaml")


def test_a_finding_that_was_accepted_is_no_news(here: Any) -> None:
    accepted = "accepted: [{rule: no-accountable, on: deploys, reason: soon}]\n"
    here.write(roles_yaml=OLD + accepted)
    here.commit()
    here.write(roles_yaml=OLD)
    assert reported(here, "--since", "HEAD") == []


def test_a_wrong_revision_could_not_run(here: Any) -> None:
    here.write(roles_yaml=OLD)
    here.commit()
    code, out, err = here.run("check", "--since", "nope")
    assert (code, out) == (2, "")
    assert err == "sphinx-roles: 'nope' is no revision of this repository\n"
