#!/usr/bin/env bash
# cyclonedx-python-lib 11.12.0: who made a component is in the bill of version 1.6, and nobody has in 1.5.
#
# CycloneDX 1.6 says `authors` of a component, and `manufacturer`; the versions before have `author` (one text) and `manufacture` (in
# the metadata) for the same. Many tools read no 1.6, and the library writes any version from one bill. Expected in 1.5 are
# "author": "Ana, Bo" and the manufacturer under its older name, or an error. Neither is there, and nothing is said. The library
# knows both older names: a bill that is read with them is written with them, in 1.6 as well.
# Where we mind it: owners of components are read from service catalogs, and not from such bills.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet 'cyclonedx-python-lib[json-validation]==11.12.0'
cat > "$room/ask.py" <<'PY'
import json

from cyclonedx.model.bom import Bom
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

new = {"authors": [{"name": "Ana"}, {"name": "Bo"}], "manufacturer": {"name": "Acme"}}
old = {"author": "Ana, Bo"}


def written(version: str, part: dict[str, object], metadata: dict[str, object], to: SchemaVersion) -> str:
    component = {"type": "library", "name": "api", **part}
    bill = {"bomFormat": "CycloneDX", "specVersion": version, "metadata": metadata, "components": [component]}
    names = {"1.5": SchemaVersion.V1_5, "1.6": SchemaVersion.V1_6}
    assert JsonStrictValidator(names[version]).validate_str(json.dumps(bill)) is None
    text = make_outputter(Bom.from_json(bill), OutputFormat.JSON, to).output_as_string()
    found = json.loads(text)
    keys = {key for key in found["components"][0] if key.startswith(("author", "manu"))}
    return f"{sorted(keys)} {sorted(key for key in found['metadata'] if key.startswith('manu'))}"


metadata = {"manufacturer": {"name": "Acme"}}
print("1.6 to 1.6", written("1.6", new, metadata, SchemaVersion.V1_6))
print("1.6 to 1.5", written("1.6", new, metadata, SchemaVersion.V1_5))
print("1.5 to 1.5", written("1.5", old, {"manufacture": {"name": "Acme"}}, SchemaVersion.V1_5))
print("1.5 to 1.6", written("1.5", old, {"manufacture": {"name": "Acme"}}, SchemaVersion.V1_6))
PY
"$room/venv/bin/python" -W error::DeprecationWarning:cyclonedx "$room/ask.py" | tee "$room/said"
grep -qx "1.6 to 1.6 \['authors', 'manufacturer'\] \['manufacturer'\]" "$room/said"
grep -qx "1.6 to 1.5 \[\] \[\]" "$room/said"
grep -qx "1.5 to 1.5 \['author'\] \['manufacture'\]" "$room/said"
grep -qx "1.5 to 1.6 \['author'\] \['manufacture'\]" "$room/said"
