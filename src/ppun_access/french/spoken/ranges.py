"""Say ranges of numbers, years and ages in words: « 10-15 ans » as « 10 à 15 ans »."""

from __future__ import annotations

import re

from ppun_access.french.spoken.numbers import linked, number, value
from ppun_access.french.spoken.rules import DIGIT, Rule, S, after, before
from ppun_access.french.text.numerals import NUMBER


def joint(found: re.Match[str]) -> str:
    """Return what joins the ends of a range: « et » after « entre »."""
    return "et" if re.search(r"(?i:(?<!\w)entre) \Z", before(found)) else "à"


_NO_RANGE = re.compile(
    r"(?:(?i:loi|lois|décret|ordonnance|arrêté|n°|no|numéro|réf\.?|code|tél\.?|score|match)|"
    r"(?<!\w)[LRDA]\.?\*?) ?\Z"
)


def _years(found: re.Match[str]) -> str | None:
    """Say « 2020-2024 » as « 2020 à 2024 »; « loi 2005-2010 » declines."""
    if found[3]:
        return ", ".join(re.findall(r"\d+", found[0]))
    if found[1] >= found[2] or _NO_RANGE.search(before(found)):
        return None
    return f"{found[1]}{_between(found, found[2])}{found[2]}"


_SCHOOL = re.compile(
    r"(?i:(?<!\w)(?:ann[ée]es?|saisons?|exercices?|rentrée|session|promotion|hiver|en)"
    r"(?: [^\W\d_]+)? )\Z"
)


def _between(found: re.Match[str], last: str) -> str:
    """Return what joins two years: nothing in « l’année scolaire 2024-2025 »."""
    school = int(last) == int(found[1]) + 1 and _SCHOOL.search(before(found))
    return " " if school else f" {joint(found)} "


def _short_years(found: re.Match[str]) -> str | None:
    """Say « 2020-21 » as « 2020 à 2021 »; « 2020-12 » may be a month, and declines.

    So does « 2013-19 : Budget », the number of a decision.
    """
    first, last = int(found[1][2:]), int(found[2])
    named = before(found)[-1:] in ("", "\n") and re.match(" ?:", after(found))
    follows = last == (first + 1) % 100 or (last > 12 and last > first and not named)
    if not follows or _NO_RANGE.search(before(found)):
        return None
    century = int(found[1][:2]) + (last < first)
    return f"{found[1]}{_between(found, f'{century}{found[2]}')}{century}{found[2]}"


def _ages(found: re.Match[str]) -> str | None:
    """Say « 18/25 ans » as « 18 à 25 ans »; « 3/4 mois », maybe a fraction, declines."""
    first, last = int(found[1]), int(found[2])
    if first >= last or (found[3] != "ans" and last < 5):
        return None
    return f"{found[1]} à {_to(found[2], found)}"


_SCORE = re.compile(
    r"(?i:scores?|match\w*|victoires?|défaites?|gagn\w+|battu\w*|bat|l'emport\w+)"
    r"[^.;\d]{0,30}\Z"
)


def _range(found: re.Match[str]) -> str | None:
    """Say « 10-15 ans » as « 10 à 15 ans », « pages 3-4 » as « pages 3 à 4 »."""
    first, last = found[1], found[2]
    if len(first + last) < 4 and _SCORE.search(before(found)):
        return f"{first} à {last}"
    aged = re.match(r" (?:ans|mois)\b", after(found))
    if (
        int(first) >= int(last)
        or first[:1] == "0" != first
        or (_NO_RANGE.search(before(found)) and not aged)
    ):
        return None
    counts = re.match(rf"{S}[^\W\d_]{{2}}", found.string[found.end() : found.end() + 3])
    paged = re.search(
        r"(?<!\w)(?:pages?|numéros|pp?\.|articles|art\.|§+|zones|niveaux|chapitres|étapes|"
        r"phases|semaines|tranches|tomes|annexes) ?\Z",
        before(found),
    )
    return f"{first} {joint(found)} {_to(last, found)}" if counts or paged else None


_LABEL = re.compile(
    r"(?i:n°|(?<!\w)(?:numéros?|rues?|voies?|adresses?|tél\w*|fax|réf\w*|codes?|lots?|"
    r"parcelles?|vols?|scores?|articles?|lois?)\b)[^.;:\d\n]{0,25}: ?\Z"
)


def _cell(found: re.Match[str]) -> str | None:
    """Say « 0 – 650 » and « 301-400 », all that a cell holds, as « 0 à 650 ».

    Most cells of two such numbers are brackets of income, which span ten or more; the
    numbers of one house (« 102-104 ») span less, and decline, as what names something does.
    """
    first, last = filter(None, found.groups())
    span = value(last) - value(first)
    if span <= (9 if found[3] else 0) or _LABEL.search(before(found)):
        return None
    return f"{number(first)} à {number(last)}"


def _to(last: str, found: re.Match[str]) -> str:
    """Return the upper end of a range, as it is said before the noun that follows."""
    return linked(last, after(found)[1:].partition(" ")[0].strip(".,;:!?)"))


LISTED = Rule(
    "liste",
    DIGIT,
    rf"(?<![\w.,/-])(\d),(\d)(?={S}(?:et|ou){S}(\d){S}[a-zà-ÿ])",
    lambda found: (
        f"{found[1]}, {found[2]}"
        if int(found[3]) - 1 == int(found[2]) == int(found[1]) + 1
        else None
    ),
)
YEARS = Rule(
    "annees",
    DIGIT,
    r"(?<![\w.,/-])([12]\d{3})[-–/]([12]\d{3})((?:[-–][12]\d{3})*)(?![\w]|[-./,]\w)",
    _years,
)
RANGE = Rule(
    "intervalle",
    DIGIT,
    rf"(?:(?<![\w.,/-])|(?<=\bp\.)|(?<=\bpp\.))(\d{{1,3}}){S}?[-–]{S}?(\d{{1,3}})(?![\w]|[-./,:]\w)",
    _range,
)
CELL = Rule(
    "case",
    DIGIT,
    rf"(?:\A|(?<=^)|(?<=: ))({NUMBER}){S}[-–—]{S}({NUMBER})(?=\s*\Z)|"
    r"(?:\A|(?<=: ))(0|[1-9]\d{2,4})[-–]([1-9]\d{2,4})(?=\s*\Z)",
    _cell,
)
SHORT_YEARS = Rule(
    "annees-courtes",
    DIGIT,
    r"(?<![\w.,/-])([12]\d{3})[-–/](\d\d)(?![\w]|[-./,]\w)",
    _short_years,
)
AGES = Rule(
    "ages",
    DIGIT,
    rf"(?<![\w.,/-])(\d{{1,2}})/(\d{{1,2}})(?={S}(ans|mois|semaines|jours)\b)",
    _ages,
)
