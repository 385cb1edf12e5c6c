"""``sphinx-roles convert``: tables and data of any shape to a catalog or a table, and pages in place."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from msgspec import structs

from sphinx_roles.catalog.field_maps import MapError, parse_pairs
from sphinx_roles.catalog.formats import format_of
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.cli.io import (
    CLEAN,
    DOCUMENTS,
    FINDINGS,
    CommandError,
    counted,
    echo,
    echo_list,
    garbage_collection_off,
    matrix_key,
    pick,
    readable,
    shown,
    write_output,
)
from sphinx_roles.convert.in_place import Page, changed_page
from sphinx_roles.convert.inputs import Inputs, Taken, read_formats, read_inputs
from sphinx_roles.convert.output import SUFFIXES, Written, columns_of, comments_of, written
from sphinx_roles.convert.plain_data import plain_catalog
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code


def text_in(path: Path) -> str:
    """Return the text of a file, byte for byte; CommandError where it is no UTF-8."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is no UTF-8 at byte {error.start}; save it as UTF-8") from None


def writable(name: str, *, force: bool) -> Path:
    """Return the path of the file to write; CommandError where nothing may or can be written."""
    path = Path(name)
    if path.is_dir():
        raise CommandError(f"{path} is a folder; the name of a file to write comes last")
    if (path.exists() or path.is_symlink()) and not force:
        raise CommandError(
            f"{shown(path) if path.exists() else name} is already there; --force overwrites it"
        )
    if not path.parent.is_dir():
        raise CommandError(f"the folder {path.parent} is not there")
    return path


def change_pages(names: Sequence[str], form: str | None, *, transpose: bool) -> int:
    """Change pages where they lie; each is written only if a table of it has changed."""
    kept, without = False, list[str]()
    for path, its_form in [(path := readable(name), _form(path, form)) for name in names]:
        try:
            page = changed_page(text_in(path), shown(path), its_form, transpose=transpose)
        except CommandError as error:
            page = Page("", kept=[str(error)])
        if page.changed:
            path.write_bytes(page.text.encode())
        for sentence in (*page.changed, *page.kept):
            echo(sentence)
        if not (page.changed or page.kept):
            without.append(shown(path))
        kept = kept or bool(page.kept)
    if len(without) > _FEW:
        echo(f"{len(without)} pages without a responsibility table")
    else:
        for name in without:
            echo(f"{name}: no responsibility table")
    return FINDINGS if kept else CLEAN


_FEW = 3


def _form(path: Path, form: str | None) -> str:
    found = form or format_of(path.name)
    if found not in DOCUMENTS:
        raise CommandError(f"{path} is no page: --in-place changes .md and .rst")
    return str(found)


_STDOUT = "-"
_NAMES = {"yaml": "YAML", "json": "JSON", "csv": "CSV", "tsv": "TSV", "markdown": "Markdown"}
_LISTED = 40


def convert(given: Namespace) -> int:
    """Read all files but the last, and write that one."""
    *sources, target = given.paths
    paths = [readable(name) for name in sources]
    out = writable(target, force=given.force) if target != _STDOUT else None
    form = given.to or (_form_of(out) if out is not None else "yaml")
    if given.form is not None:
        given.form = pick("format", given.form, {one: one for one in read_formats()})
    settings = Settings(columns_by="--map")
    taken = take(paths, given, settings)
    if given.scheme is not None:
        pick("scheme", given.scheme, taken.catalog.schemes)
    plain = plain_catalog(taken.catalog)
    if not plain.data.keys() - {"format"}:
        raise CommandError(
            "\n  ".join([f"nothing was understood of {', '.join(sources)}", *unread(taken, given)])
        )
    if form in ("csv", "tsv") and not any(one.assign for one in taken.catalog.rows):
        raise CommandError(
            f"{_NAMES[form]} holds a matrix, and {', '.join(sources)} gives no role a letter; "
            "YAML, JSON and Markdown hold all else"
        )
    catalog = _chosen(taken.catalog, given.matrix, form)
    if catalog is not taken.catalog:
        plain = plain_catalog(catalog)
    comments, others = comments_of(plain, taken.problems)
    stem = out.stem if out is not None else "roles"
    result = written(catalog, form, settings, stem=stem, plain=plain, comments=comments, head=others)
    if out is not None:
        out.write_bytes(result.text.encode())
        echo(f"Wrote {shown(out)}.")
    else:
        write_output(result.text, _STDOUT)
    # The data itself may go down a pipe.
    to = sys.stdout if out is not None else sys.stderr
    for line in understood(result.catalog):
        echo(f"  {line}", to=to)
    return _report(taken, result, form, to)


def _form_of(out: Path) -> str:
    form = format_of(out.name)
    if form not in SUFFIXES:
        what = "is in a format that is only read" if form else "is in no format that is written"
        raise CommandError(f"{out.name!r} {what}; --to names one: {', '.join(SUFFIXES)}")
    return str(form)


def take(paths: Iterable[Path], given: Namespace, settings: Settings) -> Taken:
    """Read files as the arguments say; CommandError for an invalid map."""
    try:
        inputs = Inputs(
            form=given.form,
            maps=tuple(_map_pairs(given.maps)),
            transpose=given.transpose or None,
            fill_down=given.fill_down,
            scheme=given.scheme,
            hidden=given.hidden,
        )
        return read_inputs([(path, shown(path)) for path in paths], inputs, settings)
    except MapError as error:
        raise CommandError(str(error)) from None


