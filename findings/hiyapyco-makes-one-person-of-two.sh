#!/usr/bin/env bash
# HiYaPyCo 0.7.0: where two files of data are merged, Ana has the phone of Kim, and Kim is gone.
#
# A file of the house says who holds a role, and a file of the team adds Ana. HiYaPyCo joins files of YAML, with a "deep merge" that its
# README calls one like `merge_behavior: deeper` of Hiera, which puts two lists together; what becomes of lists of mappings is said
# nowhere. Expected are three people, as mergedeep 1.3.4 (`ADDITIVE`) and deepmerge 4.0.0 have them, or Ana alone, as jsonmerge 1.9.2 and
# omegaconf 2.4.0 have it. The first of one list and the first of the other become one: Ana, with her address and Kim's phone. Lists of
# texts are put together.
# Where we mind it: several files of a catalog are joined by the ids of roles, and two that say different things are reported.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet HiYaPyCo==0.7.0 mergedeep==1.3.4 deepmerge==4.0.0 jsonmerge==1.9.2 omegaconf==2.4.0
cat > "$room/ask.py" <<'PY'
import copy
import json

import deepmerge
import hiyapyco
import jsonmerge
import mergedeep
from omegaconf import OmegaConf

def text(data: dict) -> str:
    return f"{json.dumps(data)}\n"  # What has a line break is no path to it.


house = {"tags": ["a"], "holders": [{"name": "Kim", "phone": "11"}, {"name": "Lee", "phone": "12"}]}
team = {"tags": ["b"], "holders": [{"name": "Ana", "mail": "ana@example.com"}]}
ways = {
    "hiyapyco": lambda one, two: hiyapyco.load(*map(text, (one, two)), method=hiyapyco.METHOD_MERGE),
    "mergedeep": lambda one, two: mergedeep.merge({}, one, two, strategy=mergedeep.Strategy.ADDITIVE),
    "deepmerge": deepmerge.always_merger.merge,
    "jsonmerge": jsonmerge.merge,
    "omegaconf": lambda one, two: OmegaConf.to_container(OmegaConf.merge(one, two)),
}
for name, way in ways.items():
    merged = way(copy.deepcopy(house), team)
    print(name, merged["tags"], *(" ".join(one.values()) for one in merged["holders"]), sep=", ")
PY
"$room/venv/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/seen" - <<'SEEN'
hiyapyco, ['a', 'b'], Ana 11 ana@example.com, Lee 12
mergedeep, ['a', 'b'], Kim 11, Lee 12, Ana ana@example.com
deepmerge, ['a', 'b'], Kim 11, Lee 12, Ana ana@example.com
jsonmerge, ['b'], Ana ana@example.com
omegaconf, ['b'], Ana ana@example.com
SEEN
