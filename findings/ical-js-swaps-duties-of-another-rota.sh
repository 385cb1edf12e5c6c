#!/usr/bin/env bash
# ical.js 2.2.1: a swap in one rota changes another rota of the same calendar.
#
# First and second line change hands at the same hour, as two series with UIDs of their own. In the second week, Dee stands in for
# Cy in the second line. RFC 5545 (section 3.8.4.4) finds the series of a change by its UID: expected is Ana in the first
# line in each week. `ICAL.Event` takes all changes of the calendar for its own, so that Dee has the second week of both lines;
# ical-expander 3.2.0 says the same. `strictExceptions: true`, which is to compare UIDs, ends with "attempted to relate unrelated
# exception". Needs Node.
# Where we mind it: of a rota, we read the name and the address, and never who is on call.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . ical.js@2.2.1 ical-expander@3.2.0
cat > rota.mjs <<'JS'
import ICAL from "ical.js";
import IcalExpander from "ical-expander";

const event = (uid, name, day, more) =>
  ["BEGIN:VEVENT", `UID:${uid}@rota`, "DTSTAMP:20260101T000000Z", ...more, `DTSTART:${day}T080000Z`,
    `DTEND:${day}T160000Z`, `SUMMARY:${name}`, "END:VEVENT"];
const text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//rota//EN",
  ...event(1, "Ana", "20260302", ["RRULE:FREQ=WEEKLY;COUNT=3"]),
  ...event(2, "Cy", "20260302", ["RRULE:FREQ=WEEKLY;COUNT=3"]),
  ...event(2, "Dee", "20260309", ["RECURRENCE-ID:20260309T080000Z"]),
  "END:VCALENDAR", ""].join("\r\n");
const series = () => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").slice(0, 2);
for (const one of series()) {
  const line = new ICAL.Event(one);
  const days = line.iterator();
  const people = [];
  for (let day = days.next(); day; day = days.next()) people.push(line.getOccurrenceDetails(day).item.summary);
  console.log("ical.js", ...people);
}
const { events, occurrences } = new IcalExpander({ ics: text }).between(new Date("2026-03-01"), new Date("2026-04-01"));
const names = [...events, ...occurrences.map((one) => one.item)].map((one) => one.summary);
console.log("ical-expander", ...names.sort());
try {
  new ICAL.Event(series()[0], { strictExceptions: true });
} catch (error) {
  console.log(error.message);
}
JS
node rota.mjs | tee people
grep -qx "ical.js Ana Dee Ana" people
grep -qx "ical.js Cy Dee Cy" people
grep -qx "ical-expander Ana Ana Cy Cy Dee Dee" people
grep -qx "attempted to relate unrelated exception" people
