#!/usr/bin/env bash
# yamlium 0.3.1: of what a program gives it, it writes YAML without any quotes, so that texts are numbers, nothing, or no YAML.
#
# `from_dict(...).to_yaml()` is its way from data to YAML. Expected is what other writers do: quotes where a text would be something
# else, so that "C: by night" comes back. It writes each text as it is. Read by PyYAML 6.0.3, "# late shift" is nothing, "{ops}" a
# mapping, "007" 7, and a colon or an apostrophe ends the reader with an error. Its own reader does not take "'Ops' crew" back
# either, and makes two keys of "C: by night". ryaml 0.5.1, ruamel.yaml 0.18.15 and PyYAML itself give all of them back.
# Where we mind it: catalogs are written with quotes by `convert`, and read again before they are kept.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet yamlium==0.3.1 ryaml==0.5.1 ruamel.yaml==0.18.15 PyYAML==6.0.3
cat > "$room/ask.py" <<'PY'
import io

import ruamel.yaml
import ryaml
import yaml
import yamlium

TEXTS = ["C: by night", "# late shift", "{ops}", "007", "'Ops' crew", "R&D"]


def by_ruamel(data: dict[str, str]) -> str:
    out = io.StringIO()
    ruamel.yaml.YAML().dump(data, out)
    return out.getvalue()


def back(text: str) -> object:
    try:
        return yaml.safe_load(text)["note"]
    except yaml.YAMLError:
        return "no YAML"


WRITERS = {
    "yamlium": lambda data: yamlium.from_dict(data).to_yaml(),
    "ryaml": ryaml.dumps,
    "ruamel": by_ruamel,
    "PyYAML": yaml.safe_dump,
}
for name, write in WRITERS.items():
    print(name, [back(write({"note": text})) for text in TEXTS])
PY
"$room/venv/bin/python" "$room/ask.py" | tee "$room/said"
grep -qxF "yamlium ['no YAML', None, {'ops': None}, 7, 'no YAML', 'R&D']" "$room/said"
for name in ryaml ruamel PyYAML; do
    grep -q "^$name \['C: by night', '# late shift', '{ops}', '007', \"'Ops' crew\", 'R&D'\]$" "$room/said"
done
