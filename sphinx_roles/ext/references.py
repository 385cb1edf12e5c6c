"""What a sentence of a page asks: references that lead nowhere, and ``{org:who}``, "who decides this?"."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.util.docutils import SphinxRole
from sphinx.util.nodes import get_node_line, get_node_source

from sphinx_roles.analysis.report import Query
from sphinx_roles.analysis.who import Answer, WhoQuery
from sphinx_roles.catalog.sources import path_is
from sphinx_roles.ext.domain import OrgDomain, R, link_to
from sphinx_roles.ext.source_locations import word_location
from sphinx_roles.log import warn
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code, Given, Location, Phrase, Problem, closest
from sphinx_roles.render.labels import labels_of_build
from sphinx_roles.render.markup.allowed import PLACE
from sphinx_roles.render.view import roles_rich_text

if TYPE_CHECKING:
    from sphinx_roles.analysis.owner import OwnerName

_KINDS = {"doc": "document", "any": "target", "ref": "label"}


def warn_missing_reference(app: Sphinx, domain: Domain, node: pending_xref) -> bool | None:
    """Report missing references to roles and the like, and of the data; leave others to Sphinx."""
    if not isinstance(domain, OrgDomain):
        if (place := node.get(PLACE)) is None:
            return None
        name, kind = node["reftarget"].lstrip("/"), _KINDS.get(node["reftype"], node["reftype"])
        if kind == "document" and _is_record(app, name, place.location().file):
            return True
        # All that listen are asked, and of a label Sphinx itself would warn again, without a column.
        node["reftype"] = kind
        labels = app.env.domains["std"].data
        known: Iterable[str] = {"document": app.env.found_docs, "label": labels["labels"]}.get(kind, ())
        if kind == "label" and name in labels["anonlabels"]:
            kind = "title above the label"
        near = closest(name, known)
        message = "no {kind} {name!r}"
        warn([Problem.of(Code.REF, message, place.location(), {"name": name}, kind=kind, nearest=near)])
        return True
    warn(domain.missing(node["reftype"], node["reftarget"], lambda: _location(domain, node)))
    return True


def _is_record(app: Sphinx, name: str, file: str) -> bool:
    """Return whether a decision record that is no page leads to itself, or to one beside it."""
    own, suffix = posixpath.splitext(file)
    is_page = own in app.env.all_docs or suffix not in (".md", ".markdown")
    return not is_page and path_is(Path.is_file, Path(app.srcdir, f"{name}{suffix}"))


def _location(domain: OrgDomain, node: pending_xref) -> Location:
    """Return the place of a text of the data, or that of the target's name on the page."""
    above: nodes.Node | None = node
    while above is not None:
        if isinstance(above, roles_rich_text):
            place = node.get(PLACE)
            location: Location = place.location() if place is not None else above["location"]
            return location
        above = above.parent
    try:
        path, line = get_node_source(node), get_node_line(node)
    except ValueError:
        return Location(str(domain.env.doc2path(node["refdoc"], False)))
    target = node["reftarget"]
    before, found, after = node.rawsource.partition("`")[2].rpartition(target or ">")
    around = (before, after if target else found + after)
    return _in_role(domain, path, line, f"{node['refdomain']}:{node['reftype']}", target, around)


def _in_role(
    domain: OrgDomain, path: str, line: int, role: str, word: str, around: tuple[str, str] = ("", "`")
) -> Location:
    """Return the place of a word in the text of a role, in reStructuredText or in Markdown.

    The same may be in a paragraph several times: whoever asks again means the next one.
    """
    before, after = around
    pairs = [(f"{name}`{before}", after) for name in (f":{role}:", f"{{{role}}}")]
    nth = domain.count((path, line, role, before, word, after))
    return word_location(domain.env, path, line, word, pairs, nth)