def _map_pairs(maps: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a field map, some of whose lines are in files; MapError for an invalid one."""
    for given in maps:
        if not given.startswith("@"):
            yield from parse_pairs([given])
            continue
        path = readable(given[1:])
        for number, line in enumerate(text_in(path).removeprefix("\ufeff").splitlines(), 1):
            try:
                yield from parse_pairs([line])
            except MapError as error:
                raise MapError(f"{shown(path)}:{number}: {error}") from None


def _chosen(catalog: Catalog, matrix: str | None, form: str) -> Catalog:
    """Leave only the matrix that is asked for, with its roles: a table holds one."""
    if matrix is None:
        return catalog
    if form not in ("csv", "tsv"):
        raise CommandError("--matrix goes with CSV and TSV, which hold one matrix; other formats hold all")
    key = matrix_key(matrix, catalog)
    columns = columns_of(catalog, key)
    return structs.replace(
        catalog,
        roles={role: one for role, one in catalog.roles.items() if role in columns},
        rows=tuple(row for row in catalog.rows if row.matrix == key),
        sections={place: one for place, one in catalog.sections.items() if place[0] == key},
        matrices={name: one for name, one in catalog.matrices.items() if name in ("", key)},
    )


def unread(taken: Taken, given: Namespace, most: int = _LISTED) -> list[str]:
    """Say why nothing was understood, and whether a field map would help."""
    reasons = [
        *map(str, taken.problems[:most]),
        *taken.tables[:most],
        *_counted(taken.left_out),
        *taken.not_asked,
    ]
    # Whatever else is wrong, a map would not mend it.
    foreign = all(problem.code is Code.NO_DATA for problem in taken.problems)
    if foreign and taken.keys and not given.maps:
        keys = ", ".join(dict.fromkeys(taken.keys[:_LISTED]))
        reasons.append(
            f"data of another shape ({keys}) needs a field map: --map roles=KEY --map roles.name=KEY; "
            "people with their titles are read by convert --from people"
        )
    return reasons


def _counted(sentences: list[str]) -> list[str]:
    """Return each sentence once, with how often it is there: that of many files is the same."""
    counts = Counter(sentences)
    return [one if count == 1 else f"{one} ({count} times)" for one, count in counts.items()]


def _report(taken: Taken, result: Written, form: str, to: TextIO) -> int:
    parts = (
        ("Doubtful:", [str(problem) for problem in taken.problems]),
        ("Left out:", _counted(taken.left_out)),
        (f"{_NAMES[form]} cannot carry:", result.lost),
    )
    for title, sentences in parts:
        echo_list(title, sentences, to)
    for sentence in taken.not_asked:
        echo(f"  {sentence}", to=to)
    return FINDINGS if any(sentences for _, sentences in parts) else CLEAN


def run(given: Namespace) -> int:
    """Convert, and report what was understood and what was not."""
    if given.in_place:
        for name in ("to", "maps", "matrix", "scheme", "fill_down", "hidden"):
            if getattr(given, name):
                word = name.replace("_", "-").replace("maps", "map")
                raise CommandError(f"--{word} has no place beside --in-place: a page says what it says")
        return change_pages(given.paths, given.form, transpose=given.transpose)
    if len(given.paths) < 2:
        raise CommandError("name what to read and, last, the file to write; - is the standard output")
    with garbage_collection_off():
        return convert(given)


_NAMED = 12


def understood(catalog: Catalog) -> Iterator[str]:
    """Yield a line for roles, rows, letters and whatever else there is, for its author to check."""
    if catalog.roles:
        names = [str(role.name) for role in catalog.roles.values()]
        yield f"{counted(len(names), 'role')}: {_several(names)}"
    holders = sum(len(role.holders or ()) for role in catalog.roles.values())
    past = sum(len(role.past_holders) for role in catalog.roles.values())
    if holders or past:
        yield counted(holders, "holder") + (f", and {past} in the past" if past else "")
    if catalog.rows:
        yield from _rows_understood(catalog)
    if catalog.skills:
        levels = sum(len(role.levels) for role in catalog.roles.values())
        more = f", {counted(levels, 'level')} of roles" if levels else ""
        yield f"{counted(len(catalog.skills), 'skill')}{more}"


def _rows_understood(catalog: Catalog) -> Iterator[str]:
    used = dict.fromkeys(row.matrix for row in catalog.rows)
    sections = len({row.key[:2] for row in catalog.rows if row.section})
    within = f" in {counted(sections, 'section')}" if sections else ""
    names = [str(catalog.matrices[key].name) for key in used if key]
    of = f", of {_several(names)}" if names else ""
    yield f"{counted(len(catalog.rows), 'responsibility', 'responsibilities')}{within}{of}"
    for scheme in dict.fromkeys(catalog.matrices[key].scheme for key in used):
        rows = (row for row in catalog.rows if catalog.matrices[row.matrix].scheme == scheme)
        held = [one for row in rows for one in row.assign]
        counts = Counter(letter for one in held for letter in one.letters)
        listed = ", ".join(f"{counts[one]} {one}" for one in catalog.schemes[scheme].letters if counts[one])
        unread = sum(bool(one.unread) for one in held)
        more = f"; {unread} that could not be read" if unread else ""
        yield f"letters of {scheme}: {listed or 'none'}{more}"


def _several(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
