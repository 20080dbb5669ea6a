"""Cut French text into sentences: one regular expression and a list of abbreviations.

Conventions: a colon or a semicolon ends nothing; a line feed is white space, but a blank
line ends a sentence; closing quotes, brackets and note marks stay with the sentence that
they close; a mark before a lower-case letter ends nothing (« loisirs… l’accélération »).
"""

from __future__ import annotations

import re

from ppun_access.french.numerals import SPACES

_STOP = re.compile(
    r"(?P<blank>(?<!\s)\s*\n\s*\n\s*)|"
    rf"(?P<mark>(?<![.!?…])[.!?…]++(?:[{SPACES}][!?…]++)*+)"
    rf"(?P<close>(?:[{SPACES}]?»|[”’\"')\]]|\[\d+\]|[¹²³⁴-⁹])*)"
    r"(?P<space>\s+)"
)
_ASIDE = re.compile(r"[(\[][.!?…]+[)\]]\Z")
"""« (…) », « [...] », « (!) »: marks that end nothing."""
_OPENING = re.compile(r"[\s«“‘\"'(\[—–•*-]*")
_TOKEN = re.compile(r"[^\s«“‘\"(\[/]*\Z")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-ZÀ-Ý][hr]?(?:\.-?|-))*[A-ZÀ-Ý][hr]?")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.-?)+(?:à-)?[^\W\d_]{1,3}")
_LIST_MARK = re.compile(r"\s*[-(]?(?:\d{1,3}|[^\W\d_]|[IVX]{1,5})(?:\.\d{1,2})*\Z")
_ITEM = re.compile(r"(?:\d{1,3}|[a-z])[.)]\s")
_NAME = re.compile(r"\s+[A-ZÀ-Ý]")
_NEXT = re.compile(r"[^\W\d_]+['’]?")

_ABBREVIATIONS = (
    "m mm mr mme mmes mlle mlles dr drs pr prs me mgr st ste sts prof gal col cdt lt art "
    "al p pp cf chap fig vol n no nos t tom éd ed dir env tél réf ref av ap apr bd bld "
    "boul pl fg c-à-d ex i.e e.g p.ex vs v ms janv fév févr avr juil sept oct nov déc "
    "ann col coll trad tabl adj adv fém masc sing plur"
)
NEVER_LAST = frozenset(_ABBREVIATIONS.split())
"""Abbreviations that something always follows (lower case, without the last stop)."""

_MONTHS = frozenset({"janv", "fév", "févr", "avr", "juil", "sept", "oct", "nov", "déc"})

_STARTING = (
    "le la les l’ l' un une des il elle ils elles on ce cet cette ces c’ c' ceci cela nous "
    "vous je j’ j' en dans pour par sur avec à au aux mais et ou or donc car si s’ s' son "
    "sa ses leur leurs de du d’ d' après avant depuis lors pendant ainsi puis alors enfin "
    "cependant toutefois plus très tout toute tous quand comme qui que qu’ qu' notre nos "
    "selon parmi entre malgré grâce ne n’ n' aucun chaque plusieurs certains"
)
_STARTERS = frozenset(_STARTING.split())
"""Words that begin a sentence, where a name would follow an initial."""

_PARTICLES = frozenset({"le", "la", "les", "de", "du", "des", "d’", "d'", "l’", "l'"})


def split_sentences(text: str) -> list[str]:
    """Return the sentences of ``text``; joined, they give it back character for character.

    Each piece keeps the white space that follows it. Empty text has no sentence.
    """
    pieces = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.end() < len(text) and _ends(text, start, stop):
            pieces.append(text[start : stop.end()])
            start = stop.end()
    return [*pieces, text[start:]] if start < len(text) else pieces


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Return whether the sentence that begins at ``start`` ends at ``stop``."""
    if not text[start : stop.start()].strip():
        return False
    if stop["blank"] is not None or stop["space"].count("\n") > 1:
        return True
    if "\n" in stop["space"] and _ITEM.match(text, stop.end()):
        return True
    if _ASIDE.search(text, stop.start() - 1, stop.end("close")):
        return False
    opening = _OPENING.match(text, stop.end())
    follows = opening.end() if opening else stop.end()
    if text[follows : follows + 1].islower():
        return False
    if stop["mark"] != ".":
        return True
    line = max(start, text.rfind("\n", start, stop.start()) + 1)
    if _LIST_MARK.match(text[line : stop.start()]):
        return False
    return not _abbreviates(text, stop, follows)


def _abbreviates(text: str, stop: re.Match[str], follows: int) -> bool:
    """Return whether the stop belongs to an abbreviation that does not end a sentence."""
    token = _TOKEN.search(text, max(0, stop.start() - 40), stop.start())
    word = _ELISION.sub("", token[0]) if token else ""
    if not word or stop["close"]:
        return False
    if word.lower() in _MONTHS:
        return text[follows : follows + 1].isdigit()
    if word.lower() in NEVER_LAST:
        return word.islower() or not _starts_sentence(text, follows) or len(word) < 4
    if len(word) == 1 and word.islower():
        return word not in "ayàô"
    if _INITIALS.fullmatch(word) or _DOTTED.fullmatch(word):
        return not _starts_sentence(text, follows)
    return False


def _starts_sentence(text: str, at: int) -> bool:
    """Return whether the word at ``at`` begins a sentence rather than a name."""
    word = _NEXT.match(text, at)
    if not word or word[0].lower() not in _STARTERS:
        return False
    named = word[0].lower() in _PARTICLES and _NAME.match(text, word.end())
    return not named
