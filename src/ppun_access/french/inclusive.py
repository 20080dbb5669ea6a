"""Inclusive spellings, read as both words: « citoyen·ne·s », « élu(e)s ».

For the voice and for braille: « citoyennes et citoyens ». The page keeps what its author
wrote. Several such words in a row make two whole phrases: « un·e élu·e » is « une élue ou
un élu ».
"""

from __future__ import annotations

import re

from ppun_access.french.rules import LETTER, Rule, before

_DOTS = "·•‧⋅∙"
_CUTS = {
    "trice": "teur",
    "trices": "teur",
    "rice": "eur",
    "ice": "eur",
    "euse": "eur",
    "ère": "er",
    "ière": "ier",
    "ve": "f",
    "ive": "if",
    "enne": "en",
    "ienne": "ien",
    "elle": "el",
    "eure": "eur",
    "onne": "on",
    "esse": "e",
    "euresse": "eur",
    "ouse": "oux",
    "aine": "ain",
    "aîne": "aîn",
    "ale": "al",
    "ante": "ant",
    "ente": "ent",
    "ée": "é",
    "ite": "it",
    "aise": "ais",
    "oise": "ois",
    "eresse": "eur",
    "ette": "et",
    "ète": "et",
    "ate": "at",
    "arde": "ard",
    "ande": "and",
    "eause": "eau",
    "atrice": "ateur",
    "èque": "ec",
    "èche": "ec",
    "iste": "iste",
    "ine": "in",
    "une": "un",
}
"""A feminine ending that takes the place of the masculine one."""
_ADDED = {"e", "ne", "le", "te", "fe", "sse", "que", "ses", "ie"}
"""A feminine ending that is added to the masculine word."""
_WHOLE = {
    "tou": ("toute", "tou"),
    "tous": ("toutes", "tous"),
    "tout": ("toute", "tout"),
    "ceux": ("celles", "ceux"),
    "celui": ("celle", "celui"),
    "il": ("elle", "il"),
    "ils": ("elles", "ils"),
    "un": ("une", "un"),
    "le": ("la", "le"),
    "eux": ("elles", "eux"),
    "du": ("de la", "du"),
    "au": ("à la", "au"),
    "ce": ("cette", "ce"),
    "son": ("sa", "son"),
    "beau": ("belle", "beau"),
    "nouveau": ("nouvelle", "nouveau"),
    "lui": ("elle", "lui"),
}
"""Words whose feminine is another word."""

_ENDING = "|".join(
    sorted({*_CUTS, *_ADDED, "se", "x", "aux", "eaux"}, key=lambda e: (-len(e), e))
)
_FULL = "celles?|elles?|toutes?|une|la|cette|sa|belles?|nouvelles?"
_STEM = rf"(?<![\w@./-])({LETTER}+)"
_FORMS = (
    # citoyen·ne·s, élu·es, tous·tes
    rf"{_STEM}[{_DOTS}]({_FULL}|(?:{_ENDING})s?|s)(?:[{_DOTS}](s|x))?(?!\w)",
    # élu(e)s, citoyen(ne)s, acteur(trice)s
    rf"{_STEM}\(({_ENDING})(?:s\)|\)(?:\(s\)|(s))?)(?!\w)",
    # acteurs/trices, un/une
    rf"{_STEM}/-?({_FULL}|(?:{_ENDING})s?)(?:\(s\))?(?![\w/])",
    # agriculteur.rice.s, élu.e, étudiant-e-s
    rf"{_STEM}\.(e|ne|le|te|fe|ve|se|sse|rice|trice|euse|ère|ière|enne|elle)\.(s)(?!\w)",
    rf"(?<![\w@./-])({LETTER}{{3,}})\.(es?|nes?|t?rices?|euses?|ères?|ves|fes)(?![\w.@/-])",
    rf"(?<![\w@./-])({LETTER}{{3,}})-(e|ne|le|fe|ve|t?rice|euse|ère)-(s)(?!\w)",
)
_WORD = re.compile("|".join(f"(?:{form})" for form in _FORMS))
_ANY = re.sub(r"\((?!\?|\\)", "(?:", "|".join(_FORMS).replace(r"\(", "\x00")).replace(
    "\x00", r"\("
)


