#!/usr/bin/env bash
# BPMN: who does a task in a lane within a lane is the whole department to one engine, and nobody to another.
#
# A lane says who does the tasks in it, and may be parted (`childLaneSet`): "Dev" and "Ops" within "IT". BPMN 2.0.2 (section 10.8)
# has each lane list its tasks, so that one may be in the list of the inner lane alone, or in that of the outer one as well. Expected
# is "Dev" for "build", or both. SpiffWorkflow 3.1.2 says "IT" where both list it, and "Dev" where only the inner one does.
# bpmn-engine 25.0.1 says none in either case, and "Business" for a task beside them. What is listed is an `xsd:IDREF`, around
# which blanks and line breaks mean nothing, as formatters of XML write them: with these, neither knows the lane of any task.
# Needs Node.
# Where we mind it: a table of tasks by lanes is what a matrix is made from; it should come from the lanes, not from the engine.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . bpmn-engine@25.0.1
python3 -m venv venv
venv/bin/pip install --quiet SpiffWorkflow==3.1.2
cat > write.py <<'PY'
def write(file, around, before="", after=""):
    def refs(*tasks):
        return "".join(f"<flowNodeRef>{before}{task}{after}</flowNodeRef>" for task in tasks)

    steps = ["start", "build", "deploy", "accept", "end"]
    flows = "".join(
        f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in zip(steps, steps[1:])
    )
    tasks = "".join(f'<manualTask id="{one}" name="{one}"/>' for one in steps[1:-1])
    with open(file, "w") as out:
        out.write(f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="all" targetNamespace="urn:it">
<process id="release" isExecutable="true"><laneSet id="lanes">
<lane id="it" name="IT">{refs("start", "build", "deploy") if around else ""}<childLaneSet id="inner">
<lane id="dev" name="Dev">{refs("start", "build")}</lane><lane id="ops" name="Ops">{refs("deploy")}</lane>
</childLaneSet></lane><lane id="business" name="Business">{refs("accept", "end")}</lane></laneSet>
<startEvent id="start"/>{tasks}<endEvent id="end"/>{flows}</process></definitions>
""")

write("both.bpmn", True)
write("inner.bpmn", False)
write("lines.bpmn", False, "\n  ", "\n")
PY
cat > spiff.py <<'PY'
from SpiffWorkflow.bpmn.parser import BpmnParser

for name in ("both", "inner", "lines"):
    parser = BpmnParser()
    parser.add_bpmn_file(f"{name}.bpmn")
    tasks = parser.get_spec("release").task_specs
    print("SpiffWorkflow", name, *(tasks[one].lane or "-" for one in ("build", "deploy", "accept")))
PY
cat > engine.mjs <<'JS'
import { readFileSync } from "node:fs";
import { Engine } from "bpmn-engine";
for (const name of ["both", "inner", "lines"]) {
  const [all] = await new Engine({ name, source: readFileSync(`${name}.bpmn`, "utf8") }).getDefinitions();
  const tasks = all.getProcessById("release").getActivities();
  const lanes = ["build", "deploy", "accept"].map((id) => tasks.find((one) => one.id === id).lane?.name ?? "-");
  console.log("bpmn-engine", name, lanes.join(" "));
}
JS
venv/bin/python write.py
{ venv/bin/python spiff.py; node engine.mjs; } | tee answers
grep -qx "SpiffWorkflow both IT IT Business" answers
grep -qx "SpiffWorkflow inner Dev Ops Business" answers
grep -qx "SpiffWorkflow lines - - -" answers
grep -qx "bpmn-engine both - - Business" answers
grep -qx "bpmn-engine inner - - Business" answers
grep -qx "bpmn-engine lines - - -" answers