class _Question(SphinxRole):
    """A role whose text is a question, and that prints the answer."""

    def ask(self, query: Query[R]) -> R:
        """Return the report for a query, and note the question for the next build."""
        self.words = labels_of_build()
        return OrgDomain.of(self.env).ask(self.env.docname, query)

    def unread(self) -> list[nodes.Node]:
        """Write that the answer could not be read: that there is none only follows from what was reported."""
        return [nodes.inline("", self.words.unread, classes=["ro-unread"])]

    def unanswered(self) -> list[nodes.Node]:
        """Write the question itself, where it is about nothing that there is."""
        return [nodes.inline("", self.text, classes=["ro-unread"])]

    def none(self, message: str | Phrase) -> list[nodes.Node]:
        """Write that it is nobody, and report it."""
        self.report(Code.NOBODY, message)
        return [nodes.strong("", self.words.nobody, classes=["ro-nobody"])]

    def answers(self, answers: Sequence[Answer]) -> list[nodes.Node]:
        """Write all roles; one that also stands in for others is there once."""
        covered: dict[str, list[Answer]] = {}
        for answer in answers:
            if answer.cover:
                covered.setdefault(answer.cover, []).append(answer)
        own = {answer.role for answer in answers if not answer.cover}
        made: list[list[nodes.Node]] = []
        apart = stands_in = False
        for answer in answers:
            asked = answer.cover or answer.role
            if answer.cover and (asked in own or asked not in covered):
                continue
            others = [other for other in covered.pop(asked, ()) if other is not answer]
            also = (self.covering(other, self.words.covering_also) for other in others)
            made.append([*self.answer(answer), *chain.from_iterable(also)])
            # Behind "for the vacant Operator and", the next one would seem to be vacant, too.
            apart, stands_in = apart or stands_in, bool(answer.cover or others)
        return self.joined(made, apart=apart)

    def limits(self, answer: Answer) -> str:
        """Return under which condition, and until when, a role is asked."""
        limits = [answer.when] if answer.when else []
        if answer.until:
            limits.append(self.words.until.format(date=self.words.day(answer.until)))
        return f" ({self.words.and_more.join(limits)})" if limits else ""

    def covering(self, answer: Answer, words: str) -> list[nodes.Node]:
        """Write for whom somebody stands in."""
        status = self.words.named(answer.status)
        before, _, after = words.format(status=status, name="\n").partition("\n")
        made = [nodes.Text(before), self.role(answer.role, answer.name)]
        return (
            [*made, nodes.Text(after + self.limits(answer))] if after or answer.when or answer.until else made
        )

    def answer(self, answer: Answer) -> list[nodes.Node]:
        """Write one role, its condition, and who stands in for it."""
        reported = self.limits(answer)
        if answer.cover and answer.cover_name is not None:
            return [self.role(answer.cover, answer.cover_name), *self.covering(answer, self.words.covering)]
        role = self.role(answer.role, answer.name)
        if not answer.status:
            return [role, nodes.Text(reported)] if reported else [role]
        return [role, nodes.Text(f"{reported} ({self.words.named(answer.status)})")]

    def role(self, role: str, name: str, kind: str = "role") -> pending_xref:
        """Return a reference that shows a role's name, or a person's; without a target, the name stays."""
        OrgDomain.of(self.env).note_link(self.env.docname, kind, role)
        return link_to(kind, role, self.env.docname, nodes.inline("", name))

    def joined(self, parts: list[list[nodes.Node]], *, apart: bool = False) -> list[nodes.Node]:
        """Join the answers as people do (commas, and a word before the last), or set them ``apart``."""
        made = parts[0]
        for number, part in enumerate(parts[1:], 2):
            between = self.words.and_last if number == len(parts) else self.words.and_more
            between = self.words.and_apart if apart else between
            made = [*made, nodes.Text(between), *part]
        return made

    def location(self) -> Location:
        """Return the place of the role's text in the page."""
        path, line = self.get_source_info()
        return _in_role(OrgDomain.of(self.env), str(path), line or 1, self.name, self.text)

    def report(self, code: Code, message: str | Phrase, **values: Given) -> None:
        """Report a problem at the place of the role's text in the page."""
        warn([Problem.of(code, message, self.location(), **values)])


class Who(_Question):
    """Prints the roles that hold a letter of a responsibility, as links."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Ask, and write the answer."""
        query = WhoQuery(self.text.strip())
        report, domain = self.ask(query), OrgDomain.of(self.env)
        if report.answers:
            return self.answers(report.answers), []
        if report.unread:
            return self.unread(), []
        if report.unknown:
            warn(domain.missing("responsibility", report.unknown[0], self.location))
        elif report.unknown_letters:
            self.report_letter(report.unknown_letters[0], query, domain.registry.main)
        else:
            return self.none(self.nobody(query, domain.registry.main)), []
        return self.unanswered(), []

    def report_letter(self, letter: str, query: WhoQuery, catalog: Catalog) -> None:
        """Report a letter that the scheme of the row has not; the scheme may be in what is unread."""
        row = catalog.find_row(query.asked(catalog)[0])
        assert row is not None
        letters = catalog.scheme_of(row).letters
        near = closest(letter, letters)
        if near or not catalog.incomplete:
            message = "no letter {letter!r} in the scheme; expected one of {known}"
            self.report(Code.UNKNOWN_LETTER, message, letter=letter, known=letters, nearest=near)

    def nobody(self, query: WhoQuery, catalog: Catalog) -> Phrase:
        """Say which letters nobody holds."""
        name, letters = query.asked(catalog)
        row = catalog.find_row(name)
        assert row is not None
        scheme = catalog.scheme_of(row)
        if not letters:
            message = "no letter of {scheme} decides or does: say which one, as in '{letter}:{row}'"
            return Phrase.of(message, scheme=scheme.name, letter=scheme.letters[0], row=row.name)
        return Phrase.of("nobody holds {letters} for {row!r}", letters=", ".join(letters), row=row.name)


class OwnerRole(_Question):
    """Prints who answers for a file: the roles that decide on what covers it, else its owners."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Ask, and write the answer."""
        # Imported here, as most projects ask nothing of files.
        from sphinx_roles.analysis.owner import Coverage, OwnerQuery

        report = self.ask(OwnerQuery(self.text.strip()))
        if report.unknown:
            near = OrgDomain.of(self.env).registry.main.derived(Coverage).nearest_file(self.text.strip())
            self.report(Code.REF, "no {kind} {name!r}", kind="file", name=self.text, nearest=near or "")
        if report.answers:
            return self.answers(report.answers), []
        if report.owners:
            return self.joined([self.owner(owner) for owner in report.owners]), []
        if report.unread:
            return self.unread(), []
        if report.unknown:
            return self.unanswered(), []
        return self.none(Phrase.of("nobody answers for {path!r}", path=self.text)), []

    def owner(self, owner: OwnerName) -> list[nodes.Node]:
        """Write an owner: a role as a link, a person with the role, another one as written."""
        if owner.role_name is None:
            return [nodes.literal("", owner.name)]
        role = self.role(owner.role, owner.role_name)
        if not owner.name:
            return [role]
        gone = [nodes.Text(f"{self.words.and_more}{self.words.past}")] if owner.gone else []
        person = nodes.Text(owner.name) if owner.gone else self.role(owner.name, owner.name, "person")
        return [person, nodes.Text(" ("), role, *gone, nodes.Text(")")]
