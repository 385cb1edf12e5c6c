"""Plain data as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any


def json_text(data: Mapping[str, Any]) -> str:
    """Return a document with an indent of two; letters of every script stay as they are."""
    text = json.dumps(data, ensure_ascii=False, indent=2, default=_day)
    # Readers take this character for the mark at the start of a file; JSON has it in texts only.
    return text.replace("\ufeff", "\\ufeff") + "\n"


def _day(value: Any) -> str:
    assert isinstance(value, date)
    return value.isoformat()
