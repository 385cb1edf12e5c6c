"""E-mail addresses: held back in every field that is not free text, on the page and in the export alike."""

from __future__ import annotations

import pytest

from sphinx_roles.addresses import without_addresses
from sphinx_roles.analysis.cards import CardsQuery
from sphinx_roles.analysis.matrix import MatrixQuery
from sphinx_roles.catalog.load import read_body
from sphinx_roles.fields import card_fields
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Location

FREE = ("tagline", "summary", "description", "open")
TEXTS = ("abbr", "family", "grade", "part_of", "reports_to", "status", "maintainer", "contact", "boss")
LISTS = ("aliases", "tools", "tags", "next")


def read(text: str) -> Catalog:
    return read_body(text, Location("f"), format="yaml")[0]


def card(text: str, email: bool = False) -> str:
    fields = (*card_fields(), "boss")
    report = CardsQuery(fields=fields, own=(("boss", "Boss"),), email=email).report(
        read(f"roles: {{x: {{{text}}}}}")
    )
    return repr(report)


@pytest.mark.parametrize(
    "address", ["Bo Lind <bo@example.com>", "bo@example.com", "Bo (mailto:bo@example.com)"]
)
@pytest.mark.parametrize(
    "field",
    [
        "name: '{}'",
        *(f"{field}: '{{}}'" for field in TEXTS),
        *(f"{field}: [Ada, '{{}}']" for field in LISTS),
        *(f"holders: [{{{{name: Bo, {field}: '{{}}'}}}}]" for field in ("as", "handle", "org", "link", "since", "email")),
        "holders: '{}'",
        "holders: ['Apply to {}', {{name: Post open, since: 'write to {}'}}]",
        "past_holders: ['{}']",
        "links: ['mailto:bo@example.com', {{text: '{}', url: 'https://example.com'}}]",
        "skills: {{cooking: '{}'}}",
        "levels: {{one: {{name: '{}', track: '{}'}}}}",
    ],
)  # fmt: skip
def test_no_address_is_on_a_card_unasked(field: str, address: str) -> None:
    assert "bo@example.com" not in card(field.format(address, address))


def test_cards_show_addresses_where_they_are_asked_for_and_in_free_text() -> None:
    assert "bo@example.com" in card("holders: 'Bo <bo@example.com>'", email=True)
    assert "bo@example.com" in card("contact: bo@example.com", email=True)
    for field in FREE:
        assert "bo@example.com" in card(f"{field}: ask bo@example.com")


def test_the_address_of_who_gives_a_role_its_name_is_its_contact() -> None:
    catalog = read("responsibilities: {x: {assign: {'Bo <bo@example.com>': A, cy@example.com: R}}}")
    roles = {role.name: role.contact for role in catalog.roles.values()}
    assert roles == {"Bo": "bo@example.com", "cy": "cy@example.com"}
    assert catalog.find_role("cy@example.com") == catalog.find_role("cy")


@pytest.mark.parametrize(
    "field",
    ["frequency: daily to bo@example.com", "status: ask bo@example.com", "links: [mailto:bo@example.com]",
     "assign: {x: 'C (for bo@example.com)'}"],
)  # fmt: skip
def test_no_address_is_in_a_matrix_but_in_free_text(field: str) -> None:
    report = MatrixQuery(details=True).report(read(f"roles: {{x: }}\nresponsibilities: {{r: {{{field}}}}}"))
    assert "bo@example.com" not in repr(report)


def test_a_record_without_addresses_is_itself() -> None:
    role = read(
        "roles: {x: {holders: [Bo], links: [a.md], own: [b], contact: '#team', levels: {a: {}}}}"
    ).roles["x"]
    assert without_addresses(role) is role
