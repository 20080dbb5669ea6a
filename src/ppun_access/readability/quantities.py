"""Which numbers of a sentence are quantities: those that could be rounded, or put apart.

Telephone numbers, hours, days of the month, ranks, references of laws, versions, codes,
postcodes, house numbers and addresses name a thing: nobody may round them.
"""

from __future__ import annotations

import re
from functools import cache, partial

from ppun_access.french.spoken import codes, times
from ppun_access.french.spoken.rules import Rule
from ppun_access.french.text.numerals import EMAIL, WEB

_MONTH = "|".join(times.MONTHS)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:er)?"
_RANK = r"(?<![\w.,])\d+(?:ers?|[èe]res?|res?|i?[èe]mes?|es?|nde?s?)(?!\w)"
_DAYS = rf"{_DAY}(?:\s?(?:,|et|ou|au|à|-|–)\s?{_DAY}){{0,6}}"
_DATE = rf"(?<![\w.,/-]){_DAYS}\s(?:{_MONTH})\b(?:\s\d{{4}}\b)?"
_SLASHED = r"(?<![\w.,/-])\d{1,2}([/.-])\d{1,2}[/.-](?:\d{4}|\d\d)(?![\w]|[./-]\w)"
_HOUR = (
    rf"(?:{times.HOUR.pattern})(?!\s(?:de\b|d['’]|par\b))"
    r"|\b(?:à|vers|dès|entre|jusqu['’]à)\s(?:[01]?\d|2[0-4])\sheures?\b(?!\s(?:de\b|d['’]))"
    r"|(?<![\w.,])(?:[01]?\d|2[0-4])\sheures?(?=\s(?:à|et)\s\d{1,2}\sheures?\b)"
)
_REFERENCE = (
    r"(?i:\b(?:articles?|art\.|alinéas?|annexes?|chapitres?|titres?|pages?|p\.|loi|décret|"
    r"arrêté|ordonnance|circulaire|rubrique|étape|phase|ligne|bureau|salle|porte|bâtiment|"
    r"numéro|BP|CS|B\.\s?P\.)\s)(?:[LRDAC]\.?\s?)?\d+(?:[-.]\d+)*(?!\w|[\s.]\d{3}\b|,\d|\s?%)"
    r"(?:(?:,|\set|\sou|\sà)\s\d+(?:-\d+)*(?!\w|[\s.,]\d|\s?%|\s(?!(?:et|ou|à|de|du|des)\b)[a-zà-ÿ])){0,6}"
)
_POSTCODE = r"(?<![\w.,-])(?:0[1-9]|[1-8]\d|9[0-58])\d{3}(?=\s[A-ZÀ-Ý])"
_HOUSE = (
    r"(?<![\w.,])\d{1,4}(?:\s?(?:bis|ter|quater))?,?\s(?:rue|avenue|av\.|boulevard|bd|place|"
    r"pl\.|chemin|impasse|imp\.|allée|quai|route|rte|cours|square|faubourg|fg|esplanade|"
    r"passage|sentier|ruelle|villa)\s(?=[A-ZÀ-Ý]|(?:de\sla|du|des|de\s?l['’])\s?|d['’]|de\s[A-ZÀ-Ý])"
)
_RULES = (
    times.TELEPHONE, codes.NUMBER_SIGN, codes.ARTICLE, codes.VERSION, codes.FILE_NUMBER,
    codes.INTERNET, codes.COVID, times.ISO_DATE, times.ALWAYS, times.HOURS,
)  # fmt: skip
_SURE = (
    WEB, EMAIL, *(rule.pattern for rule in _RULES), _SLASHED, _DATE, _HOUR,
    _REFERENCE, _HOUSE, _POSTCODE, _RANK, codes.MIXED.pattern,
)  # fmt: skip
_MAYBE = (times.SHORT_NUMBER, times.SHORT_DATE, times.CLOCK)
"""What is around them tells: the rules of speech know."""
_NAME = "|"


def without_names(sentence: str) -> str:
    """Return ``sentence`` with a bar for each number, or numbers, that names one thing."""
    sentence = _sure().sub(_NAME, sentence)
    for rule in _MAYBE:
        sentence = rule.compiled.sub(partial(_named, rule), sentence)
    return sentence


@cache
def _sure() -> re.Pattern[str]:
    return re.compile("|".join(_SURE))


def _named(rule: Rule, found: re.Match[str]) -> str:
    return found[0] if rule.say(found) is None else _NAME
