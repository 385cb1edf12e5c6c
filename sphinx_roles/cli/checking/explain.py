"""What a rule finds and why it matters, from the rule itself."""

from __future__ import annotations

import textwrap

from sphinx_roles.analysis.audit.rule import Rule
from sphinx_roles.analysis.audit.rules import RULES
from sphinx_roles.cli.checking.addresses import help_address
from sphinx_roles.cli.outcome import CommandError
from sphinx_roles.problems import Code, nearest

__all__ = ["explain"]

_WIDTH = 88


def explain(name: str) -> str:
    """Explain a rule of the audit, or a warning of reading; CommandError for another name."""
    wanted = name.strip().casefold().removeprefix("roles.")
    rule = next((rule for rule in RULES if rule.id == wanted), None)
    if rule is not None:
        return _rule(rule)
    code = next((code for code in Code if code == wanted), None)
    if code is not None:
        return _code(code)
    known = [*(rule.id for rule in RULES), *map(str, Code)]
    near = nearest(wanted, known) or f"; expected one of {', '.join(dict.fromkeys(known))}"
    raise CommandError(f"{name!r} is no rule{near}")


def _rule(rule: Rule) -> str:
    limits = "".join(f", {name}: {value:g}" for name, value in rule.thresholds.items())
    words = ", words: [more, of, your, own]" if rule.words else ""
    parts = [
        f"{rule.id} ({rule.severity}): {rule.title}",
        _filled(rule.about),
        f"Finds this:\n\n{_indented(rule.bad)}\n\nand says:\n\n{_indented(rule.told)}",
        f"Finds nothing here:\n\n{_indented(rule.good)}",
        "Set it in the data, or in the same form as `roles_rules` in conf.py:\n\n"
        f"    rules:\n      {rule.id}: {{severity: {rule.severity}{limits}{words}}}   # or: off",
    ]
    if rule.silences:
        parts.append(_filled(f"Told in place of {', '.join(rule.silences)}."))
    return "\n\n".join([*parts, help_address(rule.id)])


def _code(code: Code) -> str:
    return f"{code}: {code.sentence}\n\n{help_address(str(code))}"


def _filled(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), _WIDTH)


def _indented(text: str) -> str:
    return textwrap.indent(text.rstrip(), "    ")
