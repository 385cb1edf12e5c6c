"""The parts that views consist of: each as HTML and as docutils nodes, from one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from docutils.utils import new_document

from sphinx_roles.render.context import Context
from sphinx_roles.render.labels import Labels
from sphinx_roles.render.to_html import HtmlContext
from sphinx_roles.render.to_nodes import NodeContext

ONE = '<p class="a"><b>x &lt; y</b></p>', "<paragraph><strong>x &lt; y</strong></paragraph>"
PARTS: dict[str, tuple[Callable[[Any], list[Any]], str, str]] = {
    # what is asked for: as HTML, as nodes
    "line": (lambda c: c.line(c.strong([c.words("x < y")]), "a"), *ONE),
    "only line": (lambda c: c.only_line([c.words("x")]), "x", "<paragraph>x</paragraph>"),
    "caption": (lambda c: c.caption([c.words("x")]), '<p class="ro-caption">x</p>', "<rubric>x</rubric>"),
    "either": (lambda c: c.either("<i>!</i>", "so") + c.either("<br />"), "<i>!</i><br />", "so"),
    "marks": (
        lambda c: c.marks(["a", "b"], "small") + c.marks([]),
        ' <small class="ro-mark">a</small> <small class="ro-mark">b</small>',
        " (a, b)",
    ),
    "detail": (lambda c: c.detail("<x>") + c.detail(""), ' <span class="ro-detail">&lt;x&gt;</span>', " (&lt;x&gt;)"),
    "aside": (lambda c: c.aside("x") + c.aside(""), ' <span class="ro-detail">(x)</span>', " (x)"),
    "joined": (lambda c: c.joined([[c.words(w)] for w in "abc"], last=" & "), "a, b &amp; c", "a, b &amp; c"),
    "lines": (lambda c: c.joined([[c.words("a")], [c.words("b")]], "; ", "<br />"), "a<br />b", "a; b"),
    "a slot twice": (
        lambda c: c.sentence("{a}, {b}, {a}", a=c.strong([c.words("x")]), b=[]),
        "<b>x</b>, , <b>x</b>",
        "<strong>x</strong>, , <strong>x</strong>",
    ),
    "listed": (
        lambda c: c.listed([([c.words("x")], c.line([c.words("y")]), "a"), ([], c.cell("z"))]) + c.listed([]),
        '<ul class="simple"><li class="a">x<p>y</p></li> <li><span>z</span></li></ul>',
        '<bullet_list bullet="-"><list_item><paragraph>x</paragraph><paragraph>y</paragraph></list_item>'
        "<list_item><paragraph>z</paragraph></list_item></bullet_list>",
    ),
    "fields": (
        lambda c: c.fields([([c.words("x")], c.only_line([c.words("y")]))], ["a"], heads="b") + c.fields([]),
        '<dl class="simple ro-fields"><div class="a"><dt class="b">x </dt><dd>y </dd></div></dl>',
        "<field_list><field><field_name>x</field_name><field_body><paragraph>y</paragraph></field_body></field>"
        "</field_list>",
    ),
    "a label before a paragraph": (
        lambda c: c.led([c.words("x:")], c.line([c.words("y")])),
        "<div>x: <p>y</p></div>",
        "<paragraph>x: y</paragraph>",
    ),
    "a label before a list": (
        lambda c: c.led([c.words("x:")], c.listed([([c.words("y")], ())])),
        '<div>x: <ul class="simple"><li>y</li></ul></div>',
        '<paragraph>x:</paragraph><bullet_list bullet="-"><list_item><paragraph>y</paragraph></list_item></bullet_list>',
    ),
    "said": (
        lambda c: c.said([c.words("! ")], [c.words("x")], c.line([c.words("y")])),
        '! <div class="ro-said">x<p>y</p></div>',
        "<paragraph>! x</paragraph><paragraph>y</paragraph>",
    ),
    "fold": (
        lambda c: c.fold([c.words("x")], c.line([c.words("y")]), opened=True) + c.fold([c.words("x")], []),
        '<details class="ro-more" open="open"><summary>x</summary> <div><p>y</p></div></details>',
        "<paragraph>y</paragraph>",
    ),
    "facts": (
        lambda c: c.facts([("a", "X", 1), ("b", "Y", 2)]),
        '<p class="ro-facts"><span class="a">X <b>1</b></span> <span class="b">Y <b>2</b></span></p>',
        "<paragraph>X: 1; Y: 2</paragraph>",
    ),
    "view": (lambda c: c.view("a", c.line([c.words("x")])), '<div class="ro a"><p>x</p></div>\n', "<paragraph>x</paragraph>"),
}  # fmt: skip


@pytest.mark.parametrize("kind", [HtmlContext, NodeContext])
@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_drawn_by_one_call(part: str, kind: type[Context[Any]]) -> None:
    # What a part consists of asks neither the page nor the builder.
    context = kind.__new__(kind)
    context.labels = Labels()
    draw, html, plain = PARTS[part]
    drawn = draw(context)
    if kind is HtmlContext:
        assert "".join(drawn) == html
    else:
        document = new_document("page")
        document += drawn
        assert "".join(child.toxml() for child in document.asdom().documentElement.childNodes) == plain
