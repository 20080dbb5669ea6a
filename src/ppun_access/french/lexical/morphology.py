"""Analyse French forms, conjugate and inflect lemmas, by the table of Lexique 3.83.

``data/morphology.txt.gz`` (CC BY-SA 4.0, made by ``tests/lexique_morphology.py``) holds
the one-word forms of Lexique as stems and paradigms: a paradigm lists the endings of a
lemma with what each means, and the stems that take it follow. A form is read by cutting it
at each place and looking its beginning up among the stems; nothing is made beforehand, so
that the table is ready in a twentieth of a second. It is read for the first word asked for.

Lexique lists the forms that its corpora hold: a rare person of a rare verb may be missing.
``conjugate`` and ``inflect`` supply the regular ones, ``readings`` does not guess. Lexique
writes « oe » for « œ »: both are understood, and an answer has the « œ » of the question.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

TABLE = Path(__file__).parents[1] / "data" / "morphology.txt.gz"
H_ASPIRE = TABLE.with_name("h_aspire.txt")

FINITE = ("ind:", "cnd:", "sub:", "imp:")
"""How the tags of finite verbs begin."""

SMALLEST, STEP = 0.01, 2.75
"""Frequencies are kept as levels: each is ``STEP`` times the one before."""

_VOWELS = frozenset("aàâäeéèêëiîïoôöuùûü")
_NO_ELISION = ("onz", "oui", "ouistiti", "uhlan", "ulul", "huis clos")
_Y_ELIDED = ("yeu", "yonn", "yves", "yvelin", "yzeur", "ypres", "ytt")


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a form can be.

    ``pos`` is Lexique's: NOM, VER, AUX, ADJ, ADV, PRE, CON, PRO:per, ART:def… ``gender`` is
    « m », « f » or «  », ``number`` « s », « p » or «  » (either, or not given: Lexique
    gives « maison » no gender). ``verb`` holds the tags of a verb: « ind:pre:3s », « inf »,
    « par:pre », « par:pas » (whose gender and number stand beside). ``frequency`` is per
    million words of books, to a factor of about two.
    """

    lemma: str
    pos: str
    gender: str
    number: str
    verb: tuple[str, ...]
    frequency: float


class _Ending(NamedTuple):
    """What an ending of a paradigm means."""

    text: str
    gender: str
    number: str
    tags: tuple[str, ...]


class _Paradigm(NamedTuple):
    pos: str
    lemma_ending: str
    endings: Sequence[_Ending]
    places: Mapping[str, Sequence[int]]
    """Where each ending stands in ``endings``, by its text."""


class _Entry(NamedTuple):
    """A lemma: its stem is the key that it stands under."""

    paradigm: _Paradigm
    levels: str
    """The frequency of each form, in the order of the endings: a hexadecimal figure."""


_Told: TypeAlias = tuple[str, ...]
"""Entries as the table tells them: the line of a paradigm, its levels, then the next."""


@lru_cache(maxsize=1 << 14)
def readings(form: str) -> tuple[Reading, ...]:
    """Return what ``form`` can be, the most frequent first; nothing if it is unknown.

    Capitals are read as small letters.
    """
    plain = _plain(form)
    found = [
        Reading(
            _like(form, stem + entry.paradigm.lemma_ending),
            entry.paradigm.pos,
            ending.gender,
            ending.number,
            ending.tags,
            _frequency(level),
        )
        for stem, entry in _entries(plain)
        for place in entry.paradigm.places.get(plain[len(stem) :], ())
        for ending, level in [(entry.paradigm.endings[place], entry.levels[place])]
    ]
    return tuple(sorted(found, key=lambda one: (-one.frequency, one.pos, one.lemma)))


def is_finite(form: str) -> bool:
    """Return whether ``form`` can be a finite verb (« portent », but also « porte »)."""
    return any(tag.startswith(FINITE) for one in readings(form) for tag in one.verb)


def is_only_finite(form: str) -> bool:
    """Return whether the verb ``form`` is finite, and can be no participle (« peint »)."""
    tags = [tag for one in readings(form) for tag in one.verb]
    return bool(tags) and all(tag.startswith(FINITE) for tag in tags)


