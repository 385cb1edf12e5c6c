"""The schemes that need no definition: RACI and its relatives, DACI, RAPID, MOCHA, DRI and marks.

They are data, in ``schemes.json``, with the fields of `Participation`. A letter has a meaning only
inside its scheme. ``words`` are whole words that mean a letter in a table; one that could as well
mean another letter ("responsable", "verantwortlich") is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from sphinx_roles.model import Participation, Scheme, Text

DEFAULT_SCHEME = "RACI"


def _built_in() -> Mapping[str, Scheme]:
    text = Path(__file__).with_name("schemes.json").read_text("utf-8")
    found: dict[str, Scheme] = {}
    for name, given in json.loads(text).items():
        parts = []
        for part in given["letters"]:
            part |= {"name": Text(part["name"]), "meaning": Text(part["meaning"]), "words": tuple(part["words"])}
            parts.append(Participation(**part))
        together = tuple(map(tuple, given["together"]))
        found[name] = Scheme(id=name, name=Text(name), participations=tuple(parts), together=together)
    return MappingProxyType(found)


BUILT_IN = _built_in()
"""Every built-in scheme by its name, in the order in which the documentation lists them."""
