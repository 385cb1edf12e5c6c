#!/usr/bin/env bash
# rosters 0.0.1 of npm: from midnight to one o'clock, on 1 January, and each summer night, another person is on call.
#
# A schedule has layers with a `start` and an `end`, and rotations of users by day or by week. Expected is Ana at half past midnight,
# whose layer is from 00:00:00 to 08:00:00; that a week of Ana follows one of Lee, and no day of Kim another one; and a handover at
# the same hour all year. The time of day is "24:30:00" in its comparison, which is after 20:00:00 and so Lee's. A turn
# is the number of the day or week in the year modulo the number of users: after week 53, Ana's is left out, and Kim has two days at New
# Year. In summer, the day changes at one o'clock. Needs Node 20.
# Where we mind it: rotations of holders are listed in an order, from a date, and are not counted from a year's first day.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . rosters@0.0.1
cat > ask.cjs <<'JS'
let now;
global.Date = class extends Date {
  constructor(...values) {
    super(...(values.length ? values : [now]));
  }
};
const { getOnCallPerson } = require("rosters");
const ask = (name, layers, times) => {
  const found = times.map((time) => {
    now = time;
    return `${time} ${getOnCallPerson({ layers }).name}`;
  });
  console.log(`${name}:`, found.join(", "));
};
const rotation = (every, ...names) => [{ rotation: { every, users: names.map((name) => ({ name })) } }];
const hours = [
  { start: "00:00:00", end: "08:00:00", user: { name: "Ana" } },
  { start: "08:00:00", end: "20:00:00", user: { name: "Kim" } },
  { start: "20:00:00", user: { name: "Lee" } },
];
ask("hours", hours, ["2026-05-03T23:30", "2026-05-04T00:30", "2026-05-04T01:30", "2026-05-04T12:00"]);
const weeks = ["2026-12-14T12:00", "2026-12-21T12:00", "2026-12-28T12:00", "2027-01-04T12:00"];
ask("weeks", rotation("week", "Ana", "Kim", "Lee"), weeks);
const days = rotation("day", "Ana", "Kim", "Lee", "Mo");
ask("New Year", days, ["2026-12-30T12:00", "2026-12-31T12:00", "2027-01-01T12:00", "2027-01-02T12:00"]);
ask("winter", days, ["2026-01-14T23:30", "2026-01-15T00:30", "2026-01-15T01:30"]);
ask("summer", days, ["2026-07-14T23:30", "2026-07-15T00:30", "2026-07-15T01:30"]);
JS
TZ=Europe/Berlin node ask.cjs | sed 's/:[0-9][0-9] / /g' | tee seen
grep -Fqx "hours: 2026-05-03T23 Lee, 2026-05-04T00 Lee, 2026-05-04T01 Ana, 2026-05-04T12 Kim" seen
grep -Fqx "weeks: 2026-12-14T12 Ana, 2026-12-21T12 Kim, 2026-12-28T12 Lee, 2027-01-04T12 Kim" seen
grep -Fqx "New Year: 2026-12-30T12 Ana, 2026-12-31T12 Kim, 2027-01-01T12 Kim, 2027-01-02T12 Lee" seen
grep -Fqx "winter: 2026-01-14T23 Lee, 2026-01-15T00 Mo, 2026-01-15T01 Mo" seen
grep -Fqx "summer: 2026-07-14T23 Mo, 2026-07-15T00 Mo, 2026-07-15T01 Ana" seen
