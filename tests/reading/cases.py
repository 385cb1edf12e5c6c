"""The cases of tests that are data: in `cases.yaml`, by file and test."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def _all() -> dict[str, dict[str, list[Any]]]:
    found: dict[str, dict[str, list[Any]]] = yaml.safe_load(
        Path(__file__).with_name("cases.yaml").read_text("utf-8")
    )
    return found


def cases(file: str, test: str, **texts: str) -> list[Any]:
    """Return what each case of a test calls it with; ``$NAME`` in it is one of the texts."""
    return [_filled(case, texts) for case in _all()[file][test]]


def _filled(value: Any, texts: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {_filled(key, texts): _filled(one, texts) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, texts) for one in value]
    for name, text in texts.items() if isinstance(value, str) else ():
        value = value.replace(f"${name}", text)
    return value
