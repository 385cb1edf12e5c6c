"""The work on one catalog: which id a name leads to, how entries are joined, and lists edited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sphinx_roles import model
from sphinx_roles.catalog.records import link_of
from sphinx_roles.catalog.schema import Draft, FileDraft
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.problems import Code, Location, Problem, closest

_LISTED = 8
_GUESSED = 500
FIRST = "; the first one is used"
NO_NAME = "no {kind} is called {word!r}"
_TWO = "there is more than one {kind} called {word!r}: {first!r}, which is used, and {second!r}"
_WORD = re.compile(r"[\w.-]+")
_NAME_WORD = re.compile(r"[^\W_]+")
_LONGEST_NAME = 80


class Names(Struct):
    """Maps whatever a thing answers to, to its id; the first to claim a name keeps it."""

    found: dict[str, str | None] = {}
    """What has been looked for: it may be asked first, by whoever has tens of thousands to find."""
    shared: dict[str, str] = {}
    """By folded name, a second id that answers to it."""
    _ids: dict[str, None] = {}
    _owners: dict[str, str] = {}
    _words: dict[str, None] = {}

    def add(self, *entries: Sequence[str]) -> list[tuple[str, str, str]]:
        """Let ids answer to themselves and to words; an entry is an id and its words.

        Return (id, word, owner) for each word that another id already answers to.
        """
        self.found.clear()
        taken = []
        for entry in entries:
            # An id is known by itself alone, not by where somebody wrote it.
            key = str(entry[0])
            self._ids[key] = None
            for word in entry:
                self._words[word] = None
                owner = self._owners.setdefault(model.fold(word), key)
                if owner != key:
                    taken.append((key, word, owner))
                    self.shared.setdefault(model.fold(word), key)
        return taken

    def find(self, word: str) -> str | None:
        """Return the id that a word leads to."""
        try:
            return self.found[word]
        except KeyError:
            found = str(word) if word in self._ids else self._owners.get(model.fold(word))
            self.found[str(word)] = found
            return found

    def __bool__(self) -> bool:
        """Return whether anything answers to a name."""
        return bool(self._ids)

    def second(self, word: str) -> str:
        """Return the other id that a name may mean, ``""`` where there is none; an id means itself."""
        return "" if word in self._ids else self.shared.get(model.fold(word), "")

    def words(self) -> Iterable[str]:
        """Return all that something answers to, as written."""
        return self._words


class NearNames:
    """Names by all of their words but one, so that thousands of texts are compared with thousands of names.

    A text is near a name that differs from it by one letter of one word: one more, one less, another, or two
    neighbours swapped. The plural of a name is no slip, and its singular is one. Numbers and abbreviations
    tell things apart on purpose ("Team 2", "CTO" and "CEO"), as single characters do in scripts that have no
    upper and lower case.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            for key, word in _parts(name):
                self._names.setdefault(key, []).append((word.casefold(), name))

    def find(self, text: str) -> str:
        """Return the name that a text is near, or ``""``."""
        for key, word in _parts(text) if len(text) <= _LONGEST_NAME else ():
            if not word.isupper():
                for other, name in self._names.get(key, ()):
                    if _is_slip(word.casefold(), other):
                        return name
        return ""


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word, and with it the others as a key."""
    words = _NAME_WORD.findall(text)
    for index, word in enumerate(words):
        others = " ".join((*words[:index], "*", *words[index + 1 :]))
        yield others.casefold(), word


def _is_slip(word: str, other: str) -> bool:
    """Return whether a word is one letter away from that of a name."""
    lengths = len(word), len(other)
    if min(lengths) < 3 or max(lengths) < 4 or abs(lengths[0] - lengths[1]) > 1:
        return False
    if not all(map(str.islower, word + other)) or f"{other}s" == word:
        return False
    pairs = enumerate(zip(word, other, strict=False))
    start = next((place for place, (a, b) in pairs if a != b), min(lengths))
    one, two = word[start:], other[start:]
    swapped = one[:2] == two[1::-1] and one[2:] == two[2:]
    return one[1:] == two[1:] or one[1:] == two or one == two[1:] or swapped


class Merging(Struct):
    """The work on one catalog.

    ``known`` is the catalog around a standalone one, which knows its roles, schemes and skills.
    ``scheme_at`` is where a directive names the scheme, if one does. ``lost`` says that a whole file, or
    all that it says of roles, is missing: what seems unknown follows from that. ``wrong`` are the places of
    values that reading has reported, ``doubtful`` the codes of what may be unknown for a misspelt key.
    ``layers`` has the layer of each file of a catalog that extends another one: a higher one goes before a
    lower one.
    """

    drafts: list[FileDraft]
    settings: Settings
    known: model.Catalog | None = None
    scheme_at: Location | None = None
    lost: bool = False
    wrong: frozenset[Location | None] = frozenset()
    doubtful: frozenset[Code] = frozenset()
    layers: Mapping[str, int] = {}
    problems: list[Problem] = []
    near: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
    """By code and word, the name that an unknown one is near, else all that there are where these are few."""

    def report(self, code: Code, message: str, location: Location | None, *about: Any, **values: Any) -> None:
        """Note a `Problem`; all but the place is as `Problem.of` takes it."""
        self.problems.append(Problem.of(code, message, location, *about, **values))

    def unknown(
        self, code: Code, message: str, word: model.Text, known: Callable[[], Iterable[str]], **values: str
    ) -> None:
        """Report that a ``{word}`` names nothing, with the nearest name or all there are."""
        if self.lost or word.location in self.wrong:
            return
        # Steps of one scale are not those of another one.
        key = (code, word, *values.values())
        found = self.near.get(key)
        if found is None:
            words = dict.fromkeys(known())
            # Where nearly every name is unknown, guessing at each of them would take minutes.
            near = closest(word[:80], words) if len(self.near) < _GUESSED else ""
            few = not near and 0 < len(words) <= _LISTED
            found = self.near[key] = near, _listed(words) if few else ()
        near, there = found
        # In a file that could not be read to its end, a name that is like no known one may well be defined.
        if near or not (code in self.doubtful or any(draft.context.cut for draft in self.drafts)):
            message += "; there is {there}" if there else ""
            self.report(code, message, word.location, {"word": word}, there=there, nearest=near, **values)

    def follow(self, kind: str, word: str, names: Names, code: Code | None) -> str | None:
        """Return the id that a name leads to; report one that two things of a kind have.

        With a ``code``, a text of the data that names nothing is reported, too.
        """
        found = names.find(word)
        if (
            names.shared
            and (second := names.second(word))
            and (location := model.location_of(word)) is not None
        ):
            about = {"word": word, "first": found or "", "second": second}
            self.report(Code.WRONG_VALUE, _TWO, location, about, kind=kind)
        if found is None and code is not None and isinstance(word, model.Text):
            self.unknown(code, NO_NAME, word, names.words, kind=kind)
        return found

    def changes(self, first: Location, second: Location) -> bool:
        """Return whether the second place is in a catalog that extends the one of the first place."""
        return bool(self.layers) and self.layers.get(second.file, 0) > self.layers.get(first.file, 0)

    def join(self, first: Draft, second: Draft) -> list[str]:
        """Add to an entry what a second place says of it; return the fields that differ, which stay.

        In a catalog that extends the one of the first place, fields replace those there, and lists add to
        them or cut them, as those of a role that extends another one do.
        """
        if not self.changes(first.location, second.location):
            return first.join(second)
        first.values = self.over(first.values, second.values)
        first.location = second.location
        return []

    def over(self, parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of a parent with those of a child, which replace them; its lists add or cut."""
        found = {**parent}
        for key, value in child.items():
            if key == "own":
                value = {**parent.get(key, {}), **value}
            elif isinstance(value, tuple):
                value = edited(self, key, parent.get(key, ()), value)
            found[key] = value
        return found

    def joined(self, what: str, drafts: Iterable[Draft]) -> list[Draft]:
        """Join the drafts of one id; of two that disagree the first one is used, and that is reported."""
        firsts: dict[str, Draft] = {}
        for draft in drafts:
            first = firsts.setdefault(model.fold(draft.id), draft)
            if first is not draft and (differ := self.join(first, draft)):
                message = "the {what} {id!r} is here and at {other}, differing in {fields}" + FIRST
                about, values = {"id": draft.id}, {"what": what, "fields": differ}
                self.report(Code.REPEATED_KEY, message, draft.location, about, first.location, **values)
        return list(firsts.values())


