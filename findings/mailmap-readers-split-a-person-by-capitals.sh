#!/usr/bin/env bash
# .mailmap: somebody whose address git knows in any case is two people to two libraries that read the file for it.
#
# A `.mailmap` says which names and addresses in a history are one person, and so who knows or owns what. Names and addresses in
# it are compared without regard to case, says its manual (gitmailmap(5)). With `Ana Diaz <ana@example.com> <ana@Laptop.local>`, a
# commit of ana@laptop.local is expected to be of Ana Diaz, as it is for git 2.39. dulwich 1.2.21 and pygit2 1.21.0 return what
# they were given: one more person, whom no list of owners knows. So it is with a name in other letters. With the capitals of the
# file, all three agree. Needs git.
# Where we mind it: who holds a role is named in the data, and no history is read for it.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet dulwich==1.2.21 pygit2==1.21.0
git init --quiet .
cat > .mailmap <<'MAP'
Ana Diaz <ana@example.com> <ana@Laptop.local>
Bo Lund <bo@example.com> bo <bo@old.example.com>
MAP
cat > read.py <<'PY'
import subprocess

import pygit2
from dulwich.mailmap import Mailmap

theirs = pygit2.Mailmap.from_buffer(open(".mailmap").read())
readers = {
    "git": lambda name, mail: subprocess.check_output(["git", "check-mailmap", f"{name} <{mail}>"], text=True).strip(),
    "dulwich": lambda name, mail: Mailmap.from_path(".mailmap").lookup(f"{name} <{mail}>".encode()).decode(),
    "pygit2": lambda name, mail: "{} <{}>".format(*theirs.resolve(name, mail)),
}
for author in (("ana", "ana@Laptop.local"), ("ana", "ana@laptop.local"), ("bo", "bo@old.example.com"), ("Bo", "bo@old.example.com")):
    for name, read in readers.items():
        print(f"{name}, {' '.join(author)}: {read(*author)}")
PY
venv/bin/python read.py | tee seen
diff seen - <<'SEEN'
git, ana ana@Laptop.local: Ana Diaz <ana@example.com>
dulwich, ana ana@Laptop.local: Ana Diaz <ana@example.com>
pygit2, ana ana@Laptop.local: Ana Diaz <ana@example.com>
git, ana ana@laptop.local: Ana Diaz <ana@example.com>
dulwich, ana ana@laptop.local: ana <ana@laptop.local>
pygit2, ana ana@laptop.local: ana <ana@laptop.local>
git, bo bo@old.example.com: Bo Lund <bo@example.com>
dulwich, bo bo@old.example.com: Bo Lund <bo@example.com>
pygit2, bo bo@old.example.com: Bo Lund <bo@example.com>
git, Bo bo@old.example.com: Bo Lund <bo@example.com>
dulwich, Bo bo@old.example.com: Bo <bo@old.example.com>
pygit2, Bo bo@old.example.com: Bo <bo@old.example.com>
SEEN
