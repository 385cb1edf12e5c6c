"""Names and texts of the data are translated as those of pages are: out into .pot files, and back."""

from __future__ import annotations

import gettext
import io
import re
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from conftest import Maker, Project
from tables import tables
from translations import LOCALE

TABLES = tables(__file__)

DATA = """\
roles:
  sre:
    name: Site Reliability Engineer
    tagline: The *reliability* gurus
    summary: Keeps it up
    duties: [Reads alerts, "Asks the [guide](../guide.rst)"]
    holders: [Ana]
  devops: {name: DevOps Engineer, status: vacant, covered_by: sre}
responsibilities:
  Running:
    rows:
      alerts:
        name: Alerts
        summary: Somebody *answers* them
        assign: {sre: A/R (production), devops: C}
"""
GERMAN = {
    "Site Reliability Engineer": "Zuverlässigkeit & <Technik>",
    "The *reliability* gurus": "Die Gurus der *Zuverlässigkeit*",
    "Keeps it up": "Hält es **am** {org:role}`Laufen <devops>`",
    "Reads alerts": "Liest Alarme",
    "DevOps Engineer": "Brückenbauer",
    "Running": "Betrieb",
    "Alerts": "Alarme",
    "Somebody *answers* them": "Jemand *antwortet*",
    "What we do": "Was wir tun",
    "Asks the [guide](../guide.rst)": "Fragt den [Leitfaden](../guide.rst)",
    "Index": "Verzeichnis",
    # Nothing to translate: what comes before and after it is translated all the same.
    "Ana": "Ana",
    "Consulted": "Consulted",
}
VIEWS = {
    "rst": "\n.. role-cards::\n\n.. responsibility-matrix:: What we do\n",
    "md": "\n```{role-cards}\n```\n\n```{responsibility-matrix} What we do\n```\n",
}


def files(suffix: str) -> dict[str, str]:
    index = (
        "Index\n=====\n\n.. toctree::\n\n   guide\n\n"
        if suffix == "rst"
        else "# Index\n\n```{toctree}\nguide\n```\n\n"
    )
    link = "See :org:role:`sre` and :org:responsibility:`alerts`.\n"
    link = link if suffix == "rst" else link.replace(":org:role:", "{org:role}").replace(
        ":org:responsibility:", "{org:responsibility}")  # fmt: skip
    return {
        f"index.{suffix}": index + link + VIEWS[suffix],
        "guide.rst": "Guide\n=====\n\nWords.\n",
        "data/roles.yaml": DATA,
    }


def written(translations: dict[str, str]) -> bytes:
    """A .po file; Sphinx compiles it."""
    catalog = Catalog(locale="de")
    for message, translation in translations.items():
        catalog.add(message, translation)
    file = io.BytesIO()
    write_po(file, catalog)
    return file.getvalue()


@pytest.fixture(scope="module", params=["rst", "md"])
def handbook(request: Any, shared_project: Maker) -> Project:
    made = shared_project(
        files(request.param), extensions=["myst_parser", "sphinx_roles"], roles_catalog="data/roles.yaml",
        language="de", locale_dirs=["locale"], gettext_location=True, gettext_uuid=False,
    )  # fmt: skip
    made.write("locale/de/LC_MESSAGES/index.po", written(GERMAN))
    return made


@pytest.fixture(scope="module")
def page(handbook: Project) -> str:
    return str(handbook.build(fresh=True, strict=True).page())


