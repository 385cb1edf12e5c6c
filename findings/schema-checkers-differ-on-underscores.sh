#!/usr/bin/env bash
# check-jsonschema 0.39.0 and yaml-language-server 2.0.0: `1_2` is a number to one and a text to the other, by one schema.
#
# YAML 1.2, whose core schema both read otherwise, has no underscores in numbers: an id of a level such as `1_2` is a text.
# So it is in the editor. check-jsonschema (ruamel.yaml 0.18.15) makes 12 of it, and refuses it where the schema wants text,
# while it accepts `12:30` and `yes` as texts. The editor errs on lists: with `uniqueItems`, it finds two scalars that are
# the same, and never two mappings.
# Where we mind it: our schema is for both, and lets ids be texts or numbers; lists are compared by the build.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet check-jsonschema==0.39.0 ruamel.yaml==0.18.15
npm install --silent --no-save --prefix . yaml-language-server@2.0.0
echo '{"$schema": "https://json-schema.org/draft/2020-12/schema", "items": {"type": ["string", "object"]}, "uniqueItems": true}' > schema.json
cat > read.js <<'JS'
const {readFileSync} = require("fs");
const {getLanguageService} = require("yaml-language-server");
const {TextDocument} = require("vscode-languageserver-textdocument");
const service = getLanguageService({workspaceContext: {resolveRelativePath: path => path}});
const schema = JSON.parse(readFileSync("schema.json"));
service.configure({validate: true, schemas: [{fileMatch: ["*.yaml"], uri: "schema:it", schema}]});
const document = TextDocument.create("file:///it.yaml", "yaml", 1, readFileSync("it.yaml", "utf8"));
service.doValidation(document, false).then(found => console.log(found.map(one => one.message).join() || "ok"));
JS
while IFS= read -r text; do
    echo "$text" > it.yaml
    python=refused
    venv/bin/check-jsonschema --schemafile schema.json it.yaml > said 2>&1 && python=ok
    echo "$text: check-jsonschema $python, yaml-language-server $(node read.js)"
done > seen <<'TEXTS'
[1_2]
[12:30, yes]
[x, x]
[{a: x}, {a: x}]
TEXTS
cat seen
diff seen - <<'SEEN'
[1_2]: check-jsonschema refused, yaml-language-server ok
[12:30, yes]: check-jsonschema ok, yaml-language-server ok
[x, x]: check-jsonschema refused, yaml-language-server Array has duplicate items.
[{a: x}, {a: x}]: check-jsonschema refused, yaml-language-server ok
SEEN
