#!/usr/bin/env bash
# nltk 3.10.4: where one answer is missing, alpha of the same task is a number and kappa "generator raised StopIteration".
#
# Three people say who holds each row; one of them skipped one. Krippendorff's alpha is made for that, and is computed. Cohen's
# kappa of each pair could take the rows that both answered; expected is that, or an error that says what is missing.
# It is a RuntimeError that names neither. An answer of None is no way out: that is counted as a fourth role, on which people
# can agree, and alpha changes.
# Where we mind it: who should hold a row is asked in rounds, and people leave cells blank.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet nltk==3.10.4
"$room/venv/bin/python" - <<'PY'
from nltk.metrics.agreement import AnnotationTask

held = {"ana": "ARCR", "bo": "ARCA", "ines": "-RCI"}
said = [(who, row, role) for who, roles in held.items() for row, role in enumerate(roles)]
there = AnnotationTask([one for one in said if one[2] != "-"])
blank = AnnotationTask([(who, row, None if role == "-" else role) for who, row, role in said])
print(f"alpha {there.alpha():.3f}, with None for the blank {blank.alpha():.3f}")
assert there.alpha() > blank.alpha() + 0.1
for name in ("kappa", "pi"):
    try:
        print(name, getattr(there, name)())
    except RuntimeError as error:
        print(name, "fails:", error)
        assert str(error) == "generator raised StopIteration", error
    else:
        raise SystemExit(f"{name} is computed now")
PY
