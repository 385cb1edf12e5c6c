#!/usr/bin/env bash
# ics 0.7.3: a duty that Ana has handed to Bo and Cy belongs to an address that nobody has, once it is read and written.
#
# RFC 5545 (section 3.2) has parameters in quotes where they hold a colon, a semicolon or a comma, and DELEGATED-TO and
# DELEGATED-FROM are always addresses in quotes. Expected is the line as it was read. ics reads it, and writes it without quotes,
# with backslashes, which no parameter has: `DELEGATED-TO=mailto:bo@example.com,…`. The line then ends at the colon for every
# reader: icalendar 7.3.0, ical.js 2.2.1 and ics itself have "mailto" as the deputy, and for Ana's address all the rest of the line.
# So it is with a person whom one adds as "Ops: night". Nothing is reported. Needs Node.
# Where we mind it: of a rota, we read the name and the address, and never who is on call.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet ics==0.7.3 icalendar==7.3.0
npm install --silent --no-save --prefix . ical.js@2.2.1
cat > write.py <<'PY'
import warnings

warnings.simplefilter("ignore")
import icalendar
import ics

lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", "BEGIN:VEVENT", "UID:1@example.com",
    "DTSTAMP:20260101T000000Z", "DTSTART:20260105T080000Z", "DTEND:20260112T080000Z", "SUMMARY:On call",
    'ATTENDEE;DELEGATED-TO="mailto:bo@example.com","mailto:cy@example.com":mailto:ana@example.com',
    "END:VEVENT", "END:VCALENDAR", "",
]  # fmt: skip


def shown(text: str) -> tuple[object, str]:
    who = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["ATTENDEE"]
    return who.params.get("DELEGATED-TO") or who.params.get("CN"), str(who)


text = "\r\n".join(lines)
print("icalendar, before", *shown(text))
calendar = ics.Calendar(text)
print("ics, before", *(one.email for event in calendar.events for one in event.attendees))
with open("written.ics", "w", newline="") as file:
    file.write(calendar.serialize())
again = calendar.serialize()
print("icalendar, after", *shown(again))
print("ics, after", *(one.email for event in ics.Calendar(again).events for one in event.attendees))
event = ics.Event(begin="2026-01-05 08:00:00", end="2026-01-12 08:00:00")
event.add_attendee(ics.Attendee(email="ana@example.com", common_name="Ops: night"))
print("icalendar, added", *shown(ics.Calendar(events=[event]).serialize()))
PY
cat > read.mjs <<'JS'
import ICAL from "ical.js";
import { readFileSync } from "fs";
const event = new ICAL.Component(ICAL.parse(readFileSync("written.ics", "utf8"))).getFirstSubcomponent("vevent");
const [, parameters, , address] = event.getFirstProperty("attendee").toJSON();
console.log("ical.js, after", parameters["delegated-to"], address);
JS
{ venv/bin/python write.py; node read.mjs; } | tee answers
grep -Fqx "icalendar, before ['mailto:bo@example.com', 'mailto:cy@example.com'] mailto:ana@example.com" answers
grep -Fqx "ics, before ana@example.com" answers
for reader in icalendar ical.js; do
    grep -Fqx "$reader, after mailto bo@example.com,mailto:cy@example.com;CN=ana@example.com:mailto:ana@example.com" answers
done
grep -Fqx "ics, after bo@example.com,mailto:cy@example.com;CN=ana@example.com:mailto:ana@example.com" answers
grep -Fqx "icalendar, added Ops  night:mailto:ana@example.com" answers
