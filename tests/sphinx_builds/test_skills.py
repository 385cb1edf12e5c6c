"""`skill-matrix` and `role-path` under every builder, links to skills, and mistakes told once."""

from __future__ import annotations

import re
from textwrap import dedent

from conftest import Build, Maker
from pages import directive, title

HANDBOOK = "skills"


def test_every_cell_says_its_step_in_words(built: Build) -> None:
    page = built("html").page()
    first = page.partition("Skills &lt;here&gt;")[2].partition("</table>")[0]
    assert re.findall(r'<td class="ro-heat ro-heat-(\d)"><span>([^<]*)</span>', first) == [
        ("1", "Low"), ("5", "&lt;High&gt;"), ("0", "Well"),
    ]  # fmt: skip
    assert '<th scope="rowgroup" colspan="3"><span>Ops &amp; co </span>' in first
    assert "<b>" not in re.sub(r"<b [^>]*>", "", first)


def test_a_table_of_few_columns_has_a_form_for_phones(built: Build) -> None:
    page, (style,) = built("html").page(), built("html").out.rglob("sphinx-roles.css")
    assert (
        re.findall(r'<table class="ro-table (ro-\w+) ro-skills([^"]*)"', page)
        == [("ro-grid", " ro-stepped")] * 3
    )
    assert "table.ro-stepped" in style.read_text("utf-8")


def test_skills_are_links_and_in_the_inventory(built: Build) -> None:
    output = built("html")
    again = output.page("again.html")
    entry = re.search(r'<div class="ro-rung" id="(skill-talk[-\d]*)">', output.page())
    assert entry is not None
    assert again.count(f'href="index.html#{entry[1]}"') == 2
    assert re.search(r'href="index.html#skill-run-\d"><span class="[^"]*">Run &amp; &lt;keep&gt;', again)
    assert "org:skill" in output.page("searchindex.js")
    # An entry is a better target than a row.
    assert 'href="index.html#role-ops-one"' in again
    assert "First &lt;1&gt; (ops)" in again


def test_a_table_is_a_file(built: Build) -> None:
    output = built("html")
    href = re.search(r'href="([^"]*\.csv)" download', output.page())
    assert href is not None
    text = output.page(href[1])
    assert text.lstrip("\ufeff").splitlines()[:2] == [
        "Family,Skill,Dev & <co>,ops", "Ops & co,Run & <keep>,Low,<High>",
    ]  # fmt: skip


def test_a_ladder_shows_what_a_level_adds(built: Build) -> None:
    text = built("text").page("index.txt")
    ladder = text.partition("Levels of ops")[2].partition("Levels of ops")[2].partition("Levels of ops")[0]
    assert "**First <1>**\n\nSkills:\n   * Run & <keep> (<High>)" in ladder
    assert "As First <1>, and:\n\nDuties:\n   * Asks & hears" in ladder
    assert "* Run & <keep> (<High> → Mid)\n\n   * Talk\n\n     * Listens *well*" in ladder
    assert "There is no" not in ladder


def test_a_comparison_of_levels_and_a_gap(built: Build) -> None:
    text = built("text").page("index.txt")
    levels = text.partition("From First <1> (ops) to Second (ops)")[2].partition("From First")[2]
    assert "**Added**\n\n* Talk" in levels
    gap = text.partition("-[ From Ana <Lo> to Second (ops) ]-")[2]
    assert "**To deepen**\n\n* Run & <keep> (Low → Mid)" in gap


def test_a_skill_says_who_needs_it(built: Build) -> None:
    entries = built("text").page("index.txt").partition("-[ Run & <keep> (Ops & co) ]-")[2]
    steps = re.findall(r"(?m)^(\S[^\n]*):\n   (.*)", entries.partition("-[ Talk ]-")[0])
    assert steps == [
        ("Low", "* One < all"), ("Mid", "**Needed by:** Second (ops)"), ("<High>", "* All"),
    ]  # fmt: skip


