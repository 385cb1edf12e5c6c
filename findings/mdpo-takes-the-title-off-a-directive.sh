#!/usr/bin/env bash
# mdpo 2.1.4: a handbook in MyST that goes through it without any translation has directives without their arguments.
#
# `md2po` takes the messages out of Markdown, and `po2md` puts their translations in; blocks of code have none, and are copied. Expected
# of a file of messages without translations is the page as it was. Of the line that opens a block, the first word alone is written: a
# directive loses its argument, which is the role that it shows, the language of its code, or the title of its table. So does a block for
# MkDocs lose the name of its file.
# Where we mind it: arguments of our directives are the roles to show and the titles of tables; we translate the data by itself.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet mdpo==2.1.4
cat > page.md <<'MD'
# Handbook

Ana decides.

```{role-card} devops
```

```{responsibility-matrix} Who does what
:columns: sre
```

```{code-block} yaml
role: devops
```

```yaml title="roles.yaml"
role: devops
```
MD
venv/bin/md2po page.md > page.po
venv/bin/po2md page.md --po-files page.po > after.md
cat after.md
diff after.md - <<'SEEN'
# Handbook

Ana decides.

```{role-card}

```

```{responsibility-matrix}
:columns: sre
```

```{code-block}
role: devops
```

```yaml
role: devops
```

SEEN
