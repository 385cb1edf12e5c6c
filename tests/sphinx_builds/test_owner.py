"""``{org:owner}`` in a sentence and what a row covers: the answer, its links, its freshness."""

from __future__ import annotations

import pytest
from conftest import Maker, Say

ROLES = """
roles:
  platform:
    name: Platform Engineer
    handles: ["@acme/platform"]
    holders: [{name: Ana, handle: ana, email: ana@example.com}, Bo]
    past_holders: [{name: Old, handle: "@old"}]
  devops: {name: DevOps Engineer, holders: [{name: Cy, handle: "@cy"}]}
  sre: {name: SRE, status: vacant, covered_by: devops}
responsibilities:
  deploys: {name: Deployments, covers: [deploy/**, component:api], assign: {platform: A/R, devops: C}}
  values: {name: Values, covers: deploy/helm/, assign: {devops: A/R}}
  alerts: {covers: [/src/alerts/], assign: {sre: A/R}}
  nights: {covers: nights/, assign: {sre: C}}
"""
OWNERS = """\
* @acme/devops
/deploy/ @ana
/src/old/ @old
/src/mail/ ana@example.com who@example.com
/src/new/ @acme/new
/src/sre/ @acme/sre @cy
/vendor/
"""
FILES = [
    "deploy/x.yaml",
    "deploy/helm/values.yaml",
    "src/main.py",
    "src/alerts/a",
    "src/old/a",
    "src/mail/a",
    "src/new/a",
    "src/sre/a",
    "vendor/v",
    "nights/n",
]


DATA = {"roles.yaml": ROLES, "CODEOWNERS": OWNERS, **dict.fromkeys(FILES, "x\n")}
SETTINGS = {"roles_owners": "CODEOWNERS"}


def files(sentence: str) -> dict[str, str]:
    return {"index.rst": f"Title\n=====\n\n{sentence}\n", **DATA}


@pytest.mark.parametrize(
    ("asked", "answer", "warning"),
    [
        ("deploy/x.yaml", "Platform Engineer", ""),
        ("./deploy/x.yaml", "Platform Engineer", ""),
        ("deploy/", "Platform Engineer", ""),
        ("deploy/helm/values.yaml", "DevOps Engineer", ""),
        ("component:api", "Platform Engineer", ""),
        ("Component:API", "Platform Engineer", ""),
        ("src/alerts/a", "DevOps Engineer, for the vacant SRE", ""),
        ("src/main.py", "DevOps Engineer", ""),
        ("src/old/a", "Old (Platform Engineer, no longer there)", ""),
        ("src/mail/a", 'Ana (Platform Engineer) and "[e-mail]"', ""),
        ("src/new/a", '"@acme/new"', ""),
        ("src/sre/a", "SRE and Cy (DevOps Engineer)", ""),
        ("vendor/v", "**nobody**", "nobody answers for 'vendor/v' [roles.nobody]"),
        ("nights/n", "DevOps Engineer", ""),
        ("component:shop", "**nobody**", "nobody answers for 'component:shop' [roles.nobody]"),
        ("deploy/x.yml", "Platform Engineer", "no file 'deploy/x.yml'; did you mean 'deploy/x.yaml'? [roles.ref]"),
    ],
)  # fmt: skip
def test_the_answer_and_what_is_reported_in_its_place(
    say: Say, asked: str, answer: str, warning: str
) -> None:
    message, warnings = say(f"Ask :org:owner:`{asked}` first.")
    assert message == f"Ask {answer} first."
    assert warnings == ([f"index.rst:4:17: WARNING: {warning}"] if warning else [])


def test_the_roles_are_links_where_there_is_a_card(project: Maker) -> None:
    page = "Ask :org:owner:`src/sre/a`.\n\n.. role-cards::\n\n.. role-holders::\n"
    html = project(files(page), **SETTINGS).build(strict=True).page()
    assert '<a class="reference internal" href="#role-devops">' in html
    assert 'href="#person-cy"' in html.partition("</p>")[0]
    assert "example.com" not in html