def test_nobody_is_told_what_a_person_can_do(project: Maker) -> None:
    page = title("People", "rst") + directive("role-cards", "", {"fields": "holders", "email": ""}, "rst")
    person = "{name: Ana, email: a@example.com, skills: {secret: Zqone, other: [Zqtwo]}}"
    data = f"roles: {{ops: {{holders: [{person}], past_holders: [{person}], skills: [talk]}}}}\n"
    page += directive("skill-cards", "", {}, "rst") + directive("skill-matrix", "", {"empty": ""}, "rst")
    made = project({"index.rst": page, "roles.yaml": data}, roles_export=True)
    output = made.build(strict=True)
    assert "a@example.com" in output.page()
    for text in output.files(".html", ".js", ".json").values():
        assert b"zq" not in text.lower()
        assert b"secret" not in text


def test_a_path_says_what_is_to_be_done(built: Build) -> None:
    text = built("text").page("index.txt")
    assert "What makes the difference: Run & <keep>" in " ".join(text.split())
    assert "* Run & <keep> (Low → <High>)" in text
    assert "**Responsibilities that go**\n\n* Go & <come> (A/R)" in text
    assert "**Duties that come**\n\n* Asks & hears" in text
    drawn = built("html").page().partition("Responsibilities that go")[2]
    badges = r'<span class="ro-both"><b class="ro-decides" data-ro="A">\w+</b> <b'
    assert re.match(rf' </dt><dd><ul class="simple"><li>Go &amp; &lt;come&gt; {badges}', drawn)


def test_what_roles_take_of_a_skill_is_on_their_pages(project: Maker) -> None:
    """Roles with other criteria were "the same", and only a matrix of skills showed them."""
    data = """
        roles:
          dev: {skills: {talk: [Listens], run: Low}}
          ops: {skills: {run: Low, talk: [Asks]}}
          qa: {skills: [talk]}
    """
    views = (("role-profile", "dev"), ("role-comparison", "dev ops"), ("role-comparison", "ops qa"))
    shown = "".join(directive(name, argument, {}, "rst") for name, argument in views)
    book = project({"index.rst": title("All", "rst") + shown, "roles.yaml": dedent(data)})
    page, text = book.build("html").page(), book.build("text").page("index.txt")
    assert "Skills\n------\n\n* talk\n\n  * Listens\n\n* run (Low)" in text
    assert "the same" not in text
    assert page.count(">Listens</li>") == 2


def test_steps_are_in_their_order_and_a_skill_without_any_says_so(project: Maker) -> None:
    data = """
        scales: {uk: [Low, Mid, High]}
        skills: {run: {scale: uk}, count: , idle: {family: Rest}}
        roles: {a: {skills: {run: High, count: 3}}, b: {skills: {run: Low, count: 1}}, c: {skills: [run, count]}}
    """
    page = ".. skill-matrix::\n   :skills: run, count\n\n.. skill-cards:: idle\n\n.. skill-cards:: run\n"
    book = project({"index.rst": title("All", "rst") + page, "roles.yaml": dedent(data)}, roles_max_columns=2)
    text = book.build("text").page("index.txt")
    assert "* **run** – Low: b; High: a; asked for: c" in text
    assert "* **count** – 1: b; 3: a; asked for: c" in text
    assert "-[ idle (Rest) ]-\n\n**Needed by:** nobody\n" in text
    assert "Mid:\n   nobody" in text


def test_a_sentence_names_no_more_skills_than_can_be_read(project: Maker) -> None:
    page = ".. role-path:: a, b\n   :nearest: 0\n\n.. role-path:: a, c\n   :nearest: 0\n"
    data = "roles: {a: {skills: [x]}, b: {skills: [s1, s2, s3, s4, s5]}, c: {skills: [s1, s2, s3, s4, s5, s6, s7]}}\n"
    book = project({"index.rst": title("All", "rst") + page, "roles.yaml": data})
    text = " ".join(book.build("text").page("index.txt").split())
    assert "What makes the difference: s1, s2, s3, s4 and s5." in text
    assert "What makes the difference: s1, s2, s3, s4, s5 and 2 more." in text
