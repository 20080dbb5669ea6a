"""Tell how French words are said, where a voice may be wrong: in IPA, word by word.

The first source that knows a word wins: the team's lexicon, our own list
(``data/pronunciations.txt``), the neighbours of a homograph (``homographs.py``), the words
of Lexique 3.83 that espeak-ng says wrong (``data/sounds.txt.gz``, made by
``tests/lexique_sounds.py``). All other words of Lexique are left to the voice, which says
them right and knows their liaisons. A word that none of them has is read by the rules of
French spelling (``letters.py``), for voices that would say it in English.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from ppun_access.french.lexical.homographs import homograph, is_homograph
from ppun_access.french.lexical.letters import sounds_of
from ppun_access.french.lexical.lists import FOLDER, lines
from ppun_access.french.lexical.morphology import readings
from ppun_access.french.lexical.persons import is_given_name

FROM_LEXIQUE = Path(FOLDER, "sounds.txt.gz")
ENGLISH = Path(FOLDER, "english.txt.gz")
LONGEST_ACRONYM = 4
"""Letters of a word in capitals that is no word of Lexique: « PAT » is spelled."""
Source: TypeAlias = Literal["team", "list", "homograph", "lexique", "letters"]

_APOSTROPHES, _HYPHENS = "'’", "\\-\u2010\u2011"
_TOKEN = re.compile(rf"[^\W\d_]+(?:[{_APOSTROPHES}{_HYPHENS}][^\W\d_]+)*")
_PART = re.compile(rf"[^\W\d_]+(?:[{_APOSTROPHES}][^\W\d_]+)*")
_ELIDED = re.compile(
    rf"(?i:[cdjlmnst]|(?:jus|lors|puis|quoi|quel)?qu)[{_APOSTROPHES}](?=\w)"
)
_CLAUSE_END = re.compile(rf"[^\w\s{_APOSTROPHES}{_HYPHENS}]")


class Pronunciation(NamedTuple):
    """How a part of a text is said: where it stands, its sounds in IPA, who tells them."""

    at: int
    end: int
    ipa: str
    source: Source

    @property
    def is_guess(self) -> bool:
        """Whether no lexicon has the word: it was read by the rules of spelling."""
        return self.source == "letters"


class _Word(NamedTuple):
    """A word, or a part of a compound or elided word, and where it stands in its text."""

    text: str
    at: int


@lru_cache(512)
def pronunciations(
    text: str, given: tuple[tuple[str, str], ...] = ()
) -> tuple[Pronunciation, ...]:
    """Return how words of ``text`` are said, in order; those that voices know are absent.

    ``given`` holds words as they stand in the text, with what the team's lexicon says.
    """
    team = {_plain(word): ipa for word, ipa in given}
    tokens = _TOKEN.finditer(text)
    return tuple(one for token in tokens for one in _in_token(token, text, team))


def unknown_words(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` that no lexicon knows, as often as they stand there.

    Given names are known, though no lexicon tells their sounds; so is « téléconsultation »,
    made of a word that is.
    """
    return tuple(w for token in _TOKEN.finditer(text) for w in _unknown_parts(token[0]))


@lru_cache(1 << 12)
def _unknown_parts(token: str) -> tuple[str, ...]:
    """Return the parts of a word that nobody knows: what is around it changes nothing."""
    if readings(_plain(token)):  # nearly every word
        return ()
    (whole,) = _TOKEN.finditer(token)
    parts = _in_token(whole, token, {}, spelled=str)  # their sounds are not asked for
    found = (token[one.at : one.end] for one in parts if one.is_guess)
    return tuple(w for w in found if not (is_given_name(w) or _is_built(w.lower())))


_BEFORE_WORDS = re.compile(
    "(?:agro|anti|auto|bio|co|cyber|dé|éco|extra|géo|hydro|hyper|inter|intra|macro|micro|"
    "mini|mono|multi|néo|photo|poly|post|pré|pro|ré|semi|socio|sous|super|sur|télé|trans|"
    "ultra|vidéo)-?"
)


def _is_built(word: str) -> bool:
    """Return whether a word is a prefix, before a word of Lexique or alone (« éco »)."""
    prefix = _BEFORE_WORDS.match(word)
    rest = word[prefix.end() :] if prefix else word
    return prefix is not None and (not rest or (len(rest) > 3 and bool(readings(rest))))


