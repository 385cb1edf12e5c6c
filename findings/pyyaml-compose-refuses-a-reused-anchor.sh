#!/usr/bin/env bash
# PyYAML 6.0.3: the composer refuses an anchor name that is used twice, and the parser below it does not.
#
# YAML 1.2.2 (section 3.2.2.2) lets an anchor be redefined: an alias means the latest node of that name. `yaml.parse` passes
# such a text on as events; `yaml.compose` (hence `safe_load`) ends with "found duplicate anchor". Data that one tool
# reads by events is an error to another one of the same library.
# Where we mind it: catalogs are read from events, and an alias means the latest anchor.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet PyYAML==6.0.3
"$room/venv/bin/python" - <<'PY'
import yaml

text = "a: &x 1\nb: &x 2\nc: *x\n"
for loader in (yaml.SafeLoader, yaml.CSafeLoader):
    events = [event.anchor for event in yaml.parse(text, Loader=loader) if getattr(event, "anchor", None)]
    assert events == ["x", "x", "x"], events
    try:
        yaml.compose(text, Loader=loader)
    except yaml.composer.ComposerError as error:
        assert "found duplicate anchor" in str(error), error
    else:
        raise SystemExit(f"{loader.__name__} composes it now")
print("PyYAML", yaml.__version__, "parses a reused anchor, and refuses to compose it")
PY
