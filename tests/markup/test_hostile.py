"""What data may not do, it cannot: no HTML, files, scripts, ids. It is told once, and the build goes on."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx import addnodes

from sphinx_roles.model import Prose
from sphinx_roles.problems import Location
from sphinx_roles.render.markup import Renderer

# (text, what must be left of it, how many problems)
MARKDOWN: list[tuple[str, str, int]] = [
    ("[x](javascript:alert(1))", "x", 1),
    ("[x](JaVaScRiPt:alert(1))", "x", 1),
    ("[x](java&#115;cript:alert(1))", "x", 1),
    ("[x](< javascript:alert(1)>)", "x", 1),
    ("[x](&#1;javascript:alert(1))", "x", 0),
    ("[x](java\\\nscript:alert(1))", "x", 1),
    ("[x](%6Aavascript:alert(1))", "x", 1),
    ("[x](vbscript:msgbox)", "x", 1),
    ("[x](data:text/html;base64,PHNjcmlwdD4=)", "x", 1),
    ("[x](file:///etc/passwd)", "x", 1),
    ("[x](ftp://e.org)", "x", 1),
    ("[x](//evil.org/a)", "x", 1),
    ("[x](http:javascript)", "x", 1),
    ("[x](\\\\server\\share)", "x", 1),
    ("[x](inv:python:py:class#dict)", "x", 1),
    ("[x](path:secret.txt)", "x", 1),
    ("[x](project:guide/other.md)", "x", 1),
    ("[x]()", "x", 1),
    ("<javascript:alert(1)>", "javascript:alert(1)", 1),
    ("<data:text/html,x>", "data:text/html,x", 1),
    ("[x][a] and [y][a]\n\n[a]: javascript:alert(1)", "x and y", 1),
    ("[x](secret.txt)", "x", 1),
    ("[x](./conf.py)", "x", 1),
    ("[x](../../etc/passwd.txt)", "x", 1),
    ("[x](../outside)", "x", 1),
    ("[*secret* `file`](secret.txt 'title')", "secret file", 1),
    ("![alt *text*](picture.png)", "alt text", 1),
    ("![](/etc/passwd)", "/etc/passwd", 1),
    ("![x](https://e.org/a.png)", "x", 1),
    ("![x](javascript:alert(1))", "x", 1),
    ("[![x](a.png)](https://e.org)", "x", 1),
    ("<b>bold</b>", "<b>bold</b>", 1),
    ("<script>alert(1)</script>", "<script>alert(1)</script>", 1),
    ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>", 1),
    ("a <!-- b --> c", "b", 1),
    ("<div>\n\n*x*\n\n</div>", "x", 1),
    ("<?php evil() ?>", "<?php evil() ?>", 1),
    ("<![CDATA[x]]>", "<![CDATA[x]]>", 1),
    ("```{include} secret.txt\n```", "```{include} secret.txt\n```", 1),
    ("```{raw} html\n<b>\n```", "<b>", 1),
    ("```{eval-rst}\n.. raw:: html\n\n   <b>\n```", ".. raw:: html", 1),
    ("~~~{literalinclude} secret.txt\n~~~", "{literalinclude}", 1),
    (":::{note}\nx\n:::", "x", 1),
    ("- ```{include} secret.txt\n  ```\n- b", "{include}", 1),
    ("> ```{image} a.png\n> ```", "{image}", 1),
    ("{download}`secret.txt`", "secret.txt", 1),
    ("{doc}`guide/other`", "guide/other", 1),
    ("{raw}`<b>x</b>`", "<b>x</b>", 1),
    ("{math}`a^2`", "a^2", 1),
    ("{eq}`a` {eq}`b`", "a b", 1),
    ("{unknown}`x` {org:rol}`y`", "x y", 2),
    ("{pep}`none`", "none", 1),
    ("{rfc}`none`", "none", 1),
    ("{org:who}`x`", "x", 0),
    ("[a {ref}`local` {pep}`8`](guide/other.md)", "a local PEP 8", 1),
    ("{menuselection}`Save &`", "Save &", 1),
    ("a[^1] and b[^1]\n\n[^1]: note", "note", 1),
    ("[^1]: ```{include} secret.txt", "[^1]", 2),
    ("(target)=\n# Page", "Page", 1),
    ("a\n\n***\n\nb", "***", 1),
    ("|a|b|\n|-|-|\n|{raw}`x`|![](a.png)|", "![](a.png)", 1),
    ("---\ntitle: x\n---\n\ntext", "title: x", 1),
    ("# One\n\n## Two\n\n# One", "Two", 0),
    ("{{ env.app }}", "{{ env.app }}", 0),
    ("% comment\n\n+++\n\ntext", "% comment", 0),
    ("100 %s %(x)s {0} <b>", "100 %s", 1),
    ("*" * 300 + "a" + "*" * 300, "a", 1),
    (">" * 500 + " a", "a", 1),
    ("*a **b " * 400, "b", 0),
    ("[" * 500 + "a" + "](b)" * 500, "a", 0),
    ("\x00\x01\x1b\ufffe\u2028\ud7ff\U0010ffff", "\ufffd", 0),
    ("```\n" * 3 + "{raw}", "{raw}", 0),
    ("\n\n   \n", "", 0),
]

RST: list[tuple[str, str, int]] = [
    ("`x <javascript:alert(1)>`_", "x", 1),
    ("`x <JavaScript:alert(1)>`__", "x", 1),
    ("`x <java\nscript:alert(1)>`__", "x", 1),
    ("javascript:alert(1)//x", "javascript:alert(1)//x", 0),
    ("data:text/html,x file:///etc/passwd", "file:///etc/passwd", 0),
    ("`x <file:///etc/passwd>`_", "x", 1),
    ("`x <secret.txt>`_", "x", 1),
    ("`<secret.txt>`__", "secret.txt", 1),
    ("`x <//evil.org>`_", "x", 1),
    ("`x <name_>`_", "x", 1),
    ("`x <../outside>`_", "x", 1),
    (".. include:: secret.txt", "secret.txt", 1),
    (".. raw:: html\n\n   <b>x</b>\n\nafter", "after", 1),
    (".. RAW:: html\n\n   <b>x</b>", "<b>x</b>", 1),
    (".. image:: picture.png", "picture.png", 1),
    (".. figure:: picture.png", "picture.png", 1),
    (".. csv-table::\n   :file: secret.txt", "secret.txt", 1),
    (".. unknown-directive:: x", "x", 1),
    (".. |x| image:: picture.png\n\n|x|", "picture.png", 1),
    (".. |x| replace:: y\n\n|x| |x|_", "y", 1),
    (".. role:: evil(raw)\n   :format: html\n\n:evil:`<b>`", "<b>", 2),
    (".. default-role:: raw\n\n`x`", "x", 1),
    ("- .. raw:: html\n\n     <b>\n\n- b", "<b>", 1),
    ("1. a\n\n   .. include:: secret.txt", "secret.txt", 1),
    ("- .. image:: picture.png", "picture.png", 1),
    ("term\n  - a\n\n    .. note:: b", "b", 1),
    ("term\n  .. include:: secret.txt", "secret.txt", 1),
    (":field: .. include:: secret.txt", "secret.txt", 1),
    ("-o  .. include:: secret.txt", "secret.txt", 1),
    ("  .. include:: secret.txt\n\nx", "secret.txt", 1),
    (
        "+----------------------------+\n| .. include:: secret.txt    |\n+----------------------------+",
        "secret.txt",
        1,
    ),
    ("== ==\na  b\n== ==", "a  b", 1),
    ("== ==\na  b", "a  b", 1),
    (":download:`secret.txt`", "secret.txt", 1),
    (":doc:`guide/other`", "guide/other", 1),
    ("`secret.txt`:download:", "secret.txt", 1),
    (":raw:`<b>`", "<b>", 1),
    (":math:`a^2`", "a^2", 1),
    (":raw-html:`<b>` :org:rol:`y`", "y", 2),
    (":code:`x`", "x", 1),
    ("a [1]_ b [#]_\n\n.. [1] note\n.. [#] note", "note", 1),
    ("[cite]_", "[cite]_", 1),
    (".. _page:\n\ntext", "text", 1),
    ("__ https://e.org\n\nx__", "x__", 2),
    ("_`Page` text", "Page", 1),
    ("Page_ and `page`_", "Page_", 2),
    ("|release|", "|release|", 1),
    ("a\n\n----\n\nb", "----", 1),
    ("Page\n====\n\ntext\n\nTwo\n---", "Two", 0),
    ("====\nPage\n====\n\ntext", "Page", 0),
    ("======\nPage\n====\n\ntext", "Page", 1),
    (".. a comment\n\ntext", "text", 0),
    ("*open", "*open", 1),
    ("``open", "``open", 1),
    ("`open", "`open", 1),
    ("|open", "|open", 1),
    (":pep:`none`", "none", 1),
    (":guilabel:`Save &`", "Save &", 1),
    ("a\n  b\n c", "c", 1),
    ("PEP 8, RFC 2822", "PEP 8, RFC 2822", 0),
    ("<script>alert(1)</script>", "<script>alert(1)</script>", 0),
    ("100 %s %(x)s *open", "100 %s", 1),
    ("\n".join("  " * depth + "a\n" for depth in range(200)), "a", 1),
    ("\\", "", 0),
    ("::", "", 1),
    ("\x00\x01\x1b\ufffe\u2028\U0010ffff", "", 0),
]

CORPUS = {"markdown": MARKDOWN, "rst": RST}
FORBIDDEN = (
    nodes.raw, nodes.image, nodes.target, nodes.problematic, nodes.system_message, nodes.section, nodes.title,
    nodes.substitution_reference, nodes.footnote_reference, nodes.footnote, nodes.math, nodes.pending,
    addnodes.download_reference, addnodes.index,
)  # fmt: skip


def _texts(markup: str) -> list[Prose]:
    return [Prose(text, Location("roles.yaml", line, 7)) for line, (text, *_) in enumerate(CORPUS[markup], 1)]


@pytest.mark.parametrize("page", ["rst", "md"])
@pytest.mark.parametrize("markup", ["markdown", "rst"])
def test_hostile_texts_do_nothing(probe: Any, markup: str, page: str) -> None:
    files = {"picture.png": "", "guide/picture.png": ""}
    built = probe(_texts(markup), markup, page=page, files=files)
    assert len(built.drawn) == len(CORPUS[markup])
    for drawn, (text, left, _) in zip(built.drawn, CORPUS[markup], strict=True):
        assert not list(drawn.findall(lambda node: isinstance(node, FORBIDDEN))), text
        for node in drawn.findall(nodes.Element):
            assert [*node["ids"], *node["names"]] == [], text
        for link in drawn.findall(nodes.reference):
            assert re.match("https?://[a-z]|mailto:", link["refuri"]), text
        assert _plain(left) in _plain(drawn.astext()), text
    for folder in ("_downloads", "_images"):
        assert not list(built.app.outdir.glob(f"{folder}/**/*.*"))
    assert "TOP SECRET" not in built.html
    assert "<script>alert" not in built.html


@pytest.mark.parametrize("markup", ["markdown", "rst"])
def test_what_is_not_allowed_is_told_once_at_its_place(probe: Any, markup: str) -> None:
    built = probe(_texts(markup), markup)
    reported = {
        line: [w for w in built.warnings if re.search(rf"(^|\W){line}:7: WARNING: .*\[roles\.markup\]", w)]
        for line in range(1, len(CORPUS[markup]) + 1)
    }
    wrong = {
        CORPUS[markup][line - 1][0]: found
        for line, found in reported.items()
        if len(found) != CORPUS[markup][line - 1][2]
    }
    assert not wrong
    # Nothing else is said, but by Sphinx of documents that are not there.
    others = [w for w in built.warnings if not any(w in found for found in reported.values())]
    assert not [
        w for w in others if not re.search(r"roles\.yaml:\d+(:7)?: WARNING: (unknown|no) document", w)
    ]


def test_nodes_take_nothing_of_the_build_with_them(probe: Any) -> None:
    sizes: list[int] = []

    class Look(Directive):
        def run(self) -> list[nodes.Node]:
            for markup in CORPUS:
                renderer = Renderer(self.state.document, markup)
                sizes.extend(
                    len(pickle.dumps(renderer.block(text))) - 3 * len(text) for text in _texts(markup)
                )
            return []

    page = {"index.rst": "Page\n====\n\n.. look::\n"}
    probe([], files=page, setup=lambda app: app.add_directive("look", Look))
    assert len(sizes) == len(MARKDOWN) + len(RST)
    # An environment or a document's settings would be far larger.
    assert max(sizes) < 3_000


def _plain(text: str) -> str:
    # Smart quotes and dashes of Sphinx are fine.
    return re.sub(r"[\s\x00–—…“”‘’'\"-]+|\.\.\.", "", text)
