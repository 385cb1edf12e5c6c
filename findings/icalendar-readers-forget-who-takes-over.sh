#!/usr/bin/env bash
# iCalendar: from the third week on, Bo takes over a duty; two readers of four give it back to Ana a week later.
#
# RFC 5545 (section 3.2.13) changes the rest of a series by RECURRENCE-ID with RANGE=THISANDFUTURE. The series has five Mondays of
# Ana, and from the third on Bo. recurring-ical-events 3.8.2 and ical.js 2.2.1 have two Mondays of Ana and three of Bo.
# icalevents 0.3.1 of PyPI and node-ical 0.26.1 change the third alone: Ana is on call in the last two weeks, without a
# warning. Needs Node.
# Where we mind it: of a rota, we read the name and the address, and never who is on call.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet icalendar==7.3.2 recurring-ical-events==3.8.2 icalevents==0.3.1
npm install --silent --no-save --prefix . ical.js@2.2.1 node-ical@0.26.1
cat > make.py <<'PY'
from pathlib import Path

lines = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//rota//EN
BEGIN:VEVENT
UID:1@rota
DTSTAMP:20260101T000000Z
DTSTART:20260302T080000Z
DTEND:20260302T160000Z
RRULE:FREQ=WEEKLY;COUNT=5
SUMMARY:Ana
END:VEVENT
BEGIN:VEVENT
UID:1@rota
DTSTAMP:20260101T000000Z
RECURRENCE-ID;RANGE=THISANDFUTURE:20260316T080000Z
DTSTART:20260316T080000Z
DTEND:20260316T160000Z
SUMMARY:Bo
END:VEVENT
END:VCALENDAR
"""
Path("rota.ics").write_bytes(lines.replace("\n", "\r\n").encode())
PY
venv/bin/python make.py
cat > read.py <<'PY'
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import recurring_ical_events
from icalevents.icalevents import events

first, last = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 10, tzinfo=UTC)
found = recurring_ical_events.of(icalendar.Calendar.from_ical(Path("rota.ics").read_text())).between(first, last)
people = [str(one["SUMMARY"]) for one in sorted(found, key=lambda one: one["DTSTART"].dt)]
print("recurring-ical-events", *people)
assert people == ["Ana", "Ana", "Bo", "Bo", "Bo"]
people = [one.summary for one in sorted(events(file="rota.ics", start=first, end=last), key=lambda one: one.start)]
print("icalevents", *people)
assert people == ["Ana", "Ana", "Bo", "Ana", "Ana"]
PY
venv/bin/python read.py
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import ical from "node-ical";

const text = readFileSync("rota.ics", "utf8");
const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent"));
const days = event.iterator();
const people = [];
for (let day = days.next(); day; day = days.next()) people.push(event.getOccurrenceDetails(day).item.summary);
console.log("ical.js", ...people);
const [series] = Object.values(ical.sync.parseICS(text)).filter((one) => one.type === "VEVENT");
const found = ical.expandRecurringEvent(series, { from: new Date("2026-03-01"), to: new Date("2026-04-10") });
console.log("node-ical", ...found.map((one) => one.summary));
JS
node read.mjs | tee by-node
grep -qx "ical.js Ana Ana Bo Bo Bo" by-node
grep -qx "node-ical Ana Ana Bo Ana Ana" by-node
