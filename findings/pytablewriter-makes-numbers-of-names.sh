#!/usr/bin/env bash
# pytablewriter 1.2.1: row 1_2 of a table is row 12, and Nan and Inf are no people, but numbers.
#
# All values are texts: the row of step 2 of phase 1 is "1_2", one at 1e5 requests "1e5", and people are called Nan and Inf. Expected is a table
# of these texts. pytablewriter takes for numbers what Python would, and writes 12, 100000, NaN and Infinity in CSV, and in Markdown
# 12.0 as well, since a row of the same column is 1.2. With `type_hints` of `String` for each column all texts stay.
# Where we mind it: `convert` and `export` keep each cell as the text that it is.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet pytablewriter==1.2.1
cat > "$room/ask.py" <<'PY'
from pytablewriter import CsvTableWriter, MarkdownTableWriter, String

ROWS = [["1_2", "Nan"], ["1e5", "Inf"], ["1.2", "Kim"]]
for writer in (CsvTableWriter, MarkdownTableWriter):
    for hints in ([], [String, String]):
        print(writer(headers=["row", "who"], value_matrix=ROWS, type_hints=hints, margin=1).dumps())
PY
"$room/venv/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/seen" - <<'SEEN'
"row","who"
12,NaN
100000,Infinity
1.2,"Kim"

"row","who"
"1_2","Nan"
"1e5","Inf"
"1.2","Kim"

|   row    |   who    |
| -------: | -------- |
|     12.0 | NaN      |
| 100000.0 | Infinity |
|      1.2 | Kim      |

| row | who |
| --- | --- |
| 1_2 | Nan |
| 1e5 | Inf |
| 1.2 | Kim |

SEEN
