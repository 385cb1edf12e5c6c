#!/usr/bin/env bash
# node-ical 0.27.2: who has handed a duty to two people has no part in it, and a name in quotes ends at its semicolon.
#
# RFC 5545 (section 3.2) lets a parameter have several values in quotes, and DELEGATED-TO names those who stand in. Ana
# has handed her duty to Bo and Cy; with Bo alone, her line is read. Expected are Ana and Bo, as ical.js 2.2.1 has them. node-ical
# drops the line of Ana without a word, as it does with a MEMBER of two groups: Bo is on call for somebody who is not there. In
# quotes, a semicolon is part of the name: of "Lead; Ops" it has `"Lead`, with the quote. Needs Node.
# Where we mind it: of a rota, we read the name and the address, and never who is on call.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . node-ical@0.27.2 ical.js@2.2.1
cat > read.mjs <<'JS'
import ICAL from "ical.js";
import ical from "node-ical";
const cases = {
  two: ['ATTENDEE;DELEGATED-TO="mailto:bo@example.com","mailto:cy@example.com":mailto:ana@example.com'],
  one: ['ATTENDEE;DELEGATED-TO="mailto:bo@example.com":mailto:ana@example.com'],
  groups: ['ATTENDEE;MEMBER="mailto:dev@example.com","mailto:ops@example.com":mailto:ana@example.com'],
};
const bo = 'ATTENDEE;DELEGATED-FROM="mailto:ana@example.com":mailto:bo@example.com';
const event = (lines) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", "BEGIN:VEVENT", "UID:1@example.com", "DTSTAMP:20260101T000000Z",
   "DTSTART:20260105T080000Z", "DTEND:20260112T080000Z", ...lines, "END:VEVENT", "END:VCALENDAR", ""].join("\r\n");
for (const [name, lines] of Object.entries(cases)) {
  const text = event([...lines, bo]);
  const read = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent").getAllProperties("attendee");
  console.log("ical.js", name, read.map((one) => one.getFirstValue()).join(" "));
  const [found] = Object.values(ical.sync.parseICS(text)).filter((one) => one.type === "VEVENT");
  console.log("node-ical", name, [found.attendee].flat().map((one) => one.val).join(" "));
}
const led = event(['ORGANIZER;CN="Lead; Ops":mailto:lead@example.com']);
const organizer = new ICAL.Component(ICAL.parse(led)).getFirstSubcomponent("vevent").getFirstProperty("organizer");
console.log("ical.js name", organizer.getParameter("cn"));
console.log("node-ical name", Object.values(ical.sync.parseICS(led)).find((one) => one.organizer).organizer.params.CN);
JS
node read.mjs | tee answers
for name in two one groups; do
    grep -Fqx "ical.js $name mailto:ana@example.com mailto:bo@example.com" answers
done
grep -Fqx "node-ical one mailto:ana@example.com mailto:bo@example.com" answers
grep -Fqx "node-ical two mailto:bo@example.com" answers
grep -Fqx "node-ical groups mailto:bo@example.com" answers
grep -Fqx "ical.js name Lead; Ops" answers
grep -Fqx 'node-ical name "Lead' answers
