#!/usr/bin/env bash
# MADR: one reader takes a rejected record for an accepted one, and another shows its status as a heading.
#
# Since MADR 3, status and people are in the front matter: `status: rejected`, `decision-makers: [Ana, Bo]`. The template of
# log4brains is one of MADR. @log4brains/core 1.1.0 looks only at the list under the title, which is that of MADR 2:
# it says "accepted", for that is what a record without a status has, and that nobody decided. adr-viewer 1.4.0 knows the
# status of neither version, and makes one heading of all that is in the front matter. Needs Node and git.
# Where we mind it: decision records are rows with those who decided; all three versions are read, and a status is never guessed.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet adr-viewer==1.4.0
npm install --silent --no-save --prefix . @log4brains/core@1.1.0
mkdir adr
cat > adr/20260501-one-queue.md <<'MD'
---
status: rejected
decision-makers: [Ana, Bo]
---
# Use one queue

## Context and Problem Statement

Two queues are one too many.
MD
printf '# Use two queues\n\n- Status: rejected\n- Deciders: Ana, Bo\n\n## Context\n\nOne is too few.\n' > adr/20260502-two-queues.md
printf 'project:\n  name: A\n  tz: Europe/Berlin\n  adrFolder: ./adr\n' > .log4brains.yml
git init --quiet
git add adr
git -c user.name=a -c user.email=a@example.com commit --quiet --message a
cat > read.js <<'JS'
const assert = require("node:assert");
const { Log4brains } = require("@log4brains/core");

(async () => {
  const found = await (await Log4brains.create(".")).searchAdrs();
  const said = Object.fromEntries(found.map((one) => [one.title, [one.status, one.deciders]]));
  console.log("log4brains", JSON.stringify(said));
  assert.deepEqual(said["Use one queue"], ["accepted", []]);
  assert.deepEqual(said["Use two queues"], ["rejected", ["Ana", "Bo"]]);
})();
JS
node read.js
venv/bin/adr-viewer --adr-path adr --output out.html > /dev/null
grep -o 'adr-unknown">' out.html | sort | uniq -c
tr -s '\n ' ' ' < out.html | grep -o '<h2>status: rejected decision-makers: \[Ana, Bo\]</h2>'
