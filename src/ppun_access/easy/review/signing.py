"""Sign a review in the front matter, and compare the numbers of a text with its source.

``brouillon`` → ``relu`` → ``valide``; what changes the text leads back to ``brouillon``.
Only the lines of the front matter that change are written again: a diff shows them alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import yaml

from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.words.dates import MONTHS, written_out
from ppun_access.easy.draft.words.shares import part_of
from ppun_access.easy.review.digests import ReviewDigests
from ppun_access.easy.review.record import Reading, Record, is_date, person_message, to_come
from ppun_access.errors import UsageError
from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.lexical.persons import person_in
from ppun_access.french.spoken.number_words import cardinal
from ppun_access.french.text.numerals import NUMBER, whole

NEXT = {"brouillon": "relu", "relu": "valide", "valide": "valide"}
_BLOCK = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_MODEL = "--atelier « ESAT du Doubs » --date 2026-01-31 --participants 4"


@dataclass(frozen=True, slots=True)
class SigningRequest:
    """The review facts given on the command line; empty where not given."""

    workshop: str = ""
    date: str = ""
    people: int = 0
    service: str = ""
    service_date: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class SignedText:
    """The text to sign, and the date."""

    today: date
    first_person: str = ""
    """Its first words in the first person, empty without any."""
    to_write: tuple[tuple[int, str], ...] = ()
    """What is still to be written: the line, and what it is."""


def signed(
    found: Record, asked: SigningRequest, now: ReviewDigests, seen: SignedText
) -> dict[str, object]:
    """Return the values to write for the next state of a review.

    Raises UsageError for what is missing, saying how to give it.
    """
    readings = (*found.readings, *_asked_reading(asked, seen.today))
    agreement = _asked_agreement(asked, seen.today)
    if agreement and not (asked.workshop or asked.state):
        return {"accord_auteur": agreement}
    state = asked.state or NEXT[found.state]
    read = found.review_digests is not None and _text_of(found.review_digests) == _text_of(
        now
    )
    same = read and found.state != "brouillon"
    if not readings or not (asked.workshop or same):
        raise UsageError(
            f"Le texte ne peut pas devenir « {state} » : il manque la relecture d’un "
            "atelier, avec le nombre de personnes.",
            next_step=f"Ajoutez {_MODEL}.",
        )
    if state == "valide" and found.state == "brouillon":
        raise UsageError(
            "Le texte est un brouillon : il doit d’abord être « relu », puis « valide ».",
            next_step="Signez d’abord la relecture, corrigez le texte, puis signez de "
            "nouveau.",
        )
    if late := to_come(readings, seen.today):
        raise UsageError(
            f"La relecture du {late[0]} n’est pas encore passée.",
            next_step="Corrigez sa date dans « relectures », en tête du texte simplifié.",
        )
    if state == "valide":
        _refuse_unfinished(seen, bool(agreement) or found.agreed)
    values: dict[str, object] = {"statut": state, "empreinte": now.values()}
    if agreement:
        values["accord_auteur"] = agreement
    values["relectures"] = [
        {
            "atelier": reading.workshop,
            "date": date.fromisoformat(reading.date),
            "participants": reading.people,
        }
        for reading in readings
    ]
    return values


def _refuse_unfinished(seen: SignedText, agreed: bool) -> None:
    """Raise UsageError when the text cannot be validated yet."""
    if seen.to_write:
        line, what = seen.to_write[0]
        left = f"il reste à écrire : {what}" if what else "il reste un passage à écrire"
        raise UsageError(
            f"Le texte ne peut pas être validé : ligne {line}, {left}.",
            next_step="Écrivez ce passage, puis retirez le commentaire « à écrire » ; "
            "retirez-le aussi si vous laissez ce passage de côté.",
        )
    if seen.first_person and not agreed:
        raise UsageError(
            "Le texte ne peut pas être validé : il parle à la première personne "
            f"(« {seen.first_person} »).",
            next_step="Écrivez-le à la troisième personne, ou ajoutez "
            "--accord « Cabinet » --accord-date 2026-01-31.",
        )


def _text_of(found: ReviewDigests) -> tuple[str, str, str]:
    return found.texte, found.glossaire, found.images


def _asked_reading(asked: SigningRequest, today: date) -> tuple[Reading, ...]:
    """Return the review that the command line records; UsageError for half of one."""
    if not (asked.workshop or asked.people):
        return ()
    if not asked.workshop.strip() or asked.people < 1:
        raise UsageError(
            "Une relecture se note avec l’atelier, la date et le nombre de personnes.",
            next_step=f"Écrivez {_MODEL}.",
        )
    _refuse_person("--atelier", asked.workshop)
    _refuse_date("--date", asked.date, today)
    return (Reading(asked.workshop.strip(), asked.date, asked.people),)


def _asked_agreement(asked: SigningRequest, today: date) -> dict[str, object]:
    if not (asked.service or asked.service_date):
        return {}
    if not asked.service.strip():
        raise UsageError(
            "L’accord de l’auteur se note avec le service qui l’a donné.",
            next_step="Ajoutez --accord « Cabinet ».",
        )
    _refuse_person("--accord", asked.service)
    _refuse_date("--accord-date", asked.service_date, today)
    return {
        "service": asked.service.strip(),
        "date": date.fromisoformat(asked.service_date),
    }


def _refuse_person(option: str, text: str) -> None:
    if who := person_in(text):
        raise UsageError(
            person_message(option, "", who),
            next_step="Écrivez le nom du lieu, par exemple « ESAT Louis Pergaud » ou "
            "« service communication ».",
        )


def _refuse_date(option: str, text: str, today: date) -> None:
    if not is_date(text):
        raise UsageError(
            f"{option} : « {text} » n’est pas une date.",
            next_step=f"Écrivez l’année, le mois et le jour : {option} 2026-01-31.",
        )
    if date.fromisoformat(text) > today:
        raise UsageError(
            f"{option} : le {text} n’est pas encore passé.",
            next_step="Écrivez le jour où cela s’est fait, aujourd’hui au plus tard : "
            f"{option} {today.isoformat()}.",
        )


def with_front_matter(text: str, values: Mapping[str, object]) -> str:
    """Return a page with ``values`` in its front matter; its other lines do not change."""
    found = _BLOCK.match(text)
    lines = found[1].splitlines() if found else []
    body = text[found.end() :] if found else text
    for key, value in values.items():
        lines = _with_key(lines, key, value)
    return "---\n" + "".join(f"{line}\n" for line in lines) + f"---\n{body}"


def _with_key(lines: list[str], key: str, value: object) -> list[str]:
    """Return ``lines`` with those of ``key`` replaced, or with new ones at the end."""
    start = next((n for n, x in enumerate(lines) if re.match(rf"{key}\s*:", x)), None)
    if start is None:
        return [*lines, *_yaml(key, value)]
    end = start + 1
    while end < len(lines) and re.match(r"[ \t]+\S|-(?:[ \t]|$)", lines[end]):
        end += 1
    return [*lines[:start], *_yaml(key, value), *lines[end:]]


def _yaml(key: str, value: object) -> list[str]:
    """Return a key as lines of YAML: a list has one line an entry."""
    if isinstance(value, list):
        return [f"{key}:", *(f"  - {_flow(entry)}" for entry in value)]
    return [f"{key}: {_flow(value)}"]


def _flow(value: object) -> str:
    made = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6
    )
    return str(made).removesuffix("...\n").strip()


def reread(text: str, found: Record, source: str) -> str:
    """Return a page marked as reviewed against its changed source.

    Its words may have changed: the workshops have to read it again.
    """
    values: dict[str, object] = {"empreinte": source}
    if found.state != "brouillon":
        values = {"statut": "brouillon", **values}
    return with_front_matter(text, values)


def compared(told: Sequence[tuple[int, str, str]]) -> tuple[str, ...]:
    """Return the numbers that a source and its easy text do not share, in French.

    ``told``: the line of a passage (0: the whole text), what its source says, what it
    says. Raises UsageError for a number of a passage that its source has replaced.
    """
    old = [
        f"Ligne {line} : le texte simplifié dit encore « {was.words} », le texte complet "
        f"dit « {now.words} »."
        for line, source, passage in told
        for was, now in stale(source, passage)
        if line
    ]
    if old:
        raise UsageError(
            " ".join(old),
            next_step="Corrigez le texte simplifié, puis retapez cette commande.",
        )
    return tuple(_differences(told))


def _differences(told: Iterable[tuple[int, str, str]]) -> Iterator[str]:
    meant = "Vérifiez que c’est voulu."
    for line, source, passage in told:
        where = f"Ligne {line} : " if line else ""
        for one in unsaid(source, passage):
            words = f"« {one.words} » est dans le texte complet, pas dans le simplifié."
            yield f"{where}{words} {meant}"
        for one in unsourced(source, passage):
            words = f"« {one.words} » est dans le texte simplifié, pas dans le complet."
            yield f"{where}{words} {meant}"


# Numbers on both sides


_FIGURE = re.compile(
    r"(?P<phone>(?:\+33|\b0)[\s.-]?\d(?:[\s.-]?\d\d){4}\b)|"
    rf"\b(?P<day>\d{{1,2}})(?:er)?\s(?P<month>{'|'.join(MONTHS)})\b|"
    r"\b(?P<hour>\d{1,2})\s?(?:h|heures?)(?:\s?(?P<minute>\d\d))?\b|"
    rf"(?P<number>{NUMBER})(?:\s(?P<scale>million|milliard)s?(?:\sd['e]\s?)?)?"
    r"(?:\s?(?P<unit>%|€|pour\scent\b|[^\W\d_]+))?",
    re.IGNORECASE,
)
_UNITS = {"euro": "€", "euros": "€", "pour cent": "%"}
_SCALES = {"million": 10.0**6, "milliard": 10.0**9}
_OUT_OF = re.compile(r"\b\d+\s(?:[^\W\d_][\w'-]*\s){0,4}sur\s\d+\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:environ|presque|quasi\w*|(?:près|plus|moins|autour)\sd(?:e\s|')|à\speu\sprès)"
    r"[^.!?;:]{0,20}\Z",
    re.IGNORECASE,
)
_WIDEST = 40
"""Characters before a number that may round it."""
_ABOUT_AFTER = re.compile(r"[^.!?;:,]{0,20}\benviron\b|\s?\d", re.IGNORECASE)
"""« 3 500 habitants environ »; « 12 € 50 » goes on after its number."""
_UNSURE = frozenset({"", "heure", "téléphone"})
"""Kinds of numbers that are written in many ways."""
_WORDED = 100
"""Up to this, a number may be said in letters."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, a day or an hour; ``kind``: what it counts, empty when nothing says so."""

    kind: str
    value: str
    words: str
    is_exact: bool = field(default=True, compare=False)
    """Not rounded, as far as the words around it say."""


