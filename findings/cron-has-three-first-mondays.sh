#!/usr/bin/env bash
# Cron: a handover on the first Monday of a month is on eleven days of March, on one, or on a Tuesday, and is described as one.
#
# `0 9 1-7 * 1` is how many a rota writes "the first Monday, at nine". By the manual of cron (crontab(5)), it is due where the day of
# the month or that of the week is, and 1 is Monday. Expected of libraries is one answer. For March 2026, cronsim 2.8, and
# cron-schedule 6.0.0 of npm, have the first seven days and all Mondays. crontab 1.0.5 and cron-converter 2.0.2 have the first
# Monday alone. `CronTrigger.from_crontab` of APScheduler 3.11.3 has Tuesday the third, as it takes 1 for Tuesday. Of those that put
# it in words, cronstrue 3.39.0 says "and on Monday", and its port cron-descriptor 2.2.1 "or on Monday". Needs Node.
# Where we mind it: a rota is a link to its calendar, and nothing is computed from when it changes hands.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet cronsim==2.8 crontab==1.0.5 cron-converter==2.0.2 APScheduler==3.11.3 cron-descriptor==2.2.1
npm install --silent --no-save --prefix . cron-schedule@6.0.0 cronstrue@3.39.0
cat > ask.py <<'PY'
from datetime import UTC, datetime

import cron_converter
from apscheduler.triggers.cron import CronTrigger
from cron_descriptor import get_description
from cronsim import CronSim
from crontab import CronTab

RULE, FIRST = "0 9 1-7 * 1", datetime(2026, 3, 1, tzinfo=UTC)


def following(after):
    at = FIRST
    while (at := after(at)).month == 3:
        yield at.strftime("%a %d")


by_cronsim, by_converter = CronSim(RULE, FIRST), cron_converter.Cron(RULE).schedule(FIRST)
trigger = CronTrigger.from_crontab(RULE, timezone=UTC)
days = {
    "cronsim": following(lambda _: next(by_cronsim)),
    "crontab": following(lambda at: CronTab(RULE).next(at, return_datetime=True)),
    "cron-converter": following(lambda _: by_converter.next()),
    "APScheduler": following(lambda at: trigger.get_next_fire_time(at, at)),
}
for name, found in days.items():
    print(f"{name}: {', '.join(found)}")
print("cron-descriptor:", get_description(RULE))
PY
cat > ask.mjs <<'JS'
import { parseCronExpression } from "cron-schedule";
import cronstrue from "cronstrue";

const rule = "0 9 1-7 * 1";
const next = parseCronExpression(rule).getNextDates(20, new Date("2026-03-01T00:00:00Z"));
const days = next.filter((one) => one.getUTCMonth() === 2).map((one) => one.toUTCString().slice(0, 7).replace(",", ""));
console.log(`cron-schedule: ${days.join(", ")}`);
console.log("cronstrue:", cronstrue.toString(rule));
JS
{ venv/bin/python ask.py; TZ=UTC node ask.mjs; } | tee seen
diff seen - <<'SEEN'
cronsim: Sun 01, Mon 02, Tue 03, Wed 04, Thu 05, Fri 06, Sat 07, Mon 09, Mon 16, Mon 23, Mon 30
crontab: Mon 02
cron-converter: Mon 02
APScheduler: Tue 03
cron-descriptor: At 09:00 AM, between day 1 and 7 of the month, or on Monday
cron-schedule: Sun 01, Mon 02, Tue 03, Wed 04, Thu 05, Fri 06, Sat 07, Mon 09, Mon 16, Mon 23, Mon 30
cronstrue: At 09:00 AM, between day 1 and 7 of the month, and on Monday
SEEN
