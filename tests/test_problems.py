"""What a problem carries: what it is about, and the sentence that is made when it is printed."""

from __future__ import annotations

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

import sphinx_roles
from sphinx_roles.model import Text
from sphinx_roles.problems import Code, Location, Problem

PLACE = Location("roles.yaml", 2, 3)


def test_the_sentence_is_made_of_a_template_and_plain_values() -> None:
    words = (Text("{0}", PLACE), "it's")
    about = {"word": words[0], "all": words}
    problem = Problem.of(
        Code.SYNTAX, "{word!r} of {all!r} ({all}) at {other}: {{{count}}}", PLACE, about, PLACE, count=2
    )
    assert problem.text == "'{0}' of '{0}', \"it's\" ({0}, it's) at roles.yaml:2:3: {2}"
    assert problem.lasting == "'{0}' of '{0}', \"it's\" ({0}, it's) at roles.yaml: {2}"
    assert problem.names == ("{0}", "it's")
    assert {type(one) for _, value in problem.values if isinstance(value, tuple) for one in value} == {str}
    assert {problem: 1}[pickle.loads(pickle.dumps(problem))] == 1


def test_a_sentence_without_values_is_no_template() -> None:
    assert Problem(Code.SYNTAX, "a {b} }{ %s", PLACE).text == "a {b} }{ %s"


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("no {word!r}", "no 'ser'; did you mean '{sre}'?"),
        ("no {word!r}, but {nearest} (?)", "no 'ser', but {sre} (?)"),
    ],
)
def test_a_suggestion_ends_the_sentence_unless_it_has_a_slot(message: str, text: str) -> None:
    assert Problem.of(Code.REF, message, PLACE, {"word": "ser"}, nearest="{sre}").text == text
    if "nearest" not in message:
        assert Problem.of(Code.REF, message, PLACE, {"word": "ser"}, nearest="").text == "no 'ser'"


def test_templates_are_translated_before_they_are_filled() -> None:
    german = {"no {word!r}": "kein {word!r}", "; did you mean {nearest!r}?": "; gemeint: {nearest!r}?"}
    problem = Problem.of(Code.REF, "no {word!r}", PLACE, {"word": "ser"}, nearest="sre")
    assert problem.sentence(german.__getitem__) == "kein 'ser'; gemeint: 'sre'?"


def test_a_sentence_of_two_is_translated_by_halves() -> None:
    words = {"no role {word!r}": "keine Rolle {word!r}", "; there is {there}": "; es gibt {there}"}
    message = "no role {word!r}; there is {there}"
    problem = Problem.of(Code.UNKNOWN_ROLE, message, PLACE, {"word": "x"}, there=["a", "b"])
    assert problem.sentence(lambda text: words.get(text, text)) == "keine Rolle 'x'; es gibt a, b"
    assert problem.sentence(lambda text: {message: "{there}"}.get(text, text)) == "a, b"
    assert problem.sentence() == "no role 'x'; there is a, b"


# The arguments of calls that are templates.
TEMPLATES = {
    "report": (0, 1),
    "report_shape": (0,),
    "report_file": (1,),
    "of": (1,),
    "unknown": (1,),
    "refuse": (1, 3),
}


def templates(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name), args=args, keywords=values) if name in TEMPLATES:
                # Without anything to fill it, a message is the sentence itself.
                if values or len(args) > 3 or name == "refuse":
                    yield from (args[at] for at in TEMPLATES[name] if at < len(args))
            case ast.Assign(targets=[ast.Name(id="message" | "thing" | "instead")], value=value):
                yield value
            case ast.AugAssign(target=ast.Name(id="message"), value=value):
                yield value


def test_no_text_of_a_user_is_part_of_a_template() -> None:
    root = Path(sphinx_roles.__file__).parent
    paths = [path for folder in ("catalog", "render/markup") for path in (root / folder).rglob("*.py")]
    paths += [root / "ext" / "domain.py", root / "ext" / "references.py"]
    found = [
        (f"{path.relative_to(root)}:{template.lineno}", template)
        for path in paths
        if "formats" not in path.parts
        for template in templates(ast.parse(path.read_text("utf-8")))
    ]
    assert len(found) > 80
    made = [at for at, one in found if any(isinstance(node, ast.FormattedValue) for node in ast.walk(one))]
    assert made == []