def figures(text: str) -> tuple[Figure, ...]:
    """Return the numbers of ``text``, in order.

    >>> [(f.kind, f.value) for f in figures("Le 1er mai, 1 500 euros pour 3 jours.")]
    [('date', '1 mai'), ('€', '1500'), ('jour', '3')]
    """
    return tuple(map(_figure, _FIGURE.finditer(plain(written_out(text)))))


def _figure(found: re.Match[str]) -> Figure:
    words = found[0].strip()
    before = found.string[max(0, found.start() - _WIDEST) : found.start()]
    is_exact = not (_ABOUT.search(before) or _ABOUT_AFTER.match(found.string, found.end()))
    if found["phone"]:
        digits = re.sub(r"\D", "", words.replace("+33", "0"))
        return Figure("téléphone", digits, words)
    if found["month"]:
        day = f"{int(found['day'])} {found['month'].lower()}"
        return Figure("date", day, words, is_exact)
    if found["hour"]:
        return Figure("heure", f"{int(found['hour'])}:{found['minute'] or '00'}", words)
    value = float(whole(found["number"]).replace(",", "."))
    value *= _SCALES.get((found["scale"] or "").lower(), 1)
    unit = found["unit"] or ""
    if is_function_word(unit):
        words, unit = words.removesuffix(unit).strip(), ""
    return Figure(_kind(unit.lower(), found["number"]), f"{value:.12g}", words, is_exact)


