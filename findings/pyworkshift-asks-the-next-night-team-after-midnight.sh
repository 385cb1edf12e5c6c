#!/usr/bin/env bash
# pyworkshift 1.2.0 (PyShift): at three in the morning, who is on duty is the team that only begins in the evening.
#
# Three teams take turns, by day from 07:00 to 19:00, by night from 19:00 to 07:00, as in its README. Its own list says that the night of
# 1 November, until 07:00 of the 2nd, is Team 2's. Expected from `getShiftInstancesForTime` at 03:00 of the 2nd is Team 2, or
# nobody. It answers Team 1, with a shift that begins 16 hours later: the shifts of the calendar day are compared by their hours, not by
# their days. `calculateWorkingTime` has four hours of work in the hour from 03:00 to 04:00.
# Where we mind it: a rota is read as who takes over from whom and when, and a duty belongs to the day on which it begins.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet pyworkshift==1.2.0
cat > "$room/ask.py" <<'PY'
from datetime import date, datetime, time, timedelta

from PyShift.workschedule.work_schedule import WorkSchedule

plan = WorkSchedule("DNO", "Day, night, off")
day = plan.createShift("Day", "Day shift", time(7), timedelta(hours=12))
night = plan.createShift("Night", "Night shift", time(19), timedelta(hours=12))
turns = plan.createRotation("DNO", "DNO")
turns.addSegment(day, 1, 0)
turns.addSegment(night, 1, 1)
for number in range(3):
    plan.createTeam(f"Team {number + 1}", "A team", turns, date(2021, 11, 1) - timedelta(days=number))


def said(shift):
    ends = shift.startDateTime + shift.shift.duration
    return f"{shift.team.name}, {shift.startDateTime:%d %H:%M} to {ends:%d %H:%M}"


print("listed:", *map(said, plan.getShiftInstancesForDay(date(2021, 11, 1))), sep="\n  ")
for hour in (3, 12, 22):
    print(f"02 {hour:02}:00:", *map(said, plan.getShiftInstancesForTime(datetime(2021, 11, 2, hour))))
three = datetime(2021, 11, 2, 3)
print("work from 03:00 to 04:00:", plan.calculateWorkingTime(three, three + timedelta(hours=1)))
PY
"$room/venv/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/seen" - <<'SEEN'
listed:
  Team 1, 01 07:00 to 01 19:00
  Team 2, 01 19:00 to 02 07:00
02 03:00: Team 1, 02 19:00 to 03 07:00
02 12:00: Team 3, 02 07:00 to 02 19:00
02 22:00: Team 1, 02 19:00 to 03 07:00
work from 03:00 to 04:00: 4:00:00
SEEN
