"""``sphinx-roles check``: the audit of the data, without building anything."""

from __future__ import annotations

import gc
from argparse import ArgumentParser, Namespace

from sphinx_roles.cli.outcome import CLEAN, FINDINGS, say

__all__ = ["DESCRIPTION", "arguments", "run"]

DESCRIPTION = (
    "Check roles and responsibilities without building the documentation: all that is wrong with "
    "the data, and all rules of the audit with the severities and limits of the project."
)


def arguments(parser: ArgumentParser) -> None:
    """Declare what the sub-command takes."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH",
        help="a folder with a conf.py or with data, or files with data (default: this folder)",
    )  # fmt: skip
    parser.add_argument(
        "--format", choices=("text", "json", "sarif", "github", "junit"), default="text",
        help="how the findings are told (default: text)",
    )  # fmt: skip
    parser.add_argument("--output", metavar="FILE", help="write the report into a file")
    parser.add_argument(
        "--fail-on", choices=("error", "warning", "hint"), default="warning",
        help="end with 1 if anything is as bad as this, or worse (default: warning)",
    )  # fmt: skip
    parser.add_argument("--since", metavar="REV", help="tell only what is new against a git revision")
    parser.add_argument("--explain", metavar="RULE", help="explain a rule, and check nothing")


def run(given: Namespace) -> int:
    """Check, tell, and say whether it was bad enough to fail."""
    # Imported here, so that help is shown at once.
    if given.explain is not None:
        from sphinx_roles.cli.checking.explain import explain

        say(explain(given.explain))
        return CLEAN
    from sphinx_roles.analysis.audit.finding import Severity
    from sphinx_roles.cli.checking.collect import check
    from sphinx_roles.cli.checking.telling import tell

    # All that is read is kept to the end, so there is no garbage to look for.
    gc.disable()
    try:
        checked, least = check(given.paths, given.since), Severity(given.fail_on)
        tell(checked, least, given.format, given.output)
    finally:
        gc.enable()
    return FINDINGS if checked.fails(least) else CLEAN
