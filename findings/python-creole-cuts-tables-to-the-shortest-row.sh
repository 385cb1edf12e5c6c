#!/usr/bin/env bash
# python-creole 1.4.10: one merged cell takes all columns but the first from a matrix, and a head takes all of its rows.
#
# `html2creole` and `html2rest` turn a page into a wiki's markup or reStructuredText. A task has two rows, by a `rowspan`, so that the second
# row has one cell. Expected is a cell less in that row, as of `html2textile`, or an error. Each row is cut to as many cells as the
# shortest one has: the whole table is a column of tasks, in which "C" is a task. Where the head is in a `thead`, as in the HTML of
# Sphinx, the rows below it are gone. And back in `creole2html`, a cell that is empty (`||`) is no cell: Kim's letter is Ana's.
# Where we mind it: a table that is read keeps each letter in its column, or the build warns at the row that is too short.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet python-creole==1.4.10 docutils==0.22.4
cat > "$room/ask.py" <<'PY'
from creole import creole2html, html2creole, html2rest, html2textile

head, deploy = "<tr><th>Task</th><th>Ana</th><th>Kim</th></tr>", "<tr><td>Deploy</td><td>A</td><td>R</td></tr>"
plan = '<tr><td rowspan="2">Plan</td><td>R</td><td>A</td></tr><tr><td>C</td></tr>'
print(html2creole(f"<table>{head}{deploy}</table>"))
for write in (html2creole, html2rest, html2textile):
    print(f"merged, {write.__name__}:", write(f"<table>{head}{deploy}{plan}</table>"), sep="\n")
print("head:", html2creole(f"<table><thead>{head}</thead><tbody>{deploy}</tbody></table>"), sep="\n")
for row in ("|Plan| |R|", "|Plan||R|"):
    print(row, *creole2html(f"|=Task|=Ana|=Kim|\n{row}").split("<tr>")[-1].split()[:-2])
PY
"$room/venv/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/seen" - <<'SEEN'
|= Task  |= Ana |= Kim |
| Deploy | A    | R    |
merged, html2creole:
|= Task  |
| Deploy |
| Plan   |
| C      |
merged, html2rest:
+--------+
| Task   |
+========+
| Deploy |
+--------+
| Plan   |
+--------+
| C      |
+--------+
merged, html2textile:
|_. Task|_. Ana|_. Kim|
|Deploy|A|R|
|Plan|R|A|
|C|
head:
|= Task |= Ana |= Kim |
|Plan| |R| <td>Plan</td> <td></td> <td>R</td>
|Plan||R| <td>Plan</td> <td>R</td>
SEEN
