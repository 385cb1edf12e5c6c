#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17): of who did what for a text, a team has no name, and who edited or reviewed it is nobody.
#
# JATS and DocBook say what each person did: `contrib-type`, a `role` of CRediT, `editor`, `othercredit`. Expected are the authors
# with their names, and of the others a word. From JATS, the author "Platform Team" (`collab`) is an author with an empty
# name. From DocBook, the two names of Ana are one word,
# "AnaDiaz", where no blank stands between their elements. Editors, reviewers and all roles are gone from either; `--verbose`
# says nothing of it.
# Where we mind it: who answers for a handbook is in the roles, and is not taken from its pages.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet pypandoc_binary==1.17
cat > ask.py <<'PY'
import json

import pypandoc

JATS = """<article><front><article-meta><title-group><article-title>Runbook</article-title></title-group><contrib-group>
<contrib contrib-type="author"><name><surname>Diaz</surname><given-names>Ana</given-names></name>
<role vocab="credit" vocab-term="Writing">Writing</role></contrib>
<contrib contrib-type="author"><collab>Platform Team</collab></contrib>
<contrib contrib-type="editor"><name><surname>Lee</surname><given-names>Bo</given-names></name></contrib>
</contrib-group></article-meta></front><body><p>Text.</p></body></article>"""
PERSON = "<personname><firstname>{}</firstname><surname>{}</surname></personname>"
DOCBOOK = f"""<article xmlns="http://docbook.org/ns/docbook" version="5.0"><info><title>Runbook</title><authorgroup>
<author>{PERSON.format("Ana", "Diaz")}</author><author><orgname>Platform Team</orgname></author>
<editor>{PERSON.format("Bo", "Lee")}</editor><othercredit class="reviewer">{PERSON.format("Cy", "Ng")}</othercredit>
</authorgroup></info><para>Text.</para></article>"""


def text(node: object) -> str:
    if isinstance(node, list):
        return "".join(map(text, node))
    if not isinstance(node, dict):
        return ""
    return {"Str": node.get("c"), "Space": " "}.get(node.get("t"), "") or text(node.get("c", []))


for form, source in (("jats", JATS), ("docbook", DOCBOOK)):
    read = pypandoc.convert_text(source, "json", format=form, extra_args=["--verbose"])
    print(form, [text(one) for one in json.loads(read)["meta"]["author"]["c"]])
    print(form, "others:", [name for name in ("Lee", "Ng", "Writing") if name in read])
PY
venv/bin/python ask.py | tee answers
grep -Fqx "jats ['Ana Diaz', '']" answers
grep -Fqx "docbook ['AnaDiaz', 'Platform Team']" answers
test "$(grep -c 'others: \[\]' answers)" = 2
