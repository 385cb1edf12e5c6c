#!/usr/bin/env bash
# AsciiDoc, Textile, Markdown: who may be consulted is a copyright, and who may be responsible a trademark.
#
# A letter in parentheses means that the part is optional: "(C)" beside "(A)". These formats have such signs for prose; expected
# are the letters where nothing else is in a cell. @asciidoctor/core 3.0.4, textile 4.0.4 of PyPI, and pandoc 3.9 (pypandoc_binary 1.17) from both
# formats write "©" and "®" for "(C)" and "(R)", and leave "(A)"; so does markdown-it-py 4.2.0 with its
# `typographer`. `pymdownx.smartsymbols` 10.16.1 does so with "(c)" and "(r)" alone: capitals stay. Needs Node.
# Where we mind it: such letters are read from the source of a table, so that they stay optional letters.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . @asciidoctor/core@3.0.4
python3 -m venv venv
venv/bin/pip install --quiet textile==4.0.4 pypandoc_binary==1.17 markdown-it-py==4.2.0 Markdown==3.9 pymdown-extensions==10.16.1
cat > read.mjs <<'JS'
import load from "@asciidoctor/core";
console.log(load().convert("|===\n|Task |Dev |Ops |QA\n\n|Build |(C) |(R) |(A)\n|===\n", { safe: "safe" }));
JS
cat > read.py <<'PY'
import html, re, subprocess
import markdown, pypandoc, textile
from markdown_it import MarkdownIt

ASCIIDOC = "|===\n|Task |Dev |Ops |QA\n\n|Build |(C) |(R) |(A)\n|===\n"
TEXTILE = "|_. Task |_. Dev |_. Ops |_. QA |\n|Build|(C)|(R)|(A)|\n"
MARKDOWN = "|Task|Dev|Ops|QA|\n|-|-|-|-|\n|Build|(C)|(R)|(A)|\n"
reader = MarkdownIt("commonmark", {"typographer": True}).enable(["table", "replacements"])
smart = {"extensions": ["tables", "pymdownx.smartsymbols"]}
pages = {
    "asciidoctor": subprocess.run(["node", "read.mjs"], check=True, capture_output=True, encoding="utf-8").stdout,
    "textile": textile.textile(TEXTILE),
    "pandoc asciidoc": pypandoc.convert_text(ASCIIDOC, "html", "asciidoc"),
    "pandoc textile": pypandoc.convert_text(TEXTILE, "html", "textile"),
    "markdown-it-py": reader.render(MARKDOWN),
    "smartsymbols": markdown.markdown(MARKDOWN, **smart),
    "smartsymbols, small": markdown.markdown(MARKDOWN.replace("(C)|(R)", "(c)|(r)"), **smart),
}
for name, page in pages.items():
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    print(f"{name}:", *(html.unescape(re.sub("<[^>]*>", "", cell)).strip() for cell in cells))
PY
PYTHONUTF8=1 venv/bin/python read.py | tee answers
for name in asciidoctor textile "pandoc asciidoc" "pandoc textile" markdown-it-py "smartsymbols, small"; do
  grep -qx "$name: Build © ® (A)" answers
done
grep -qx "smartsymbols: Build (C) (R) (A)" answers
