#!/usr/bin/env bash
# skosprovider_rdf 1.4.0: the steps of a scale, which are in an order, are not read; a collection without an order is.
#
# SKOS has `skos:OrderedCollection` with a `skos:memberList` for what has an order, such as "Awareness", "Working", "Expert" of a skills
# framework. Expected is a collection with three members, as of `skos:Collection`, or an error. The provider has the concepts and
# not the collection, by its id neither, and `rdf_dumper` writes a graph without it: read and written once, the scale is a
# heap of words.
# Where we mind it: a scale is a list, lowest first, in every format that we write.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet skosprovider==1.5.1 skosprovider_rdf==1.4.0 rdflib==6.3.2
cat > there.py <<'PY'
from rdflib import RDF, SKOS, Graph
from skosprovider_rdf.providers import RDFProvider
from skosprovider_rdf.utils import rdf_dumper

text = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://example.org/> .
:skills a skos:ConceptScheme ; skos:prefLabel "Skills"@en .
:aware a skos:Concept ; skos:prefLabel "Awareness"@en ; skos:inScheme :skills .
:work a skos:Concept ; skos:prefLabel "Working"@en ; skos:inScheme :skills .
:expert a skos:Concept ; skos:prefLabel "Expert"@en ; skos:inScheme :skills .
:some a skos:Collection ; skos:prefLabel "Some"@en ; skos:inScheme :skills ; skos:member :aware, :work .
:scale a skos:OrderedCollection ; skos:prefLabel "Scale"@en ; skos:inScheme :skills ;
    skos:memberList ( :aware :work :expert ) .
"""
graph = Graph().parse(data=text, format="turtle")
assert len(list(graph.subjects(RDF.type, SKOS.OrderedCollection))) == 1
provider = RDFProvider({"id": "SKILLS"}, graph)
found = sorted((one["type"], one["label"]) for one in provider.get_all())
print(found)
assert found == [("collection", "Some"), ("concept", "Awareness"), ("concept", "Expert"), ("concept", "Working")]
assert len(provider.get_by_id("http://example.org/some").members) == 2
assert provider.get_by_id("http://example.org/scale") is False
back = rdf_dumper(provider)
assert not list(back.subjects(RDF.type, SKOS.OrderedCollection))
assert not list(back.triples((None, SKOS.memberList, None)))
PY
venv/bin/python there.py
