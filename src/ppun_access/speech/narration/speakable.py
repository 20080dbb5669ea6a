"""Prepare text for a voice: replace unreadable characters, respell, split."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import get_args

from ppun_access.french.lexical.letters import alike, sounds_of, spelling
from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.lexical.morphology import begins_with_h_aspire
from ppun_access.french.lexical.sounds import Pronunciation, Source, pronunciations

_REPERTOIRE = "cp1252"
"""Every letter and symbol that Pico says is in this character set (measured)."""
_SAME = str.maketrans("łŁđĐħıŋ\u2010\u2011\u2212ʼ′", "lLdDhin---''")
"""Letters and symbols that Unicode does not tie to the one that sounds the same."""
_NAMELESS = frozenset("¤¢¦¨¬¯´¸ˆ˜")
"""Signs of the character set that the engines skip, or name each in its own way."""


def speakable(text: str) -> tuple[str, str]:
    """Return ``text`` with only readable characters, and the characters that were lost.

    Accents of other languages fall, wide and bold letters become plain, what is invisible
    goes. Lost characters are letters, digits and symbols (never punctuation or spaces),
    each once, in order.
    """
    kept, lost = [], []
    for character in unicodedata.normalize("NFC", text).translate(_SAME):
        said = _said(character)
        kept.append(said)
        if not said and unicodedata.category(character)[0] in "LNS":
            lost.append(character)
    return " ".join("".join(kept).split()), "".join(dict.fromkeys(lost))


def lost_words(text: str) -> str:
    """Return the lost characters of ``text`` that should have been heard.

    An ornament takes no word away from who listens.

    >>> lost_words("Αθήνα ≥ 3 🎉")
    'Αθήνα≥'
    """
    _, lost = speakable(text)
    return "".join(c for c in lost if unicodedata.category(c)[0] in "LN" or _counts(c))


def _counts(character: str) -> bool:
    """Return whether a symbol stands for words: « ≥ », « ₿ »."""
    return unicodedata.category(character) in ("Sm", "Sc")


def _said(character: str) -> str:
    """Return what can be read instead of one character, or nothing."""
    category = unicodedata.category(character)
    if category == "Cf" or character in _NAMELESS:
        return ""
    if character.isspace() or category == "Cc":
        return " "
    plain = unicodedata.normalize("NFKC", character)
    base = unicodedata.normalize("NFKD", character)[:1]
    return next((s for s in (character, plain, base) if _in_repertoire(s)), "")


def _in_repertoire(text: str) -> bool:
    try:
        text.encode(_REPERTOIRE)
    except UnicodeEncodeError:
        return False
    return True


# Pronunciations


_SOURCES: dict[str, frozenset[Source]] = {
    "pico": frozenset(("team", "list", "homograph")),
    **dict.fromkeys(("kokoro", "piper", "pyttsx3"), frozenset(get_args(Source))),
}
"""Who tells each engine how words are said: Pico has a French lexicon of its own."""


def pronounced(
    text: str, engine: str, given: tuple[tuple[str, str], ...] = ()
) -> tuple[Pronunciation, ...]:
    """Return the words of ``text`` that ``engine`` is told how to say.

    Pico reads names by the rules of French, and is told only those that break them.
    """
    sources = _SOURCES.get(engine, frozenset())
    found = pronunciations(text, given) if sources else ()
    told = (one for one in found if one.source in sources)
    if engine != "pico":
        return tuple(told)
    return tuple(
        one for one in told if not alike(sounds_of(text[one.at : one.end]), one.ipa)
    )


def respelled(text: str, wrong: Iterable[Pronunciation]) -> str:
    """Return ``text`` with words as an engine that takes no phonemes must read them."""
    said, end = "", 0
    for one in wrong:
        mute = "h" if begins_with_h_aspire(text[one.at : one.end]) else ""
        said += text[end : one.at] + mute + spelling(one.ipa)
        end = one.end
    return said + text[end:]


_UNLINKED = re.compile(
    r"(?<!\S)hors(?= )|(?<!\S)(?:heures|minutes|secondes|jours|euros|habitants|points|"
    r"degrés|(?:kilo|centi|milli)?mètres|litres|tonnes)(?= (?:à|aux?|en|et|ou)(?!\S))|"
    r"(?<!\S)(?!(?:nous|vous|les|plus) )\S*[sx](?= (?:est|a|était|avait|aura)(?!\S))|"
    r"(?<!\S)(?:\d{4}(?= (?:à|ou)(?!\S))|\d+(?= (?:a|aux?|aussi|avec|avait|aura|afin|après|"
    r"avant|elles?|en|entre|est|était|et|ils?|inclus|on|ont|où|une?|égale|barre|chez|comme|"
    r"contre|d['’]\S+|dans|depuis|des?|du|jusqu['’]\S+|la|les?|mais|moins|ni|par|plusse|"
    r"pour(?! cent| mille)|puis|qu['’]\S+|que|qui|sans|sauf|se|selon|sera|seront|sont|sous|"
    r"sur|tiret|vers|virgule)(?!\S)))|"
    r"(?<![^\s'’])(?i:pages?|articles?|zones?|lignes?|lots?|niveaux?|chapitres?|numéros?|étapes?|"
    r"phases?|fiches?|annexes?|catégories?|titres?|versions?|routes?|salles?|portes?|bus|tram|"
    r"(?-i:[B-Z])) (?P<label>\d+)(?= [^\W\d_])",
    re.I,
)


def unlinked(text: str) -> tuple[int, ...]:
    """Return where the words begin that have no liaison with the word after them.

    A plural is not the subject of « est »: « le nombre des aides est… ». A pronoun before
    the verb keeps its own: « il nous est… ». « Hors » has none, nor has what is counted
    (« 8 heures à 12 heures »). A number before such a word counts nothing:
    « 2003 à Dijon », « du 3 au 5 », nor does it after a word that it names (« page 10 »).
    It keeps its last consonant: « En 2018 le maire ».
    """
    return tuple(
        found.start("label") if found["label"] else found.start()
        for found in _UNLINKED.finditer(text)
    )


_COUNTED = re.compile(
    r"(?<!\S)(?P<number>(?:\d*[02-68])?(?P<one>1)|\d*71|\d*[2-9]00)(?!\w)"
    r"(?: (?P<noun>(?!avril|août|octobre|onz|oui|uh|inférieur|égal)[haeéèêiîoôuœ][\w-]+))?"
)


def linked(text: str) -> tuple[tuple[int, str], ...]:
    """Return where the numbers begin that espeak-ng joins badly, and what links them.

    « 1 euro » has an n, « 200 euros » a z; « le 21 avril », « 1 à 5 » and « 1 handicap »
    have none. « 21 » and « 71 », in which « et » must be heard, have their place.
    """
    alone = unlinked(text)
    return tuple(
        (found.start(), link)
        for found in _COUNTED.finditer(text)
        if (link := "" if found.start() in alone else _link(found))
        or found["number"][-2:] in _AND
    )


_AND = frozenset({"21", "31", "41", "51", "61", "71"})


def _link(found: re.Match[str]) -> str:
    noun, year = found["noun"], len(found["number"]) == 4
    if (
        not noun
        or found["number"].endswith("71")
        or is_function_word(noun)
        or begins_with_h_aspire(noun)
        or (year and found.string[: found.start()].endswith("en "))
    ):
        return ""
    return "n" if found["one"] else "z"


# Long texts


_BREAKS = (r"[.!?…]+[»”)\]]*\s+", r"[;:]\s+", r"[,–—]\s+", r"\s+")
"""Where to cut, the best places first; what matches stays with the piece before it."""


def clauses(text: str, longest: int) -> tuple[str, ...]:
    """Return ``text`` in pieces of at most ``longest`` characters; joined, they give it.

    Only a word longer than that is cut inside.
    """
    pieces = []
    while len(text) > longest:
        cut = _cut(text[:longest])
        pieces.append(text[:cut])
        text = text[cut:]
    return (*pieces, text) if text else tuple(pieces)


def fitting(
    text: str, longest: int, count: Callable[[str], int]
) -> Iterator[tuple[str, int]]:
    """Yield ``text`` in pieces of at most ``longest`` phonemes, each with its place.

    It is cut as little as need be, at clauses, in pieces of like lengths, never shortened.
    ``count`` tells how many a piece has.
    """
    pieces = _fitting(text, longest, count)
    yield from zip(pieces, accumulate(map(len, pieces), initial=0), strict=False)


_PLAUSIBLE = 3
"""No text has so many characters a phoneme: a longer one is cut without asking."""


def _fitting(text: str, longest: int, count: Callable[[str], int]) -> tuple[str, ...]:
    brief = len(text) <= _PLAUSIBLE * longest
    length = count(text) if brief else len(text)
    if (brief and length <= longest) or len(text) < 2:
        return (text,)
    parts = max(2, math.ceil(length / longest))
    pieces = clauses(text, math.ceil(1.2 * len(text) / parts))
    return tuple(part for piece in pieces for part in _fitting(piece, longest, count))


def _cut(text: str) -> int:
    """Return the end of the last good place in the second half of ``text``."""
    for pattern in _BREAKS:
        ends = [found.end() for found in re.finditer(pattern, text)]
        if ends and ends[-1] > len(text) // 2:
            return ends[-1]
    return len(text)
