"""``role-profile``: one role as a whole, section by section."""

from __future__ import annotations

from typing import Any, cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinx_roles.analysis.profile import Chapter, ProfileQuery, ProfileReport
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.options import NoViewError
from sphinx_roles.ext.domain import Target
from sphinx_roles.fields import PROFILE
from sphinx_roles.model import Role, fold, identify, role_names
from sphinx_roles.problems import Code
from sphinx_roles.render.labels import labels_of_build
from sphinx_roles.render.profile import chapter_anchor, draw_profile, heading
from sphinx_roles.render.shapes import ProfileShape
from sphinx_roles.render.view import Folded, roles_view


def role_profile(view: ViewDirective) -> list[nodes.Node]:
    """Show the sections of the role of the argument."""
    glance = PROFILE["glance"]
    name, data, since = view.role_of_argument(), view.catalog_data, view.options.get("since", "")
    without = view.options.get("without-sections", ())
    query = view.fill(
        ProfileQuery,
        role=name,
        sections=tuple(key for key in view.options.get("sections", PROFILE) if key not in without),
        fields=view.card_fields(glance, glance),
        own=view.own_fields,
        edit=view.edit,
        anchors=view.is_target(data),
    )
    report = _report(view, query, data, since)
    view.check_roles(report.unknown_roles)
    if (report.shows_nothing and "sections" in view.options) or not report.chapters:
        view.report("none of the sections has anything to say", "", Code.EMPTY_VIEW)
        return []
    return _Profile(view, report, view.catalogs[-1].roles[report.role], data).drawn()


def _report(view: ViewDirective, query: ProfileQuery, data: Data, since: str) -> ProfileReport:
    """Run the query with what was before; where that is missing, without it."""
    if since and view.domain.registry.catalog(data)[0] is not None:
        try:
            return view.run_query(query, data, Data(catalog=since), (since, data.catalog))
        except NoViewError:
            pass
    return view.run_query(query, data)


