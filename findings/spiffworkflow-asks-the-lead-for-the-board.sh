#!/usr/bin/env bash
# SpiffWorkflow 3.2.0: who approves is, of the rules that apply, the first in the table, whatever the table says of them.
#
# A table says who approves: the lead from 100, the board from 1000. Both rules apply to 5000, and its hit policy says what then
# (DMN 1.3, chapter 8): PRIORITY is the one first in the list of outputs, here the board; RULE ORDER is both; ANY wants them to be
# the same, and UNIQUE that only one applies. Expected are the board, both, and twice an error, or an error for a policy that it
# does not know, as @hbtgmbh/dmn-eval-js 1.5.0 has it for two. SpiffWorkflow says the lead in all four, as for FIRST, and says
# nothing. COLLECT has both. Needs Node.
# Where we mind it: two roles that are accountable for one row are reported, and none of them is taken for the right one.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet SpiffWorkflow==3.2.0
npm install --silent --no-save --prefix . @hbtgmbh/dmn-eval-js@1.5.0
cat > pay.bpmn <<'XML'
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  id="d" targetNamespace="http://example.com"><process id="pay" isExecutable="true">
  <startEvent id="start"/><sequenceFlow id="in" sourceRef="start" targetRef="ask"/>
  <businessRuleTask id="ask" name="Who" camunda:decisionRef="who"/>
  <sequenceFlow id="out" sourceRef="ask" targetRef="end"/><endEvent id="end"/>
</process></definitions>
XML
cat > who.dmn <<'XML'
<definitions xmlns="NAMESPACE" id="d" name="d" namespace="http://example.com"><decision id="who" name="Who approves">
<decisionTable id="table" hitPolicy="POLICY">
<input id="in" label="amount"><inputExpression id="amount" typeRef="number"><text>amount</text></inputExpression></input>
<output id="out" label="role" name="role" typeRef="string"><outputValues id="order"><text>"Board","Lead"</text></outputValues></output>
<rule id="r1"><inputEntry id="i1"><text>&gt;= 100</text></inputEntry><outputEntry id="o1"><text>"Lead"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="i2"><text>&gt;= 1000</text></inputEntry><outputEntry id="o2"><text>"Board"</text></outputEntry></rule>
</decisionTable></decision></definitions>
XML
cat > ask.py <<'PY'
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.camunda.parser.CamundaParser import CamundaParser

text = open("who.dmn").read().replace("NAMESPACE", "https://www.omg.org/spec/DMN/20191111/MODEL/")
for policy in ("UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "COLLECT"):
    open("one.dmn", "w").write(text.replace("POLICY", policy))
    parser = CamundaParser()
    parser.add_bpmn_file("pay.bpmn")
    parser.add_dmn_file("one.dmn")
    workflow = BpmnWorkflow(parser.get_spec("pay"))
    for task in workflow.get_tasks():
        task.data["amount"] = 5000
    workflow.do_engine_steps()
    print(f"SpiffWorkflow, {policy}: {workflow.last_task.data['role']}")
PY
cat > ask.cjs <<'JS'
const fs = require("node:fs");
const { decisionTable } = require("@hbtgmbh/dmn-eval-js");

const text = fs.readFileSync("who.dmn", "utf8").replace("NAMESPACE", "http://www.omg.org/spec/DMN/20151101/dmn.xsd");
(async () => {
  for (const policy of ["UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "COLLECT"]) {
    let found;
    try {
      const table = await decisionTable.parseDmnXml(text.replace("POLICY", policy));
      found = [decisionTable.evaluateDecision("who", table, { amount: 5000 })].flat().map((one) => one.role);
    } catch (error) {
      found = error.message;
    }
    console.log(`dmn-eval-js, ${policy}: ${found}`);
  }
})();
JS
{ venv/bin/python ask.py; node ask.cjs; } | tee seen
diff seen - <<'SEEN'
SpiffWorkflow, UNIQUE: Lead
SpiffWorkflow, ANY: Lead
SpiffWorkflow, PRIORITY: Lead
SpiffWorkflow, FIRST: Lead
SpiffWorkflow, RULE ORDER: Lead
SpiffWorkflow, COLLECT: ['Lead', 'Board']
dmn-eval-js, UNIQUE: Decision "who" is not unique but hit policy is UNIQUE.
dmn-eval-js, ANY: Unsupported hit policy ANY
dmn-eval-js, PRIORITY: Unsupported hit policy PRIORITY
dmn-eval-js, FIRST: Lead
dmn-eval-js, RULE ORDER: Lead,Board
dmn-eval-js, COLLECT: Lead,Board
SEEN
