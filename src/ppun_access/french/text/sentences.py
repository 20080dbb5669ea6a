"""Split French text into sentences: regular expressions, and a list of abbreviations.

Conventions: a colon or a semicolon ends nothing; a line feed is white space, but a blank
line ends a sentence, and so does, after a colon or another item, a line that begins with
the mark of an item (« - », « 2. »), or one with a capital after an address; no sentence
begins with « : » or « ? »; closing quotes, brackets and note marks stay with the
sentence that they close; a mark before a lower-case letter ends nothing (« loisirs…
l’accélération »), except a full stop after a long word and before a subject (« prochain. on
y va »).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from ppun_access.french.text.numerals import SPACES

_ABBREVIATIONS = (
    "m mm mr mme mmes mlle mlles dr drs pr prs me mgr st ste sts prof gal col cdt lt art "
    "al p pp cf chap fig vol n no nos t tom éd ed dir env tél réf ref av ap apr bd bld "
    "boul pl fg apr gén arr circ décr cass civ crim ets c-à-d ex i.e e.g p.ex vs v ms "
    "janv fév févr avr juil juill sept oct nov déc ann col coll trad tabl adj adv fém masc "
    "sing plur coef bât bat esc att sect rés appt apt adm insc rens gal imp all "
    "coeff aff req"
)
NEVER_LAST = frozenset(_ABBREVIATIONS.split())
"""Abbreviations that something always follows (lower case, without the last stop)."""


def _ending(length: int) -> str:
    """Return a pattern of the abbreviations of so many letters, with their stop."""
    some = sorted(word for word in NEVER_LAST if len(word) == length and word.isalpha())
    return rf"(?i:{'|'.join(some)})\."


USUAL_END = (
    # What needs no more thought before a capital: a full stop after a word, a year, a quote
    # or a bracket, another mark after a letter. The first element is one character: the
    # engine jumps to it.
    r"[.!?](?=[ \n][A-ZÀ-Ý])(?:(?<=[a-zà-ÿ]{5}\.)|(?<=[a-zà-ÿ]{3}\.)"
    rf"(?<!{_ending(3)})(?<!{_ending(4)})|(?<=\d{{4}}\.)|(?<=[»”\"]\.)|(?<=\w\w\)\.)|"
    r"(?<=[a-zà-ÿ][!?])|(?<=[a-zà-ÿ][^\S\n][!?]))[ \n]"
)
_MARK = r"(?:\d{1,3}|[a-z])[.)]\s|[-–—•*]\s"
"""What an item of a list begins with."""
_STOP = re.compile(
    rf"[.!?…\n](?:(?P<item>(?<=\n)[^\S\n]*+(?={_MARK}))|(?P<line>(?<=\n)(?=[A-ZÀ-Ý]))|"
    r"(?P<blank>(?:(?<=\n)|(?<=\w[.!?…])[^\S\n]*+\n)[^\S\n]*+\n\s*+)|"
    rf"(?<!\n)(?<![.!?…][.!?…])(?:(?<![.!?…][{SPACES}][!?…])|(?=[!?…]*+\.))"
    rf"(?P<more>[.!?…]*+(?:[{SPACES}][!?…]++)*+)"
    rf"(?P<close>(?:[{SPACES}]?[»)\]]|[”’\"']|\[\d+\]|[¹²³⁴-⁹])*+)"
    rf"(?P<quote>[{SPACES}]\"(?=\s|\Z))?"
    r"(?P<space>\s++(?![:;,!?])|\Z))"
)
_MARKS = ".!?…\n"
"""What a sentence may end at."""
_ADDRESS = re.compile(r"(?<!\S)https?://\S+\Z")
_ASIDE = re.compile(r"[(\[][.!?…]+[)\]]\Z")
"""« (…) », « [...] », « (!) »: marks that end nothing."""
_INK = re.compile(r"\s*+\S")
_OPENING = re.compile(r"[\s«“‘\"'(\[—–•*-]*")
_TOKEN = re.compile(r"((?:.*[\s«“‘\"(\[/])?)(.*)", re.DOTALL)
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-ZÀ-Ý][hr]?(?:\.-?|-))*[A-ZÀ-Ý][hr]?")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.-?)+(?:à-)?[^\W\d_]{1,3}")
_LIST_MARK = re.compile(
    r"\s*(?:[-(]|[Aa]rt\.\s)?(?:\d{1,3}|[^\W\d_]|[IVX]{1,5})(?:\.\d{1,2})*\Z"
)
_ITEM = re.compile(_MARK)
_INDENTED_ITEM = re.compile(rf"\s*+(?:{_MARK})")
_LETTERED = re.compile(r"[a-z]\)\s")
_QUANTITY = re.compile(rf"(?:\d[{SPACES}]|[a-z]/)\Z")
"""Before a unit: « 10 h », « km/h »."""
_NAME = re.compile(r"\s+[A-ZÀ-Ý]")
_NEXT = re.compile(r"[^\W\d_]+['’]?")

_NUMBERED_TEXT = (
    "janv fév févr avr juil juill sept oct nov déc lun mar mer jeu ven sam dim max min pt "
    "trim sem"
)
_NUMBERED = frozenset(_NUMBERED_TEXT.split())
"""Abbreviations that only a number follows: months, days, bounds."""

_STARTING = (
    "le la les l’ l' un une des il elle ils elles on ce cet cette ces c’ c' ceci cela nous "
    "vous je j’ j' en dans pour par sur avec à au aux mais et ou or donc car si s’ s' son "
    "sa ses leur leurs de du d’ d' après avant depuis lors pendant ainsi puis alors enfin "
    "cependant toutefois plus très tout toute tous quand comme qui que qu’ qu' notre nos "
    "selon parmi entre malgré grâce ne n’ n' aucun chaque plusieurs certains"
)
_STARTERS = frozenset(_STARTING.split())
"""Words that begin a sentence, where a name would follow an initial."""

_NAMED = "il ils elle elles on je j’ j' tu nous vous c’ c' ce ça cela"
_SUBJECTS = frozenset(_NAMED.split())
"""Words that begin a sentence even in lower case, after a word and a full stop."""
_WHOLE_WORD = re.compile(r"[^\W\d_]{4,}")

_UNITS = frozenset("hmgls")
"""After a number or a unit they are no initials: « à 10 h. Elle part »."""

_PARTICLES = frozenset({"le", "la", "les", "de", "du", "des", "d’", "d'", "l’", "l'"})


def split_sentences(text: str) -> list[str]:
    """Return the sentences of ``text``; joined, they give it back character for character.

    Each piece keeps the white space that follows it. Empty text has no sentence.
    """
    pieces = []
    start = end = 0
    for part in re.split(USUAL_END, text):
        begin, end = end, end + len(part) + 2  # a mark and a space
        if any(map(part.__contains__, _MARKS)):
            for other in _unusual_ends(text, start, begin, end - 2):
                pieces.append(text[start:other])
                start = other
        pieces.append(text[start:end])
        start = end
    return pieces if pieces[-1] else pieces[:-1]


def _unusual_ends(text: str, start: int, begin: int, end: int) -> list[int]:
    """Return where sentences end at the marks that stand from ``begin`` to ``end``.

    The first of them begins at ``start``, which may come before. No usual end is there.
    """
    found: list[int] = []
    for stop in _STOP.finditer(text, begin):
        if stop.start() >= end:
            break
        if other := _end(text, start, stop):
            found.append(other)
            start = other
        if stop.end() >= end:
            break
    return found


def _end(text: str, start: int, stop: re.Match[str]) -> int:
    """Return where the sentence that begins at ``start`` ends at ``stop``; 0 if nowhere."""
    if stop.end() == len(text) or not _ends(text, start, stop):
        return 0
    if stop["item"] is not None:
        return stop.end()
    if stop["quote"] and _opens(text, stop.start("quote") + 1):
        return stop.start("quote") + 1
    return stop.end()


def _opens(text: str, quote: int) -> bool:
    """Return whether the straight quote at ``quote``, spaces around it, begins a quotation.

    It ends one when those before it in the paragraph have an odd one, and begins one when
    the next is stuck to no word. A lonely one ends one only after a spaced « ! » or « ? »:
    who writes a space there writes one before a closing quote. Some pages are looked at.
    """
    near = max(0, quote - 5000)
    begin = max(near, text.rfind("\n\n", near, quote))
    if text.count('"', begin, quote) % 2:
        return False
    end = text.find("\n\n", quote, quote + 5000)
    after = text.find('"', quote + 1, quote + 5000 if end < 0 else end)
    if after >= 0 and not text[after + 1 : after + 2].isalnum():
        return True
    return text[quote - 2] not in "!?"


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Return whether the sentence that begins at ``start`` ends at ``stop``."""
    at = stop.start()
    if not _INK.match(text, start, at):
        return False
    if stop["item"] is not None or stop["line"] is not None:
        return _ends_line(text, start, stop)
    if stop["blank"] is not None or stop["space"].count("\n") > 1:
        return True
    if "\n" in stop["space"] and _ITEM.match(text, stop.end()):
        return True
    if stop["close"] and _ASIDE.search(text, at - 1, stop.end("close")):
        return False
    single = text[at] == "." and not stop["more"]
    follows = stop.end()
    if not text[follows].isalnum():
        opening = _OPENING.match(text, follows)
        follows = opening.end() if opening else follows
    if text[follows : follows + 1].islower():
        return single and _starts_in_lower_case(text, stop, follows)
    if not single:
        return True
    line = max(start, text.rfind("\n", start, at) + 1)
    if at - line < 16 and _LIST_MARK.match(text[line:at]):
        return False
    return not _abbreviates(text, stop, follows)


