"""The version of the distribution, known on every floor."""

from __future__ import annotations

__version__ = "0.1.0"
