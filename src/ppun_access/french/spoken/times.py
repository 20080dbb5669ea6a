"""Say hours, dates and telephone numbers in words."""

from __future__ import annotations

import re

from ppun_access.french.spoken.number_words import cardinal, ordinal
from ppun_access.french.spoken.numbers import counted, leading_zeros, linked
from ppun_access.french.spoken.rules import DIGIT, Rule, S, after, before, spaced
from ppun_access.french.text.numerals import BEFORE, SPACES

_MONTHS_TEXT = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)
MONTHS = tuple(_MONTHS_TEXT.split())
_DATED = re.compile(
    r"(?<!\w)(?:le|du|au|dès|depuis|avant|après|jusqu'au|jusqu’au|lundi|mardi|mercredi|"
    r"jeudi|vendredi|samedi|dimanche|et) \Z",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"(?<!\w)(?:à|vers|dès|de|entre|et|avant|après|depuis|jusqu['’]à) \Z", re.IGNORECASE
)


# Hours

_H = rf"([01]?\d|2[0-4]){S}?(?:h|H)(?:{S}?([0-5]\d)(?:{S}?(?:min|mn)\b|(?!\w))|(?!\w))"
_TO = rf"{S}?[-–/]{S}?"


def _at(hour: str, minutes: str | None) -> str:
    """Say an hour: « 10 heures 30 », « vingt et une heures »."""
    hours = int(hour)
    words = hours in {1, 9, 19, 21}
    said = cardinal(hours, feminine=True) if words else hour.lstrip("0")
    noun = "heure" if hours < 2 else "heures"
    past = f" {leading_zeros(minutes)}" if minutes and int(minutes) else ""
    return f"{said or 'zéro'} {noun}{past}"


def _hours(found: re.Match[str]) -> str:
    """Say « 10 h-12 h 30 » as « 10 heures à 12 heures 30 »."""
    return f"{_at(found[1], found[2])} à {_at(found[3], found[4])}"


def _always(found: re.Match[str]) -> str | None:
    """Say « 24h/24 » as « 24 heures sur 24 », « 5j/7 » as « 5 jours sur 7 »."""
    hours, hour, days, day = found.groups()
    if hours:
        return f"{hours} heures sur 24" if hour or hours == "24" else None
    return f"{days} jours sur 7" if day or days == "7" else None


def _duration(found: re.Match[str]) -> str:
    """Say « 1 h 05 min 30 s » as « une heure 5 minutes 30 secondes »."""
    parts = found.groups()[3:] if found[4] else found.groups()[:3]
    counts = [int(part or 0) for part in parts]
    units = zip(counts, ("heure", "minute", "seconde"), strict=True)
    return (
        " ".join(
            f"{linked(counted(str(n), True), unit)} {unit}{'s' * (n > 1)}"
            for n, unit in units
            if n
        )
        or "zéro seconde"
    )


def _clock(found: re.Match[str]) -> str | None:
    """Say « à 10:30 » as « à 10 heures 30 »; a ratio such as « 3:4 » declines."""
    return _at(found[1], found[2]) if _TIMED.search(before(found)) else None


# Dates


def _date(found: re.Match[str]) -> str | None:
    """Say « 03/10/2020 » as « 3 octobre 2020 »."""
    year = found[4]
    century = "" if len(year) == 4 else "20" if int(year) < _NEXT else "19"
    said = _day(found[1], found[3], century + year)
    if said and found[5]:
        said += f" à {_at(found[5], found[6])}"
    return f" {said}" if said and before(found, 1).isalpha() else said


_NEXT = 50
"""The year in two digits from which a date is of the last century."""


def _iso_date(found: re.Match[str]) -> str | None:
    """Say « 2024-03-12T10:30:00Z » as « 12 mars 2024 à 10 heures 30 »."""
    day = _day(found[3], found[2], found[1])
    return f"{day} à {_at(found[4], found[5])}" if day and found[4] else day