def _listed(words: Iterable[str]) -> tuple[str, ...]:
    """List names, each once, however it is spelt; one of several words is in quotes."""
    spelt: dict[str, str] = {}
    for word in words:
        spelt.setdefault(model.fold(word), str(word))
    return tuple(word if _WORD.fullmatch(word) else repr(word) for word in spelt.values())


_MEANT = re.compile(r"\\+[+-]")

# What of an item carries the sign.
_LABELS: Mapping[Any, str] = {
    model.Proficiency: "skill",
    model.Holder: "name",
    model.Link: "text",
    model.Level: "id",
    model.Interaction: "text",
    model.SkillLevel: "step",
}


def edited(merging: Merging, field: str, parent: tuple[Any, ...], child: tuple[Any, ...]) -> tuple[Any, ...]:
    r"""Return the list of a child: its own, or the parent's with what it adds (``+``) and cuts (``-``).

    A backslash before the sign says that the item begins with it: ``\- 5 degrees``.
    """
    if not any(is_edit(_label(item)) for item in child):
        return tuple(_with_criteria(merging, _without_backslash(item), parent) for item in child)
    found = list(parent)
    for item in child:
        label = _label(item)
        bare = unsigned(item) if is_edit(label) else _without_backslash(item)
        same = [one for one in found if model.fold(_label(one)) == model.fold(_label(bare))]
        bare = _with_criteria(merging, bare, same)
        if not label.startswith("-"):
            # A skill that the parent has too gets the child's proficiency.
            found = [bare if one in same else one for one in found] if same else [*found, bare]
        elif same:
            found = [one for one in found if one not in same]
        else:
            word = _label(bare)
            near = closest(word[:80], map(_label, parent))
            location = getattr(label, "location", None)
            if location is not None:
                message = "{field} takes {word!r} away, which the parent has not"
                merging.report(Code.WRONG_VALUE, message, location, {"word": word}, field=field, nearest=near)
    return tuple(found)


