#!/usr/bin/env bash
# PyLD 3.3.0: members that are listed by their role are members without a role.
#
# JSON-LD 1.1 (section 4.6.1.1) can list things by one of their properties: `"byRole": {"lead": …, "deputy": …}`, where the
# context says `"@index": "role"`; here `role` is in the ontology of organisations of W3C, by `@vocab`. Expected are two members with
# their roles. jsonld 9.0.0 of npm and rdflib 7.6.0 have them. PyLD has two members without any role: it leaves "role" as it
# is, in a property that is no IRI, and drops it on the way to RDF. What it expands and compacts by the same context has both
# below "@none". With the whole IRI in the place of "role", all three agree. Needs Node.
# Where we mind it: `export` writes who holds a role as a list at the role, in plain JSON.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet pyld==3.3.0 rdflib==7.6.0
npm install --silent --no-save --prefix . jsonld@9.0.0
cat > by.py <<'PY'
import json

ORG = "http://www.w3.org/ns/org#"
members = {"lead": {"@id": "https://example.com/ana"}, "deputy": {"@id": "https://example.com/bo"}}
for name, index in (("short", "role"), ("whole", f"{ORG}role")):
    by = {"@id": f"{ORG}hasMembership", "@container": "@index", "@index": index}
    document = {"@context": {"@version": 1.1, "@vocab": ORG, "byRole": by}, "@id": "https://example.com/it", "byRole": members}
    with open(f"{name}.json", "w") as file:
        json.dump(document, file)
PY
cat > read.py <<'PY'
import json

import rdflib
from pyld import jsonld

for name in ("short", "whole"):
    document = json.load(open(f"{name}.json"))
    made = {
        "pyld": rdflib.Graph().parse(data=jsonld.to_rdf(document, {"format": "application/n-quads"}), format="nt"),
        "rdflib": rdflib.Graph().parse(f"{name}.json", format="json-ld"),
    }
    for tool, graph in made.items():
        roles = sorted(str(one) for one in graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/org#role")))
        print(tool, name, len(list(graph.subject_objects(rdflib.URIRef("http://www.w3.org/ns/org#hasMembership")))), *roles)
    again = jsonld.compact(jsonld.expand(document), document["@context"])
    print("pyld", name, "again", *sorted(again["byRole"]))
PY
cat > read.mjs <<'JS'
import { readFileSync } from "fs";
import jsonld from "jsonld";
for (const name of ["short", "whole"]) {
  const quads = await jsonld.toRDF(JSON.parse(readFileSync(`${name}.json`, "utf8")));
  const roles = quads.filter((one) => one.predicate.value.endsWith("#role")).map((one) => one.object.value).sort();
  console.log("jsonld", name, quads.filter((one) => one.predicate.value.endsWith("#hasMembership")).length, ...roles);
}
JS
venv/bin/python by.py
{ venv/bin/python read.py; node read.mjs; } | tee answers
grep -Fqx "pyld short 2" answers
grep -Fqx "pyld short again @none" answers
grep -Fqx "pyld whole again deputy lead" answers
for answer in "rdflib short" "jsonld short" "pyld whole" "rdflib whole" "jsonld whole"; do
    grep -Fqx "$answer 2 deputy lead" answers
done
