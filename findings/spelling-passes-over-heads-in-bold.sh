#!/usr/bin/env bash
# sphinxcontrib-spelling 8.0.2 under Sphinx 9.0.4: a word in bold, in italics, in a link or in the name of a field is never checked.
#
# A checker of a text is expected to look at all of its words. Looked at are those directly in a paragraph, a list, a title, a caption or a
# term: a word that is inside any inline markup there is in none of these, and so are names of fields and rubrics. A handbook
# whose tables have their roles in bold, or as links, is called clean while each of them is misspelt.
# Where we mind it: names of roles in our views are links or in bold, so that this checker sees few of them; it has texts and
# duties, where no markup is in them.
# It needs the library enchant with a dictionary of American English.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet Sphinx==9.0.4 sphinxcontrib-spelling==8.0.2 pyenchant==3.3.0
mkdir "$room/docs"
cd "$room/docs"
printf 'extensions = ["sphinxcontrib.spelling"]\nspelling_lang = "en_US"\nspelling_ignore_contributor_names = False\n' > conf.py
cat > index.rst <<'RST'
Handbook
========

The **commitee** decides, the *comittee* is asked, and the `committe <https://example.com>`_ hears of it.

:Comitee: the commmittee

.. rubric:: Committtee

.. list-table:: Who decides

   * - **Commiteee**
     - The committea
RST
"$room/venv/bin/sphinx-build" -q -b spelling . "$room/out" || true
cut -d: -f2,3 "$room/out/index.spelling" | sed 's/).*/)/' | tee "$room/seen"
diff "$room/seen" - <<'SEEN'
6: (commmittee)
13: (committea)
SEEN