def test_the_messages_name_the_data_and_its_line(handbook: Project) -> None:
    built = handbook.build("gettext", fresh=True, strict=True)
    template = read_po(io.BytesIO((built.out / "index.pot").read_bytes()))
    found = {}
    for message in template:
        for path, line in message.locations:
            # Sphinx tells the path from the output folder.
            found[message.id] = f"{path.partition('src/')[2]}:{line}"
    expected = {
        "Site Reliability Engineer": "data/roles.yaml:3",
        "The *reliability* gurus": "data/roles.yaml:4",
        "Keeps it up": "data/roles.yaml:5",
        "Reads alerts": "data/roles.yaml:6",
        "Asks the [guide](../guide.rst)": "data/roles.yaml:6",
        "DevOps Engineer": "data/roles.yaml:8",
        "Running": "data/roles.yaml:10",
        "Alerts": "data/roles.yaml:13",
        "Somebody *answers* them": "data/roles.yaml:14",
    }
    assert {message: found.get(message) for message in expected} == expected
    assert found["What we do"].partition(":")[0] == next(handbook.source.glob("index.*")).name


def test_no_message_is_there_twice(handbook: Project) -> None:
    text = handbook.build("gettext", fresh=True).page("index.pot")
    ids = re.findall(r'^msgid "(.*)"$', text, re.MULTILINE)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("translated", TABLES["a translation comes back"])
def test_a_translation_comes_back(translated: str, page: str) -> None:
    assert translated in page


@pytest.mark.parametrize(
    "word", ["Reliability", "Keeps it up", "Reads alerts", "Alerts", "answers", "What we do"]
)
def test_nothing_stays_as_it_was(word: str, page: str) -> None:
    body = page[page.index("<h1>") : page.index('<div class="sphinxsidebar"')]
    assert word not in body


def test_links_have_the_translated_name(page: str) -> None:
    sentence = re.search(r"<p>See.*?</p>", page, re.DOTALL)
    assert sentence is not None
    words = re.sub(r"<[^>]*>", "", sentence[0])
    assert words == "See Zuverlässigkeit &amp; &lt;Technik&gt; and Alarme."


def test_the_index_of_roles_has_the_translated_name(handbook: Project, page: str) -> None:
    html = (handbook.folder / "out" / "html" / "org-roles.html").read_text("utf-8")
    assert "Brückenbauer" in html
    assert "DevOps" not in html


def test_words_of_the_index_and_the_search_are_translated(project: Maker) -> None:
    files = {
        "index.rst": "Titel\n=====\n\n:ref:`org-roles`\n\n.. role-cards::\n",
        "roles.yaml": "roles: {sre: {name: S}}\n",
    }
    built = project(files, language="de", html_theme="classic").build("html", fresh=True, strict=True)
    german = gettext.translation("sphinx_roles", str(LOCALE), ["de"]).gettext
    title = german("Index of roles")
    assert f"<h1>{title}</h1>" in built.page("org-roles.html")
    assert f">{title}</span></a>" in built.page()
    assert f'<a href="org-roles.html" title="{title}"' in built.page("search.html")
    assert f">{german('Roles')}</a>" in built.page("search.html")
    assert f'"{german("Organisation")}-{german("Role")}"' in built.page("searchindex.js")


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_it_comes_back_in_other_builders(builder: str, handbook: Project) -> None:
    output = handbook.build(builder, fresh=True, strict=True)
    text = b"".join(output.files(".txt", ".tex").values()).decode("utf-8")
    for word in ("Brückenbauer", "Liest Alarme", "antwortet", "Betrieb", "Laufen"):
        assert word in text, word
    assert "Reads alerts" not in text


