"""Tell acronyms, surnames and plain words apart among words in capitals.

A word in capitals is a surname after a given name, a title or in a signature; an acronym
of the tables; a word when it is a frequent one or long enough to be read as one, or stands
in a run of capitals with a grammar word or an accent; else an unknown acronym, spelled and
told to the editor.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial

from ppun_access.french.lexical.lists import FUNCTION_WORDS, is_function_word, lines
from ppun_access.french.lexical.morphology import readings
from ppun_access.french.lexical.persons import is_given_name
from ppun_access.french.spoken.accents import accented, bare, is_of_name, named
from ppun_access.french.spoken.acronyms import MIXED, SAID, SPELLED, said_as
from ppun_access.french.spoken.number_words import roman
from ppun_access.french.spoken.rules import CAPITAL, Rule, S, after, before, constant
from ppun_access.french.text.numerals import SPACES

UNKNOWN = "sigle-inconnu"
"""The name of the rule that spells what no table knows."""

_WORD = rf"{CAPITAL}{{2,}}"
_BOUND = r"(?<![\w&-])"
_TITLED = re.compile(
    r"(?<!\w)(?:M\.|MM\.|Mme|Mmes|Mlle|Dr|Pr|Me|Monsieur|Madame|Maître|Docteur|Professeur)"
    rf"(?: (?:{CAPITAL}\.-?)+| {CAPITAL}[^\W\d_]*(?:-[^\W\d_]+)*)? \Z"
)
_NAMED = re.compile(
    rf"({CAPITAL}[^\W\d_]+(?:-{CAPITAL}[^\W\d_]+)*) (?:{CAPITAL}\. ?)?(?:de |d')?\Z"
)
_GIVEN = re.compile(rf"{S}({CAPITAL}[a-zà-ÿ]+(?:-{CAPITAL}[a-zà-ÿ]+)*)(?!\w)")
"""After a surname, in lists: « MUSSO Marie-Claude »."""
_POSTCODE = re.compile(r"(?<!\d)\d{5} \Z")
_PARTICLES = frozenset(
    {"DE", "DU", "DES", "LE", "LA", "EL", "AL", "BEN", "VAN", "VON", "DI"}
)
_SMALL_TEXT = """
    AN AU BELFORT BESANÇON CE CONTACT DE DIJON DOLE DOUBS DU EN ET EUROPE FRANCE GRATUIT IL
    INFOS FAUX LA LE LURE LYON NE NEVERS NEWS NI ON OU OÙ PARIS VU SA SI TES UN URGENT
    VESOUL YONNE VRAI ÉTAT ETAT