class _Profile:
    """Makes the nodes of one profile."""

    def __init__(self, view: ViewDirective, report: ProfileReport, role: Role, data: Data) -> None:
        self.view, self.report, self.role, self.data = view, report, role, data
        self.above = view.parent
        self.stem = f"role-{identify(report.role) or 'x'}"
        self.sectioned = isinstance(self.above, nodes.document | nodes.section)
        # They are for the whole, not for each of its sections.
        self.whole = {name: view.options.pop(name) for name in ("name", "class") if name in view.options}

    def drawn(self) -> list[nodes.Node]:
        """Return the sections, under a heading with the name of the role where none is above them."""
        view, named, labels = self.view, self._is_named_above(), labels_of_build()
        own = view.options.get("heading", not named)
        apart = self.sectioned and view.options.get("contents", True) and not view.alone
        views = self._chapters() if apart else [self._one(own)]
        whole: nodes.Element = self.above if isinstance(self.above, nodes.section) else views[0]
        if own and self.sectioned:
            whole = self._section(self.report.name, self.stem)
        else:
            whole["ids"].append(view.anchor(self.stem, whole))
        anchor = whole["ids"][-1]
        if own or named or whole is views[0]:
            whole["classes"] += ["ro-profile", *map(identify, self.whole.get("class", ()))]
        made: list[nodes.Node] = []
        for chapter, node in zip(self.report.chapters, views, strict=False):
            if apart and chapter.key != "glance":
                made.append(self._section(heading(chapter.key, labels), f"{anchor}-{chapter.key}", node))
            else:
                made.append(node)
        if not apart:
            self._anchor_sections(views[0], anchor)
        self._register(whole, anchor, views[0])
        if own and self.sectioned:
            whole += made
            return [whole]
        return made

    def _anchor_sections(self, node: roles_view, stem: str) -> None:
        """Give the sections in a view their anchors; those of a page are in its contents as well."""
        labels, contents = labels_of_build(), []
        for chapter in self.report.chapters:
            found = node["anchors"][chapter_anchor(chapter)] = self.view.anchor(f"{stem}-{chapter.key}", node)
            if self.view.alone and chapter.key != "glance":
                contents.append((found, heading(chapter.key, labels)))
        if contents:
            node["contents"] = contents

    def _is_named_above(self) -> bool:
        """True where the section around the directive is called as the role is, or refers to it."""
        if not isinstance(self.above, nodes.section):
            return False
        title = cast("nodes.Element", self.above[0])
        links = title.findall(pending_xref)
        own = self.role.id, *role_names(self.role)
        linked = any(
            link["reftype"] == "role" and fold(link["reftarget"]) in map(fold, own) for link in links
        )
        return linked or self.view.is_named_above(*own)

    def _section(self, title: str, stem: str, *inner: nodes.Node) -> nodes.Element:
        """Return a section of the page."""
        made = nodes.section()
        made["ids"] = [self.view.anchor(stem, made)]
        # sphinx.ext.autosectionlabel makes a label of the source of a title: two pages may have the same.
        made += nodes.title(f"{self.view.env.docname}#{made['ids'][0]}", title, translatable=False)
        self.view.set_source_info(made)
        # Sphinx looks for it otherwise, and writes to its log with much effort.
        made[0].source, made[0].line = made.source, made.line
        made += [*inner]
        return made

    def _chapters(self) -> list[roles_view]:
        """Return a view for each section; the first one has the texts of all, as it has the name."""
        views: list[roles_view] = []
        whole = Folded(self.report)
        for chapter in self.report.chapters:
            # The first one may get a label from a target before the directive, and none of the others can.
            title = () if views else (chapter.name,)
            shape = self._shape(chapter=chapter.key)
            views.append(self.view.node(chapter, shape, draw_profile, ("", title), whole=whole))
            self._complete(views[-1], chapter)
        assert views[0].texts is not None, "it has the name of the role"
        views[0].texts.serve(views[1:])
        return views

    def _one(self, own: bool) -> roles_view:
        """Return one view for all sections, whose headings are in it."""
        depth, above = 2 if own else 1, self.above
        while above.parent is not None:
            depth, above = depth + 1, above.parent
        shape = self._shape(
            level=min(depth, 6) if self.sectioned else 0,
            titled=own and not self.sectioned,
            sections=self.view.alone,
        )
        node = self.view.node(self.report, shape, draw_profile, ("", (self.report.name,)))
        node["kind"] = "role"
        for chapter in self.report.chapters:
            self._complete(node, chapter)
        return node

    def _shape(self, **more: Any) -> ProfileShape:
        return ProfileShape(since=self.view.options.get("since", ""), linked=not self.data.catalog, **more)

    def _complete(self, node: roles_view, chapter: Chapter) -> None:
        """Add the picture of a section, and let links lead to the levels in it."""
        for card in chapter.cards.cards if chapter.cards else ():
            if card.image:
                self.view.add_picture(node, card.image, card.alt)
        if chapter.ladder is not None and self._is_target:
            self.view.register_targets(node, "role", chapter.ladder.targets(1))

    @property
    def _is_target(self) -> bool:
        return self.view.is_target(self.data)

    def _register(self, whole: nodes.Element, anchor: str, node: roles_view) -> None:
        """Make the profile the place that links to its role lead to, and give its name to the heading."""
        self.view.options |= {name: value for name, value in self.whole.items() if name == "name"}
        self.view.add_name(whole)
        texts = node.texts
        name, domain, docname = str(self.report.name), self.view.domain, self.view.env.docname
        if whole is not node and whole is not self.above:
            domain.note_title(docname, cast("nodes.Element", whole[0]), name, texts)
        if self._is_target:
            others = self.view.alias_anchors("role", self.report.aliases, whole)
            whole["ids"] += others
            target = Target("role", self.report.role, anchor, name, 0, tuple(others))
            domain.note_targets(docname, [target], texts)
