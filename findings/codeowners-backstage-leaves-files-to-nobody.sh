#!/usr/bin/env bash
# codeowners-backstage 0.1.3: files of a team without members are nobody's, and so are those of a team that is called as a user.
#
# It puts the addresses of members of Backstage groups into a CODEOWNERS file. In GitHub's format a pattern without owners takes its files
# out of the patterns above it, so that nobody is asked. Expected are the owners of the group, and for a group that has none yet an error,
# or the name as it was, as for a group that is not in the catalog. What is written for such a group is the pattern alone: "/night/".
# Names are unique among things of one kind in Backstage. Where a user is called as a group, only one of the two is known, and where that
# is the user, the pattern has no owners either, be it "*". Nothing is said.
# Where we mind it: `roles_owners` reads the file that its host reads, and `covered-by-nobody` reports such files.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet codeowners-backstage==0.1.3
cat > "$room/ask.py" <<'PY'
from codeowners_backstage.backstage_user_groups import BackstageUserGroups
from codeowners_backstage.codeowners_preprocessor import CodeOwnersPreprocessor


def relation(kind: str, name: str) -> dict:
    target = {"kind": kind, "namespace": "default", "name": name}
    return {"type": "hasMember", "targetRef": f"{kind}:default/{name}", "target": target}


def entity(kind: str, name: str, email: str | None = None, members: tuple[str, ...] = ()) -> dict:
    spec = {"profile": {"email": email}} if email else {"profile": {}}
    relations = [relation("user", member) for member in members]
    return {"kind": kind, "metadata": {"name": name, "namespace": "default"}, "spec": spec, "relations": relations}


# As the catalog answers, with the fields that are asked for.
GROUPS = [entity("Group", "ops", members=("kim",)), entity("Group", "pay", members=("lee",)), entity("Group", "night")]
USERS = [entity("User", "kim", "kim@example.com"), entity("User", "lee", "lee@example.com")]
OWNERS = "* @ops\n/pay/ @pay\n/night/ @night\n/other/ @unknown"
for entities in (GROUPS + USERS, [*GROUPS, *USERS, entity("User", "ops", "ops@example.com")]):
    known = BackstageUserGroups(entities)
    print(CodeOwnersPreprocessor(known.get_group_members)(OWNERS).splitlines())
PY
"$room/venv/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/seen" - <<'SEEN'
['* kim@example.com', '/pay/ lee@example.com', '/night/ ', '/other/ @unknown']
['* ', '/pay/ lee@example.com', '/night/ ', '/other/ @unknown']
SEEN