"""
SHORT_WORDS = "short_words.txt"


def _plain(words: str) -> str:
    """Return words in capitals without accents, which capitals often lack."""
    return bare(words.upper())


_SHORT = frozenset(_plain(" ".join(lines(SHORT_WORDS))).split())
SMALL = frozenset(_SMALL_TEXT.split()) | (_SHORT - SPELLED - frozenset(SAID))
"""Short words that are no acronyms when they stand in capitals, with or without accents."""
_GRAMMAR = frozenset(_plain(" ".join(FUNCTION_WORDS)).split()) - {"A", "Y"}
_PRONOUNCEABLE = re.compile(
    r"(?=.*[AEIOUYÀÂÉÈÊËÎÏÔÛÙ])(?!.*(?!NS[CPT]R|[BMR]STR|[MC]PTR|NCTR|RTCH|CHTH)"
    r"[^AEIOUYÀÂÉÈÊËÎÏÔÛÙ]{4})[^\W\d_]{6,}"
)
_V = "[AEIOUYÀÂÉÈÊËÎÏÔÖÛÙÜŒ]"
_C = "[BCÇDFGHJKLMNPQRSTVWXZ]"
_SAYABLE = re.compile(
    rf"(?:[BCFGPV][LR]|[DT]R|[CPT]H|GN|QU|S[CKLMNPT]R?|{_C})?{_V}+"
    rf"(?:{_C}{{1,3}}{_V}+)*(?:[LNMR]?[BCÇDFGKLMNPQRTXZ]|NN|LL|TT|SS|CH|TH|GN)?S?"
)
"""What French can say: « ÉLUS », « PRINT », not « CGEDD »."""


def capitalised(words: str) -> str:
    """Return a surname in capitals as it is written elsewhere: « Molinoz », « Le Pen »."""
    return re.sub(r"[^\W\d_]+", lambda word: word[0][0] + word[0][1:].lower(), words)


def surnames(text: str) -> tuple[str, ...]:
    """Return the words in capitals of a signature that no table knows as acronyms."""
    found = re.findall(rf"(?<![\w-]){_WORD}(?:-{_WORD})*(?![\w-])", text)
    return tuple(word for word in found if word not in SAID and word not in SPELLED)


def _surname(found: re.Match[str]) -> str | None:
    """Say « MOLINOZ » after « Patrick » or « M. » as « Molinoz »; a town after its code."""
    context = before(found)
    named = _NAMED.search(context)
    person = _TITLED.search(context) or (named and is_given_name(named[1]))
    given = _GIVEN.match(found.string, found.end())
    before_name = given and is_given_name(given[1]) and is_sayable(found[0])
    before_name = before_name and not readings(accented(found[0].lower()))
    if not person and not before_name and not _POSTCODE.search(context):
        return None
    first = re.split(r"[-\s]", found[0])[0]
    if first in SAID or (first in SPELLED and first not in _PARTICLES):
        return None
    return capitalised(found[0])


def _shout(found: re.Match[str]) -> str | None:
    """Say a line of capitals as a sentence; a row of acronyms declines."""
    if name := named(found[0]):
        return name
    words = re.findall(r"[^\W\d_]+", found[0])
    unknown = [word for word in words if not _is_acronym(word)]
    if not any(_is_sentence(word) for word in words) and (
        max(map(len, unknown), default=0) < 5 or len(unknown) * 2 <= len(words)
    ):
        return None
    if not all(len(word) < 3 or _is_word(word) or is_sayable(word) for word in unknown):
        return None
    said = _COMPOUND.sub(lambda word: named(word[0]) or word[0], found[0])
    said = re.sub(r"[^\W\d_]+", _shouted, said)
    return said[0].upper() + said[1:] if words[0] in unknown else said


def _is_acronym(word: str) -> bool:
    return word in SAID or (word in SPELLED and word not in _GRAMMAR)


def _is_small(word: str) -> bool:
    return word in SMALL or _plain(word) in SMALL


def _is_sentence(word: str) -> bool:
    """Return whether a word in capitals is of a sentence: a grammar word, an accent."""
    return not _is_acronym(word) and (_plain(word) in _GRAMMAR or word != _plain(word))


def is_sayable(word: str) -> bool:
    """Return whether French can say a word in capitals: « CESO », not « SDIS »."""
    return bool(_SAYABLE.fullmatch(word))


def _is_word(word: str) -> bool:
    """Return whether a word in capitals is surely no acronym."""
    return (
        _is_small(word)
        or bool(_PRONOUNCEABLE.fullmatch(word))
        or is_given_name(capitalised(word))
        or is_of_name(word)
        or (len(word) > 4 and bool(readings(word.lower())))
        or (word != _plain(word) and is_sayable(word))
    )


_COMPOUND = re.compile(rf"{CAPITAL}+(?:[-'’]{CAPITAL}+)+")


def _shouted(word: re.Match[str]) -> str:
    if word[0] != word[0].upper():
        return word[0]
    n = roman(word[0]) if len(word[0]) > 1 and set(word[0]) <= set("IVX") else None
    if n or word[0] in MIXED:
        return str(n) if n else MIXED[word[0]]
    if _is_acronym(word[0]):
        return said_as(word[0])
    if re.fullmatch(f"{_C}{{2}}", word[0]) and word[0] not in _SAINTS:
        return " ".join(word[0])
    if word[0] in _SAINTS and re.match(rf"[ -]{CAPITAL}{{2}}", word.string[word.end() :]):
        return _SAINTS[word[0]]
    return accented(word[0].lower(), before(word))


_SAINTS = {"ST": "saint", "STE": "sainte"}


def _acronym(found: re.Match[str]) -> str | None:
    """Say an acronym of the tables, or one that has no vowel; « PME » and « PMEs »."""
    word = found[1]
    if word in SAID or word in SPELLED:
        return said_as(word)
    return None


def _short(found: re.Match[str]) -> str | None:
    """Say « demandeurs d’emploi (DE) » as « … (D E) »; « Havre (LE) » declines."""
    beside = re.match(r"/(\w+)", after(found))
    if found[0] in ("ET", "OU", "LE", "LA") or (beside and is_function_word(beside[1])):
        return None
    n = roman(found[0])
    return str(n) if n else said_as(found[0])


def _mixed(found: re.Match[str]) -> str:
    return MIXED[found[0]]


def _dotted(found: re.Match[str]) -> str:
    """Say « S.N.C.F. » as « S N C F »."""
    letters = re.sub(r"[.\s]", "", found[0])
    last = found.string[found.end() :].strip() or found[0][-1] != "."
    return said_as(letters) + ("" if last else ".")


def _word(found: re.Match[str]) -> str | None:
    """Say « ATTENTION », which no acronym is as long as, as a word."""
    text = found[0]
    left = before(found)
    named = _IN_ROW.search(left) or (_TOWN.search(left) and len(text) > 3)
    if not (_is_word(text) or (named and is_sayable(text))):
        return None
    said = accented(text.lower(), before(found))
    return said[0].upper() + said[1:]


_TOWN = re.compile(
    r"(?i:(?<!\w)(?:mairie|ville|commune|village|canton|gare|lycée|collège|hospitalier) "
    r"(?:de |d['’]|du ))\Z"
)
_IN_ROW = re.compile(rf"{CAPITAL}{{5}} ?[–—-] ?\Z")
"""Before a town that is in a row of them: « CHAULNES - ROYE »."""


def _unknown(found: re.Match[str]) -> str:
    return " ".join(found[1])


def _elided(word: str) -> str | None:
    """Say « L’ARS » as « l'A R S »: espeak-ng names the sign of « L'A R S »."""
    spelled = len(word) == 1 or not (word[1:].islower() or word in SAID or _is_word(word))
    return "l" if spelled else None


def _joined(found: re.Match[str]) -> str:
    """Say « R&B » as « R et B »."""
    return f"{found[1]} et {found[2]}"


_MIXED_NAMES = "|".join(
    re.escape(name) for name in sorted(MIXED, key=lambda n: (-len(n), n))
)
MIXED_NAME = Rule(
    "nom-mixte", "[A-Za-zÉ]", rf"(?<![\w-])(?:{_MIXED_NAMES})(?![\w/]|-[a-zà-ÿ])", _mixed
)
SURNAME = Rule(
    "nom-de-famille",
    CAPITAL,
    rf"{_BOUND}(?={CAPITAL}{{2}})(?:(?:{'|'.join(sorted(_PARTICLES))}){S})*{_WORD}(?:[-'’]{_WORD})*(?:{S}{_WORD}(?=\s*(?:[,.;)]|\Z)))?(?![\w-])",
    _surname,
)
SAINT = Rule(
    "saint",
    "S",
    rf"(?<![\w-])(STE?)[ -]({CAPITAL}{{3,}})(?!\w)",
    lambda found: (
        f"{_SAINTS[found[1]].capitalize()}-{accented(found[2].lower()).capitalize()}"
    ),
)
# A run is bounded: one that declines is tried again from each of its words.
SHOUT = Rule(
    "capitales",
    CAPITAL,
    rf"{_BOUND}{CAPITAL}+(?:(?:[ ,]+|['’-]){CAPITAL}+){{0,20}}"
    rf"(?:[ ,]+|['’-]){_WORD}(?!\w)",
    _shout,
)
ELISION = Rule(
    "elision", "L", rf"(?<!\w)L(?=['’]({CAPITAL}[\w&]*))", lambda found: _elided(found[1])
)
ACRONYM = Rule("sigle", CAPITAL, rf"(?<![\w&])({_WORD})s?(?!\w)", _acronym)
SHORT = Rule(
    "sigle-court",
    CAPITAL,
    rf"(?<![\w/'’-]){CAPITAL}{{2}}(?=/{CAPITAL}[a-zà-ÿ])|(?<=[a-zà-ÿ]{S}\(){CAPITAL}{{2}}(?=\))",
    _short,
)
DOTTED = Rule(
    "sigle-a-points",
    CAPITAL,
    r"(?<![\w.-])(?:[A-Z]\.){2,}[A-Z](?![\w.])|(?<![\w.-])(?:[A-Z]\.){3,}|(?<![\w.-])(?:[A-Z]\.){2}(?=\s[a-zà-ÿ\d]|\))",
    _dotted,
)
WORD = Rule("mot-en-capitales", CAPITAL, rf"{_BOUND}{_WORD}(?![\w])", _word)
AGE = Rule("ans", "A", rf"(?<=\d{S})ANS(?!\w)", constant("ans"))
AMPERSAND = Rule(
    "esperluette", CAPITAL, rf"(?<![\w&])({CAPITAL}+)&({CAPITAL}+)(?![\w&])", _joined
)
UNKNOWN_ACRONYM = Rule(
    UNKNOWN, CAPITAL, rf"(?:{_BOUND}|(?<=[A-Z]{{2}}-))({_WORD})s?(?![\w])", _unknown
)


# Which capitals are spelled


_LETTER_NAMES = re.compile(
    # A capital after what may be a title, an initial or a given name, and a particle. The
    # rule looks at 40 characters; the first element is one, and the engine jumps to it.
    rf"{CAPITAL}[\w-]{{0,40}}+\.?-?{S}{{0,40}}(?:de{S}{{1,40}}|d['’])?"
    rf"(?<=[.{SPACES}'’]){CAPITAL}{{2}}"
)
_TWO = re.compile(rf"{CAPITAL}(?:[ ,]+|['’-]){CAPITAL}{{2}}")
_TOLD = ((SURNAME, _LETTER_NAMES), (SHOUT, _TWO))
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
    return re.sub(r"[^\W\d_]+", _spoken_word, found[0])


def _spoken_word(word: re.Match[str]) -> str:
    return word[0] if _stays(word[0]) else capitalised(word[0])


def _stays(word: str) -> bool:
    """Return whether ``word`` is an acronym even in a line of capitals."""
    known = word in SAID or (word in SPELLED and word not in SMALL)
    return known and len(word) > 2
