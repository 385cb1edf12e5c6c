#!/usr/bin/env bash
# sphinx-last-updated-by-git 0.3.8: of a page and its dependencies it takes the newest date, compared as text.
#
# Seconds since 1970 have nine digits until September 2001 and ten after it, and "991396800" sorts behind "1306929600". A
# page committed in June 2001 that includes a file of June 2011 is expected to say 2011; it says 2001. Histories that were
# imported from older systems have such dates.
# Where we mind it: a page follows the date of its data under this extension (tests/sphinx_builds/test_other_tools.py).
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet Sphinx==8.1.3 sphinx-last-updated-by-git==0.3.8
year_shown() { # year of the page, year of what it includes
    mkdir "$room/$1"
    cd "$room/$1"
    git init --quiet
    printf 'extensions = ["sphinx_last_updated_by_git"]\nhtml_last_updated_fmt = "%%Y"\nhtml_theme = "basic"\n' > conf.py
    printf 'Title\n=====\n\n.. include:: part.txt\n' > index.rst
    echo 'Words.' > part.txt
    commit "$1-06-01T12:00:00Z" index.rst
    commit "$2-06-01T12:00:00Z" part.txt
    "$room/venv/bin/sphinx-build" -q -b html . "$room/out$1"
    grep -o 'Last updated on [0-9]*' "$room/out$1/index.html" | grep -o '[0-9]*$'
}
commit() {
    git add "$2"
    GIT_AUTHOR_DATE="$1" GIT_COMMITTER_DATE="$1" git -c user.name=A -c user.email=a@example.com commit --quiet -m "$2"
}
for year in 2001 2005; do
    seen="$(year_shown "$year" 2011)"
    echo "page of June $year that includes a file of 2011: last updated on $seen"
    # The page of 2005 shows that what is included counts.
    [ "$seen" = "$([ "$year" = 2001 ] && echo 2001 || echo 2011)" ]
done
