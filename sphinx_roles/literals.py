"""The values that a Python file writes down at its top level, found without running it.

Their texts know their location, so that what is wrong with one is reported there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from sphinx_roles.model import Text
from sphinx_roles.problems import CONF, Location

_CHANGES = frozenset({"append", "clear", "extend", "insert", "pop", "remove", "setdefault", "update"})
_LONGEST = 60
_COLLECTIONS = {ast.List: list, ast.Tuple: tuple, ast.Set: set}


class Literals:
    """What each name of a module holds at its end: ``values`` and their ``locations``.

    Of what is computed, ``unknown`` has the words of the source and their place. ``stars`` are the
    modules of ``from … import *``. SyntaxError, ValueError or RecursionError for invalid Python.
    """

    def __init__(self, source: bytes) -> None:
        self._lines = source.splitlines()
        self.values: dict[str, Any] = {}
        self.unknown: dict[str, tuple[str, Location]] = {}
        self.locations: dict[str, Location] = {}
        self.stars: list[tuple[str, Location]] = []
        for statement in ast.parse(source).body:
            self._follow(statement)

    def _follow(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=targets, value=value) if all(isinstance(t, ast.Name) for t in targets):
                for target in targets:
                    self._put(target, value)
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                self._put(target, value)
            case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
                both = ast.copy_location(ast.BinOp(ast.Name(name), op, value), value)
                self._put(target, both, shown=statement)
            case ast.ImportFrom(names=[ast.alias(name="*")], module=module):
                self.stars.append((module or ".", self._location(statement)))
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                # What runs there runs later, if at all. Sphinx does not see a value set by setup(app) either.
                self._forget(statement.name, statement)
            case _:
                # A branch, a loop, a call: whatever it could change is no longer known.
                for name, node in _touched(statement):
                    self._forget(name, node)

    def _put(self, target: ast.expr, value: ast.expr, shown: ast.AST | None = None) -> None:
        assert isinstance(target, ast.Name)
        self.locations[target.id] = self._location(value)
        try:
            self.values[target.id] = self._value(value)
            self.unknown.pop(target.id, None)
        except (KeyError, TypeError, ValueError, RecursionError):
            self._forget(target.id, shown or value)

    def _forget(self, name: str, node: ast.AST) -> None:
        self.values.pop(name, None)
        words = " ".join(ast.unparse(node).split())
        words = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
        self.unknown[name] = words, self._location(node)

    def _location(self, node: ast.AST) -> Location:
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        # Python counts the bytes of UTF-8.
        before = self._lines[line - 1][:column].decode("utf-8", "replace") if line <= len(self._lines) else ""
        return Location(CONF.file, line, len(before) + 1)

    def _value(self, node: ast.expr) -> Any:
        """Return the value of an expression; raise an error of looking up or adding where it has none."""
        match node:
            case ast.Name(id=name):
                return self.values[name]
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                return _COLLECTIONS[type(node)](self._items(items))
            case ast.Dict(keys=keys, values=values):
                return self._mapping(keys, values)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._value(left) + self._value(right)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self._value(left) | self._value(right)
            case ast.Constant(value=str() as text):
                return Text(text, self._location(node))
            case ast.JoinedStr(values=parts):
                return "".join(self._piece(part) for part in parts)
            case _:
                return ast.literal_eval(node)

    def _items(self, items: list[ast.expr]) -> Iterator[Any]:
        for item in items:
            if isinstance(item, ast.Starred):
                yield from self._value(item.value)
            else:
                yield self._value(item)

    def _mapping(self, keys: list[ast.expr | None], values: list[ast.expr]) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        for key, value in zip(keys, values, strict=True):
            if key is None:
                made.update(self._value(value))
            else:
                made[self._value(key)] = self._value(value)
        return made

    def _piece(self, part: ast.expr) -> str:
        match part:
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return str(self._value(value))
            case ast.Constant(value=str() as text):
                return text
        raise ValueError("not a plain piece of a text")


def _touched(statement: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """Yield the names that a statement could bind or change, and what does it."""
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name, statement
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                yield name, statement
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if attr in _CHANGES:
                yield name, statement
            case ast.alias(name=name, asname=other):
                yield other or name, statement
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, statement
