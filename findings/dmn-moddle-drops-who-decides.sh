#!/usr/bin/env bash
# dmn-moddle 12.2.1: of a decision, it keeps a link to who makes it, and drops whom that link leads to.
#
# DMN 1.3 has an `organizationUnit` for whoever makes or owns decisions; `decisionMaker` and `decisionOwner` of a
# decision lead there, and it lists its decisions in turn. dmn-moddle reads and writes the format for editors of such models.
# Expected is what was read. It takes `organizationUnit` for an "unknown type", in a list of warnings, and what it writes has none:
# the decision is made by "#board", which is nowhere. A `performanceIndicator`, which the standard has beside it, stays. Needs Node.
# Where we mind it: decisions are read from records in Markdown, with the names of those who made them.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . dmn-moddle@12.2.1
cat > ask.mjs <<'JS'
import { DmnModdle } from "dmn-moddle";
const text = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Releases" namespace="urn:x">
  <decision id="release" name="Go live"><decisionMaker href="#board"/></decision>
  <performanceIndicator id="speed" name="Lead time"><impactingDecision href="#release"/></performanceIndicator>
  <organizationUnit id="board" name="Release board"><decisionMade href="#release"/></organizationUnit>
</definitions>`;
const moddle = new DmnModdle();
const { rootElement, warnings } = await moddle.fromXML(text, "dmn:Definitions");
for (const one of warnings) console.log("warning:", one.message.replace(/\s+/g, " "));
const { xml } = await moddle.toXML(rootElement, { format: true });
console.log(xml);
JS
node ask.mjs | tee answers
grep -Fq "unknown type <dmn:OrganizationUnit>" answers
grep -Fq '<decisionMaker href="#board" />' answers
grep -Fq 'name="Lead time"' answers
if grep -Fq "Release board" answers; then exit 1; fi
