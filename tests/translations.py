"""The words of the package in other languages: ``python tests/translations.py`` brings their catalogs up to date.

It writes every message of the package into ``sphinx_roles/locale/sphinx_roles.pot``, merges them into the ``.po``
file of each language, where new ones wait for a translation, and compiles those.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import sphinx_roles
from sphinx_roles.analysis.diff.change import compared
from sphinx_roles.catalog.letters import BUILT_IN
from sphinx_roles.fields import FIELDS, noun
from sphinx_roles.model import (
    Holder,
    Level,
    Matrix,
    Participation,
    Responsibility,
    Role,
    Scale,
    Scheme,
    Section,
    Skill,
)
from sphinx_roles.render.labels import Labels

PACKAGE = Path(sphinx_roles.__file__).parent
LOCALE = PACKAGE / "locale"
TEMPLATE = LOCALE / "sphinx_roles.pot"


def messages() -> Iterator[tuple[str, str]]:
    """Yield every text that a reader of a page may see, and the file that holds it."""
    for name in Labels.__struct_fields__:
        if isinstance(text := getattr(Labels(), name), str):
            yield text, "render/labels.py"
    yield from (
        (field.label, "fields.json") for fields in FIELDS.values() for field in fields.values() if field.label
    )
    for scheme in BUILT_IN.values():
        for letter in scheme.participations:
            yield from ((str(text), "catalog/schemes.json") for text in (letter.name, letter.meaning) if text)
    path = "analysis/diff/sentences.json"
    for group in json.loads((PACKAGE / path).read_text("utf-8")).values():
        yield from ((sentence, path) for _, sentence in group.values())
    path = "analysis/audit/rules.yaml"
    for rule in yaml.safe_load((PACKAGE / path).read_text("utf-8")).values():
        yield rule["title"].rstrip("."), path
        yield from ((rule[key], path) for key in ("folded", "merged") if key in rule)
    for module in modules():
        path = module.relative_to(PACKAGE).as_posix()
        yield from ((text, path) for text in sentences(module.read_text("utf-8")))
    yield from ((word, "problems.py") for word in WORDS)
    yield from ((noun, "fields.py") for noun in (*nouns(), "no section", "“{words}”"))


ROOMS = (
    *("problems.py", "catalogs.py", "model.py", "owners.py", "render/markup/*.py", "catalog/**/*.py"),
    *("analysis/agreement.py", "analysis/selection.py", "analysis/audit/settings.py"),
    *("analysis/audit/rules/*.py", "ext/**/*.py"),
)
"""Modules that say what is wrong with somebody's input. What only commands print is English."""
ENGLISH = {
    *("catalog/field_maps.py", "ext/assets.py"),
    # What the parsers of libraries say.
    *("mapping values are not allowed", "could not find expected ':'", "alphabetic or numeric character"),
    *("sequence entries are not allowed", "document start", "'-' indicator", "indentation indicator"),
    # What people write into tables.
    *("full name", "display name", "job title", "reports to", "line manager", "email address", "as above"),
    *("low risk", "link in a link"),
}
"""Modules of these, and texts of others, that hold no sentence for a user of the documentation."""
WORDS = (
    *("a letter", "a responsibility", "a role", "a scheme", "a section", "a skill", "catalog"),
    *("condition", "directive", "document", "family", "field", "file", "footnote", "holder", "kind"),
    *("label", "level", "list", "mapping", "matrix", "person", "reference", "responsibilities"),
    *("responsibility", "role", "roles", "rule", "scale", "scheme", "section", "severity", "skill"),
    *("status", "substitution", "tag", "target", "text", "track", "a level", "a holder", "a link"),
    *("a matrix", "an interaction", "a day", "a text"),
)
"""Words of ours that fill slots of sentences, and are too short to be seen as such."""
_SENTENCE = re.compile(r"\{[a-z_]+(![rs])?\}|[a-z]['`)]?[,;:]? ['`({]?[a-z]|^'.' [a-z]")
_NO_SENTENCE = re.compile(
    r"</?\w|[^']\||\n|\)\?|\\[^#t]|\(\?|^[A-Z].*\.$|^dict\[|^\w+/\{id\}$|^[^a-z]*\{[a-z]+\}[^a-z]*$"
)


