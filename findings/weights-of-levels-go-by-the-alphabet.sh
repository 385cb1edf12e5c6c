#!/usr/bin/env bash
# Agreement on levels: where these are words, two libraries weigh how far apart they are by the alphabet.
#
# Two people say at which level each of eight posts is: Junior, Senior or Principal. With weights, Junior and Principal are further apart
# than Junior and Senior. Expected is an error as long as nobody has said in which order the words are, which is what krippendorff
# 0.9.0 raises. `cohen_kappa_score` of scikit-learn 1.9.1 (`weights="linear"`) and `CAC` of irrCAC 0.4.4 (`weights="linear"`, "ordinal")
# take Junior, Principal, Senior: 0.47 in the place of 0.54, and 0.46 in the place of 0.59 (Gwet's AC2), without a word. They are
# right with `labels` or `categories`, which nothing asks for, and with numbers in the place of words.
# Where we mind it: `responsibility-agreement` takes letters for names, which have no order.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet scikit-learn==1.9.1 irrCAC==0.4.4 krippendorff==0.9.0
cat > ask.py <<'PY'
import warnings

import krippendorff
import pandas
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score

warnings.simplefilter("ignore")
ORDER = ["Junior", "Senior", "Principal"]
one = "Junior Senior Principal Senior Junior Principal Senior Junior".split()
other = "Senior Senior Principal Principal Junior Senior Senior Junior".split()
numbers = [[ORDER.index(level) for level in said] for said in (one, other)]


def gwet(said, **more):
    frame = pandas.DataFrame(dict(zip("ab", said, strict=True)))
    return CAC(frame, weights="linear", **more).gwet()["est"]["coefficient_value"]


def kappa(said, **more):
    return cohen_kappa_score(*said, weights="linear", **more)


values = {
    "scikit-learn, words": kappa([one, other]),
    "scikit-learn, words and their order": kappa([one, other], labels=ORDER),
    "scikit-learn, numbers": kappa(numbers),
    "irrCAC, words": gwet([one, other]),
    "irrCAC, words and their order": gwet([one, other], categories=ORDER),
    "irrCAC, numbers": gwet(numbers),
}
for name, value in values.items():
    print(f"{name}: {value:.2f}")
try:
    krippendorff.alpha([one, other], level_of_measurement="ordinal")
    print("krippendorff: a number")
except ValueError as error:
    print("krippendorff:", error)
PY
venv/bin/python ask.py | tee seen
diff seen - <<'SEEN'
scikit-learn, words: 0.47
scikit-learn, words and their order: 0.54
scikit-learn, numbers: 0.54
irrCAC, words: 0.46
irrCAC, words and their order: 0.59
irrCAC, numbers: 0.59
krippendorff: When using strings, an ordered value_domain is required for level_of_measurement other than 'nominal'.
SEEN