def _with_criteria(merging: Merging, item: Any, parent: Iterable[Any]) -> Any:
    """Return an item; a skill whose criteria have signs, with those of the parent added to or cut."""
    if not isinstance(item, model.Proficiency) or not any(map(is_edit, item.criteria)):
        return item
    same = (one.criteria for one in parent if model.fold(one.skill) == model.fold(item.skill))
    return replace(item, criteria=edited(merging, "criteria", next(same, ()), item.criteria))


def is_edit(label: str) -> bool:
    """Return whether a label begins with a sign; a plus alone is a text."""
    return label.startswith("-") or (label.startswith("+") and label[1:].strip() != "")


def _label(item: Any) -> model.Text:
    value = item if isinstance(item, str) else getattr(item, _LABELS[type(item)])
    return value if isinstance(value, model.Text) else model.Text(value or "")


def unsigned(item: Any) -> Any:
    """Return an item without its sign, which may be in a second field that comes from the same text."""
    bare = _with_label(item, _label(item)[1:].strip())
    if isinstance(item, model.Link) and item.text == item.url:
        return link_of(bare.text)
    if isinstance(item, model.Level) and item.name[:1] in ("+", "-"):
        name = model.Text(item.name[1:].strip(), item.name.location)
        return replace(bare, name=name) if model.fold(model.id_of_name(name)) == model.fold(bare.id) else bare
    return bare


def _without_backslash(item: Any) -> Any:
    label = _label(item)
    return _with_label(item, label[1:]) if _MEANT.match(label) else item


def _with_label(item: Any, label: str) -> Any:
    old = _label(item)
    if label == old:
        return item
    kind = type(old)
    new = kind(label, old.location)
    return new if isinstance(item, str) else replace(item, **{_LABELS[type(item)]: new})