_ANY = re.compile("")
_WRITTEN: Final = {
    "nf": re.compile(r"re?\Z"),
    "1p": re.compile(r"(?:on|me|âme|îme|ûme)s\Z"),
    "2p": re.compile(r"(?:ez|tes)\Z"),
    "3p": re.compile(r"nt\Z"),
}
"""By the end of a tag: what its forms end in. Lexique has « viens » for an infinitive."""


@lru_cache(maxsize=1 << 12)
def conjugate(lemma: str, tag: str) -> str | None:
    """Return the form of the verb ``lemma`` for ``tag``, or None if it is not known.

    « par:pas » may have a gender and a number: « par:pas:fp »; alone, it is « ms ».
    """
    mood, gender, number = tag, "", ""
    if tag.startswith("par:pas"):
        mood, gender, number = "par:pas", tag[8:9] or "m", tag[9:] or "s"
    found = [
        (_exact(ending, gender, number), level, stem + ending.text)
        for stem, entry in _entries_of(_plain(lemma))
        if entry.paradigm.pos in {"VER", "AUX"}
        for ending, level in zip(entry.paradigm.endings, entry.levels, strict=True)
        if mood in ending.tags and _suits(ending, gender, number)
        if _WRITTEN.get(mood[-2:], _ANY).search(stem + ending.text)
    ]
    form = max(found)[2] if found else _regular(_plain(lemma), tag)
    return None if form is None else _like(lemma, form)


@lru_cache(maxsize=1 << 12)
def inflect(lemma: str, pos: str, gender: str, number: str) -> str | None:
    """Return the form of ``lemma`` (« NOM » or « ADJ »), or None if it is not known.

    « » as gender or number asks for any. A regular plural in « -s » is supplied.
    """
    found = [
        (_exact(ending, gender, number), level, stem + ending.text)
        for stem, entry in _entries_of(_plain(lemma))
        if entry.paradigm.pos == pos
        for ending, level in zip(entry.paradigm.endings, entry.levels, strict=True)
        if _suits(ending, gender, number)
    ]
    if found:
        return _like(lemma, max(found)[2])
    singular = inflect(lemma, pos, gender, "s") if number == "p" else None
    if singular and singular[-1] not in "sxzlu":
        return singular + "s"
    return None


def begins_with_h_aspire(word: str) -> bool:
    """Return whether ``word`` begins with an h that forbids elision (« hameau »)."""
    words, beginnings = _h_aspire()
    plain = word.lower()
    return (
        plain in words or plain.removesuffix("s") in words or plain.startswith(beginnings)
    )


def begins_with_vowel_sound(word: str) -> bool:
    """Return whether « le » or « de » is elided before ``word`` (« l’hôpital »)."""
    plain = word.lower().lstrip('«“"(\u00a0\u202f ')
    if plain.startswith(_NO_ELISION):
        return False
    if plain.startswith("y"):
        return plain == "y" or plain.startswith(_Y_ELIDED)
    if plain.startswith("h"):
        return not begins_with_h_aspire(plain)
    return plain[:1] in _VOWELS | {"œ", "æ"}


def _frequency(level: str) -> float:
    """Return the middle of the frequencies of a level; 0 for none."""
    power = int(level, 16)
    return float(SMALLEST * STEP ** (power - 0.5)) if power else 0.0


def _plain(word: str) -> str:
    """Return ``word`` as Lexique writes it."""
    lower = word.lower().replace("œ", "oe").replace("æ", "ae")
    return lower.replace("’", "'")


def _like(question: str, answer: str) -> str:
    """Return ``answer`` with the ligature of the word that was asked for."""
    return answer.replace("oe", "œ") if "œ" in question.lower() else answer


def _entries(form: str) -> Iterator[tuple[str, _Entry]]:
    """Yield the lemmas whose stem begins ``form``, with that stem."""
    stems = _stems()
    for cut in range(len(form), -1, -1):
        stem = form[:cut]
        told = stems.get(stem, ())
        for paradigm, levels in zip(told[::2], told[1::2], strict=True):
            yield stem, _Entry(_paradigm(paradigm), levels)