def _ends_line(text: str, start: int, stop: re.Match[str]) -> bool:
    """Return whether the sentence that begins at ``start`` ends with the line.

    It does after an address, before a capital, and where an item may follow: after
    anything else, a mark at the beginning of a line is a dash or a number of a sentence
    that goes on.
    """
    end = stop.start()
    if stop["line"] is not None:
        return bool(_ADDRESS.search(text, max(start, end - 500), end))
    line = text.rfind("\n", 0, end) + 1
    if _INDENTED_ITEM.match(text, line) or _INDENTED_ITEM.match(text, start):
        return True
    return text[line:end].rstrip().endswith(":")


def _starts_in_lower_case(text: str, stop: re.Match[str], follows: int) -> bool:
    """Return whether a sentence begins at ``follows`` although no capital says so."""
    if _LETTERED.match(text, stop.end()):
        return True
    subject = _NEXT.match(text, follows)
    if stop["close"] or not subject or subject[0] not in _SUBJECTS:
        return False
    word, _ = _last_word(text, stop.start())
    return bool(_WHOLE_WORD.fullmatch(word)) and word not in NEVER_LAST


def _abbreviates(text: str, stop: re.Match[str], follows: int) -> bool:
    """Return whether the stop belongs to an abbreviation that does not end a sentence."""
    word, before = _last_word(text, stop.start())
    lower = word.lower()
    if stop["close"]:
        bracket = stop["close"] == ")" and lower in NEVER_LAST
        return bracket and not _starts_sentence(text, follows)
    if lower in _NUMBERED or (word in _UNITS and _QUANTITY.search(before)):
        return text[follows : follows + 1].isdigit()
    if lower in NEVER_LAST:
        return word.islower() or not _starts_sentence(text, follows) or len(word) < 4
    if word == "s" and before.endswith(("et ", "e ", "ᵉ ")):
        return not _starts_sentence(text, follows)
    if len(word) == 1 and word.islower():
        return word not in "ayàô"
    if len(word) < 20 and (_INITIALS.fullmatch(word) or _DOTTED.fullmatch(word)):
        return not _starts_sentence(text, follows)
    return False


