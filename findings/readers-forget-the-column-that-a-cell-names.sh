#!/usr/bin/env bash
# DocBook, CALS, Typst: a cell that names its column is put into the next one, so that a letter is another role's.
#
# A row may leave out who takes no part. In CALS, the tables of DocBook (OASIS Exchange Table Model, `colname` of `entry`), a cell
# says its column, and in Typst `table.cell(x: 2, y: 2)` its place. Of "Deploy", A is of Ops and C of QA, and Dev has nothing: so
# Typst prints it. Expected are a blank cell and the two, or an error. pandoc 3.9 (pypandoc_binary 1.17) reads either as "Deploy",
# A, C and a blank: Dev is accountable, Ops is consulted, and QA takes no part. Benker 0.5.4, which converts tables of CALS to
# other formats, does the same. Spans by `namest` and `nameend` are right in pandoc. Nothing is reported, by `--verbose` neither.
# Where we mind it: `sphinx-roles convert` reads none of these; compare the columns of a table that came by such a way.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet pypandoc_binary==1.17 Benker==0.5.4
cat > table.xml <<'XML'
<article><informaltable><tgroup cols="4">
<colspec colname="task" colnum="1"/><colspec colname="dev" colnum="2"/><colspec colname="ops" colnum="3"/><colspec colname="qa" colnum="4"/>
<thead><row><entry>Task</entry><entry>Dev</entry><entry>Ops</entry><entry>QA</entry></row></thead>
<tbody><row><entry>Watch</entry><entry namest="dev" nameend="ops">R</entry><entry>I</entry></row>
<row><entry colname="task">Deploy</entry><entry colname="ops">A</entry><entry colname="qa">C</entry></row></tbody>
</tgroup></informaltable></article>
XML
sed -e 's/informaltable/table/g' -e '/Watch/s/<row>.*<\/row>//' table.xml > cals.xml
cat > table.typ <<'TYP'
#table(columns: 4,
  [Task], [Dev], [Ops], [QA],
  [Watch], [R], [I], [C],
  [Deploy], table.cell(x: 2, y: 2)[A], table.cell(x: 3, y: 2)[C],
)
TYP
cat > read.py <<'PY'
import re
import subprocess

import pypandoc
from benker.converters.cals2formex import convert_cals2formex


def pandoc(kind, file):
    command = [pypandoc.get_pandoc_path(), "--verbose", "-f", kind, "-t", "html", file]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert not ran.stderr, ran.stderr
    return ran.stdout


def rows(text, row, cell):
    for found in re.findall(rf"<{row}>(.*?)</{row}>", text, re.DOTALL):
        cells = re.findall(rf"<{cell}\b(.*?)>(.*?)</{cell}>", found, re.DOTALL)
        yield [re.sub("<.*?>", "", word) + (" of two" if "colspan" in more else "") for more, word in cells]


for kind, file in (("docbook", "table.xml"), ("typst", "table.typ")):
    print(f"pandoc, {kind}: {list(rows(pandoc(kind, file), 'tr', '(?:td)'))[-2:]}")
convert_cals2formex("cals.xml", "formex.xml")
print(f"Benker: {list(rows(open('formex.xml').read(), 'ROW', 'CELL'))}")
PY
venv/bin/python read.py | tee seen
diff seen - <<'SEEN'
pandoc, docbook: [['Watch', 'R of two', 'I'], ['Deploy', 'A', 'C', '']]
pandoc, typst: [['Watch', 'R', 'I', 'C'], ['Deploy', 'A', 'C', '']]
Benker: [['Task', 'Dev', 'Ops', 'QA'], ['Deploy', 'A', 'C', '']]
SEEN