def _day(day: str, month: str, year: str = "") -> str | None:
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return None
    said = "premier" if int(day) == 1 else str(int(day))
    return f"{said} {MONTHS[int(month) - 1]} {year}".strip()


def _short_date(found: re.Match[str]) -> str | None:
    """Say « le 14/07 » as « le 14 juillet »; « 1/2 » without such a word declines."""
    dated = _DATED.search(before(found))
    if found[2][0] != "0" and not dated:
        return None
    if len(found[2]) == 1 and (not dated or dated[0] == "et " or _is_part(found)):
        return None
    return _day(found[1], found[2])


def _is_part(found: re.Match[str]) -> bool:
    """Return whether it is a fraction: « le 2/3 des voix », but « lundi 2/3 »."""
    day, month = int(found[1]), int(found[2])
    if day >= month or re.search(r"di(?:manche)? \Z", before(found)):
        return False
    return month <= 4 or re.match(" d", after(found)) is not None


def _days(found: re.Match[str]) -> str:
    """Say « 3-5 mars » as « 3 au 5 mars », « 30 avril-3 mai » as « 30 avril au 3 mai »."""
    first, last = ("premier" if n in ("1", "1er") else n for n in found.group(1, 3))
    joint = "au" if found[2] else _joint(found, first, last)
    return f"{first}{spaced(found[2] or '')} {joint} {last}"


def _joint(found: re.Match[str], first: str, last: str) -> str:
    """Return what joins two days: « et » in « le 15-16 novembre »."""
    pair = int(first.replace("premier", "1")) + 1 == int(last.replace("premier", "1"))
    return "et" if pair and re.search(r"(?i:(?<!\w)les?) \Z", before(found)) else "au"


_SPANNED = re.compile(
    r"(?i:(?<!\w)(?:du|les?|semaines?|(?:lun|mar|mercre|jeu|vendre|same)dis?|"
    r"dimanches?) )\Z|"
    r"(?i:(?<!\w)(?!taux|lots?|notes?)[^\W\d_]+ |^)\(\Z",
    re.MULTILINE,
)
_UNIT = re.compile(
    r" ?(?:(?:ans?|mois|jours?|heures?|points?|pts|euros?|élèves?|[kcm]?[mgl])\b|[%€°])"
)
"""What makes no day of « du 5-10/12 ans »."""


def _days_of_month(found: re.Match[str]) -> str | None:
    """Say « du 15-21/11 » as « du 15 au 21 novembre »; « lots 3-5/12 » declines."""
    last = _day(found[2], found[3])
    left, right = before(found), after(found)
    dated = _SPANNED.search(left) and not _UNIT.match(right)
    if left.endswith("("):  # « (8-10/12) » may be a mark
        dated = dated and right[:1] in set("),;:") and int(found[2]) > int(found[3])
    if not last or not dated or int(found[1]) >= int(found[2]):
        return None
    first = "premier" if found[1] == "1" else found[1]
    return f"{first} {_joint(found, first, found[2])} {last}"


def _clocks(found: re.Match[str]) -> str | None:
    """Say « 08:00-12:00 » as « 8 heures à 12 heures »."""
    if (int(found[1]), found[2]) >= (int(found[3]), found[4]):
        return None
    return _hours(found)


def _war(found: re.Match[str]) -> str | None:
    """Say « la guerre de 14-18 » as « la guerre de 14 18 »."""
    wars = re.search(
        r"(?i:guerres?|conflit|combattants|soldats|morts|poilus?|résistance|occupation)[^.;\d]{0,20}\Z",
        before(found),
    )
    return " ".join(re.findall(r"\d\d", found[0])) if wars else None


_MONTH = "|".join(MONTHS)
_SHORT_MONTHS = r"(?:janv|févr?|avr|juill?|sept|oct|nov|déc)\."

# Telephone

