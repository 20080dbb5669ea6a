"""Tell whether a line of a text explains a term: « Commune : une ville ou un village »."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from ppun_access.easy.audit.numbers import numbers_in_letters
from ppun_access.easy.draft.words.lexicon import explanations
from ppun_access.easy.text import plain
from ppun_access.french.lexical.morphology import FINITE, readings

LONGEST = 12
"""Words of an explanation; of a meaning, those after the colon."""
_LEAST = 3
"""Words of a meaning that no lexicon has, « c’est » being two."""
TERM_LINE = re.compile(r"([^\W\d_][^:]{1,60}?)\s?:\s(.+)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NAMED = re.compile(r"(?:(une?|des)\s|(?:les?|la)\s|l')", re.IGNORECASE)
_BARE = re.compile(r"([a-zà-ÿ-]+)\s(?:[a-zà-ÿ-]+\s)?(?:qui|que|qu['’]|où|dont)\s?\w")
"""« papier qui prouve », without its article."""
_MEANS = re.compile(
    r"(?:c'est|ce sont|ça veut dire|cela veut dire|ce qu[ei]?|qui|quand)\b", re.IGNORECASE
)
_BEFORE_VERB = re.compile(r"(?:ne pas |se |s')*", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:qui|que?|où|dont|quand|lorsque?|pour|si)\b", re.IGNORECASE)
_DAY = re.compile(
    r"\b(?:avant|après|dès|jusqu'à|jusqu'au)\s(?:(?:le|la|ce)\s)?"
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|aujourd'hui|\d)",
    re.IGNORECASE,
)


def term_of(line: str, definitions: Mapping[str, str]) -> str:
    """Return the term that a line explains, nothing when it explains none.

    ``definitions`` are the project's. Their meaning of the term and the package's are
    explanations, and what plainly is one: « Subvention : lettre au maire » is a note.
    """
    found = TERM_LINE.fullmatch(plain(line).strip())
    if found is None:
        return ""
    term, meaning = found.groups()
    if _is_meaning(meaning):
        return term
    known = (_flat(definitions), _packaged())
    whole = (f"{one.get(term.lower(), '')}. " for one in known)
    return term if any(one.startswith(f"{_bare(meaning)}. ") for one in whole) else ""


@cache
def _packaged() -> Mapping[str, str]:
    return _flat(explanations())


def _flat(meanings: Mapping[str, str]) -> Mapping[str, str]:
    return {plain(word).lower(): _bare(meaning) for word, meaning in meanings.items()}


def _bare(meaning: str) -> str:
    return plain(meaning).lower().strip(" .")


_OPENS = re.compile(
    r"(?:(?:les?|la)\s|l')(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"week-end)s?\b|(?:matin|midi|après-midi|soir|nuit)s?"
    r"(?:\s(?:à|au|aux|en|dans|chez|sur|par|et|ou|seulement)\b|[\s.]*\Z))",
    re.IGNORECASE,
)
"""« le matin à la mairie »: when, and not what; « le matin très tôt » is a meaning."""


@lru_cache(maxsize=1 << 12)
def _is_meaning(text: str) -> bool:
    """Return whether ``text`` begins as a meaning does, and tells no number and no day."""
    if len(_WORD.findall(text)) < _LEAST or len(text.split()) > LONGEST:
        return False
    if re.search(r"\d", text) or any(numbers_in_letters(text)) or _DAY.search(text):
        return False
    if _OPENS.match(text):
        return False
    return bool(_MEANS.match(text)) or _names(text) or _is_to_do(text)


def _names(text: str) -> bool:
    """Return whether a noun comes first, without a verb of its own: « une ville ».

    « La Région agit », « la demande est close » are sentences.
    """
    article = _NAMED.match(text)
    if article is None:
        bare = _BARE.match(text)
        first = next(iter(readings(bare[1])), None) if bare else None
        return first is not None and first.pos == "NOM"
    words = _WORD.findall(_RELATIVE.split(text[article.end() :])[0])
    if not words or not (article[1] or words[0].islower()):
        return False
    kinds = {one.pos for one in readings(words[0])}
    return (not kinds or bool(kinds & {"NOM", "ADJ"})) and not any(map(_acts, words))


def _acts(word: str) -> bool:
    """Return whether ``word`` is a finite verb above all else: « est », « donne »."""
    first = next(iter(readings(word)), None)
    tenses = first.verb if first else ()
    return bool(tenses) and all(tense.startswith(FINITE) for tense in tenses)


def _is_to_do(text: str) -> bool:
    """Return whether an infinitive comes first: « aider les autres », no « dossier »."""
    begins = _BEFORE_VERB.match(text)
    word = _WORD.match(text, begins.end() if begins else 0)
    first = next(iter(readings(word[0])), None) if word else None
    return first is not None and "inf" in first.verb