def test_only_the_page_whose_answer_changed_is_read_again(project: Maker) -> None:
    made = project(
        {
            **files("x"),
            "index.rst": "Title\n=====\n\n.. toctree::\n\n   one\n   two\n   three\n",
            "one.rst": "One\n===\n\nAsk :org:owner:`src/main.py`.\n",
            "two.rst": "Two\n===\n\nAsk :org:owner:`deploy/x.yaml`.\n",
            "three.rst": "Three\n=====\n\nAsk :org:who:`deploys`.\n",
        },
        roles_owners="CODEOWNERS",
    )
    made.build(strict=True)
    # Lines that move are no fact of a page.
    made.write("CODEOWNERS", f"# moved\n\n{OWNERS}")
    assert made.build(strict=True).read == []
    made.write("CODEOWNERS", OWNERS.replace("* @acme/devops", "* @acme/platform"))
    assert made.build(strict=True).read == ["one"]
    made.write("roles.yaml", ROLES.replace("covers: [deploy/**,", "covers: [deploy/helm/**,"))
    assert made.build(strict=True).read == ["two"]
    made.write("src/extra.py", "")
    assert made.build(strict=True).read == []


COVERED = """
responsibilities:
  deploys:
    covers: [/deploy/**, "*.tf", "component:api", "src/<b>/x y.py", README.md]
    assign: {platform: A/R}
"""


def test_what_a_row_covers_is_folded_under_it_with_links(project: Maker) -> None:
    page = "Title\n=====\n\n.. responsibility-matrix::\n"
    address = "https://git.example.com/shop/blob/main/{path}"
    made = project({"index.rst": page, "roles.yaml": COVERED}, roles_source_url=address)
    html = made.build(strict=True).page()
    assert "<b>Covers:</b> " in html
    linked = '<a class="reference external" href="https://git.example.com/shop/blob/main/deploy">'
    assert f'{linked}<code class="ro-cover">/deploy/**</code></a>' in html
    assert 'main/src/%3Cb%3E/x%20y.py"><code class="ro-cover">src/&lt;b&gt;/x y.py</code>' in html
    assert ', <code class="ro-cover">*.tf</code>, <code class="ro-cover">component:api</code>, ' in html
    # It may be anywhere.
    assert '<code class="ro-cover">README.md</code>' in html
    assert 'README.md">' not in html
    text = made.build("text", strict=True).page("index.txt")
    assert '**Covers:** "/deploy/**", "*.tf", "component:api"' in text


@pytest.mark.parametrize(
    ("covers", "problem"),
    [
        ("componet:api", "covers takes a glob of files, or an entity such as component:api, not 'componet:api'; did you mean 'component:api'?"),
        ("'!deploy'", "covers takes a glob of files as in CODEOWNERS, where '!' takes nothing out, not '!deploy'"),
        ("'a[bc]'", "covers takes a glob of files as in CODEOWNERS, where '[ ]' is no set of characters, not"),
        ("/", "covers takes a glob of files as in CODEOWNERS, where it matches no path, not '/'"),
    ],
)  # fmt: skip
def test_a_wrong_pattern_is_reported_and_the_others_stay(project: Maker, covers: str, problem: str) -> None:
    roles = f"responsibilities:\n  deploys:\n    covers: [kept/, {covers}]\n    assign: {{a: A/R}}\n"
    page = "Title\n=====\n\n.. responsibility-matrix::\n"
    built = project({"index.rst": page, "roles.yaml": roles}).build()
    (warning,) = built.warnings
    assert warning.startswith(f"roles.yaml:3:21: WARNING: {problem}")
    assert "kept/" in built.page()


@pytest.mark.parametrize(
    "builder", ["dirhtml", "singlehtml", "epub", "latex", "man", "texinfo", "gettext", "xml", "text"]
)
def test_every_builder_shows_both(project: Maker, builder: str) -> None:
    sentence = "Ask :org:owner:`src/new/a` and :org:owner:`src/sre/a`.\n\n.. responsibility-matrix::"
    address = "https://git.example.com/shop/blob/main/{path}"
    settings = {"roles_owners": "CODEOWNERS", "roles_source_url": address, "copyright": "us", "version": "1"}
    made = project(files(sentence), **settings)
    built = made.build(builder, strict=True)
    assert built.warnings == []


def test_a_sentence_and_a_page_survive_what_is_hostile(project: Maker) -> None:
    hostile = '"><script>alert(1)</script>'
    roles = f"responsibilities: {{x: {{covers: ['{hostile}/a'], assign: {{a: A/R}}}}}}\n"
    page = "Title\n=====\n\nAsk :org:owner:`b`.\n\n.. responsibility-matrix::\n"
    made = project(
        {"index.rst": page, "roles.yaml": roles, "b": "", "CODEOWNERS": "b @a<b>\n* @x/y\n"},
        roles_owners={"path": "CODEOWNERS", "kind": "gitlab"},
        roles_source_url="https://example.com/{path}",
    )
    html = made.build().page()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
