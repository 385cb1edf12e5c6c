#!/usr/bin/env bash
# Agreement: rows that both have left blank are rows on which they agree, to four libraries of five.
#
# Two people say who holds six rows: they agree on two, disagree on two, and both leave two blank, which is "" where the sheets are read
# as text, and NaN where pandas reads them. Expected of either is the value of the four rows that somebody has answered, or an error:
# kappa 0, and alpha 0.125. `cohen_kappa_score` of scikit-learn 1.9.1 takes "" for an answer, and NaN in a list as well: 0.5. So does
# `fleiss_kappa` with `aggregate_raters` of statsmodels 0.15.0 with "". krippendorff 0.9.0 and simpledorff 0.0.2 leave out NaN, and
# count "": 0.54. irrCAC 0.4.4 leaves out both. So the more rows nobody has an opinion of, the better they agree.
# Where we mind it: a blank cell in a sheet of a survey is no answer, and `responsibility-agreement` says how many there are.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet scikit-learn==1.9.1 irrCAC==0.4.4 krippendorff==0.9.0 simpledorff==0.0.2 statsmodels==0.15.0
cat > ask.py <<'PY'
import warnings

import krippendorff
import numpy
import pandas
from irrCAC.raw import CAC
from simpledorff import calculate_krippendorffs_alpha_for_df
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

warnings.simplefilter("ignore")


def values(blank):
    one = ["dev", "dev", "ops", "ops", blank, blank]
    other = ["dev", "ops", "ops", "dev", blank, blank]
    said = [(who, row, role) for who, roles in zip("ab", (one, other), strict=True) for row, role in enumerate(roles)]
    long = pandas.DataFrame(said, columns=["who", "row", "role"])
    wide = pandas.DataFrame({"a": one, "b": other})
    yield "scikit-learn", cohen_kappa_score(one, other)
    if blank == "":
        yield "statsmodels", fleiss_kappa(aggregate_raters(wide.to_numpy())[0])
    yield "krippendorff", krippendorff.alpha(numpy.array([one, other]), level_of_measurement="nominal")
    yield "simpledorff", calculate_krippendorffs_alpha_for_df(long, "row", "who", "role")
    yield "irrCAC", CAC(wide).krippendorff()["est"]["coefficient_value"]


for blank in ("", numpy.nan):
    for name, value in values(blank):
        print(f"{blank!r} {name}: {value:.3f}")
PY
venv/bin/python ask.py | tee seen
diff seen - <<'SEEN'
'' scikit-learn: 0.500
'' statsmodels: 0.500
'' krippendorff: 0.542
'' simpledorff: 0.542
'' irrCAC: 0.125
nan scikit-learn: 0.500
nan krippendorff: 0.125
nan simpledorff: 0.125
nan irrCAC: 0.125
SEEN
