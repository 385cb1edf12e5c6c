#!/usr/bin/env bash
# agenraci 0.2.1: the checker of a RACI passes a task that nobody answers for, and fails two people who stand in for each other.
#
# A charter says which role is accountable for each action, and who has the role. The README promises that "nobody accountable" is
# a gap which the checker catches. A role that no member has is accountable, and approves: expected is an error of rule R1. The charter
# passes; `compile` of the same file then says that no human is accountable. A role that is written twice counts as "two roles".
# And where lead and deputy stand in for each other, each in an action of the other, R6 finds an endless escalation.
# Where we mind it: the audit reports a responsibility of a vacant role; a role that is named twice is said to be named twice.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet agenraci==0.2.1
cat > vacant.yaml <<'YAML'
project: Shop
roles: [lead, deputy]
members: [{name: Ana, type: human, role: deputy}]
capabilities: {lead: {grant: [deploy]}}
actions:
  A1_deploy:
    responsible: any
    accountable: lead
    capabilities: [deploy]
    gate: {approver: lead, on_timeout: "escalate_to:deputy", break_glass: {who: lead, condition: outage}}
YAML
sed 's/accountable: lead/accountable: [lead, lead]/' vacant.yaml > twice.yaml
sed 's/accountable: lead/accountable: deputy/' vacant.yaml > named.yaml
{
  cat vacant.yaml
  echo '  A2_plan:'
  sed -n '/responsible/,$p' named.yaml | sed 's/approver: lead/approver: deputy/; s/escalate_to:deputy/escalate_to:lead/'
} > both.yaml
for name in vacant twice both; do
  echo "$name:"
  venv/bin/agenraci validate "$name.yaml" | grep -E '^(✗|PASS|FAIL| +-)' || true
done | tee seen
venv/bin/agenraci compile --target github vacant.yaml | grep '(no human is' | tee -a seen
diff seen - <<'SEEN'
vacant:
PASS — charter is a valid operating constitution.
twice:
✗ R1 single accountable
    - A1_deploy: has 2 accountable roles (lead, lead) — exactly one is required (conflict: two roles each think they own it).
FAIL — 1 issue(s) found.
both:
✗ R6 acyclic authority
    - deputy, lead: authority escalation forms a cycle (deputy -> lead -> deputy); a decision could escalate forever without anyone able to settle it.
FAIL — 1 issue(s) found.
# (no human is accountable for a gated action — set owners by hand)
SEEN