@lru_cache(maxsize=1 << 12)
def _entries_of(lemma: str) -> tuple[tuple[str, _Entry], ...]:
    """Return the entries of ``lemma``, each with its stem."""
    found = _entries(lemma)
    return tuple(one for one in found if one[0] + one[1].paradigm.lemma_ending == lemma)


def _suits(ending: _Ending, gender: str, number: str) -> bool:
    """Return whether an ending can have this gender and number; «  » is any."""
    return (not gender or ending.gender in {gender, ""}) and (
        not number or ending.number in {number, ""}
    )


def _exact(ending: _Ending, gender: str, number: str) -> int:
    return (ending.gender == gender) + (ending.number == number)


_REGULAR = {
    "ind:pre": ("e", "es", "e", "ons", "ez", "ent"),
    "ind:imp": ("ais", "ais", "ait", "ions", "iez", "aient"),
    "ind:fut": ("erai", "eras", "era", "erons", "erez", "eront"),
    "cnd:pre": ("erais", "erais", "erait", "erions", "eriez", "eraient"),
    "sub:pre": ("e", "es", "e", "ions", "iez", "ent"),
    "inf": ("er",),
    "par:pre": ("ant",),
}
_PARTICIPLES = {"ms": "é", "fs": "ée", "mp": "és", "fp": "ées"}
_PERSONS = ("1s", "2s", "3s", "1p", "2p", "3p")


def _regular(lemma: str, tag: str) -> str | None:
    """Return a form that Lexique does not list of a verb in « -er » whose stem is fixed.

    A stem in c, g or y, or whose last vowel is e or é, changes: None.
    """
    stem = lemma.removesuffix("er")
    known = any(entry.paradigm.pos == "VER" for _, entry in _entries_of(lemma))
    if not known or stem == lemma or stem[-1:] in set("cgy") or _changes(stem):
        return None
    if tag.startswith("par:pas"):
        return stem + _PARTICIPLES[tag[8:] or "ms"]
    mood, person = (tag, "1s") if tag in {"inf", "par:pre"} else (tag[:7], tag[8:])
    endings = _REGULAR.get(mood)
    if endings is None or person not in _PERSONS:
        return None
    return stem + endings[_PERSONS.index(person) if len(endings) > 1 else 0]


def _changes(stem: str) -> bool:
    """Return whether the last vowel of a stem is an e or é before one consonant sound."""
    consonants = len(stem) - len(stem.rstrip("bcdfghjklmnpqrstvwxz"))
    before = stem[: len(stem) - consonants]
    return consonants > 0 and before[-1:] in {"e", "é"} and stem[-2:-1] != stem[-1:]


@cache
def _stems() -> Mapping[str, _Told]:
    """Return the lemmas by their stem, as the table tells them: few are ever read."""
    stems: dict[str, _Told] = {}
    lines = gzip.decompress(TABLE.read_bytes()).decode("utf-8").splitlines()
    body = [line for line in lines if not line.startswith("#")]
    for head, names, levels in zip(body[::3], body[1::3], body[2::3], strict=True):
        for stem, level in zip(names.split(" "), levels.split(" "), strict=True):
            stems[stem] = (*stems.get(stem, ()), head, level)
    return stems


@cache
def _paradigm(line: str) -> _Paradigm:
    """Return the paradigm that a line tells: « VER er e:::ind:pre:1s;ind:pre:3s,… »."""
    pos, lemma_ending, told = line.split(" ")
    endings = tuple(map(_ending, told.split(",")))
    places: dict[str, list[int]] = defaultdict(list)
    for place, ending in enumerate(endings):
        places[ending.text].append(place)
    return _Paradigm(pos, lemma_ending, endings, dict(places))


@cache
def _ending(told: str) -> _Ending:
    text, gender, number, tags = told.split("|")
    return _Ending(text, gender, number, tuple(tags.split(";")) if tags else ())


@cache
def _h_aspire() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words whose h is « aspiré », and how others begin."""
    text = H_ASPIRE.read_text("utf-8")
    entries = " ".join(line for line in text.splitlines() if line[:1] != "#").split()
    beginnings = tuple(entry[:-1] for entry in entries if entry.endswith("*"))
    return frozenset(e for e in entries if not e.endswith("*")), beginnings
