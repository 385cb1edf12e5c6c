#!/usr/bin/env bash
# cffconvert 2.0.0: an organisation with an alias is cited by the alias alone, is a person, and whom to contact is nobody.
#
# CITATION.cff 1.2.0 has persons and entities; an entity has a `name`, and may have an `alias`, which the format's guide calls an
# additional name. Expected is "Platform Team". BibTeX, RIS, EndNote, APA and Zenodo have "platform". CodeMeta and schema.org keep the
# name, and say that the team is a `Person`. The file also has a list `contact`, for which CodeMeta has `maintainer` and Zenodo the
# contributor `ContactPerson`: it is in none of the outputs, and nothing is said.
# Where we mind it: who answers for a handbook is in the roles, and is not taken from such a file.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet cffconvert==2.0.0 'setuptools<81'
cat > CITATION.cff <<'YAML'
cff-version: 1.2.0
message: Please cite this handbook.
title: Handbook
authors:
  - {family-names: Diaz, given-names: Ana}
  - {name: Platform Team, alias: platform}
contact:
  - {name: Help Desk, email: help@example.com}
YAML
venv/bin/cffconvert --validate
for form in bibtex ris endnote apalike zenodo codemeta schema.org; do
    venv/bin/cffconvert -f "$form" > "cited.$form"
    if grep -qi "help" "cited.$form"; then exit 1; fi
done
cat cited.bibtex cited.codemeta
for form in bibtex ris endnote apalike zenodo; do
    grep -q 'platform' "cited.$form"
    if grep -q 'Platform Team' "cited.$form"; then exit 1; fi
done
for form in codemeta schema.org; do
    grep -A 4 '"@type": "Person"' "cited.$form" | grep -q '"name": "Platform Team"'
    if grep -q '"Organization"' "cited.$form"; then exit 1; fi
done