_CALLED = re.compile(
    r"(?i:appel\w*|compos\w*|téléphon\w*|tél\.?|numéro|n°|joindre|joignable\w*|contact\w*|"
    r"plateforme|urgence\w*|écoute|dispositif)[^.;\d]{0,30}\Z"
)
_SHORT_TEXT = (
    "3919 3939 3646 3114 3018 3020 3960 3949 3237 3929 3977 3928 3631 3240 3989 3200 "
    "3975 3624 3635 3117"
)
_SHORT = frozenset(_SHORT_TEXT.split())
_BY_THREES = re.compile(rf"8\d\d{S}\d{{3}}{S}\d{{3}}")


def _telephone(found: re.Match[str]) -> str:
    """Say « 03 81 61 61 61 » in pairs: « zéro 3, 81, 61, 61, 61 »."""
    digits = re.sub(r"\D", "", found[1])
    if digits.startswith("80") or _BY_THREES.fullmatch(found[1]):
        pairs = [digits[:3], digits[3:6], digits[6:]]
    else:
        pairs = [digits[0], *re.findall("..", digits[1:])]
    head = "zéro " if found[0].startswith("0") else "plusse 33, "
    return head + ", ".join(_pair(pair) for pair in pairs)


def _pair(digits: str) -> str:
    return leading_zeros(digits) if digits.startswith("0") else digits


def _short_number(found: re.Match[str]) -> str | None:
    """Say « le 3939 » as « le 39 39 », where a number is surely one to call."""
    digits = re.sub(r"\D", "", found[0])
    if len(digits) == 6:
        return f"{digits[:3]}, {digits[3:]}"
    context = before(found)
    known = digits in _SHORT and re.search(r"(?<!\w)(?:le|au|du) \Z", context)
    if not known and not (
        len(digits) == 4 and digits[0] == "3" and _CALLED.search(context)
    ):
        return None
    return f"{_pair(digits[:2])} {_pair(digits[2:])}"