def _in_token(
    token: re.Match[str],
    text: str,
    team: Mapping[str, str],
    *,
    spelled: Callable[[str], str] = sounds_of,
) -> Iterator[Pronunciation]:
    """Yield how a word is said: as a whole, else without what is elided, else in parts.

    ``spelled`` gives the sounds of a word that no lexicon has.
    """
    whole = _Word(token[0], token.start())
    for word in (whole, _without_elision(whole)):
        if said := _said(word, text, team):
            yield said
            return
        if readings(_plain(word.text)):
            return
    parts = [
        _without_elision(_Word(part[0], token.start() + part.start()))
        for part in _PART.finditer(token[0])
    ]
    for part in parts:
        if said := _said(part, text, team) or _guessed(part, spelled):
            yield said


def _without_elision(word: _Word) -> _Word:
    elided = _ELIDED.match(word.text)
    cut = elided.end() if elided else 0
    return _Word(word.text[cut:], word.at + cut)


def _said(word: _Word, text: str, team: Mapping[str, str]) -> Pronunciation | None:
    """Return what the first lexicon that has ``word`` says of it."""
    plain, end = _plain(word.text), word.at + len(word.text)
    if ipa := team.get(plain):
        return Pronunciation(word.at, end, ipa, "team")
    if ipa := _listed(plain, text, word.at):
        return Pronunciation(word.at, end, ipa, "list")
    around = (_before(text, word.at), _after(text, end)) if is_homograph(plain) else None
    if around and (ipa := homograph(plain, *around)):
        return Pronunciation(word.at, end, ipa, "homograph")
    is_acronym = plain.isupper() and len(plain) <= LONGEST_ACRONYM
    if not is_acronym and (ipa := _from_lexique().get(plain.lower())):
        return Pronunciation(word.at, end, ipa, "lexique")
    return None


def _guessed(word: _Word, spelled: Callable[[str], str]) -> Pronunciation | None:
    """Return a word that nobody knows as a French reader says it; English words are left.

    Capitals alone are acronyms, which have a table of their own; a capital inside a word
    (« McNiven ») makes two of it.
    """
    plain = _plain(word.text)
    is_plain = len(plain) > 1 and plain[1:].islower()
    if not is_plain or readings(plain) or is_english(plain):
        return None
    return Pronunciation(word.at, word.at + len(plain), spelled(plain), "letters")


def _plain(word: str) -> str:
    return word.replace("’", "'").replace("\u2010", "-").replace("\u2011", "-")


def _listed(word: str, text: str, at: int) -> str | None:
    """Return what our list says of ``word``.

    A name is written with its capital, or in capitals. The first word of a sentence has one
    too: it is the name unless it can be a common word (« Lot »).
    """
    lower, own = word.lower(), _own()
    found = own.get(lower, {})
    if lower in found:
        return found[word] if word in found else found[lower]
    for name, ipa in found.items():
        if word == name or word.isupper():
            is_sure = word == name and not _begins_sentence(text, at)
            return ipa if is_sure or not readings(lower) else None
    singular = lower[:-1] if lower.endswith("s") else ""
    return own.get(singular, {}).get(singular)


def _begins_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(' \u00a0\u202f«“"(')
    return not before or before[-1] in ".!?…:"


def _before(text: str, at: int) -> str:
    """Return what stands before a word in its clause, in small letters."""
    clause = _CLAUSE_END.split(text[max(0, at - 80) : at])[-1]
    return " ".join(_plain(clause).lower().split()) + (" " if clause[-1:].isspace() else "")


def _after(text: str, end: int) -> str:
    clause = _CLAUSE_END.split(text[end : end + 80], maxsplit=1)[0]
    return (" " if clause[:1].isspace() else "") + " ".join(_plain(clause).lower().split())


@cache
def _own() -> Mapping[str, Mapping[str, str]]:
    """Return our list: of each word in small letters, how it is written and said."""
    found: dict[str, dict[str, str]] = {}
    for line in lines("pronunciations.txt"):
        word, ipa = line.split("\t")[:2]
        found.setdefault(word.lower(), {})[word] = ipa
    return found


@cache
def _from_lexique() -> Mapping[str, str]:
    text = gzip.decompress(FROM_LEXIQUE.read_bytes()).decode("utf-8")
    return dict(line.split("\t") for line in text.splitlines() if line[:1] != "#")


def is_english(word: str) -> bool:
    """Return whether a word that espeak-ng says in English is English, and no name."""
    return word.lower() in _english() and not is_given_name(word)


@cache
def _english() -> frozenset[str]:
    """Return English words that are no French ones, of those that espeak-ng says so."""
    return frozenset(gzip.decompress(ENGLISH.read_bytes()).decode("ascii").split())
