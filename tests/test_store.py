"""What is kept between builds comes back as it was, or not at all."""

from __future__ import annotations

import datetime
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, msgpack, structs
from random_catalogs import catalogs, some

from sphinx_roles import catalogs as store_module
from sphinx_roles.analysis.audit import names_found, rule
from sphinx_roles.catalog.sources import Source
from sphinx_roles.catalogs import CachedCatalog, Store, content, fingerprint, sources_key
from sphinx_roles.model import Catalog, Prose, Role, Text
from sphinx_roles.problems import Code, Location, Problem

PLACE = Location("roles.yaml", 3, 5)
CATALOG = Catalog(
    roles={
        "sre": Role(
            id="sre",
            name=Text("SRE", PLACE),
            location=PLACE,
            summary=Prose("Keeps *it* up", Location("roles.yaml", 4, 5)),
            review_by=datetime.date(2027, 1, 1),
            own={"cost": Prose("42", PLACE), "sites": (Prose("here"), Prose("there", PLACE))},
        )
    },
    rules={"no-backup": {"severity": "hint"}},
    problems=(Problem(Code.SYNTAX, "broken", PLACE),),
)


class Record(Struct):
    text: Text | None = None
    numbers: tuple[int, ...] = ()


def read_once(
    catalog: Catalog = CATALOG, reported: tuple[Problem, ...] = ()
) -> Callable[[], tuple[Catalog, tuple[Problem, ...]]]:
    """A reader that may be asked once."""
    left = [(catalog, reported)]
    return left.pop


def fails() -> NoReturn:
    raise AssertionError("the files are read")


def test_a_catalog_comes_back_with_its_places(tmp_path: Path) -> None:
    about = {"key": Text("k", PLACE)}
    reported = (Problem.of(Code.SYNTAX, "{key} at {other}", PLACE, about, PLACE, count=2, all=["a", "b"]),)
    CachedCatalog("", "key", read_once(reported=reported), Store(tmp_path))
    cached = CachedCatalog("", "key", fails, Store(tmp_path))
    assert cached.reported == reported
    assert cached.catalog == CATALOG
    role = cached.catalog.roles["sre"]
    assert role.name.location == PLACE
    assert type(role.summary) is Prose
    assert role.own["sites"][1].location == PLACE


