#!/usr/bin/env bash
# xmindparser 1.2.2: of an organisation drawn as a mind map, a body that is below nobody is missing, with all who are in it.
#
# XMind draws topics from the middle on, and topics beside the tree ("floating"), which is where a works council or a data
# protection officer is put, who reports to no manager. In the file, they are `detached` children of the middle (in the older XML
# `type="detached"`). Expected are they as well. Of "Works council" with "Cy" below it, no output has a word: not the dict, nor
# what is made from that as JSON and Markdown, nor the older form of the file. The topic that sums up two others (`summary`) is
# missing, too. Notes above a topic (`callout`) are in dict and JSON. Nothing is logged.
# Where we mind it: who reports to nobody is a role as any other, and `role-map` draws it at the top.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet xmindparser==1.2.2
cat > read.py <<'PY'
import json
import zipfile

from xmindparser import config, xmind_to_dict, xmind_to_json, xmind_to_markdown

config["showRelationship"] = True


def topic(title, **children):
    return {"id": title, "class": "topic", "title": title, "children": children}


council = topic("Works council", attached=[topic("Cy")])
dev = topic("Dev", attached=[topic("Ana")], callout=[topic("until June")])
head = topic("Head", attached=[dev, topic("Ops")], detached=[council], summary=[topic("Delivery")])
head["summaries"] = [{"id": "sum", "range": "(0,1)", "topicId": "Delivery"}]
sheet = {"id": "sheet", "class": "sheet", "title": "House", "rootTopic": head}
with zipfile.ZipFile("house.xmind", "w") as file:
    file.writestr("content.json", json.dumps([sheet]))
    file.writestr("metadata.json", "{}")
    file.writestr("manifest.json", json.dumps({"file-entries": {"content.json": {}, "metadata.json": {}}}))

older = """<?xml version="1.0" encoding="UTF-8"?>
<xmap-content xmlns="urn:xmind:xmap:xmlns:content:2.0" version="2.0"><sheet id="sheet"><topic id="head"><title>Head</title><children>
<topics type="attached"><topic id="dev"><title>Dev</title></topic></topics>
<topics type="detached"><topic id="council"><title>Works council</title></topic></topics>
</children></topic><title>House</title></sheet></xmap-content>"""
with zipfile.ZipFile("older.xmind", "w") as file:
    file.writestr("content.xml", older)
    file.writestr("META-INF/manifest.xml", '<manifest xmlns="urn:xmind:xmap:xmlns:manifest:1.0"/>')

words = ("Head", "Dev", "Ana", "until June", "Ops", "Works council", "Cy", "Delivery")
texts = {
    "dict": json.dumps(xmind_to_dict("house.xmind")),
    "JSON": open(xmind_to_json("house.xmind")).read(),
    "Markdown": open(xmind_to_markdown("house.xmind")).read(),
    "older": json.dumps(xmind_to_dict("older.xmind")),
}
for name, text in texts.items():
    print(f"{name}: {[word for word in words if word in text]}")
PY
venv/bin/python read.py | tee seen
diff seen - <<'SEEN'
dict: ['Head', 'Dev', 'Ana', 'until June', 'Ops']
JSON: ['Head', 'Dev', 'Ana', 'until June', 'Ops']
Markdown: ['Head', 'Dev', 'Ana', 'Ops']
older: ['Head', 'Dev']
SEEN
