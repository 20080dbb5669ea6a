"""Read and check the review record in the front matter of an easy version."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from types import MappingProxyType
from typing import Any

from ppun_access.document.model import Document, Version
from ppun_access.easy.review.answers import letters
from ppun_access.easy.review.digests import ReviewDigests, says_the_same
from ppun_access.french.lexical.persons import person_in
from ppun_access.runtime.untrusted_files import parse_json

KEYS = (
    "statut", "source", "genre", "empreinte", "accord_auteur", "relectures", "reponses",
)  # fmt: skip
STATES = {"brouillon": "brouillon", "relu": "relu", "valide": "valide", "validé": "valide"}
_READING = ("atelier", "date", "participants", "empreinte")
_AGREEMENT = ("service", "date")
_NO = ("", "null", "false", "non")
READ_VERSIONS = "lues"
"""The key of the versions that were read, beside the digests of what they became."""
LATE = "relecture-a-venir"
"""The code of a reading that is noted before it took place."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One review by a workshop: how many took part, never who."""

    workshop: str
    date: str
    people: int
    version: str = ""
    """What they read, as their sheet says; empty in a record of before it was noted."""

    def values(self) -> dict[str, object]:
        """Return it as the front matter holds it."""
        noted = (self.workshop, date.fromisoformat(self.date), self.people, self.version)
        return {key: one for key, one in zip(_READING, noted, strict=True) if one}


@dataclass(frozen=True, slots=True)
class Record:
    """The review record of one easy version; ``faults``: code, message."""

    state: str = "brouillon"
    stamp: str = ""
    """The digest of the source when the text was written; empty: not recorded."""
    review_digests: ReviewDigests | None = None
    """The text that the state is about."""
    answered: tuple[str, ...] = ()
    """Versions that were read, whose answers this text was written otherwise with."""
    readings: tuple[Reading, ...] = ()
    agreed: bool = False
    faults: tuple[tuple[str, str], ...] = ()


NO_RECORD = Record()


def workshops(readings: Iterable[Reading]) -> dict[str, int]:
    """Return the workshops that read, and how many people at most: each counts once."""
    found: dict[str, tuple[str, int]] = {}
    for one in readings:
        name, people = found.get(letters(one.workshop), (one.workshop, 0))
        found[letters(one.workshop)] = (name, max(people, one.people))
    return dict(found.values())


class Standing(IntEnum):
    """How far people have read the words of a text."""

    UNREAD = 0
    ANSWERED = 1
    """They read the version before the wordings that they asked for."""
    READ = 2


def standing_of(found: Record, reading: Reading, now: ReviewDigests) -> Standing:
    """Return how far ``reading`` is one of the text ``now``.

    A record of before versions were noted is about the text that was signed.
    """
    is_signed = now.are_those_read(found.review_digests)
    if not reading.version:
        if is_signed and not found.answered:
            return Standing.READ
        is_unknown = found.review_digests is None
        return Standing.ANSWERED if is_signed or is_unknown else Standing.UNREAD
    if says_the_same(reading.version, now.version):
        return Standing.READ
    is_answered = is_signed and reading.version in found.answered
    return Standing.ANSWERED if is_answered else Standing.UNREAD


def standing(found: Record, now: ReviewDigests) -> Standing:
    """Return how far the readings of ``found`` cover the text ``now``."""
    every = (standing_of(found, one, now) for one in found.readings)
    return max(every, default=Standing.UNREAD)


def record(front: Mapping[str, str]) -> Record:
    """Return the review record in ``front``, and its faults."""
    stamp, review_digests, answered, bad_stamp = _stamp(
        front.get("empreinte", ""), front.get("source") or "ID"
    )
    readings, bad_readings = _readings(front.get("relectures", ""))
    agreed, bad_agreement = _agreement(front.get("accord_auteur", ""))
    written = front.get("statut") or "brouillon"
    state = STATES.get(written, "brouillon")
    faults = [*_unknown(front, KEYS)]
    if written not in STATES:
        known = ", ".join(k for k in STATES if k != "validé")
        message = f"Le statut « {written} » n’existe pas : écrivez {known}."
        faults.append(("statut-inconnu", message))
    faults += [*bad_stamp, *bad_readings, *bad_agreement]
    return Record(state, stamp, review_digests, answered, readings, agreed, tuple(faults))


def to_come(readings: Iterable[Reading], today: date) -> tuple[str, ...]:
    """Return the days of the readings that are noted before they took place."""
    days = (reading.date for reading in readings)
    return tuple(day for day in days if date.fromisoformat(day) > today)


def without_readings(found: Record, late: Collection[str]) -> Record:
    """Return ``found`` without the readings of the days ``late``: they did not take place.

    Nothing says yet that somebody has read the text.
    """
    kept = tuple(one for one in found.readings if one.date not in late)
    told = [
        (
            LATE,
            f"La relecture du {day} ne compte pas : ce jour n’est pas passé. Corrigez sa "
            "date dans « relectures ».",
        )
        for day in late
    ]
    return replace(found, readings=kept, faults=(*found.faults, *told))


