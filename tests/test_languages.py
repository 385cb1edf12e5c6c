"""The words of the package in other languages: all of them, with the same slots, and compiled."""

from __future__ import annotations

import gettext
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import babel
import pytest
from translations import (
    LOCALE,
    TEMPLATE,
    WORDS,
    messages,
    modules,
    read,
    sentences,
    template,
    untranslatable,
    write,
)
from ways_out.views import VIEWS, files

UPDATE = "run `python tests/translations.py`, translate what is empty in the .po files, and run it again"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())
ROLES = """\
roles:
  sre: {name: Anna, skills: [Zorn], holders: [{name: Bo, acting: true, since: 2020-01-01}]}
  ops: {name: Otto, status: vacant, covered_by: sre}
responsibilities: {x: {name: Xaver, done_when: y, assign: {sre: A/R, ops: C}}, z: {name: Zoe, assign: {ops: R}}}
"""
PAGE = """\
Titel
=====

.. role-cards::
.. responsibility-matrix::
   :totals:
.. responsibility-matrix::
   :layout: letters
   :no-index:
.. role-comparison:: sre, ops
.. role-overlap:: sre, ops
.. responsibility-audit::
.. responsibility-changes:: today, old
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translator_gets_a_file_that_says_how_it_is_encoded(language: str, tmp_path: Path) -> None:
    """GNU gettext 0.21 reads no file without it: msgmerge ends with "invalid multibyte sequence"."""
    path = tmp_path / language / "LC_MESSAGES" / "sphinx_roles.po"
    path.parent.mkdir(parents=True)
    write(read(LOCALE / language / "LC_MESSAGES" / "sphinx_roles.po"), path)
    text = path.read_text("utf-8")
    head, _, _ = text.partition("\n\n")
    assert '"Content-Type: text/plain; charset=utf-8\\n"' in head
    assert not re.search("fuzzy|EMAIL|Generated-By|FULL NAME|YEAR", head)
    write(read(path), path)
    assert path.read_text("utf-8") == text
    if shutil.which("msgfmt"):
        subprocess.run(["msgfmt", "--check", "--output-file", tmp_path / "made.mo", path], check=True)


def test_the_languages_are_on_their_page() -> None:
    text = (Path(__file__).parents[1] / "docs/how-to/translate.md").read_text("utf-8")
    (names,) = re.findall(r"audit and of what changed\) come in ([\w,\s]+), and follow", text)
    named = sorted(str(babel.Locale(language).english_name) for language in LANGUAGES)
    assert re.split(r",\s|\sand\s", names) == named, "docs/how-to/translate.md has other languages"


def test_the_template_has_every_message() -> None:
    found = {message.id for message in read(TEMPLATE) if message.id}
    assert found ^ {text for text, _ in messages()} == set(), UPDATE


def test_every_sentence_can_be_translated() -> None:
    """A sentence that is filled where it is found is English for ever."""
    assert [text for module in modules() for text in untranslatable(module.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("source", "found", "filled"),
    [
        ('report(code, "the gate {gate!r} has no keeper", at)', ["the gate {gate!r} has no keeper"], []),
        ('message = "the gate is shut"', ["the gate is shut"], []),
        ('message += "; it opens at {hour}"', ["; it opens at {hour}"], []),
        ('takes = gate if gate else Phrase("an open door")', ["an open door"], []),
        ('report(code, f"the gate {gate!r} has no keeper", at)', [], ["the gate {x} has no keeper"]),
        ('text = f"{name}: it is shut; {expected}"', [], ["{x}: it is shut; {x}"]),
        ('raise TypeError(f"{kind} cannot be kept")', [], []),
        ('PATTERN = re.compile("the (gate|door)")', [], []),
        ('if "is shut" in problem: pass', [], []),
        ('def open() -> None:\n    "Open the gate {gate}."', [], []),
    ],
)
def test_a_new_sentence_is_seen(source: str, found: list[str], filled: list[str]) -> None:
    """What is seen is in the template, or fails."""
    assert (list(sentences(source)), list(untranslatable(source))) == (found, filled)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalog_is_whole_and_compiled(language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES/sphinx_roles.po"
    catalog = read(path)
    assert {one.id for one in catalog} ^ {one.id for one in template()} == set(), UPDATE
    assert [one.id for one in catalog if one.id and not one.string] == [], f"{path} waits for these words"
    for message in catalog:
        slots = [sorted(re.findall(r"\{\w+(?:!r)?\}", str(text))) for text in (message.id, message.string)]
        assert slots[0] == slots[1], message.id
    with path.with_suffix(".mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    assert [one.id for one in catalog if one.id and found.gettext(str(one.id)) != one.string] == []


OTHERS = {
    "ar": r"[;?,](?= |$)",
    "de": r"[“”]?\w+”|\} %",
    "es": r"^[^¿]*\?|\} %",
    # A line may not break before these signs.
    "fr": r" [:;?!»%](?!YAML)|« |\w'\w",
    "ja": r"[、。] |[^\x00-\x7f}][,;]",
}
"""Signs that a language writes in another way."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_its_own_punctuation(language: str) -> None:
    found = []
    for message in read(LOCALE / language / "LC_MESSAGES/sphinx_roles.po"):
        # What is quoted is typed so.
        plain = re.sub(r"'[^']*'(?!\w)|`[^`]*`|\[[^]]*\]|\{[^}]*,[^}]*\}", "x", str(message.string))
        found += [message.string] if message.id and re.search(OTHERS[language], plain) else []
    assert found == []