def _both(found: re.Match[str]) -> tuple[str, str, bool] | None:
    """Return the feminine, the masculine and whether they are plural; None if neither."""
    base, ending, *more = (group for group in found.groups() if group is not None)
    plural = bool(more) or "s)" in found[0] or ")s" in found[0]
    if ending == "s":
        return None
    short = ending[:-1] if ending.endswith("s") and ending != "s" else ending
    if short != ending and (short in {*_CUTS, *_ADDED, "se"} or _is_full(ending)):
        plural = True
    if plural and base.endswith("s") and base.lower() not in _WHOLE:
        base = base[:-1]
    pair = _pair(base, short)
    return None if pair is None else (*pair, plural)


def _is_full(ending: str) -> bool:
    return bool(re.fullmatch(_FULL, ending))


def _pair(base: str, ending: str) -> tuple[str, str] | None:
    """Return the feminine and the masculine of a stem and its ending, singular."""
    low = base.lower()
    if low in _WHOLE:
        feminine, masculine = _WHOLE[low]
        if base[0].isupper():
            feminine, masculine = feminine.capitalize(), masculine.capitalize()
        return feminine.removesuffix("s"), masculine.removesuffix(
            "s"
        ) if low == "tous" else masculine
    if ending == "e" and low.endswith("er"):
        return f"{base[:-2]}ère", base
    if ending == "se":
        cut = 1 if low.endswith(("eur", "eux", "oux")) else 0
        return (f"{base[:-cut]}se", base) if cut else (f"{base}se", base)
    if ending == "ve" and low.endswith("f"):
        return f"{base[:-1]}ve", base
    tail = _CUTS.get(ending)
    if tail is not None and low.endswith(tail):
        return f"{base[: len(base) - len(tail)]}{ending}", base
    if ending in _ADDED:
        return f"{base}{ending}", base
    return None


_ELIDED = re.compile(r"(?<!\w)([dl]|qu)['’]\Z", re.IGNORECASE)
"""« d’agriculteur·rice·s » is said « d’agricultrices et d’agriculteurs »."""


def _plural(word: str) -> str:
    return word if word.endswith(("s", "x", "z")) else f"{word}s"


def _said(found: re.Match[str]) -> str | None:
    """Say a run of inclusive words as a feminine phrase and a masculine one."""
    feminine, masculine, several = [], [], False
    for part in found[0].split(" "):
        word = _WORD.fullmatch(part)
        pair = _both(word) if word else None
        if pair is None:
            return None
        several |= pair[2]
        feminine.append(_plural(pair[0]) if pair[2] else pair[0])
        masculine.append(_plural(pair[1]) if pair[2] else pair[1])
    second = " ".join(masculine)
    second = f"{second[0].lower()}{second[1:]}"
    elided = _ELIDED.search(before(found, 4))
    if elided and feminine[0][0].lower() == second[0]:
        second = f"{elided[1]}'{second}"
    return f"{' '.join(feminine)} {'et' if several else 'ou'} {second}"


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

    return _EVERY.sub(say, text)


INCLUSIVE = Rule("inclusif", LETTER, rf"(?:{_ANY})(?: (?:{_ANY}))*", _said)
OPTIONAL_PLURAL = Rule(
    "pluriel", LETTER, rf"(?<![\w@./-])({LETTER}+)\(s\)(?!\w)", _number_of_things
)
OPTIONAL_DOT = Rule(
    "pluriel-point",
    LETTER,
    rf"(?<![\w@./-])({LETTER}+)[{_DOTS}]s(?!\w)",
    lambda found: f"{found[1]}s",
)
RULES = (INCLUSIVE, OPTIONAL_PLURAL, OPTIONAL_DOT)
_EVERY = re.compile("|".join(f"(?:{rule.pattern})" for rule in RULES))
