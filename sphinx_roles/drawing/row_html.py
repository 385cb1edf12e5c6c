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
        self.edit_label, self.link_label = escape(pen.words.edit), escape(pen.words.link)
        self.open_tag = '<details class="ro-more" open="open">' if unfolded else '<details class="ro-more">'

    def open(self, row: Row, band: Band) -> str:
        """Begin a table row with its head."""
        ident, name = self.head(row, band)
        return f'<tr{ident}><th scope="row">{name}</th>'

    def head(self, row: Row, band: Band) -> tuple[str, str]:
        """Return the id attribute of the row, where links lead to it, and its name with all that is there.

        That is its status, the fold where there is more to say, and its links.
        """
        anchor = self.pen.anchor(f"{band.matrix}\n{band.section}\n{row.id}") if self.targets else ""
        name = said = self.pen.text(row.name)
        if row.status:
            said += f' <small class="ro-mark">{escape(self.pen.words.named(row.status))}</small>'
        if row.told:
            said = f"{self.open_tag}<summary>{said}</summary><div>{self.told(row)}</div></details>"
        return f' id="{anchor}"' if anchor else "", said + self.tools(row, name, anchor)

    def tools(self, row: Row, name: str, anchor: str) -> str:
        """The edit link and the permalink. They stand after the fold: no link may be in a summary."""
        tools = ""
        if row.edit and (url := self.pen.edit_url(row.edit)):
            label = self.edit_label.format(name=name)
            tools += f'<a class="ro-edit" href="{escape(url)}" aria-label="{label}">✎</a>'
        if anchor and self.pen.permalinks:
            label = self.link_label.format(name=name)
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
