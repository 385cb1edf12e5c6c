#!/usr/bin/env bash
# MADR: the front matter of its own template is no YAML in version 3.0.0, and gives mappings for people in 4.0.0.
#
# A template with placeholders was expected to be read like the records beside it, with a text for whoever decides. In 3.0.0 the
# braces around a link make PyYAML 6.0.3 and js-yaml 4.1.0 refuse the whole front matter. In 4.0.0 the status is in quotes,
# and both read it, but as YAML has it, words in braces are the key of a mapping: the people are one key without a value.
# Where we mind it: of records that a pattern finds, one whose name has "template" in it is passed over.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet PyYAML==6.0.3
npm install --silent --no-save --prefix . madr3@npm:madr@3.0.0 madr4@npm:madr@4.0.0 js-yaml@4.1.0
cat > read.py <<'PY'
import json, sys, yaml
front = open(sys.argv[1], encoding="utf-8").read().split("---\n")[1]
try:
    print("PyYAML:", json.dumps(yaml.safe_load(front)["decision-makers"]))
except yaml.YAMLError as error:
    print("PyYAML:", type(error).__name__)
PY
cat > read.js <<'JS'
const front = require("fs").readFileSync(process.argv[2], "utf8").split("---\n")[1];
try {
  console.log("js-yaml:", JSON.stringify(require("js-yaml").load(front)["decision-makers"]));
} catch (error) {
  console.log("js-yaml:", error.name);
}
JS
for version in 3 4; do
    template="node_modules/madr$version/template/adr-template.md"
    echo "MADR $version"
    venv/bin/python read.py "$template"
    node read.js "$template"
done | tee seen
diff seen - <<'SEEN'
MADR 3
PyYAML: ParserError
js-yaml: YAMLException
MADR 4
PyYAML: {"list everyone involved in the decision": null}
js-yaml: {"list everyone involved in the decision":null}
SEEN
