"""What text in the data may hold, on pages of both markups and for all builders."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_roles.model import Prose
from sphinx_roles.problems import Location

OTHER = '<a class="reference internal" href="guide/other.html'

# (Markdown, reStructuredText, the HTML); None: has no such form
ALLOWED: list[tuple[str | None, str | None, str]] = [
    ("Just text, *em* **strong** `code`", "Just text, *em* **strong** ``code``", "<p>Just text, <em>em</em>"),
    ("One\n\ntwo", "One\n\ntwo", "<p>One</p>\n<p>two</p>"),
    ("- a\n- b", "- a\n- b", "<li><p>a</p></li>\n<li><p>b</p></li>"),
    ("1. a\n2. b", "1. a\n2. b", '<ol class="arabic simple">\n<li><p>a</p></li>'),
    ("a\\\nb", "| a\n| b", '<div class="line">a</div>\n<div class="line">b</div>'),
    ("a  \nb", None, '<div class="line">a</div>\n<div class="line">b</div>'),
    ("a<br>b<BR />c", None, '<div class="line">b</div>\n<div class="line">c</div>'),
    ("> said", "a\n\n  said", "<blockquote>\n<div><p>said</p>"),
    ("```\n<x>\n```", "::\n\n  <x>", '<div class="highlight-none notranslate">'),
    ("```python\nx = 1\n```", None, '<div class="highlight-python notranslate">'),
    ("    *a*\n\n    b", "    *a*\n\n    b", "<p><em>a</em></p>\n<p>b</p>"),  # indented as a whole
    ("a\n\n    <x>", None, '<div class="highlight-none notranslate">'),
    ("## Head\n\ntext", "Head\n----\n\ntext", "<p><strong>Head</strong></p>\n<p>text</p>"),
    ("don't -- know...", "don't -- know...", "<p>don’t – know…</p>"),
    ("[web](https://e.org/a?b=c&d)", "`web <https://e.org/a?b=c&d>`_", 'href="https://e.org/a?b=c&amp;d">web</a>'),
    ("[web](HTTPS://e.org)", "`web <HTTPS://e.org>`__", 'href="HTTPS://e.org">web</a>'),
    ("<https://e.org>", "https://e.org", 'href="https://e.org">https://e.org</a>'),
    ("[w][1]\n\n[1]: https://e.org", None, 'href="https://e.org">w</a>'),
    ("[doc](guide/other.md)", "`doc <guide/other.rst>`_", f'{OTHER}"><span class="doc">doc</span></a>'),
    ("[doc](guide/other)", "`doc <guide/other>`_", f'{OTHER}"><span class="doc">doc</span></a>'),
    ("[doc](/guide/other)", "`doc </guide/other>`_", f'{OTHER}"><span class="doc">doc</span></a>'),
    ("[](guide/other)", "`<guide/other>`_", f'{OTHER}"><span class="doc">Other page</span></a>'),
    ("[d](guide/other.md#deep)", "`d <guide/other.md#deep>`_", f'{OTHER}#deep"><span class="xref">d</span>'),
    ("[d](guide/other#deep-heading)", "`d <guide/other#deep-heading>`_", f'{OTHER}#deep-heading"><span'),
    ("[lo*cal*](#local)", "`local <#local>`_", 'href="#local"><span class="std std-ref">local</span></a>'),
    ("[](#local)", "`<#local>`_", 'href="#local"><span class="std std-ref">Section</span></a>'),
    ("{ref}`local`", ":ref:`local`", 'href="#local"><span class="std std-ref">Section</span></a>'),
    ("{term}`SLO`", ":term:`SLO`", 'href="#term-SLO"><span class="xref std std-term">SLO</span></a>'),
    ("{abbr}`SLO (an aim)`", ":abbr:`SLO (an aim)`", '<abbr title="an aim">SLO</abbr>'),
    ("{sub}`2`{sup}`3`", ":sub:`2`", "<sub>2</sub>"),
    ("{SUP}`3`", ":SUP:`3`", "<sup>3</sup>"),
    ("{pep}`8`", ":pep:`8`", 'href="https://peps.python.org/pep-0008/"><strong>PEP 8</strong></a>'),
    ("{rfc}`2822`", ":rfc:`2822`", "<strong>RFC 2822</strong></a>"),
    ("{samp}`a{b}`", ":samp:`a{b}`", '<em><span class="pre">b</span></em>'),
    ("{file}`a` {program}`b`", ":file:`a` :program:`b`", '<strong class="program">b</strong>'),
    ("{command}`a`", ":command:`a`", '<strong class="command">a</strong>'),
    ("{guilabel}`a`", ":guilabel:`a`", '<span class="guilabel">a</span>'),
    ("{menuselection}`A --> B`", ":menuselection:`A --> B`", "A ‣ B"),
    ("{kbd}`Ctrl`", ":kbd:`Ctrl`", '<kbd class="kbd docutils literal notranslate">Ctrl</kbd>'),
    ("{envvar}`HOME`", ":envvar:`HOME`", '<span class="pre">HOME</span>'),
    ("{issue}`7`", ":issue:`7`", 'href="https://issues.e.org/7">issue 7</a>'),
    (None, "`a title`", "<cite>a title</cite>"),
    (None, ":strong:`s` :title-reference:`t`", "<strong>s</strong> <cite>t</cite>"),
    (None, "term\n   definition", "<dt>term</dt><dd><p>definition</p>"),
    ("100 % {of} $5 & 6_ < 7 > \\* \\\\", None, "<p>100 % {of} $5 &amp; 6_ &lt; 7 &gt; * \\</p>"),
    ("% 5\n\n+++", None, "<p>% 5</p>\n<p>+++</p>"),
    ("mail [us](mailto:a@e.org)", "mail `us <mailto:a@e.org>`_", ">us</a>"),
    ("[us](tel:+49-30-1)", "`us <tel:+49-30-1>`_", 'href="tel:+49-30-1">us</a>'),
    ("<tel:+49-30-1>", "tel:+49-30-1", 'href="tel:+49-30-1">tel:+49-30-1</a>'),
]  # fmt: skip
EXTLINKS = {
    "extlinks": {"issue": ("https://issues.e.org/%s", "issue %s")},
    "user_agent": "test",
}


def _texts(markup: str) -> list[tuple[Prose, str]]:
    column = 0 if markup == "markdown" else 1
    return [
        (Prose(row[column] or "", Location("roles.yaml", line, 7)), row[2])
        for line, row in enumerate(ALLOWED, 1)
        if row[column] is not None
    ]


@pytest.mark.parametrize("page", ["rst", "md"])
@pytest.mark.parametrize("markup", ["markdown", "rst"])
def test_allowed_markup_is_drawn(probe: Any, markup: str, page: str) -> None:
    texts = _texts(markup)
    extensions = ["sphinx.ext.extlinks", *(["myst_parser"] if page == "md" else [])]
    built = probe([text for text, _ in texts], markup, page=page, extensions=extensions, **EXTLINKS)
    assert built.warnings == []
    parts = built.html.split('<div class="probe docutils container">')[1:]
    assert len(parts) == len(texts)
    missing = [(str(text), part) for (text, html), part in zip(texts, parts, strict=True) if html not in part]
    assert missing == []


@pytest.mark.parametrize(
    "builder", ["epub", "latex", "text", "man", "texinfo", "xml", "singlehtml", "gettext"]
)
@pytest.mark.parametrize("markup", ["markdown", "rst"])
def test_every_builder_draws_it_without_a_word(probe: Any, markup: str, builder: str) -> None:
    texts = [text for text, _ in _texts(markup)]
    built = probe(texts, markup, builder=builder, extensions=["sphinx.ext.extlinks"], **EXTLINKS)
    assert [w for w in built.warnings if "conf value" not in w] == []
    assert any(built.app.outdir.iterdir())


def test_links_start_at_the_folder_of_the_data(probe: Any) -> None:
    texts = [
        Prose("[a](other.md)", Location("guide/roles.yaml")),
        Prose("[a](../guide/other.md)", Location("data/roles.yaml")),
        Prose("[a](guide/other.md)", Location("../roles.yaml")),
        Prose("[a](v1.2)", Location("roles.yaml")),
    ]
    built = probe(texts, files={"v1.2.rst": ":orphan:\n\nRelease\n=======\n"})
    assert built.warnings == []
    assert built.html.count(OTHER) == 3
    assert 'href="v1.2.html"' in built.html


def test_myst_is_never_set_up_by_us(probe: Any) -> None:
    built = probe([Prose("*a* {abbr}`b (c)`")], files={"README.md": "# Read me"})
    assert "myst_parser" not in built.app.extensions
    assert built.app.env.found_docs == {"index", "guide/other"}
    assert not hasattr(built.app.env, "myst_config")


def test_a_myst_project_keeps_its_finer_text_and_learns_what_the_data_may_not(probe: Any) -> None:
    extensions = [
        "smartquotes",
        "replacements",
        "substitution",
        "dollarmath",
        "amsmath",
        "deflist",
        "attrs_inline",
    ]
    texts = [
        "a (c) b", "{{ x }}", "a {{x}} b", "$x$ a $y$", "$$z$$", "\\begin{equation}\na\n\\end{equation}",
        "term\n: definition", "[a](#local){#local .class}",
    ]  # fmt: skip
    built = probe(
        [Prose(text, Location("r.yaml", line)) for line, text in enumerate(texts, 1)],
        page="md", myst_enable_extensions=extensions, myst_substitutions={"x": "SUBSTITUTED"},
    )  # fmt: skip
    reported = [warning.split(" is shown")[0].partition("r.yaml:")[2] for warning in built.warnings]
    assert reported == [
        "2:1: WARNING: the substitution 'x'",
        "3:1: WARNING: the substitution 'x'",
        "4:1: WARNING: the formula 'x'",
        "4:1: WARNING: the formula 'y'",
        "5:1: WARNING: the formula 'z'",
        "6:1: WARNING: the formula '\\\\begin{equation}\\na\\n\\\\end{equation}'",
    ]
    assert [drawn.astext() for drawn in built.drawn[:4]] == ["a © b", "{{ x }}", "a {{x}} b", "$x$ a $y$"]
    assert "SUBSTITUTED" not in built.html
    assert "{#local .class}" in built.drawn[7].astext()