def _last_word(text: str, end: int) -> tuple[str, str]:
    """Return the word before ``end`` without what is elided, and some text before it."""
    token = _TOKEN.match(text, max(0, end - 40), end)
    before, word = token.groups() if token else ("", "")
    return _ELISION.sub("", word), before


def _starts_sentence(text: str, at: int) -> bool:
    """Return whether the word at ``at`` begins a sentence rather than a name."""
    word = _NEXT.match(text, at)
    if not word or word[0].lower() not in _STARTERS:
        return False
    named = word[0].lower() in _PARTICLES and _NAME.match(text, word.end())
    return not named


# Sentences that are too long


LONGEST = 8_000
"""Characters, some 1,300 words, ten minutes of speech; no sentence has as many."""
_BREATH = re.compile(r"[,;:)»–—][\s]+")
_SPACE = re.compile(r"\s+")


def pieces(sentence: str) -> Iterator[str]:
    """Yield ``sentence`` in pieces of like lengths; joined, they give it.

    Each has at most ``LONGEST`` characters, unless no white space is there to cut at.
    """
    size = math.ceil(len(sentence) / max(1, math.ceil(len(sentence) / LONGEST)))
    at = 0
    while len(sentence) - at > LONGEST:
        end = _piece_end(sentence, at + size // 2, at + size)
        yield sentence[at:end]
        at = end
    if at < len(sentence):
        yield sentence[at:]


def _piece_end(text: str, first: int, last: int) -> int:
    """Return where to cut, between ``first`` and ``last`` if there is white space."""
    for pattern in (_BREATH, _SPACE):
        ends = [found.end() for found in pattern.finditer(text, first, last)]
        if ends:
            return ends[-1]
    found = _SPACE.search(text, last)
    return found.end() if found else len(text)