@some(few=30, many=500)
@given(catalog=catalogs())
def test_every_catalog_comes_back(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store(tmp_path_factory.mktemp("store"))
    CachedCatalog("a", "key", read_once(catalog), store)
    assert CachedCatalog("a", "key", fails, store).catalog == catalog


def test_a_catalog_is_decoded_when_it_is_asked_for(tmp_path: Path) -> None:
    cached = CachedCatalog("", "key", read_once(), Store(tmp_path))
    (tmp_path / cached.files[1]).unlink()
    again = CachedCatalog("", "key", read_once(), Store(tmp_path))
    assert again.reported == ()
    # The rest is gone, so it is read.
    assert again.catalog == CATALOG


@pytest.mark.parametrize("other", [("name", "key"), ("", "another key")])
def test_another_name_or_key_is_read(other: tuple[str, str], tmp_path: Path) -> None:
    CachedCatalog("", "key", read_once(), Store(tmp_path))
    changed = Catalog()
    assert CachedCatalog(*other, read_once(changed), Store(tmp_path)).catalog == changed
    assert CachedCatalog(*other, fails, Store(tmp_path)).catalog == changed


def damaged(good: bytes) -> list[bytes]:
    body = bytearray(good)
    body[-3] ^= 1
    foreign = msgpack.encode({"roles": 3})
    return [
        b"",
        b"x",
        good[:-1],
        good[:40],
        bytes(body),
        foreign,
        pickle.dumps(CATALOG),
        good.replace(b"0.", b"9.", 1),
    ]


@pytest.mark.parametrize("which", range(8))
@pytest.mark.parametrize("part", [0, 1])
def test_a_damaged_foreign_or_old_file_is_passed_over_and_written_anew(
    which: int, part: int, tmp_path: Path
) -> None:
    cached = CachedCatalog("", "key", read_once(), Store(tmp_path))
    path = tmp_path / cached.files[part]
    good = path.read_bytes()
    path.write_bytes(damaged(good)[which])
    assert CachedCatalog("", "key", read_once(), Store(tmp_path)).catalog == CATALOG
    assert path.read_bytes() == good
    assert CachedCatalog("", "key", fails, Store(tmp_path)).catalog == CATALOG


@given(cut=st.integers(0, 400), flipped=st.integers(0, 255))
def test_any_damage_is_seen(cut: int, flipped: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    store, path = Store(tmp_path_factory.getbasetemp()), tmp_path_factory.getbasetemp() / "record"
    store.save("record", Record(Text("a", PLACE), (1, 2, 3)))
    good = path.read_bytes()
    at = cut % len(good)
    path.write_bytes(good[:at] + bytes([good[at] ^ flipped]) + good[at + 1 :])
    assert store.load("record", Record) == (Record(Text("a"), (1, 2, 3)) if not flipped else None)


def test_another_type_is_passed_over(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save("record", Record(Text("a")))
    assert store.load("record", Catalog) is None
    assert store.load("record", Record) == Record(Text("a"))


def _opened(folder: Path, catalog: Catalog = CATALOG) -> CachedCatalog:
    return CachedCatalog("", repr(catalog), read_once(structs.replace(catalog)), Store(folder))


def test_what_the_rules_find_is_known_while_all_that_they_look_at_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _opened(tmp_path)
    first.keep_found()
    assert _opened(tmp_path).catalog.known(names_found) is None
    found = frozenset({"sre"})
    first.catalog.keep(names_found, found)
    first.keep_found()
    role = CATALOG.roles["sre"]
    same = structs.replace(role, summary=Prose("Keeps *all* up", PLACE))
    for edited, known in ((role, found), (same, found), (structs.replace(role, summary=None), None)):
        catalog = structs.replace(CATALOG, roles={"sre": edited})
        assert _opened(tmp_path, catalog).catalog.known(names_found) == known
    monkeypatch.setattr(rule, "external_rules", lambda: {"mine": object()})
    assert _opened(tmp_path).catalog.known(names_found) is None
    first.catalog.keep(names_found, frozenset[str]())
    first.keep_found()
    monkeypatch.undo()
    assert _opened(tmp_path).catalog.known(names_found) == found


def test_another_version_of_ours_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(tmp_path).save("record", Record())
    monkeypatch.setattr(store_module, "_HEAD", b"sphinx-roles 9.9.9\n")
    assert Store(tmp_path).load("record", Record) is None


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file" / "folder")
    store.save("record", Record())
    assert store.load("record", Record) is None


def test_old_catalogs_are_removed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for name in ("told-a", "told-b", "catalog-a", "output"):
        store.save(name, Record())
    store.keep("told-", {"told-b"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["catalog-a", "output", "told-b"]


def test_a_fingerprint_is_of_the_values() -> None:
    assert fingerprint("a", ("b", 1)) == fingerprint("a", ("b", 1))
    assert (
        len({fingerprint(*parts) for parts in ((), ("a",), ("a", ""), ("a", ("b",)), ("ab",), ("a", "b"))})
        == 6
    )


def test_the_key_of_sources_is_their_content_and_what_is_said_of_them(tmp_path: Path) -> None:
    path = tmp_path / "roles.yaml"
    path.write_text("roles: {}")
    keys = [sources_key([Source(path=path, shown="roles.yaml")], "RACI")]
    keys.append(sources_key([Source(path=path, shown="roles.yaml")], "DACI"))
    keys.append(sources_key([Source(path=path, shown="roles.yaml", transpose=True)], "RACI"))
    keys.append(sources_key([Source(path=path, shown="other.yaml")], "RACI"))
    path.write_text("roles: {a: {}}")
    keys.append(sources_key([Source(path=path, shown="roles.yaml")], "RACI"))
    path.unlink()
    keys.append(sources_key([Source(path=path, shown="roles.yaml")], "RACI"))
    assert len(set(keys)) == len(keys)


def test_what_is_no_file_has_no_content(tmp_path: Path) -> None:
    assert content(tmp_path) == ""
    assert content(tmp_path / "nothing") == ""
    assert content(Path("a\0b")) == ""