def spoken(language: str) -> dict[str, str]:
    """Return a project with all views in a language."""
    source = files()
    return {**source, "conf.py": f"{source['conf.py']}language = {language!r}\n"}


@pytest.mark.parametrize("builder", ["html", "text"])
def test_views_write_no_sign_of_english(project: Callable[..., Any], builder: str) -> None:
    """Between parts, the signs are those of the language as well."""
    built = project(spoken("ja")).build(builder)
    for view in VIEWS:
        page = built.page(f"{view}.{'txt' if builder == 'text' else 'html'}")
        if builder == "html":
            page = page.partition('role="main"')[2].partition('class="sphinxsidebar"')[0]
            assert (view, re.findall(r".*。 (?!<).*", page)) == (view, [])
            # What parts cells where a table is copied.
            page = re.sub(r'<script.*?</script>|<span class="ro-colon">.*?</span>|<[^>]*>', "", page)
        assert (view, re.findall(r".*[,;:] .*", page)) == (view, [])


def test_figures_and_quotes_are_those_of_the_language(project: Callable[..., Any]) -> None:
    source = spoken("de")
    source["before.yaml"] = source["before.yaml"].replace("Writes it", "Wrote it")
    built = project(source).build("text")
    changes = " ".join(built.page("changes.txt").split())
    assert "Developer: „Kurz gesagt“ geändert" in changes
    assert "Jaccard-Index 0,00" in " ".join(built.page("comparison.txt").split())
    assert "Krippendorffs Alpha: 0,58 (1:" in " ".join(built.page("agreement.txt").split())
    assert "33\u00a0% dessen" in " ".join(built.page("gap.txt").split(" "))


@pytest.mark.parametrize("builder", ["html", "text"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_speaks_one_language(project: Callable[..., Any], language: str, builder: str) -> None:
    made = project(
        {"index.rst": PAGE, "roles.yaml": ROLES, "old.yaml": "roles: {sre: {name: Anna}}\n"},
        roles_catalog={"today": "roles.yaml", "old": "old.yaml"}, language=language,
    )  # fmt: skip
    shown = made.build(builder, strict=True).page("index.txt" if builder == "text" else "index.html")
    shown = (
        re.sub(r"<script.*?</script>|<[^>]*>", "\n", shown.partition('role="main"')[2])
        if builder == "html"
        else shown
    )
    # The id of a rule is no word.
    shown = re.sub(r"[a-z]+(-\s*[a-z]+)+", "", shown)
    catalog = read(LOCALE / language / "LC_MESSAGES/sphinx_roles.po")
    # Words that a language shares with English, or that are part of a longer one, tell nothing.
    own = " ".join(str(message.string) for message in catalog)
    english = [str(message.id) for message in catalog]
    words = [text for text in english if len(text) > 3 and "{" not in text and text not in own]
    assert len(words) > 60
    assert [word for word in words if re.search(rf"\b{re.escape(word.strip())}\b", shown)] == []


MISTAKES = """\
roles:
  sre: {name: Anna, purpse: x, colour: reddish, reports_to: opz, links: [{text: x}], review_by: soon}
  ops: {name: [a, {b: c}], holders: [{hanle: bo}], skills: [[x]], duties: "See :foo:`bar` and <b>x</b>"}
  y: [1, 2]
responsibilities:
  deploy: {name: Deploy, assign: {sre: A/Q, ops: {}}, covers: ["!x"]}
  deploy: {name: Again}
rules: {nope: off, stale: {dayz: 3}}
accepted: [{rule: no-such, on: Deploy}, just text]
extra: 1
"""
WRONG = """\
Titel
=====

.. responsibility-matrix::
   :matrix: nope
   :layout: letterz
   :depth: 3
   :roles: sre, sre

   | Task | SRE |
   |------|-----|
   | x | Zed | C |

.. role-card:: ops
.. role-overlap:: sre
.. role-overlap:: sre, opps
.. responsibility-audit::
   :rules: nix
   :severities: bad

:org:role:`sree` :org:who:`Deploy` :org:who:`Deploy Z`
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_warnings_speak_one_language(project: Callable[..., Any], language: str) -> None:
    made = project(
        {"index.rst": WRONG, "roles.yaml": MISTAKES},
        roles_catalog="roles.yaml", roles_markup="html", roles_limits={"size": 0}, language=language,
        roles_findings_warn_from="warning",
    )  # fmt: skip
    shown = made.build("html").warnings
    assert len(shown) > 25
    catalog = read(LOCALE / language / "LC_MESSAGES/sphinx_roles.po")
    own = " ".join(str(message.string) for message in catalog)
    pieces = (piece for message in catalog for piece in re.split(r"\{[^}]*\}", str(message.id)))
    english = {piece for piece in pieces if re.search("[a-z] [a-z]", piece) and piece not in own}
    text = "\n".join(map(str, shown))
    assert [piece for piece in english if piece in text] == []
    # A kind of thing, before the name that it has.
    assert [word for word in re.findall(r"(\w+) '", text) if word in WORDS and word not in own] == []
