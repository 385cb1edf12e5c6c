"""What holds for every input: it is read in bounded time, nothing is raised, every mistake has a place inside it."""

from __future__ import annotations

import codecs
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from msgspec import structs

from sphinx_roles.analysis.audit.settings import check_rules, merge_rules
from sphinx_roles.catalog.load import read_body, read_catalog, read_role
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.export.facts import facts, written
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Location, Problem

SUFFIXES = (".yaml", ".json", ".toml", ".csv", ".tsv", ".md", ".role.yaml", ".role.md")
BODIES = ("yaml", "json", "toml", "csv", "tsv", "markdown", "rst", None)

# CPU time: 2 s for each 100 kB, and as much for whatever is smaller.
SECONDS, BYTES = 2.0, 100_000
_COLUMNS = 0xFFF
_HERE = Location("pages/index.md", 7, 4)


class HangError(Exception):
    """Reading has taken longer than it may."""


@contextmanager
def in_time(size: int) -> Iterator[None]:
    """Fail where the work inside takes more CPU than an input of a size may."""
    bound = SECONDS * max(1.0, size / BYTES)

    def stop(number: int, frame: FrameType | None) -> None:
        raise HangError(f"{size} bytes took more than {bound:.1f} s of CPU")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, bound)
    start = time.process_time()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    # What runs in C is only interrupted at its end.
    if time.process_time() - start > bound:
        raise HangError(f"{size} bytes took {time.process_time() - start:.1f} s of CPU")


def calls(work: Callable[[], object]) -> int:
    """Count the functions that some work calls: unlike its time, the same on every machine."""
    count = 0

    def see(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def read_as_file(data: bytes, suffix: str, kind: str | None = None) -> tuple[Problem, ...]:
    """Read bytes as a file of a suffix, or kind, audit and export what is in them; return what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"x{suffix}")
        path.write_bytes(data)
        with in_time(len(data)):
            source = Source(path, path.name, kind=kind)
            catalog, problems = read_catalog([source], Settings(fields={"cost": "Cost"}))
            _use(catalog, problems)
    check_places(problems, data, Location(path.name))
    return problems


def read_as_body(text: str, form: str | None) -> tuple[Problem, ...]:
    """Read a text as the body of a directive."""
    with in_time(len(text.encode("utf-8", "replace"))):
        catalog, problems = read_body(text, _HERE, format=form)
        _use(catalog, problems)
    check_places(problems, text.encode("utf-8", "surrogatepass"), _HERE)
    return problems


def read_as_role(text: str) -> tuple[Problem, ...]:
    """Read a text as the body of a card."""
    with in_time(len(text.encode("utf-8", "replace"))):
        catalog, problems = read_role(text, _HERE)
        _use(catalog, problems)
    check_places(problems, text.encode("utf-8", "surrogatepass"), _HERE)
    return problems


def _use(catalog: Catalog, problems: tuple[Problem, ...]) -> None:
    """Do with a catalog what every build does, short of drawing it."""
    reported = (*problems, *check_rules(catalog.rules))
    catalog = structs.replace(catalog, problems=reported, rules=merge_rules({}, catalog.rules))
    written(facts({"": catalog}, {"cost": "Cost"})).encode()
    for problem in reported:
        assert problem.text.strip()
        assert "\n" not in problem.text, problem


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a file as an editor counts them; what is no text has a character for each byte."""
    encoding = "utf-8"
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            data, encoding = data[len(mark) :], name
    text = (
        data.decode(encoding, "surrogatepass")
        if _is_text(data, encoding)
        else data.decode(encoding, "replace")
    )
    return re.split("\r\n|\r|\n", text)


def _is_text(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def check_places(problems: tuple[Problem, ...], data: bytes, start: Location) -> None:
    """See that each problem stands in the file, on one of its lines and not behind its end."""
    lines = lines_of(data)
    for problem in problems:
        location = problem.location
        assert location.file == start.file, problem
        assert start.line <= location.line < start.line + len(lines), problem
        end = min(_COLUMNS, start.column + len(lines[location.line - start.line]))
        assert start.column <= location.column <= end, (problem, end)