TELEPHONE = Rule(
    "telephone",
    r"[+\d]",
    rf"(?<![\w.,])(?:\+33{S}?(?:\(0\){S}?)?|0(?={S}?[.-]?[1-9])){S}?[.-]?"
    rf"(8\d\d{S}\d{{3}}{S}\d{{3}}|[1-9](?:{S}?[.-]?\d\d){{4}}|80\d(?:{S}?\d\d){{3}})"
    r"(?![\w]|[.,-]\d)",
    _telephone,
)
SHORT_NUMBER = Rule(
    "numero-court",
    DIGIT,
    rf"(?<![\w.,/-])(?:3\d{S}?\d\d|116{S}(?:117|000|006|111))(?![\w]|[.,/-]\d|{S}\d)",
    _short_number,
)
DATE = Rule(
    "date",
    DIGIT,
    r"(?:(?<![\w.,/-])|(?<=\b[ld][eu])|(?<=\bau))(\d{1,2})(?:er)?([/.-])(\d{1,2})\2(\d{4}|\d\d)(?![\w]|[./-]\w)"
    rf"(?:,?{S}(?:[~–-]{S})?([01]?\d|2[0-3]):([0-5]\d)(?![\w:]|{_TO}\d\d?:))?",
    _date,
)
ISO_DATE = Rule(
    "date-iso",
    DIGIT,
    rf"(?<![\w.,/-])([12]\d{{3}})[-/](\d\d)[-/](\d\d)(?:[T{SPACES}]([01]\d|2[0-3]):([0-5]\d)"
    r"(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w]|[./-]\w)",
    _iso_date,
)
SHORT_DATE = Rule(
    "date-courte",
    DIGIT,
    r"(?<![\w.,/-])(\d{1,2})(?:er)?/(\d{1,2})(?![\w]|[.,/-]\w|%)",
    _short_date,
)
DAYS = Rule(
    "jours",
    DIGIT,
    rf"(?<![\w.,/-])(1er|[12]?\d|3[01])({S}(?:{_MONTH}))?{_TO}(1er|[12]?\d|3[01])(?={S}(?:{_MONTH})\b)",
    _days,
)
DAYS_OF_MONTH = Rule(
    "jours-et-mois",
    DIGIT,
    r"(?<![\w.,/-])([1-9]|[12]\d|30)[-–]([123]?\d)/(\d\d)(?![\w]|[.,/-]\w|%)",
    _days_of_month,
)
MONTH = Rule(
    "mois-et-annee",
    DIGIT,
    r"(?<![\w.,/-])(0[1-9]|1[0-2])/((?:19|20)\d\d)(?![\w]|[./-]\w)",
    lambda found: f"{MONTHS[int(found[1]) - 1]} {found[2]}",
)
FIRST_OF_MONTH = Rule(
    "premier-du-mois",
    DIGIT,
    rf"(?<![\w.,/-])(?:0?1|0([2-9]))(?={S}(?i:(?:{_MONTH})\b|{_SHORT_MONTHS}))",
    lambda found: found[1] or "premier",
)
GLUED = Rule(
    "nombre-colle-a-un-mot",
    DIGIT,
    rf"{BEFORE}(?:\d{{1,2}}(?=(?:{_MONTH})\b)|20\d\d(?=[a-zà-ÿ]{{3}})|(\d{{1,3}})(?=ans\b))",
    lambda found: f"{linked(found[0], 'ans') if found[1] else found[0]} ",
)
WAR = Rule("guerre", "[13]", r"(?<![\w.,/-])(?:14[-–]18|39[-–]45)(?!\w|[-./,]\w)", _war)
QUARTER = Rule(
    "trimestre",
    "[TS]",
    rf"(?<![\w-])(?:T([1-4])|S([12])){S}(?=20\d\d(?!\w))",
    lambda found: (
        f"{ordinal(int(found[1] or found[2]))} {'trimestre' if found[1] else 'semestre'} "
    ),
)
HOURS = Rule("heures", DIGIT, rf"(?<![\w.,]){_H}{_TO}{_H}", _hours)
ALWAYS = Rule(
    "tout-le-temps",
    DIGIT,
    rf"(?<![\w.,/])(?:(\d{{1,2}}){S}?(h?){S}?/{S}?24{S}?h?|([1-7]){S}?(j?){S}?/{S}?7{S}?j?)(?!\w)",
    _always,
)
DURATION = Rule(
    "duree",
    DIGIT,
    rf"(?<![\w.,])(?:(\d{{1,3}}){S}?h{S}?)?(\d{{1,2}}){S}?(?:min|mn)\.?{S}?(\d{{1,2}}){S}?s(?:ec)?\b(?!['’])|"
    r"(?<![\w.,:])(\d{1,2}):([0-5]\d):([0-5]\d)(?![\w:])",
    _duration,
)
GLUED_HOUR = Rule(
    "heure-collee",
    "[adeéàlou]",
    rf"(?<!\w)(à|de|dès|et)(?:{_H}|(\d\d?)(?={S}heures?\b))",
    lambda found: f"{found[1]} {found[4] or _at(found[2], found[3])}",
)
HOUR = Rule(
    "heure",
    DIGIT,
    rf"(?<![\w.,]){_H}(?!/(?:semaine|sem|jour|an|mois|s)\b)",
    lambda found: _at(found[1], found[2]),
)
CLOCKS = Rule(
    "horloges",
    DIGIT,
    rf"(?<![\w.,:])([01]?\d|2[0-3]):([0-5]\d){_TO}([01]?\d|2[0-4]):([0-5]\d)(?![\w:])",
    _clocks,
)
CLOCK = Rule("horloge", DIGIT, r"(?<![\w.,:])([01]?\d|2[0-3]):([0-5]\d)(?![\w:])", _clock)
