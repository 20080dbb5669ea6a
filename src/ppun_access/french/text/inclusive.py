"""Expand inclusive spellings into both words: « citoyen·ne·s », « élu(e)s ».

For the voice and for braille: « citoyennes et citoyens ». The page keeps what its author
wrote. Several such words in a row make two whole phrases: « un·e élu·e » is « une élue ou
un élu ».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TypeAlias

from ppun_access.french.lexical.morphology import readings
from ppun_access.french.spoken.rules import LETTER, Rule, before

_DOTS = "·•‧⋅∙"
_CUTS = {
    "trice": ("teur",),
    "rice": ("eur",),
    "ice": ("eur",),
    "drice": ("deur",),
    "euse": ("eur", "eux"),
    "ère": ("er",),
    "ière": ("ier",),
    "ve": ("f",),
    "ive": ("if",),
    "enne": ("en",),
    "ienne": ("ien",),
    "elle": ("el", "eau"),
    "eure": ("eur",),
    "onne": ("on",),
    "esse": ("e",),
    "euresse": ("eur",),
    "ouse": ("oux",),
    "aine": ("ain",),
    "ale": ("al",),
    "ante": ("ant",),
    "ente": ("ent",),
    "ée": ("é",),
    "ite": ("it",),
    "aise": ("ais",),
    "oise": ("ois",),
    "eresse": ("eur",),
    "ette": ("et",),
    "ète": ("et",),
    "ate": ("at",),
    "arde": ("ard",),
    "ande": ("and",),
    "atrice": ("ateur",),
    "èche": ("ec",),
    "iste": ("iste",),
    "ine": ("in",),
    "une": ("un",),
}
"""A feminine ending, and the masculine ones of which it takes the place."""
_ADDED = {
    "e": "", "ne": "n", "le": "l", "te": "tiu", "fe": "f", "que": "c", "he": "c", "ue": "g",
    "se": "", "sse": "", "ce": "x",
}  # fmt: skip
"""A feminine ending that is added, and the letters it is added to (none: to any)."""
_WHOLE = (
    ("toute", "tout", "toutes", "tous"),
    ("celle", "celui", "celles", "ceux"),
    ("elle", "il", "elles", "ils"),
    ("elle", "lui", "elles", "eux"),
    ("une", "un", "unes", "uns"),
    ("la", "le", "les", "les"),
    ("de la", "du", "des", "des"),
    ("à la", "au", "aux", "aux"),
    ("cette", "ce", "ces", "ces"),
    ("ma", "mon", "mes", "mes"),
    ("ta", "ton", "tes", "tes"),
    ("sa", "son", "ses", "ses"),
    ("belle", "beau", "belles", "beaux"),
    ("nouvelle", "nouveau", "nouvelles", "nouveaux"),
    ("vieille", "vieux", "vieilles", "vieux"),
    ("copine", "copain", "copines", "copains"),
    ("laquelle", "lequel", "lesquelles", "lesquels"),
    ("à laquelle", "auquel", "auxquelles", "auxquels"),
    ("de laquelle", "duquel", "desquelles", "desquels"),
)
"""Words whose feminine is another word: in the singular, in the plural."""
_SAME = frozenset({"les", "des", "aux", "ces", "mes", "tes", "ses"})
"""Plurals that say both already."""


def _table() -> tuple[dict[str, tuple[str, str, str, str]], dict[tuple[str, str], bool]]:
    """Return the words by their masculine, and the pairs of whole words: plural or not."""
    rows: dict[str, tuple[str, str, str, str]] = {"tou": _WHOLE[0]}
    pairs: dict[tuple[str, str], bool] = {}
    for row in _WHOLE:
        for feminine, masculine, several in ((*row[:2], False), (*row[2:], True)):
            if masculine not in _SAME:
                rows.setdefault(masculine, row)
                pairs |= {(masculine, feminine): several, (feminine, masculine): several}
    return rows, pairs


_ROWS, _PAIRS = _table()
_SHORT = frozenset(
    {"e", "es", "te", "tes", "tte", "le", "les", "elle", "elles", "ine", "ines"}
)
"""What may stand for the feminine of a word of ``_WHOLE``."""


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_ENDING = _any({*_CUTS, *_ADDED})
_TWO_ENDINGS = {
    "eur": ("euse", "rice"), "r": ("se",), "teur": ("trice", "teuse"), "eux": ("euse",),
    "x": ("se",), "er": ("ère",), "ier": ("ière",), "f": ("ve",), "en": ("enne",),
    "ien": ("ienne",), "el": ("elle",), "al": ("ale",), "eau": ("elle",),
}  # fmt: skip
"""Endings that are both written after a stem, « chercheu·r·se·s »: masculine, feminine."""
_PAIR_ENDINGS = "|".join(
    rf"{his}[{_DOTS}](?:{_any(hers)})" for his, hers in _TWO_ENDINGS.items()
)
_FULL = _any({word for pair in _PAIRS for word in pair if " " not in word} | {"tte"})
_FIRST = rf"(?<![\w@.-])(?<![^)]/)((?i:{_FULL}))"
_STEM = rf"(?<![\w@.{_DOTS}-])(?<![^)]/)((?:{LETTER}{{2,6}}-)?{LETTER}+)"
_LONG_STEM = rf"(?<![\w@.-])(?<![^)]/)({LETTER}{{3,}})"
_FORMS = (
    # chercheu·r·se·s, direc·teur·trice·s
    rf"{_STEM}[{_DOTS}]({_PAIR_ENDINGS})(?:[{_DOTS}](s|x))?(?!\w)",
    # citoyen·ne·s, élu·es, tous·tes
    rf"{_STEM}[{_DOTS}]({_FULL}|(?:{_ENDING})s?)(?:[{_DOTS}](s|x))?(?!\w)",
    # élu(e)s, citoyen(ne)s, acteur(trice)s
    rf"{_STEM}\(({_ENDING})(?:s\)|\)(?:\(s\)|(s))?)(?!\w)",
    # le(la), le.la
    rf"{_FIRST}(?:\(({_FULL})\)|\.({_FULL}|tes)(?![.@/-]))(?!\w)",
    # acteurs/trices, un/une
    rf"{_STEM}/-?({_FULL}|(?:{_ENDING})s?)(?:\(s\))?(?![\w/])",
    # député/e/s
    rf"{_STEM}/({_ENDING})/(s)(?![\w/])",
    # agriculteur.rice.s, élu.e, un.e, étudiant-e-s
    rf"{_STEM}\.(e|ne|le|te|fe|ve|se|sse|t?rice|ice|euse|ère|ière|enne|elle)\.(s)(?!\w)",
    rf"{_LONG_STEM}\.(es?|nes?|t?rices?|euses?|ères?|ves|fes)(?![\w.@/-])",
    r"(?<![\w@.-])(?<![^)]/)([Uu]n)\.(e)(?![\w.@/-])",
    rf"{_LONG_STEM}-(e|ne|le|fe|ve|t?rice|euse|ère)-(s)(?!\w)",
)
_ANY = re.sub(r"\((?!\?|\\)", "(?:", "|".join(_FORMS).replace(r"\(", "\x00")).replace(
    "\x00", r"\("
)
_Pair: TypeAlias = tuple[str, str, bool]
"""The feminine, the masculine, both as they are said, and whether they are plural."""


@cache
def _word() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in _FORMS))


def _both(found: re.Match[str]) -> _Pair | None:
    """Return both words of an inclusive one; None if it is none."""
    base, ending, *more = (group for group in found.groups() if group is not None)
    if two := re.fullmatch(rf"(\w+)[{_DOTS}](\w+)", ending):
        return _two_endings(base, *two.groups(), several=bool(more))
    apart = bool(more) or ")s" in found[0] or "(s)" in found[0]
    if base.lower() in _ROWS or (base.lower(), ending) in _PAIRS:
        return _whole(base, ending, apart)
    short = ending.removesuffix("s")
    several = apart or short != ending or "s)" in found[0]
    masculine = _singular(base, short, apart) if several else base
    if not masculine:
        return None
    feminine = _feminine(masculine, short)
    if feminine is None:
        return None
    if several:
        return _plural(feminine), _plural(masculine), True
    return feminine, masculine, False


def _two_endings(base: str, his: str, hers: str, *, several: bool) -> _Pair | None:
    """Return both words of « chercheu·r·se »; « chercheur·r·se » says an ending twice."""
    if base.lower().endswith(his):
        masculine, feminine = base, _feminine(base, hers)
    else:
        masculine, feminine = f"{base}{his}", f"{base}{hers}"
    if feminine is None:
        return None
    if several:
        return _plural(feminine), _plural(masculine), True
    return feminine, masculine, False


def _whole(base: str, ending: str, apart: bool) -> _Pair | None:
    """Return both words of « ceux·celles », « la/le », « tou·te·s », « un·e »."""
    low = base.lower()
    row = _ROWS.get(low) or _ROWS[ending]
    several = apart or low == row[3] != row[1] or (ending in _SHORT and ending[-1] == "s")
    if (low, ending) in _PAIRS:
        several = apart or _PAIRS[low, ending]
        row = next(r for r in _WHOLE if {low, ending} in ({*r[:2]}, {*r[2:]}))
    elif ending not in _SHORT:
        return None
    feminine, masculine = row[2:] if several else row[:2]
    if base[0].isupper():
        return feminine.capitalize(), masculine.capitalize(), several
    return feminine, masculine, several


_KEEPS_S = re.compile(
    r"(?:(?<!vr)(?<!\bg)ais|ois|pris|(?<!\ba)(?<!enne)mis|[qu]uis|assis|cis|gris|vers|"
    r"[cn]lus|trus|[ni]fus|ffus|clos|ous|as)\Z",
    re.IGNORECASE,
)
"""Masculine words whose singular ends in -s: « Français », « inclus », not « élus »."""
_VOWEL_S = re.compile(r"(?:[aiou]|ver)s\Z", re.IGNORECASE)


def _singular(base: str, ending: str, apart: bool) -> str:
    """Return the masculine singular of the first part of a plural.

    ``apart``: its « s » stands by itself (« Comtois·e·s »), so ``base`` should be one.
    """
    low = base.lower()
    if low.endswith("eaux"):
        return base[:-1]
    if low.endswith("aux") and ending == "ale":
        return f"{base[:-3]}al"
    if not low.endswith("s") or ending in {"aise", "oise"}:
        return base
    if ending in {"se", "sse"}:
        return base[:-1] if low.endswith(("es", "eurs")) else base
    keeps = _VOWEL_S if apart else _KEEPS_S
    return base if ending == "e" and keeps.search(base) else base[:-1]


_COMPARED = ("ieur", "majeur", "mineur", "meilleur", "vainqueur")
"""How the words end whose feminine only takes an -e: « supérieure », « ingénieure »."""


def _feminine(base: str, ending: str) -> str | None:
    """Return the feminine of a masculine word and of its ending, in the singular.

    None where French makes no such word: nothing is invented.
    """
    low = base.lower()
    if ending == "e" and low.endswith("er"):
        return f"{base[:-2]}ère"
    if ending in _OF_EUR and low.endswith("eur"):
        return _feminine_of_eur(base, ending)
    if ending == "se" and low.endswith(("eux", "oux", "aux")):
        return f"{base[:-1]}se"
    if ending in {"se", "sse"} and low.endswith("e"):
        return f"{base}sse" if readings(f"{low}sse") else None
    if ending in {"sse", "ce"} and low.endswith("x"):
        return f"{base[:-1]}{ending}"
    if ending == "que" and low.endswith("c") and low != "grec":
        return f"{base[:-1]}que"
    for tail in _CUTS.get(ending, ()):
        if low.endswith(tail):
            return f"{base[: len(base) - len(tail)]}{ending}"
    letters = _ADDED.get(ending)
    return f"{base}{ending}" if letters == "" or low[-1] in (letters or ()) else None


_OF_EUR = ("se", "ice", "rice")


def _feminine_of_eur(base: str, ending: str) -> str:
    """Return « directrice » of « directeur », « vendeuse », « supérieure »."""
    low = base.lower()
    if low.endswith(_COMPARED):
        return f"{base}e"
    if ending != "se" and low.endswith(("teur", "deur")):
        return f"{base[:-3]}rice"
    return f"{base[:-1]}se"


_ELIDED = re.compile(r"(?<!\w)([dl]|(?:quel)?qu)['’]\Z", re.IGNORECASE)
"""« d’agriculteur·rice·s » is said « d’agricultrices et d’agriculteurs »."""
_BEGINS = re.compile(r"(?:\A|[.!?:…\n][\s«“\"(]*)\Z")
"""Where a capital tells nothing of the word."""
_PEOPLE = re.compile(r"(?:ais|ois|ains?|iens?|éens?|ins?)\Z")
"""How the names of peoples end, which keep their capital."""
_ALS = frozenset({"banal", "fatal", "final", "natal", "naval", "glacial", "bancal"})


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al") and word.lower() not in _ALS:
        return f"{word[:-2]}aux"
    return f"{word}x" if word.endswith("eau") else f"{word}s"


def _said(found: re.Match[str]) -> str | None:
    """Say a run of inclusive words as a feminine phrase and a masculine one."""
    parts = found[0].split(" ")
    pairs = [(word := _word().fullmatch(part)) and _both(word) for part in parts]
    known = [pair for pair in pairs if pair]
    if len(known) == len(parts):
        return _phrases(found, known)
    if not known:
        return None
    alone = (
        _phrases(found, [pair]) if pair else re.sub(f"[{_DOTS}/]", " ", part)
        for pair, part in zip(pairs, parts, strict=True)
    )
    return " ".join(alone)


def _phrases(found: re.Match[str], pairs: Sequence[_Pair]) -> str:
    """Say both words of each pair: « une élue ou un élu »."""
    first = " ".join(pair[0] for pair in pairs)
    second = " ".join(pair[1] for pair in pairs)
    if _BEGINS.search(before(found, 4)) or not _PEOPLE.search(second):
        second = f"{second[0].lower()}{second[1:]}"
    elided = _ELIDED.search(before(found, 8))
    if elided and first[0].lower() == second[0].lower():
        second = f"{elided[1].lower()}'{second}"
    return f"{first} {'et' if any(pair[2] for pair in pairs) else 'ou'} {second}"


def _number_of_things(found: re.Match[str]) -> str | None:
    """Say « agent(s) » as « agent », « le(s) » as « le ou les »."""
    low = found[1].lower()
    if low in {"le", "la", "un", "une", "du", "de", "au", "son", "sa", "l", "ce"}:
        return f"{found[1]} ou {_SEVERAL[low]}" if low in _SEVERAL else found[1]
    return found[1]


_SEVERAL = {
    "le": "les",
    "la": "les",
    "un": "des",
    "une": "des",
    "du": "des",
    "au": "aux",
    "son": "ses",
    "sa": "ses",
    "ce": "ces",
}


def both_words(text: str) -> str:
    """Return ``text`` with its inclusive spellings read as both words.

    >>> both_words("Les citoyen·ne·s et leurs élu(e)s")
    'Les citoyennes et citoyens et leurs élues et élus'
    """

    def say(found: re.Match[str]) -> str:
        own = next(
            rule for rule in RULES if rule.compiled.match(found.string, found.start())
        )
        said = own.say(own.compiled.match(found.string, found.start()) or found)
        return found[0] if said is None else said

    return _every().sub(say, text)


INCLUSIVE = Rule("inclusif", LETTER, rf"(?:{_ANY})(?: (?:{_ANY}))*", _said)
OPTIONAL_PLURAL = Rule("pluriel", LETTER, rf"{_STEM}\([sx]\)(?!\w)", _number_of_things)
OPTIONAL_DOT = Rule(
    "pluriel-point",
    LETTER,
    rf"{_STEM}[{_DOTS}]([sx])(?!\w)",
    lambda found: f"{found[1]}{found[2]}",
)
RULES = (INCLUSIVE, OPTIONAL_PLURAL, OPTIONAL_DOT)


@cache
def _every() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule.pattern})" for rule in RULES))
