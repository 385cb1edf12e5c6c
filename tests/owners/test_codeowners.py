"""CODEOWNERS, by the written rules of each host: every rule has a line here."""

from __future__ import annotations

import time
from random import Random

import pytest
from owners.random_owners import random_file, random_path, random_pattern
from tables import tables

from sphinx_roles.catalog.owners import kind_of, read_codeowners
from sphinx_roles.owners import (
    Kind,
    OwnerRule,
    Ownership,
    Pattern,
    PatternIndex,
    github_pattern,
    gitlab_pattern,
)
from sphinx_roles.problems import Location, Problem

TABLES = tables(__file__)


def read(text: str, kind: Kind) -> tuple[Ownership, list[str]]:
    """Return the rules of a text, and what is wrong with it."""
    problems: list[Problem] = []
    rules = read_codeowners(text, "CODEOWNERS", kind, problems)
    return Ownership(kind=kind, rules=tuple(rules)), list(map(str, problems))


def owners(text: str, path: str, kind: Kind = "github") -> str:
    found, _ = read(text, kind)
    return "; ".join(" ".join(owner.name for owner in rule.owners) for rule in found.rules_of(path))


GITHUB = """\
# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/*  docs2@example.com
apps/ @octocat
/docs2/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octolog
/apps2/ @octocat
/apps2/github
/deep/**/end @deep
with\\ blank/ @blank
"""


@pytest.mark.parametrize(("path", "expected"), TABLES["the last match wins on github"])
def test_the_last_match_wins_on_github(path: str, expected: str) -> None:
    assert owners(GITHUB, path) == expected


def test_a_path_that_nothing_matches_has_no_rule() -> None:
    found, problems = read("/a @x\n\n   \n  # indented comment\n", "github")
    assert (found.rules_of("b"), problems) == ((), [])


def test_owners_know_their_place() -> None:
    found, _ = read("\n/a/\t@x  @org/y\n", "github")
    (rule,) = found.rules
    assert str(rule.location) == "CODEOWNERS:2:1"
    assert [str(owner.location) for owner in rule.owners] == ["CODEOWNERS:2:5", "CODEOWNERS:2:9"]


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_a_message_has_no_address(kind: Kind) -> None:
    for line in (
        "!me@example.com @a b",
        "* a@b@example.com",
        "[me@example.com @x",
        "* @a <me@example.com>",
        "me@x.org",
    ):
        _, problems = read(f"{line}\n", kind)
        assert not [one for one in problems if "example.com" in one or "x.org" in one]


def test_an_address_is_not_shown() -> None:
    found, _ = read("* a.b@example.com @x\n", "github")
    assert [owner.shown for owner in found.owners()] == ["[e-mail]", "@x"]


GITLAB = """\
* @admin
!pom.xml

[README Owners]
README.md @user1 @user2
internal/README.md @user4

^[Other][2] @default @group/sub
/docs/
*.rb @ruby
!/config/**/*.rb
/config/routes.rb @ops
\\#hash @hash
path\\ with\\ spaces/*.md @owner
/lib/[a-c]*.py @@maintainer

[readme OWNERS]
LICENSE @legal
"""


@pytest.mark.parametrize(("path", "expected"), TABLES["each section has its last match on gitlab"])
def test_each_section_has_its_last_match_on_gitlab(path: str, expected: str) -> None:
    assert owners(GITLAB, path, "gitlab") == expected


def test_sections_of_one_name_are_one_and_say_what_they_ask() -> None:
    found, problems = read(GITLAB, "gitlab")
    assert {rule.section for rule in found.rules} == {"", "README Owners", "Other"}
    other = [rule for rule in found.rules if rule.section == "Other"]
    assert {(rule.optional, rule.approvals) for rule in other} == {(True, 2)}
    assert problems == []


@pytest.mark.parametrize(("path", "text", "kind"), TABLES["whose file it is"])
def test_whose_file_it_is(path: str, text: str, kind: str) -> None:
    assert kind_of(path, text) == kind


@pytest.mark.parametrize("seed", range(60))
def test_the_index_finds_what_trying_each_pattern_finds(seed: int) -> None:
    random = Random(seed)
    texts = [random_pattern(random) for _ in range(random.randint(1, 60))]
    read: list[list[Pattern]] = [
        [found for text in texts if (found := github_pattern(text)) is not None],
        [gitlab_pattern(text) for text in texts],
    ]
    for patterns in read:
        index, tests = PatternIndex(patterns), [pattern.test() for pattern in patterns]
        for path in (random_path(random) for _ in range(60)):
            each = max((number for number, test in enumerate(tests) if test(path)), default=-1)
            assert index.last(path) == each, path
            assert index.all(path) == {number for number, test in enumerate(tests) if test(path)}, path


def with_sections(random: Random) -> str:
    """Return a file whose sections come again, with entries that take paths out."""
    made = []
    for number in range(random.randint(1, 30)):
        made += random.choice(([], [], [f"[{random.choice('abcAB')}]"]))
        made.append(f"{random.choice(('', '', '!'))}{random_pattern(random)} @u{number}")
    return "\n".join(made) + "\n"


@pytest.mark.parametrize("seed", range(40))
def test_each_section_is_asked_as_if_it_were_alone(seed: int) -> None:
    random = Random(seed)
    found, _ = read(with_sections(random), "gitlab")
    for path in (random_path(random) for _ in range(60)):
        last: dict[str, OwnerRule] = {}
        for rule in found.rules:
            last.setdefault(rule.section.casefold(), rule)
        for section in last:
            matching = [
                rule
                for rule in found.rules
                if rule.section.casefold() == section and gitlab_pattern(rule.pattern).test()(path)
            ]
            if matching and not any(rule.excludes for rule in matching):
                last[section] = matching[-1]
            else:
                last[section] = OwnerRule(location=Location(""), excludes=True)
        assert found.rules_of(path) == tuple(rule for rule in last.values() if not rule.excludes), path


def test_hundreds_of_sections_cost_hardly_more_than_one() -> None:
    """GitLab's own file has two hundred of them, for a hundred thousand files."""

    def cost(sections: int) -> float:
        lines = (f"[s{n % sections}]\n/top{n % 9}/in{n}/ @a" for n in range(600))
        found, _ = read("\n".join(lines), "gitlab")
        found.rules_of("top1")
        times = []
        for turn in range(5):
            start = time.process_time()
            for n in range(600):
                found.rules_of(f"top{n % 9}/in{n}/turn{turn}/f.py")
            times.append(time.process_time() - start)
        return min(times)

    assert cost(300) < 6 * cost(1)


@pytest.mark.parametrize("seed", range(20))
def test_any_text_is_read_without_an_error(seed: int) -> None:
    random = Random(seed)
    text = "".join(random.choice("*?[]!#^\\/@ab. \t\n\x00é") for _ in range(400)) + random_file(random)
    for kind in ("github", "gitlab"):
        found, _ = read(text, kind)
        for path in (random_path(random) for _ in range(20)):
            found.rules_of(path)


def test_the_benchmark_finds_the_same_with_both_and_keeps_its_bound_by_far() -> None:
    from bench.owners import lines_and_paths

    patterns, paths = lines_and_paths(60, 300)
    index, tests = PatternIndex(patterns), [pattern.test() for pattern in patterns]
    each = [max((n for n, test in enumerate(tests) if test(path)), default=-1) for path in paths]
    assert [index.last(path) for path in paths] == each
    assert len(set(each)) > 10