def _unknown(
    given: Iterable[str], known: Sequence[str], where: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield a fault for each of the keys ``given`` that is not ``known``."""
    begins = f"{where} : la" if where else "La"
    for key in given:
        if key not in known:
            message = f"{begins} clé « {key} » n’est pas connue."
            yield "cle-inconnue", f"{message} Clés possibles : {', '.join(known)}."


def _stamp(
    written: str, id_: str
) -> tuple[str, ReviewDigests | None, tuple[str, ...], list[tuple[str, str]]]:
    """Return the digest of the source, the digests of ``empreinte``, the versions read."""
    value = json_or_none(written)
    if not isinstance(value, dict):
        return written if written not in _NO else "", None, (), []
    answered = value.pop(READ_VERSIONS, [])
    names = ReviewDigests("", "", "", "").values()
    known = all(isinstance(v, str | int) for v in value.values())
    if set(value) == set(names) and known and isinstance(answered, list):
        made = ReviewDigests(**{name: str(value[name]) for name in names})
        return made.source, made, tuple(map(str, answered)), []
    message = (
        "« empreinte » n’est pas comprise : une commande l’écrit, pas une personne. "
        f"Signez de nouveau : « ppun-access facile sign {id_} »."
    )
    return str(value.get("source", "")), None, (), [("empreinte-illisible", message)]


def _readings(written: str) -> tuple[tuple[Reading, ...], list[tuple[str, str]]]:
    if written in _NO:
        return (), []
    value = json_or_none(written)
    if not isinstance(value, list):
        return (), [("relecture-incomplete", _reading_message("« relectures »"))]
    found: list[Reading] = []
    faults: list[tuple[str, str]] = []
    for number, entry in enumerate(value, 1):
        where = f"La relecture n° {number}"
        entry = entry if isinstance(entry, dict) else {"": entry}
        faults += _persons(where, entry, beside=("date", "empreinte"))
        reading = _reading(entry)
        if reading is None:
            faults.append(("relecture-incomplete", _reading_message(where)))
        else:
            found.append(reading)
        faults += _unknown(filter(None, entry), _READING, where)
    return tuple(found), faults


def _reading(entry: Mapping[str, Any]) -> Reading | None:
    workshop, when, people, version = (entry.get(key) for key in _READING)
    if not isinstance(people, int) or isinstance(people, bool) or people < 1:
        return None
    if not isinstance(workshop, str) or not workshop.strip() or not is_date(when):
        return None
    if version is not None and not re.fullmatch(r"[0-9a-f]{16}", str(version)):
        return None
    return Reading(workshop, str(when), people, str(version or ""))


def _reading_message(where: str) -> str:
    return (
        f"{where} ne compte pas : il faut l’atelier, la date et le nombre de personnes, "
        "comme « {atelier: ESAT du Doubs, date: 2026-01-02, participants: 4} ». Et si "
        "« empreinte » y est, les seize signes de la fiche."
    )


def _agreement(written: str) -> tuple[bool, list[tuple[str, str]]]:
    if written in _NO:
        return False, []
    value = json_or_none(written)
    if isinstance(value, dict) and value.get("service") and is_date(value.get("date")):
        where = "L’accord de l’auteur"
        faults = _persons(where, value, beside=("date",))
        return True, [*faults, *_unknown(value, _AGREEMENT, where)]
    message = (
        "« accord_auteur » doit donner un service et une date : "
        "accord_auteur: {service: …, date: …}. Le texte reste sans signature."
    )
    return False, [("accord-incomplet", message)]


def _persons(
    where: str, entry: Mapping[str, Any], beside: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Return a fault for each field that looks like a person."""
    found = ((k, person_in(_flat(v))) for k, v in entry.items() if k not in beside)
    return [
        ("personne-nommee", person_message(where, key, who)) for key, who in found if who
    ]


def person_message(where: str, key: str, who: str) -> str:
    """Return the message on a field that looks like the name of a person."""
    field = f"le champ « {key} »" if key else "un champ"
    return (
        f"{where} : {field} semble nommer une personne (« {who} »). Qui a relu est une "
        "donnée de santé : gardez le nom de l’atelier ou du service, et un nombre."
    )


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(map(_flat, value.values()))
    if isinstance(value, list):
        return ", ".join(map(_flat, value))
    return str(value)


def is_date(value: object) -> bool:
    """Return whether a value is a day written as 2026-01-31."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return False
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def json_or_none(written: str) -> Any:
    """Return the value of what is written in JSON, None where it is none."""
    try:
        return parse_json(written)
    except ValueError:
        return None


# Labels


TRIAL = "Ce texte est un essai. Des personnes concernées doivent encore le relire."
AUTOMATIC = "automatique"
"""The state of a draft that a machine wrote and nobody read."""
LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        AUTOMATIC: (
            "Version simplifiée. Brouillon automatique, que personne n’a relu.",
            "Un ordinateur a écrit ce texte. Il peut contenir des erreurs.",
            "En cas de doute, lisez le texte complet.",
        ),
        "brouillon": ("Version simplifiée. Brouillon non validé.", TRIAL),
        "relu": (
            "Version simplifiée. Relue, pas encore validée.",
            "Des personnes concernées ont relu ce texte. Il n’est pas encore validé.",
        ),
        "valide": (
            "Facile à lire et à comprendre, FALC.",
            "Des personnes concernées ont relu et validé ce texte.",
        ),
        "a-revoir": (
            "Version simplifiée. À revoir.",
            "Le texte complet a changé. Ce texte simplifié doit être revu.",
        ),
    }
)
"""State of an easy version → what is said of it on every rendering, by the rules of RLS."""


def version_of(document: Document) -> Version:
    """Return which version of a text ``document`` is: an easy one has a state."""
    return "facile" if document.meta.status in LABELS else "integral"
