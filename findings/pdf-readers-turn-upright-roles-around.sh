#!/usr/bin/env bash
# PDF: of roles whose names are written upright above their columns, one reader has them backwards, and one has none.
#
# A wide matrix has its roles turned by a quarter, so that columns are narrow. The table has lines around each cell, and each name
# is one text. Expected are "Developer" and "Product owner" above the letters. `extract_table` of pdfplumber 0.11.10 has
# "repoleveD", and "renwo" above "tcudorP", and says nothing; with its setting `text_char_dir_rotated="btt"`, words are right, and
# "owner" comes before "Product". `extract_text` of pypdf 7.1.1 in its mode `layout`, which keeps columns, has the letters without
# any head, and prints that the output will be incomplete. Where the names are written level, both are right.
# Where we mind it: a wide matrix of ours turns its roles as well; take its table from `sphinx-roles export --format matrix`, not
# from a PDF.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet reportlab==5.1.0 pdfplumber==0.11.10 pypdf==7.1.1
cat > read.py <<'PY'
import pdfplumber
import pypdf
from reportlab.pdfgen.canvas import Canvas

edges = (50, 150, 250, 350)


def write(file, upright):
    page = Canvas(file)
    for at, role in zip(edges[1:], ("Developer", "Product owner")):
        page.saveState()
        page.translate(at + 50 if upright else at + 5, 710)
        page.rotate(90 if upright else 0)
        page.drawString(0, 0, role)
        page.restoreState()
    for line, row in enumerate((("Plan", "A", "R"), ("Deploy", "I", "A"))):
        for at, word in zip(edges, row):
            page.drawString(at + 5, 685 - 20 * line, word)
    for y in (800, 700, 680, 660):
        page.line(edges[0], y, edges[-1], y)
    for x in edges:
        page.line(x, 800, x, 660)
    page.save()


for file, upright in (("level.pdf", False), ("upright.pdf", True)):
    write(file, upright)
    with pdfplumber.open(file) as read:
        for settings in ({}, {"text_char_dir_rotated": "btt"}):
            print(f"pdfplumber, {file}, {settings}: {read.pages[0].extract_table(settings)[0][1:]}")
    lines = pypdf.PdfReader(file).pages[0].extract_text(extraction_mode="layout").split("\n")
    print(f"pypdf, {file}: {[line.split() for line in lines if line.strip()]}")
PY
venv/bin/python read.py 2> said | tee seen
grep -q "Output will be incomplete" said
diff seen - <<'SEEN'
pdfplumber, level.pdf, {}: ['Developer', 'Product owner']
pdfplumber, level.pdf, {'text_char_dir_rotated': 'btt'}: ['Developer', 'Product owner']
pypdf, level.pdf: [['Developer', 'Product', 'owner'], ['Plan', 'A', 'R'], ['Deploy', 'I', 'A']]
pdfplumber, upright.pdf, {}: ['repoleveD', 'renwo\ntcudorP']
pdfplumber, upright.pdf, {'text_char_dir_rotated': 'btt'}: ['Developer', 'owner\nProduct']
pypdf, upright.pdf: [['Plan', 'A', 'R'], ['Deploy', 'I', 'A']]
SEEN
