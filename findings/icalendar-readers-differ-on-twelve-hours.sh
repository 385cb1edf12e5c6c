#!/usr/bin/env bash
# iCalendar: no reader of three has the end of a duty right both in hours and in days, on the night when clocks change.
#
# RFC 5545 (section 3.3.6) takes hours of a DURATION for accurate, and days for nominal. On call in Berlin from 20:00 on 28
# March 2026, PT12H ends at 09:00 summer time (07:00 UTC) and P1D at 20:00 (18:00 UTC). icalendar 7.3.2 of PyPI (hence
# recurring-ical-events) and ical.js 2.2.1 end PT12H an hour early, by the clock on the wall; node-ical 0.27.2 ends P1D
# an hour late.
# Where we mind it: holders of a role may follow a rota, which we link to and do not compute.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet icalendar==7.3.2
npm install --silent --no-save --prefix . ical.js@2.2.1 node-ical@0.27.2
cat > rota.ics <<'ICS'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:rota
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Berlin:20260328T200000
DURATION:PT12H
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Berlin:20260328T200000
DURATION:P1D
END:VEVENT
END:VCALENDAR
ICS
sed -i 's/$/\r/' rota.ics
cat > read.py <<'PY'
from datetime import UTC

import icalendar

events = icalendar.Calendar.from_ical(open("rota.ics", newline="").read()).events
print("icalendar", *(event.end.astimezone(UTC).strftime("%H:%M") for event in events))
PY
cat > read.mjs <<'JS'
import {readFileSync} from "node:fs";
import ICAL from "ical.js";
import ical from "node-ical";

const text = readFileSync("rota.ics", "utf8");
const hour = date => date.toISOString().slice(11, 16);
const all = new ICAL.Component(ICAL.parse(text));
ICAL.TimezoneService.register(all.getFirstSubcomponent("vtimezone"));
console.log("ical.js", ...all.getAllSubcomponents("vevent").map(one => hour(new ICAL.Event(one).endDate.toJSDate())));
const events = Object.values(ical.sync.parseICS(text)).filter(one => one.type === "VEVENT");
console.log("node-ical", ...events.map(one => hour(one.end)));
JS
{ venv/bin/python read.py; TZ=UTC node read.mjs; } | tee seen
diff seen - <<'SEEN'
icalendar 06:00 18:00
ical.js 06:00 18:00
node-ical 07:00 19:00
SEEN
