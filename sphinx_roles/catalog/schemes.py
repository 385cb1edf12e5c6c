"""The schemes that need no definition: RACI and its relatives, DACI, RAPID, MOCHA, DRI and marks.

A letter has a meaning only inside its scheme. `words` are whole words that mean a letter in a
table; one that could as well mean another letter ("responsable", "verantwortlich") is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from sphinx_roles.model import Participation, Scheme, Text

DEFAULT_SCHEME = "RACI"

_MARKS = ("✓", "✔", "☑", "✅", "🗸", "×", "yes", "ja", "oui", "sí")


def _part(letter: str, name: str, meaning: str, words: str = "", **limits: Any) -> Participation:
    also = tuple(word.strip() for word in words.split(",") if word.strip())
    return Participation(letter=letter, name=Text(name), meaning=Text(meaning), words=also, **limits)


def _scheme(name: str, *parts: Participation, together: tuple[str, ...] = ()) -> Scheme:
    pairs = tuple((pair[0], pair[1]) for pair in together)
    return Scheme(id=name, name=Text(name), participations=parts, together=pairs)


_R = _part(
    "R",
    "Responsible",
    "Does the work.",
    "does, doer, performs, performer, durchführend, durchführung, ausführend, "
    "réalisateur, réalise, exécutant, ejecutor, ejecuta",
    min=1,
    does=True,
    shape="square",
)
_A = _part(
    "A",
    "Accountable",
    "Answers for the result and has the last word.",
    "approver, approves, rechenschaftspflichtig, gesamtverantwortlich, approbateur, aprobador",
    min=1,
    max=1,
    decides=True,
    shape="circle",
)
_C = _part(
    "C",
    "Consulted",
    "Is asked before it is done, and is answered.",
    "consult, consults, konsultiert, zu konsultieren, befragt, consulté, consultée, à consulter, "
    "consultado, consultada",
    advises=True,
    shape="outline",
)
_I = _part(
    "I",
    "Informed",
    "Is told how it went.",
    "inform, informiert, zu informieren, informé, informée, à informer, informado, informada",
    informed=True,
    shape="dashed",
)
_S = _part(
    "S",
    "Support",
    "Helps those who do the work.",
    "supports, supportive, supporting, supporter, unterstützend, unterstützt, unterstützung, "
    "soutien, soutient, apoyo, soporte",
    shape="square",
)
_V = _part("V", "Verifies", "Checks the result against what was agreed.", "verify, verifier, verified")
_SIGNS_OFF = _part(
    "S", "Signs off", "Accepts the checked result.", "sign off, sign-off, signatory", shape="circle"
)
_Q = _part(
    "Q", "Quality review", "Looks at the quality of the result.", "quality, quality reviewer", shape="outline"
)
_O = _part("O", "Omitted", "Is left out on purpose.", "omit, out of the loop", omitted=True, shape="dashed")

_D = _part(
    "D",
    "Driver",
    "Moves it forward until it is decided and done.",
    "drives, driving, treiber, pilote, impulsor",
    min=1,
    max=1,
    does=True,
    shape="square",
)
_APPROVER = _part(
    "A",
    "Approver",
    "Makes the decision.",
    "approves, approve, approved by, genehmiger, entscheider, approbateur, aprobador",
    min=1,
    max=1,
    decides=True,
    shape="circle",
)
_CONTRIBUTOR = _part(
    "C",
    "Contributor",
    "Brings knowledge; is heard, without a vote.",
    "contributes, contribute, mitwirkend, contributeur, contribuye, colaborador",
    advises=True,
    shape="outline",
)

_RAPID = (
    _part("R", "Recommend", "Prepares the proposal.", "recommends, recommender", max=1, shape="square"),
    _part("A", "Agree", "Has to agree before it is decided.", "agrees, agreer", shape="outline"),
    _part("P", "Perform", "Carries the decision out.", "performs, performer", does=True, shape="square"),
    _part("I", "Input", "Is asked for facts.", "inputs, gives input", advises=True, shape="dashed"),
    _part(
        "D",
        "Decide",
        "Makes the decision.",
        "decides, decider, decision maker",
        min=1,
        max=1,
        decides=True,
        shape="circle",
    ),
)
_MOCHA = (
    _part("M", "Manager", "Hands the work over and backs the owner.", "manages", shape="outline"),
    _part(
        "O",
        "Owner",
        "Carries the whole, from the plan to the result.",
        "owns",
        min=1,
        max=1,
        decides=True,
        does=True,
        shape="circle",
    ),
    _part("C", "Consulted", _C.meaning, ", ".join(_C.words), advises=True, shape="dashed"),
    _part("H", "Helper", "Takes over parts of the work.", "helps, helping", does=True, shape="square"),
    _part("A", "Approver", "Signs off what the owner decided.", "approves, approve", shape="outline"),
)
_DRI = _part(
    "DRI",
    "Directly responsible individual",
    "The one person who gets it done and answers for it.",
    ", ".join(("owner", "X", *_MARKS)),
    min=1,
    max=1,
    decides=True,
    does=True,
    shape="circle",
)
_X = _part("X", "Takes part", "Takes part, in whatever way.", ", ".join(_MARKS), shape="square")

_PAIRS = ("AR", "CI")
# Whoever answers for a result may be the one to sign it off.
_SIGNED_PAIRS = (*_PAIRS, "AS")


def _built_in() -> Mapping[str, Scheme]:
    rasci = _scheme("RASCI", _R, _A, _S, _C, _I, together=_PAIRS)
    cairo = _scheme("CAIRO", _C, _A, _I, _R, _O, together=_PAIRS)
    schemes = (
        _scheme("RACI", _R, _A, _C, _I, together=_PAIRS),
        _scheme("ARCI", _A, _R, _C, _I, together=_PAIRS),
        rasci,
        replace(rasci, id="RASIC", name=Text("RASIC"), participations=(_R, _A, _S, _I, _C)),
        _scheme("RASI", _R, _A, _S, _I, together=_PAIRS[:1]),
        _scheme("RACI-VS", _R, _A, _C, _I, _V, _SIGNS_OFF, together=_SIGNED_PAIRS),
        _scheme("RACIQ", _R, _A, _C, _I, _Q, together=_PAIRS),
        cairo,
        replace(cairo, id="RACIO", name=Text("RACIO"), participations=(_R, _A, _C, _I, _O)),
        _scheme("DACI", _D, _APPROVER, _CONTRIBUTOR, _I, together=_PAIRS[1:]),
        _scheme("RAPID", *_RAPID, together=("RP",)),
        _scheme("MOCHA", *_MOCHA),
        _scheme("DRI", _DRI),
        _scheme("MARK", _X),
    )
    return MappingProxyType({scheme.id: scheme for scheme in schemes})


BUILT_IN: Mapping[str, Scheme] = _built_in()
"""Every built-in scheme by its id, in the order in which they are documented."""
