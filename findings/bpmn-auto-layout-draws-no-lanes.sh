#!/usr/bin/env bash
# bpmn-auto-layout 1.3.0: of a process whose lanes say who does what, the picture has the tasks, and no lane.
#
# A process that a program has written has no coordinates, and `layoutProcess` gives it a diagram. The process is in a pool, "IT", with the
# lanes "Dev" and "Ops", which say whose task is which. Expected is a shape for each of them, or an error; what it does not lay
# out is in a list of its README, without pools and lanes. The diagram has shapes of the tasks and their flow, and its plane is that of
# the process, in which no pool can be. Pool and lanes are still in the data, so that a viewer shows two tasks of nobody,
# and a check of who does what in the file finds nothing wrong. Needs Node.
# Where we mind it: a matrix is drawn from the data by us, and a role that takes part in nothing has its column.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . bpmn-auto-layout@1.3.0
cat > process.bpmn <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="all" targetNamespace="https://example.com">
  <collaboration id="work"><participant id="it" name="IT" processRef="release"/></collaboration>
  <process id="release">
    <laneSet id="lanes">
      <lane id="dev" name="Dev"><flowNodeRef>build</flowNodeRef></lane>
      <lane id="ops" name="Ops"><flowNodeRef>deploy</flowNodeRef></lane>
    </laneSet>
    <task id="build" name="Build"><outgoing>then</outgoing></task>
    <task id="deploy" name="Deploy"><incoming>then</incoming></task>
    <sequenceFlow id="then" sourceRef="build" targetRef="deploy"/>
  </process>
</definitions>
XML
cat > draw.mjs <<'JS'
import fs from "node:fs";
import { layoutProcess } from "bpmn-auto-layout";
const made = await layoutProcess(fs.readFileSync("process.bpmn", "utf8"));
const all = (pattern) => [...made.matchAll(pattern)].map((one) => one[1]).join(" ");
console.log("lanes:", all(/<lane id="(\w+)"/g));
console.log("plane of:", all(/<bpmndi:BPMNPlane [^>]*bpmnElement="(\w+)"/g));
console.log("shapes of:", all(/<bpmndi:BPMNShape [^>]*bpmnElement="(\w+)"/g));
JS
node draw.mjs | tee seen
diff seen - <<'SEEN'
lanes: dev ops
plane of: release
shapes of: build deploy
SEEN
