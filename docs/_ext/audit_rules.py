"""``{rules} KIND``: the rules of the audit that look at rows, roles, the data, or between roles.

All of it is made from the rules themselves: what they find, why, and their examples, which the tests run.
"""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from generated import Generated
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_roles.analysis.audit.rule import KINDS, Rule, load_rules


class Rules(Generated):
    """A section for each rule of a kind; with ``:table:``, a table of all."""

    optional_arguments = 1
    option_spec: ClassVar = {"table": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Describe the rules one after the other."""
        if "table" in self.options:
            return self.parsed(table())
        kind = self.arguments[0]
        if kind not in KINDS:
            raise self.error(f"no kind of rules {kind!r}; expected one of {', '.join(KINDS)}")
        return [
            self.section(nodes.title("", "", nodes.literal("", rule.id)), f"rule-{rule.id}", text(rule))
            for rule in load_rules().values()
            if rule.kind == kind
        ]


def table() -> str:
    """Return all rules, a line each."""
    rules = load_rules().values()
    lines = (f"| [`{rule.id}`](#rule-{rule.id}) | {rule.title} | {rule.severity} |" for rule in rules)
    return "\n".join(("| rule | finds | severity |", "|---|---|---|", *lines))


def text(rule: Rule) -> str:
    """Return all that there is to say of a rule, as Markdown."""
    found, clean = _data("finds this", rule.bad), _data("finds nothing", rule.good)
    owners = f"```{{code-block}} none\n:caption: CODEOWNERS beside both\n\n{rule.owners.rstrip()}\n```"
    parts = [
        rule.title,
        rule.about,
        *_limits(rule),
        *([owners] if rule.owners else []),
        found,
        f"```none\n{rule.message}\n```",
        clean,
    ]
    return "\n\n".join(parts) + "\n"


def _limits(rule: Rule) -> list[str]:
    message = [f"Severity: {rule.severity}{', and always a Sphinx warning' if rule.build else ''}."]
    if rule.thresholds:
        limits = ", ".join(f"`{name}: {_number(value)}`" for name, value in rule.thresholds.items())
        message.append(f"Limits: {limits}.")
    if rule.words:
        message.append("Takes `words`.")
    if rule.fields:
        message.append("Takes `roles`, `kinds` and `rows`.")
    if rule.replaces:
        others = ", ".join(f"[`{name}`](#rule-{name})" for name in rule.replaces)
        message.append(f"Reported in place of {others}.")
    return [" ".join(message)]


def _number(value: float) -> str:
    return f"{value:g}"


def _data(caption: str, data: str) -> str:
    return f"```{{code-block}} yaml\n:caption: {caption}\n\n{data.rstrip()}\n```"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("rules", Rules)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
