#!/usr/bin/env bash
# bpmn-js-differ 3.2.0: a process in which a task goes from one department to another has no changes.
#
# A lane says who does the tasks in it (`flowNodeRef`). "Build" moves from the lane "Dev" to "Ops", and nothing else does. Expected
# is a change of the lanes, or of the task, as bpmn-js-differ is made for the comparison of two versions. It finds nothing added,
# removed or changed. Where the owner is at the task (`potentialOwner`) instead, the task has changed; so it has when a
# letter of its documentation has. It reads both by bpmn-moddle 10.3.1, which has the task in its new lane. Needs Node.
# Where we mind it: `sphinx-roles diff` says who has taken over what, and who has let it go.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . bpmn-js-differ@3.2.0 bpmn-moddle@10.3.1
cat > ask.mjs <<'JS'
import { diff } from "bpmn-js-differ";
import { BpmnModdle } from "bpmn-moddle";
const owner = (name) =>
  `<potentialOwner><resourceAssignmentExpression><formalExpression>${name}</formalExpression>` +
  "</resourceAssignmentExpression></potentialOwner>";
const lane = (name, tasks) =>
  `<lane id="${name}" name="${name}">${tasks.map((task) => `<flowNodeRef>${task}</flowNodeRef>`).join("")}</lane>`;
const read = async (dev, ops, inside = "") =>
  (await new BpmnModdle().fromXML(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"
    targetNamespace="urn:x"><process id="p"><laneSet id="lanes">${lane("Dev", dev)}${lane("Ops", ops)}</laneSet>
    <userTask id="build" name="Build">${inside}</userTask><userTask id="test" name="Test"/></process></definitions>`)).rootElement;
const found = (one, other) => {
  const { _added, _removed, _changed, _layoutChanged } = diff(one, other);
  return [_added, _removed, _changed, _layoutChanged].flatMap((part) => Object.keys(part)).join(" ") || "nothing";
};
const before = await read(["build", "test"], []);
const after = await read(["test"], ["build"]);
for (const [name, process] of Object.entries({ before, after })) {
  const lanes = process.rootElements[0].laneSets[0].lanes;
  console.log(name, lanes.map((one) => `${one.name}: ${(one.flowNodeRef ?? []).map((task) => task.name).join(", ")}`).join("; "));
}
console.log("another lane:", found(before, after));
console.log("another owner:", found(await read(["build"], ["test"], owner("dev")), await read(["build"], ["test"], owner("ops"))));
const documented = (text) => read(["build"], ["test"], `<documentation>${text}</documentation>`);
console.log("another text:", found(await documented("a"), await documented("b")));
JS
node ask.mjs | tee answers
grep -Fqx "before Dev: Build, Test; Ops: " answers
grep -Fqx "after Dev: Test; Ops: Build" answers
grep -Fqx "another lane: nothing" answers
grep -Fqx "another owner: build" answers
grep -Fqx "another text: build" answers