def _kind(unit: str, number: str) -> str:
    if not unit and re.fullmatch(r"(?:19|20)\d\d", number):
        return "année"
    return _UNITS.get(unit, unit.rstrip("sx"))


def unsaid(source: str, passage: str) -> tuple[Figure, ...]:
    """Return the numbers of ``source`` that ``passage`` says neither so nor in words."""
    values = {*_values(passage)}
    flat = plain(passage).lower()
    missing = (one for one in figures(source) if one.value not in values)
    return tuple(dict.fromkeys(one for one in missing if not _is_worded(one, flat)))


def unsourced(source: str, passage: str) -> tuple[Figure, ...]:
    """Return the numbers of ``passage`` that ``source`` does not say.

    « 1 personne sur 4 » is a percentage in words: it is left out.
    """
    values = {*_values(source)}
    own = figures(_OUT_OF.sub(" ", plain(passage)))
    return tuple(dict.fromkeys(one for one in own if one.value not in values))


def stale(source: str, passage: str) -> tuple[tuple[Figure, Figure], ...]:
    """Return the numbers of ``passage`` that ``source`` replaced, each with the new one.

    Only those that are sure: each is alone in its text to count the same thing, exactly,
    and neither stands in the other text.
    """
    now, then = _alone(source), _alone(passage)
    fresh = unsaid(source, passage)
    return tuple(
        (old, now[old.kind])
        for old in unsourced(source, passage)
        if then.get(old.kind) == old and now.get(old.kind) in fresh
    )


def _alone(text: str) -> dict[str, Figure]:
    """Return the numbers of ``text`` that no other of their kind stands beside, by kind."""
    kinds: dict[str, list[Figure]] = {}
    for one in figures(text):
        kinds.setdefault(one.kind, []).append(one)
    return {
        kind: some[0]
        for kind, some in kinds.items()
        if kind not in _UNSURE and len({one.value for one in some}) == 1
        if all(one.is_exact for one in some)
    }


def _values(text: str) -> Iterator[str]:
    yield from (one.value for one in figures(text))
    words = {*re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower())}
    yield from (value for word, value in _letters().items() if word in words)


@cache
def _letters() -> dict[str, str]:
    """Return the numbers that are one word in letters."""
    said = ((cardinal(n), n) for n in (*range(_WORDED + 1), 1000))
    return {"une": "1"} | {word: str(n) for word, n in said if " " not in word}


def _is_worded(one: Figure, passage: str) -> bool:
    """Return whether ``passage`` says a percentage with the words of the table."""
    part = part_of(one.value) if one.kind == "%" else None
    if part is None:
        return False
    fixed = re.split(r"\{[^{}]*\}", part.words.lower())
    return bool(re.search(".{1,60}?".join(re.escape(plain(x)) for x in fixed), passage))