def test_another_translation_is_shown_at_the_next_build(
    shared_project: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = shared_project(
        {**files("rst"), "other.rst": ":orphan:\n\nOther\n=====\n\n:org:role:`devops`\n"},
        roles_catalog="data/roles.yaml", language="de", locale_dirs=["locale"],
    )  # fmt: skip
    for word in ("Brückenbauer", "Baumeister"):
        # Python keeps the files that a process has read.
        monkeypatch.setattr(gettext, "_translations", {})
        made.write("locale/de/LC_MESSAGES/index.po", written({"DevOps Engineer": word}))
        built = made.build(strict=True)
        assert word in built.page()
        # The page that only links is written again.
        assert word in built.page("other.html")


@pytest.mark.xfail(
    strict=True, reason="the Locale transform parses each message of `texts` as reStructuredText first"
)
def test_signs_that_restructured_text_would_take_for_markup_are_left_alone(shared_project: Maker) -> None:
    """Sphinx looks at each translation with its own parser before it hands it over."""
    data = "roles: {sre: {name: Engineer, summary: Five words, tagline: Other words}}\n"
    made = shared_project(
        {"index.rst": "Index\n=====\n\n.. role-cards::\n", "roles.yaml": data},
        language="de",
        locale_dirs=["locale"],
    )
    translations = {"Five words": "2 *x und `y", "Other words": "|z| und `a <b>`_", "Engineer": "In_ge*nieur"}
    made.write("locale/de/LC_MESSAGES/index.po", written(translations))
    built = made.build()
    assert "In_ge*nieur" in built.page()
    assert "2 *x und `y" in built.page()
    assert built.warnings == []


AUTHORED = """\
roles:
  sre:
    name: Xname
    status: Xstatus
    holders: [{name: Xholder, as: Xcapacity, org: Xorg}]
    skills: {Xskill: Xstep}
    reports_to: Xboss
    cost: Xcost
  dev: {name: Xother, status: vacant, covered_by: sre}
  ops: {name: Xops, holders: [Xdeputy]}
responsibilities:
  Xsection:
    rows:
      deploy:
        name: Xrow
        status: Xrowstatus
        done_when: Xdone
        frequency: Xoften
        covers: [index.rst]
        assign: {sre: A/R, dev: {letters: C, when: Xwhen, note: Xnote}}
      alarm: {name: Xalarm, assign: {sre: A (Xnight)}}
"""
EVERY_VIEW = """\
Title
=====

.. role-cards::
   :fields: holders, skills, reports_to, cost
.. responsibility-matrix:: Xcaption
   :header: Xheader
.. responsibility-matrix::
   :layout: letters
.. responsibility-matrix::
   :layout: list
.. role-comparison:: sre, dev
   :fields: holders, cost
.. role-overlap:: sre, dev
.. responsibility-audit:: Xaudit
.. responsibility-changes:: old.yaml
   :caption: Xchanges
.. responsibility-changes:: roles.yaml
   :empty: Xempty
"""


@pytest.mark.parametrize("builder", ["html", "text"])
def test_every_word_of_the_author_goes_out_and_comes_back(builder: str, project: Maker) -> None:
    made = project(
        {"index.rst": EVERY_VIEW, "roles.yaml": AUTHORED, "old.yaml": AUTHORED.replace("when: Xwhen", "when: Xearlier"),
         "CODEOWNERS": "* @ops\n"},
        roles_owners="CODEOWNERS", roles_fields={"cost": "Xlabel"}, roles_catalog={"today": "roles.yaml"}, locale_dirs=["locale"],
    )  # fmt: skip
    template = read_po(io.BytesIO((made.build("gettext", strict=True).out / "index.pot").read_bytes()))
    found = {str(message.id): str(message.id).replace("X", "Y") for message in template if message.id}
    words = set(re.findall(r"X[a-z]+", AUTHORED + EVERY_VIEW)) | {"Xlabel", "Xearlier"}
    assert words - found.keys() == set()
    # These are words of ours, which come with the language.
    assert {"vacant", "active"}.isdisjoint(found)
    places = {str(one.id): {path.rpartition("/")[2] for path, _ in one.locations} for one in template}
    for word, file in (("Xwhen", "roles.yaml"), ("Xlabel", "conf.py"), ("Xheader", "index.rst")):
        assert file in places[word]
    made.write("locale/de/LC_MESSAGES/index.po", written(found))
    made.configure(language="de")
    page = made.build(builder, fresh=True, strict=True).page(
        f"index.{'html' if builder == 'html' else 'txt'}"
    )
    assert re.findall(r"\bX[a-z]+", re.sub(r'(id|href)="[^"]*"', "", page)) == []
    assert {word.replace("X", "Y") for word in words} - set(re.findall(r"Y[a-z]+", page)) == set()
