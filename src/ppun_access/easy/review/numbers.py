"""Compare the numbers, days and hours of an easy text with those of its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.words.dates import MONTHS, written_out
from ppun_access.easy.draft.words.shares import part_of
from ppun_access.errors import UsageError
from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.spoken.number_words import cardinal
from ppun_access.french.text.numerals import NUMBER, whole

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
