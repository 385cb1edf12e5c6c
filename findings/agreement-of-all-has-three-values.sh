#!/usr/bin/env bash
# Krippendorff's alpha of answers that all agree: 1 in one package, nan in a second, and an error in three ways.
#
# Two people say who holds three rows, and agree on each: the same role. Expected is 1, or that it is undefined, since chance
# would have agreed as well, in one manner. nltk 3.10.4 says 1. krippendorff 0.9.0 raises ValueError, and says nan once it is
# told that there could be another answer. simpledorff 0.0.2 and irrCAC 0.4.4 divide by zero. As soon as one more row has
# another role, on which both agree as well, all of them say 1.
# Where we mind it: who should hold a row is asked in rounds, and a round in which all agree is the aim.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet krippendorff==0.9.0 simpledorff==0.0.2 irrCAC==0.4.4 nltk==3.10.4
cat > "$room/ask.py" <<'PY'
import warnings

import krippendorff
import pandas
from irrCAC.raw import CAC
from nltk.metrics.agreement import AnnotationTask
from simpledorff import calculate_krippendorffs_alpha_for_df

warnings.simplefilter("ignore")


def alphas(held):
    said = [(who, f"row{row}", role) for who in "ab" for row, role in enumerate(held)]
    frame = pandas.DataFrame(said, columns=["who", "row", "role"])
    yield "nltk", lambda: AnnotationTask(said).alpha()
    yield "krippendorff", lambda: krippendorff.alpha([held, held], level_of_measurement="nominal")
    both = {"level_of_measurement": "nominal", "value_domain": [0, 1]}
    yield "krippendorff, of two", lambda: krippendorff.alpha([held, held], **both)
    yield "simpledorff", lambda: calculate_krippendorffs_alpha_for_df(frame, "row", "who", "role")
    table = pandas.DataFrame({"a": held, "b": held})
    yield "irrCAC", lambda: CAC(table).krippendorff()["est"]["coefficient_value"]


for held in ([0, 0, 0], [0, 0, 0, 1]):
    for name, alpha in alphas(held):
        try:
            said = f"{float(alpha()):g}"
        except Exception as error:
            said = type(error).__name__
        print(len(held), "rows,", name + ":", said)
PY
"$room/venv/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/seen" - <<'SEEN'
3 rows, nltk: 1
3 rows, krippendorff: ValueError
3 rows, krippendorff, of two: nan
3 rows, simpledorff: ZeroDivisionError
3 rows, irrCAC: ZeroDivisionError
4 rows, nltk: 1
4 rows, krippendorff: 1
4 rows, krippendorff, of two: 1
4 rows, simpledorff: 1
4 rows, irrCAC: 1
SEEN
