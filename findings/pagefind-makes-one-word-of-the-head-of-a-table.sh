#!/usr/bin/env bash
# pagefind 1.6.0: where no white space is between the tags, "Task", "Ana" and "Kim" in the head of a table are one word.
#
# Pagefind makes the index of a site's search from its HTML. A browser shows cells, and terms and what they mean, apart from each other
# with white space between the tags or without it. Expected is a word for each. Cells of data, items and paragraphs are apart; heads
# of columns and rows, a caption, terms with their definitions and a summary are glued to what follows, and who looks for Kim finds nothing.
# Where white space is between the tags, as in what Sphinx writes for tables, each is a word. Needs Node, on a system that Pagefind has
# a binary for.
# Where we mind it: our HTML has white space between the cells of a table, and between terms and what they mean.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . pagefind@1.6.0
mkdir glued apart
cat > glued/index.html <<'HTML'
<!doctype html><html lang="en"><head><title>x</title></head><body><main><h1>roles</h1><table>
HTML
cat > rest <<'HTML'
<caption>plan</caption><thead><tr><th>task</th><th>ana</th><th>kim</th></tr></thead><tbody><tr><th>deploy</th><td>decides</td><td>helps</td></tr></tbody></table><dl><dt>deputy</dt><dd>lee</dd></dl><details><summary>more</summary><p>words</p></details><ul><li>one</li><li>two</li></ul></main></body></html>
HTML
cp glued/index.html apart
cat rest >> glued/index.html
sed 's/></>\n</g' rest >> apart/index.html
for site in glued apart; do
  npx pagefind --site "$site" --output-path "out-$site" > log
  node -p "JSON.parse(require('zlib').gunzipSync(require('fs').readFileSync(process.argv[1])).toString().replace(/^[^{]*/, '')).content" \
    "out-$site"/fragment/*
done | tee seen
diff seen - <<'SEEN'
roles. plantaskanakimdeploy decides. helps. deputyleemore words. one. two.
roles. plan task ana kim deploy decides. helps. deputy lee more words. one. two.
SEEN
