"""Which words in capitals are spelled: what is counted is what the voice says.

The rules are those of ``spoken_capitals``; here they answer for a word or a sentence that
is counted and not said.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial

from ppun_access.french.spoken.acronyms import SAID, SPELLED
from ppun_access.french.spoken.capitals import SHOUT, SMALL, SURNAME, WORD, capitalised
from ppun_access.french.spoken.rules import CAPITAL, Rule, S
from ppun_access.french.text.numerals import SPACES

_NAMED = re.compile(
    # A capital after what may be a title, an initial or a given name, and a particle. The
    # rule looks at 40 characters; the first element is one, and the engine jumps to it.
    rf"{CAPITAL}[\w-]{{0,40}}+\.?-?{S}{{0,40}}(?:de{S}{{1,40}}|d['’])?"
    rf"(?<=[.{SPACES}'’]){CAPITAL}{{2}}"
)
_TWO = re.compile(rf"{CAPITAL}(?:[ ,]+|['’-]){CAPITAL}{{2}}")
_TOLD = ((SURNAME, _NAMED), (SHOUT, _TWO))
"""Rules, and what a text has where they apply: it is much quicker to look for."""
_PLURAL = re.compile(r"([A-ZÀ-ÖØ-Þ]{2,})s")


@lru_cache(maxsize=1 << 12)
def letters_of(word: str) -> str:
    """Return the letters by which ``word``, letters only, is spelled; empty for a word.

    « OCDE » and « PMEs » are spelled, « ONU », « ATTENTION » and « Plan » are not.
    """
    if not word[:2].isupper() or len(word) < 2:
        return ""
    plural = _PLURAL.fullmatch(word)
    stem = plural[1] if plural else word
    if stem in SPELLED:
        return stem
    found = WORD.compiled.fullmatch(stem)
    is_word = stem in SAID or found is None or WORD.say(found) is not None
    return "" if is_word else stem


def may_be_no_acronym(word: str) -> bool:
    """Return whether ``word`` is spelled alone, but may be none in its sentence.

    See ``without_shouts``: only what the tables know to be an acronym is sure.
    """
    stem = letters_of(word)
    return bool(stem) and not _stays(stem)


def without_shouts(text: str) -> str:
    """Return ``text`` with its lines of capitals and its surnames in small letters.

    « LE PLAN NUMÉRIQUE » becomes « Le Plan Numérique », « M. PETIT » « M. Petit »; the
    acronyms among them stay.
    """
    for rule, hint in _TOLD:
        if hint.search(text):
            text = rule.compiled.sub(partial(_small, rule), text)
    return text


def _small(rule: Rule, found: re.Match[str]) -> str:
    if rule.say(found) is None:
        return found[0]
    return re.sub(r"[^\W\d_]+", _word, found[0])


def _word(word: re.Match[str]) -> str:
    return word[0] if _stays(word[0]) else capitalised(word[0])


def _stays(word: str) -> bool:
    """Return whether ``word`` is an acronym even in a line of capitals."""
    known = word in SAID or (word in SPELLED and word not in SMALL)
    return known and len(word) > 2
