"""The head of a row as HTML: its name, its links, and what it means folded under it."""

from __future__ import annotations

from html import escape

from sphinx_roles.analysis.matrix import Band, Row
from sphinx_roles.drawing.badges import Badges
from sphinx_roles.drawing.pen import HtmlPen

__all__ = ["RowHtml"]


class RowHtml:
    """Writes row heads for one matrix."""

    def __init__(self, pen: HtmlPen, badges: Badges, *, unfolded: bool) -> None:
        self.pen, self.badges = pen, badges
        self.targets = True
        self.open_tag = '<details class="ro-more" open="open">' if unfolded else '<details class="ro-more">'

    def open(self, row: Row, band: Band) -> str:
        """Begin a table row with its head."""
        return f'<tr{self.ident(row, band)}><th scope="row">{self.name(row, band)}</th>'

    def ident(self, row: Row, band: Band) -> str:
        """The id attribute of the row, where links lead to it."""
        anchor = self.anchor(row, band)
        return f' id="{anchor}"' if anchor else ""

    def anchor(self, row: Row, band: Band) -> str:
        """The id of the row in this table, ``""`` where it is no target."""
        return self.pen.anchor(f"{band.matrix}\n{band.section}\n{row.id}") if self.targets else ""

    def name(self, row: Row, band: Band) -> str:
        """The name with its status, the fold where there is more to say, and its links."""
        words = self.pen.words
        name = self.pen.text(row.name)
        if row.status:
            name += f' <small class="ro-mark">{escape(words.named(row.status))}</small>'
        tools = self.tools(row, band)
        if not row.told:
            return name + tools
        return f"{self.open_tag}<summary>{name}</summary><div>{self.told(row)}</div></details>{tools}"

    def tools(self, row: Row, band: Band) -> str:
        """The edit link and the permalink. They stand after the fold: no link may be in a summary."""
        words, name = self.pen.words, self.pen.text(row.name)
        tools = ""
        if row.edit and (url := self.pen.edit_url(row.edit)):
            label = escape(words.edit).format(name=name)
            tools += f'<a class="ro-edit" href="{escape(url)}" aria-label="{label}">✎</a>'
        anchor = self.anchor(row, band)
        if anchor and self.pen.permalinks:
            label = escape(words.link).format(name=name)
            tools += f'<a class="headerlink" href="#{anchor}" title="{label}">¶</a>'
        return f'<span class="ro-tools">{tools}</span>' if tools else ""

    def told(self, row: Row) -> str:
        """What the row means, when it is done, how often, and what was remarked."""
        words = self.pen.words
        parts = [self.pen.block(row.summary)] if row.summary else []
        if row.done_when:
            parts.append(self.labelled(words.done_when, self.pen.inline(row.done_when)))
        if row.frequency:
            parts.append(self.labelled(words.frequency, self.pen.text(row.frequency)))
        if row.links:
            parts.append(self.labelled(words.links, ", ".join(map(self.pen.link, row.links))))
        parts += [self.pen.block(note) for note in row.notes]
        for remark in row.remarks:
            who = f"{self.pen.text(remark.name)} {self.badges.part(remark.part)}"
            parts.append(f"<p>{who}: {self.pen.inline(remark.text)}</p>")
        return "".join(parts)

    def labelled(self, label: str, inner: str) -> str:
        """A paragraph that begins with its label."""
        return f"<p><b>{escape(self.pen.words.colon.format(label=label))}</b> {inner}</p>"
