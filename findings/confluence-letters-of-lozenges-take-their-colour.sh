#!/usr/bin/env bash
# Confluence: the letter "A" on a green lozenge is "AGreen" to five readers of its pages, and a tick is nothing at all.
#
# In its storage format a matrix has letters as `status` macros, whose parameters are the title and the colour, ticks as
# `ac:emoticon`, people as `ac:link`, and `ac:placeholder` where the template asks for a letter, which no reader of the page sees.
# Programs fetch that format and give it to converters of HTML. Expected is the title, or a cell that is marked as not read.
# markdownify 1.2.3, html2text 2025.4.15, pandoc 3.9 (pypandoc_binary 1.17), pandas 2.3.3 and Beautiful Soup 4.14.3 have the title
# and the colour as one text, in the order of the parameters; tick and person are empty cells, as for who takes no part, and
# the placeholder is a letter that somebody holds. None reports anything.
# Where we mind it: a table is brought from there by copying what the page shows (docs/how-to/from-a-spreadsheet.md).
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet markdownify==1.2.3 html2text==2025.4.15 pypandoc_binary==1.17 pandas==2.3.3 lxml==6.0.2 beautifulsoup4==4.14.3
cat > read.py <<'PY'
import io, json
import html2text, markdownify, pandas, pypandoc
from bs4 import BeautifulSoup

def lozenge(*parameters):
    inside = "".join(f'<ac:parameter ac:name="{name}">{value}</ac:parameter>' for name, value in parameters)
    return f'<ac:structured-macro ac:name="status" ac:schema-version="1">{inside}</ac:structured-macro>'

ROWS = [
    ["Build", lozenge(("title", "A"), ("colour", "Green")), lozenge(("colour", "Red"), ("title", "R"))],
    ["Review", '<ac:emoticon ac:name="tick" ac:emoji-fallback=":check_mark:" />', "<ac:placeholder>letter</ac:placeholder>"],
    ["Deploy", '<ac:link><ri:user ri:account-id="5b1" /></ac:link>', "C"],
]
head = "<tr><th>Task</th><th>Dev</th><th>Ops</th></tr>"
rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
page = f"<table><tbody>{head}{rows}</tbody></table>"

def of_bars(text):
    lines = [line for line in text.splitlines() if "|" in line and "---" not in line][1:]
    return [[cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")] for line in lines]

def texts(cell):
    return "".join(one.get("c", "") for block in cell[4] for one in block["c"] if one["t"] == "Str")

table = json.loads(pypandoc.convert_text(page, "json", "html"))["blocks"][0]["c"]
tables = {
    "markdownify": of_bars(markdownify.markdownify(page)),
    "html2text": of_bars(html2text.html2text(page, bodywidth=0)),
    "pandoc": [[texts(cell) for cell in row[1]] for body in table[4] for row in body[3]],
    "pandas": pandas.read_html(io.StringIO(page))[0].fillna("").values.tolist(),
    "beautifulsoup": [
        [cell.get_text() for cell in row.find_all("td")] for row in BeautifulSoup(page, "html.parser").find_all("tr")[1:]
    ],
}
for name, read in tables.items():
    print(name, "; ".join(" ".join(cell or "-" for cell in row) for row in read))
PY
venv/bin/python read.py | tee answers
[ "$(wc -l < answers)" = 5 ]
[ "$(cut -d' ' -f2- answers | sort -u)" = "Build AGreen RedR; Review - letter; Deploy - C" ]
