"""Files of other tools in which an e-mail address and a token are at each place that could hold one."""

from __future__ import annotations

__all__ = ["DIRECTORIES", "PLANTED", "ROTA", "SECRETS", "record"]

RECORD = "---\nstatus: {status}\ndate: {date}\n{people}\n---\n# {title}\n\n## Context\n"


def record(
    status: str = "accepted", date: str = "2026-01-02", people: str = "", title: str = "Use it"
) -> str:
    return RECORD.format(status=status, date=date, people=people, title=title)


ROTA = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nX-WR-CALNAME:SRE on call\r\n{url}BEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART:20260101T000000Z\r\nSUMMARY:Ana Diaz\r\n"
    "ATTENDEE:mailto:ana@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
SECRETS = ("ana.secret@example.com", "tok3n-abc")
PLANTED = {
    "adr/1.md": ("decisions", record(people=f"decision-makers: [Ana <{SECRETS[0]}>, {SECRETS[0]}]\ntoken: {SECRETS[1]}")),
    "CODEOWNERS": ("github", f"* {SECRETS[0]}\n/a @ana # {SECRETS[1]}\n"),
    "OWNERS": ("kubernetes", f"approvers: [{SECRETS[0]}]\n"),
    "c.yaml": ("backstage", "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
               f"metadata: {{name: a, description: 'Ask {SECRETS[0]}', links: [{{url: 'https://x.org/?token={SECRETS[1]}'}}]}}\n"
               f"spec: {{owner: '{SECRETS[0]}'}}\n"),
    "opslevel.yml": ("opslevel", f"version: 1\ncomponent: {{name: a, owner: {SECRETS[0]}, description: {SECRETS[0]}, tools: [{{name: a, url: 'https://u:{SECRETS[1]}@x.org/'}}]}}\n"),
    "service.datadog.yaml": ("datadog", f"dd-service: a\nteam: {SECRETS[0]}\ncontacts: [{{contact: {SECRETS[0]}}}]\nintegrations: {{pagerduty: {SECRETS[1]}}}\n"),
    "architect.ics": ("rota", ROTA.format(url=f"URL:https://x.org/?key={SECRETS[1]}\r\n").replace("ana@example.com", SECRETS[0])),
}  # fmt: skip
DIRECTORIES = {
    "people.csv": ("people", f"Name,Role,Manager,Handle,Email\nZoe <{SECRETS[0]}>,Head,{SECRETS[0]},zoe,{SECRETS[0]}\n{SECRETS[0]},Dev,,,\n"),
    "charter.yaml": ("agenraci", f"project: shop\nroles: [lead, dev]\nmembers: [{{name: 'Ana <{SECRETS[0]}>', type: human, role: lead, token: {SECRETS[1]}}}]\n"
                     f"actions: {{merge: {{responsible: dev, accountable: lead, gate: {{approver: {SECRETS[0]}, on_timeout: block, secret: {SECRETS[1]}}}}}}}\n"),
    "teams.yaml": ("backstage", "apiVersion: backstage.io/v1alpha1\nkind: Group\n"
                   f"metadata: {{name: dev, title: 'Dev {SECRETS[0]}', description: 'Ask {SECRETS[0]}'}}\nspec: {{type: '{SECRETS[0]}'}}\n"),
    "needs.json": ("needs", '{"current_version": "1", "versions": {"1": {"needs": {"R1": {"title": "SRE", "type": "role", "content": "Ask '
                   f'{SECRETS[0]}"}}, "N1": {{"title": "Alerts", "type": "task", "responsible": ["R1"], "token": "{SECRETS[1]}"}}}}}}}}}}'),
}  # fmt: skip
"""Those in which an address is data, which pages hold back."""
