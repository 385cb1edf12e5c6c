#!/usr/bin/env bash
# @iarna/toml 3.0.0: of people, of whom the first has more than a name, the second becomes a table of letters.
#
# TOML 1.0 lets a list hold tables and texts: `[{name = "Ana", as = "lead"}, "Bo"]`. Expected is that list, as where "Bo" is the first, or an
# error. The writer looks at the first item, and makes an array of tables of the list: "Bo" is `0 = "B"` and `1 = "o"`, and
# whoever reads it, itself included, finds no text. Nothing is reported. smol-toml 1.9.1, and tomli_w 1.2.0 and tomlkit 0.13.3 of
# PyPI, write what they are given. Needs Node.
# Where we mind it: holders of a role are names and mappings in one list; such a table is reported as no holder.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . @iarna/toml@3.0.0 smol-toml@1.9.1
python3 -m venv venv
venv/bin/pip install --quiet tomli_w==1.2.0 tomlkit==0.13.3
cat > write.mjs <<'JS'
import iarna from "@iarna/toml";
import * as smol from "smol-toml";

const role = { holders: [{ name: "Ana", as: "lead" }, "Bo"] };
const turned = { holders: ["Bo", { name: "Ana", as: "lead" }] };
for (const [name, toml] of Object.entries({ iarna, smol })) {
  for (const data of [role, turned]) console.log(name, JSON.stringify(toml.parse(toml.stringify(data)).holders));
}
JS
cat > write.py <<'PY'
import json
import tomllib

import tomli_w
import tomlkit

role = {"holders": [{"name": "Ana", "as": "lead"}, "Bo"]}
for name, write in {"tomli_w": tomli_w.dumps, "tomlkit": tomlkit.dumps}.items():
    print(name, json.dumps(tomllib.loads(write(role))["holders"], separators=(",", ":")))
PY
node write.mjs | tee written.txt
venv/bin/python write.py | tee -a written.txt
grep -qxF 'iarna [{"name":"Ana","as":"lead"},{"0":"B","1":"o"}]' written.txt
grep -qxF 'iarna ["Bo",{"name":"Ana","as":"lead"}]' written.txt
for name in smol tomli_w tomlkit; do grep -qxF "$name [{\"name\":\"Ana\",\"as\":\"lead\"},\"Bo\"]" written.txt; done
