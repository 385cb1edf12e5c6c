#!/usr/bin/env bash
# rdflib 7.6.0: a day with its time zone loses the zone when it is read, so that two days are one, and what is written is another day.
#
# `xsd:date` may have a zone: "2026-03-01+14:00" begins 26 hours before "2026-03-01-12:00", and XML Schema has them as different values.
# A graph that says until when two people hold a duty, one in Kiritimati and one on Baker Island, is read and written
# unchanged, and has "2026-03-01" twice; a query for those whose day is the same finds both. The zone of an `xsd:dateTime` is kept.
# Where we mind it: days in our data have no zone, and end where the day of the build ends.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet rdflib==7.6.0
"$room/venv/bin/python" - <<'PY'
from rdflib import Graph

graph = Graph().parse(format="turtle", data="""
@prefix : <https://example.com/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:ana :until "2026-03-01+14:00"^^xsd:date .
:bo :until "2026-03-01-12:00"^^xsd:date .
:cy :until "2026-03-01T00:00:00+14:00"^^xsd:dateTime .
""")
written = sorted(line for line in graph.serialize(format="nt").splitlines() if line)
print(*written, sep="\n")
assert [line.split('"')[1] for line in written] == ["2026-03-01", "2026-03-01", "2026-03-01T00:00:00+14:00"]
same = graph.query("SELECT ?a ?b { ?a :until ?day . ?b :until ?day . FILTER(?a != ?b) }", initNs={"": "https://example.com/"})
pairs = sorted((str(a).rpartition("/")[2], str(b).rpartition("/")[2]) for a, b in same)
print(pairs)
assert pairs == [("ana", "bo"), ("bo", "ana")]
PY
