#!/usr/bin/env bash
# @unified-latex/unified-latex-to-hast 1.8.4: beside a letter that two roles share, the next letter is another role's.
#
# In LaTeX, `\multicolumn{2}{c}{R}` is a cell of two columns, which is how a matrix says that two roles share a letter, and the A
# behind it is QA's. The package makes HTML of LaTeX, and tables of `tabular`. Expected is `colspan="2"`, as pandoc 3.9
# (pypandoc_binary 1.17) has it, or a warning. The cell has no span, and its text is that of the three arguments, "2cR": the row
# has a cell less than its head, A is below Ops, and QA has nothing. The messages of the file are empty. Needs Node.
# Where we mind it: `sphinx-roles convert` reads no LaTeX; compare the columns of a table that came by such a way.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet pypandoc_binary==1.17
npm install --silent --no-save --prefix . @unified-latex/unified-latex-to-hast@1.8.4 @unified-latex/unified-latex-util-parse@1.8.4 \
  hast-util-to-html@9.0.6 unified@10.1.2 vfile@5.3.7
cat > table.tex <<'TEX'
\begin{tabular}{llll}
Task & Dev & Ops & QA \\
Build & A & R & C \\
Watch & \multicolumn{2}{c}{R} & A \\
\end{tabular}
TEX
cat > read.mjs <<'JS'
import fs from "node:fs";
import { unifiedLatexToHast } from "@unified-latex/unified-latex-to-hast";
import { unifiedLatexFromString } from "@unified-latex/unified-latex-util-parse";
import { toHtml } from "hast-util-to-html";
import { unified } from "unified";
import { VFile } from "vfile";

const file = new VFile(fs.readFileSync("table.tex", "utf8"));
const way = unified().use(unifiedLatexFromString).use(unifiedLatexToHast);
process.stdout.write(toHtml(await way.run(way.parse(file), file)));
if (file.messages.length) process.stdout.write(`said: ${file.messages}`);
JS
cat > cells.py <<'PY'
import re
import sys

for row in re.findall(r"<tr>(.*?)</tr>", sys.stdin.read(), re.DOTALL):
    cells = re.findall(r"<t[dh](.*?)>(.*?)</t[dh]>", row, re.DOTALL)
    print([re.sub("<.*?>", "", word).strip() + (" of two" if "colspan" in more else "") for more, word in cells])
PY
{
  node read.mjs | python3 cells.py
  venv/bin/python -c 'import pypandoc; print(pypandoc.convert_file("table.tex", "html"))' | python3 cells.py
} | tee seen
diff seen - <<'SEEN'
['Task', 'Dev', 'Ops', 'QA']
['Build', 'A', 'R', 'C']
['Watch', '2cR', 'A']
['Task', 'Dev', 'Ops', 'QA']
['Build', 'A', 'R', 'C']
['Watch', 'R of two', 'A']
SEEN