def modules() -> Iterator[Path]:
    """Yield the modules whose sentences are translated."""
    for room in ROOMS:
        yield from sorted(
            one for one in PACKAGE.glob(room) if one.relative_to(PACKAGE).as_posix() not in ENGLISH
        )


def sentences(source: str) -> Iterator[str]:
    """Yield the sentences of a module: a sentence has slots or several words, and is for people who write data."""
    for node in _texts(source):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_sentence(node.value):
            yield node.value


def is_sentence(text: str) -> bool:
    """Return whether a text is one that a user reads."""
    return bool(_SENTENCE.search(text)) and not _NO_SENTENCE.search(text) and text not in ENGLISH


def untranslatable(source: str) -> Iterator[str]:
    """Yield the sentences of a module that are filled before they could be translated."""
    for node in _texts(source):
        if isinstance(node, ast.JoinedStr):
            words = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{x}" for part in node.values
            )
            if re.search(r"[a-z]{2,}[,;:]? [a-z]{2,}", words) and not _NO_SENTENCE.search(words):
                yield words


_OTHER_CALLS = re.compile(r"(re\.\w+|cast|TypeVar|frozenset|Option)")


def _texts(source: str) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Yield the texts of a module that may be sentences: no docstrings, patterns, keys and what is compared."""
    tree = ast.parse(source)
    others: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr() | ast.JoinedStr() | ast.Compare() | ast.Assert():
                parts = list(ast.iter_child_nodes(node))
            case ast.Raise(exc=ast.Call(func=ast.Name(id="TypeError"), args=parts)):
                pass
            case ast.Dict(keys=keys):
                parts = [key for key in keys if key is not None]
            case ast.Call(func=func, args=args) if _OTHER_CALLS.fullmatch(ast.unparse(func)):
                # What a setting takes is said in messages, and what it is for is not.
                parts = [*args[:2], *args[3:]] if ast.unparse(func) == "Option" else list(ast.walk(node))
            case _:
                continue
        others |= {id(part) for part in parts}
    for node in ast.walk(tree):
        if id(node) in others:
            continue
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            yield node


_APART = {"id", "matrix", "own", "unsure", "participations", "section"}
"""Fields that are no change by themselves."""


def nouns() -> Iterator[str]:
    """Yield what sentences call the fields that have no head."""
    heads = {
        field.noun or key.replace("_", " ")
        for fields in FIELDS.values()
        for key, field in fields.items()
        if field.label
    }
    for record in (Role, Holder, Level, Responsibility, Section, Matrix, Skill, Scale, Scheme, Participation):
        yield from (noun(key) for key in compared(record)[0] if noun(key) not in heads and key not in _APART)


def template() -> Catalog:
    """Return the messages, without translations."""
    found = Catalog(project="sphinx-role-cards", fuzzy=False)
    for text, path in messages():
        found.add(text, locations=[(path, 0)])
    return found


def read(path: Path) -> Catalog:
    """Return a catalog of a language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3] if path != TEMPLATE else None)


def write(catalog: Catalog, path: Path) -> None:
    """Write a catalog with a head, without which the tools of gettext cannot tell how it is encoded."""
    catalog.project, catalog.version, catalog.fuzzy = "sphinx-role-cards", "", False
    catalog.header_comment = "# The words of sphinx-role-cards."
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "sphinx-role-cards"
    # The day of the run would make another file each time, and so would the version of Babel.
    catalog.creation_date = catalog.revision_date = datetime(1970, 1, 1, tzinfo=UTC)
    for message in catalog:
        # A per cent sign in a sentence is none of Python's: our slots have braces.
        message.flags.discard("python-format")
    with BytesIO() as made:
        write_po(made, catalog, width=100, ignore_obsolete=True)
        lines = made.getvalue().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if b"Generated-By" not in line))


def main() -> None:
    """Bring all catalogs up to date."""
    found = template()
    write(found, TEMPLATE)
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/sphinx_roles.po")):
        catalog = read(path)
        catalog.update(found, no_fuzzy_matching=True)
        write(catalog, path)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))


if __name__ == "__main__":
    main()
