"""A grid of roles, in the ways that people draw cards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .contenders import Contender
from .data import Cards
from .finished import finished
from .projects import cards_yaml, head, needs_json, write, write_template
from .tables import EMPTY

_TITLE = head("Handbook")


def ours(folder: Path, cards: Cards) -> None:
    """Our cards, from YAML."""
    files = {"index.rst": [*_TITLE, ".. role-cards::"], "roles.yaml": cards_yaml(cards)}
    write(folder, files, ["sphinx_roles"])


def by_hand(folder: Path, cards: Cards) -> None:
    """The grid of sphinx-design, a card for each role."""
    write(folder, {"index.rst": [*_TITLE, *_grid(cards)]}, ["sphinx_design"])


def _grid(cards: Cards) -> Iterator[str]:
    yield from (".. grid:: 1 1 2 3", "")
    for name, line, purpose, duties, skills in cards.each():
        yield from (f"   .. grid-item-card:: {name}", "", f"      {line}", "", f"      {purpose}", "")
        yield from (f"      * {duty}" for duty in duties)
        yield from ("", f"      {', '.join(skills)}", "")


_TEMPLATE = """\
.. grid:: 1 1 2 3
{% for role in data.roles.values() %}
   .. grid-item-card:: {{ role.name }}

      {{ role.tagline }}

      {{ role.summary }}
{% for duty in role.duties %}
      * {{ duty }}
{%- endfor %}

      {{ role.skills | join(", ") }}
{% endfor %}
"""


def datatemplates(folder: Path, cards: Cards) -> None:
    page = [*_TITLE, ".. datatemplate:yaml:: roles.yaml", "   :template: drawn.rst"]
    write_template(folder, {"index.rst": page}, cards_yaml(cards), _TEMPLATE, ["sphinx_design"])


def needs(folder: Path, cards: Cards) -> None:
    """One need a role, imported and shown."""
    found = {
        f"ROLE_{number}": {
            "id": f"ROLE_{number}",
            "type": "req",
            "title": name,
            "tags": skills,
            "content": "\n".join([line, "", purpose, "", *(f"* {duty}" for duty in duties)]),
        }
        for number, (name, line, purpose, duties, skills) in enumerate(cards.each())
    }
    text = needs_json(found)
    files = {"index.rst": [*_TITLE, ".. needimport:: needs.json"], "needs.json": text}
    write(folder, files, ["sphinx_needs"], "needs_build_json = False")


CARDS = (
    EMPTY,
    Contender("raw HTML, as we draw it", finished(ours, "ro-cards")),
    Contender("role-cards", ours),
    Contender("sphinx-design by hand", by_hand, "sphinx_design", rival=True),
    Contender("datatemplates", datatemplates, "sphinxcontrib.datatemplates", rival=True),
    Contender("sphinx-needs", needs, "sphinx_needs", rival=True),
)
