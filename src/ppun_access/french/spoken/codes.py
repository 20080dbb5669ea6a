"""Say numbers that identify something: laws, articles, versions, roads, networks.

What holds digits but counts nothing is said so that no digit is lost: « 2005 tiret 102 »,
« L 123 tiret 4 », « 192 point 168 ».
"""

from __future__ import annotations

import re

from ppun_access.french.spoken.acronyms import said_as
from ppun_access.french.spoken.number_words import roman
from ppun_access.french.spoken.numbers import leading_zeros, number, uncounted
from ppun_access.french.spoken.rules import (
    CAPITAL,
    DIGIT,
    LETTER,
    Rule,
    S,
    after,
    before,
    spaced,
)
from ppun_access.french.text.numerals import SPACES

_MARKS = {"-": " tiret ", ".": " point ", "/": " barre ", ":": " deux points "}


def joined(code: str, marks: str = "[-./:]") -> str:
    """Say the marks of a code: « 2005-102 » is « 2005 tiret 102 »."""
    parts = re.split(f"({marks})", re.sub("[–—]", "-", code))
    return "".join(_MARKS.get(part) or uncounted(part) for part in parts)


def _law(found: re.Match[str]) -> str:
    """Say « n° 2005-102 » as « numéro 2005 tiret 102 »."""
    word = "numéro" if found[1] == "n" else "Numéro"
    plural = "s" if "s" in found[2] or "ˢ" in found[2] else ""
    digits, star, edition = (found[3] or "").partition("*")
    said = joined(digits) + (f" étoile {leading_zeros(edition)}" if star else "")
    gap = " " if said or after(found, 1).isalnum() else ""
    return f"{word}{plural}{gap}{said}"


def _form(found: re.Match[str]) -> str:
    """Say « 12345*01 », the number of a Cerfa form, as « 12345 étoile zéro 1 »."""
    return f"{found[1]} étoile {leading_zeros(found[2])}"


def _article(found: re.Match[str]) -> str | None:
    """Say « L. 123-4 » as « L 123 tiret 4 »; « A 20 h » declines."""
    if found[0][1] in SPACES and found[1] in "AC" and "-" not in found[2]:
        return None
    return f"{' '.join(found[1].replace('.', ''))} {joined(found[2])}"


def _version(found: re.Match[str]) -> str:
    """Say the name before a version: « RGAA 4.1 » is « R G A A 4 point 1 »."""
    name = found[1]
    said = said_as(name) if name.isupper() else name
    if name == "v":
        said = "V"
    return f"{said} {joined(found[2])}"


def _file_number(found: re.Match[str]) -> str:
    """Say « SIRET 123 456 789 » group by group."""
    name = said_as(found[1]) if found[1].isupper() else found[1]
    gap = spaced(found[2]).replace("n°", "numéro") or " "
    country = "F R " if found[3].startswith("FR") else ""
    return f"{name}{gap}{country}{_groups(found[3].lstrip('FR'))}"


def _groups(digits: str) -> str:
    """Say a number by threes, a SIRET with its end; another one as it is written."""
    whole = re.sub(S, "", digits)
    if len(whole) in (9, 11, 14):
        head, main = (whole[:2], whole[2:]) if len(whole) == 11 else ("", whole)
        parts = [head, main[:3], main[3:6], main[6:9], main[9:]]
    else:
        parts = re.split(S, digits)
    return ", ".join(leading_zeros(part) for part in parts if part)


def _company(found: re.Match[str]) -> str:
    """Say « 55210055400013 », a SIRET, as « 552, 100, 554, zéro zéro zéro 13 »."""
    return _groups(found[0])


def _association(found: re.Match[str]) -> str:
    """Say « W751234567 » as « W 751, 234, 567 »."""
    return f"W {_groups(found[1])}"


def _internet(found: re.Match[str]) -> str:
    return joined(found[0])


def _mixed(found: re.Match[str]) -> str | None:
    """Say « CO2 » as « C O 2 », « A36 » as « A 36 », « COVID-19 » as « Covid 19 »."""
    name = found[1]
    said = said_as(name) if len(name) > 1 else name
    tail = ", " if found.string[found.end(2) : found.end()] else ""
    return f"{said} {number(found[2].translate(_LOW))}{tail}"


def _glued(found: re.Match[str]) -> str:
    """Say « Davezies1 », a note that nothing raises, as « Davezies 1 »."""
    return f"{found[1]} {found[2]}"


def _formula(found: re.Match[str]) -> str:
    """Say « H2O » as « H 2 O »."""
    return " ".join(found[0].translate(_LOW))


_LOW = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def _covid(found: re.Match[str]) -> str:
    return f"Covid {found[1]}"


def _number_first(found: re.Match[str]) -> str:
    """Say « 5G » as « 5 G », « 3D » as « 3 D »."""
    return f"{found[1]} {' '.join(found[2])}"


def _code(found: re.Match[str]) -> str:
    """Say a code that no other rule knows."""
    gap = " " if before(found, 1).isalpha() else ""
    return gap + joined(found[0], "[-/.]")


def _letters(found: re.Match[str]) -> str | None:
    """Say « 11MA00547 » as « 11 M A zéro zéro 547 »; « 1jeune1solution » is no code."""
    parts = re.findall(r"[A-Z]+|\d+", found[0])
    if len(parts) < 3 and max(map(len, parts)) < 4:
        return None
    return " ".join(leading_zeros(p) if p.isdigit() else " ".join(p) for p in parts)


_NAMES = (
    r"[Vv]ersions?|[Vv]|RGAA|RGESN|WCAG|HTML|CSS|EPUB|DAISY|ISO|NF|EN|RFC|IPv?[46]?|"
    r"PDF/UA-?"
)
_SEVERAL = (
    rf"{S}\d+(?:,{S}\d+)*{S}(?:et|à|ou){S}\d+"
    rf"(?!\w|{S}(?!(?:de|du|des|et|à|ou|dans|sur|pour|sont|du)\b)\w)"
)
"""« nos 3 et 4 » are numbers, « nos 3 et 4 enfants » are ours."""
NUMBER_SIGN = Rule(
    "numero",
    "[nN]",
    rf"(?<!\w)([nN])([°º]s?|ᵒˢ?|o(?={S}\d)|os(?={_SEVERAL})|(?={S}\d{{2,4}}-\d)){S}?"
    r"(\d+(?:[-./]\d+)*(?:\*\d\d(?!\d))?)?",
    _law,
)
FORM = Rule("formulaire", DIGIT, r"(?<![\w.,-])(\d{5})\*(\d\d)(?!\w)", _form)
ARTICLE = Rule(
    "article",
    "[LRDAC]",
    rf"(?<![\w.])(L\.?O|[LRDAC])(?:\.{S}?\*?|\*?{S}|\*?(?=\d+-\d))(\d+(?:[-–—]\d+)*)(?!\w|[.,–—-]\d|{S}(?:ans|mois)\b)",
    _article,
)
POINTED = Rule(
    "article-et-point",
    DIGIT,
    r"(?<=rticle.)(\d+(?:-\d+)*)-([IVX]+)(?!\w)",
    lambda found: f"{joined(found[1])}, {n}" if (n := roman(found[2])) else None,
)
VERSION = Rule(
    "version",
    "[vV]|" + CAPITAL,
    rf"\b({_NAMES}){S}?(\d+(?:\.\d+)+)(?!\w)",
    _version,
)
FILE_NUMBER = Rule(
    "numero-de-dossier",
    CAPITAL + "|c",
    rf"\b(SIREN|SIRET|Siren|Siret|IBAN|TVA|[Cc]ode postal)"
    rf"({S}?(?:n°|intracommunautaire)?{S}?(?::|est{S}(?:le{S})?:?)?{S}?)"
    rf"((?:(?<!postal )FR{S}?)?\d+(?:{S}\d+)*)(?!,\d|{S}?%)",
    _file_number,
)
COMPANY = Rule(
    "siret",
    DIGIT,
    rf"(?<![\w.,/-])(?:\d{{14}}|(?:\d{{3}}{S}){{3}}\d{{5}})(?![\w.,/-])",
    _company,
)
ASSOCIATION = Rule(
    "rna",
    "W",
    rf"(?<!\w)W(?:(?={S}\d{{3}}{S}){S})?(\d{{9}}|\d{{3}}(?:{S}\d{{3}}){{2}})(?!\w)",
    _association,
)
INTERNET = Rule(
    "adresse-ip",
    DIGIT,
    r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]*\d)"
    r"(?:/\d\d?(?!\w))?",
    _internet,
)
COVID = Rule("covid", "[Cc]", r"(?<!\w)(?:COVID|Covid|covid)[-‑\s]?(\d\d)(?!\w)", _covid)
MIXED = Rule(
    "nom-et-nombre",
    CAPITAL,
    rf"(?:(?<![\w.-])|(?<=[A-Z]\d-))({CAPITAL}{{1,6}})(?:-?(?=\d))(\d{{1,4}}(?:,\d)?|[₀-₉]+)"
    rf"(?:[-/](?={CAPITAL}{{1,4}}\d|\de\b)|(?=/km)|(?!\w|[,./-]\w))",
    _mixed,
)
GLUED = Rule(
    "nombre-colle",
    LETTER,
    r"(?<![\w.@/-])([^\W\d_][a-zà-ÿ]{3,}+)(\d{1,2})(?![\w.@/-]*\w|,\d)",
    _glued,
)
FORMULA = Rule(
    "formule", CAPITAL, r"(?<![\w.-])[A-Z]{1,2}[\d₀-₉][A-Z]{1,2}\d?(?!\w)", _formula
)
SUBSCRIPT = Rule("indice", CAPITAL, rf"(?<![\w.-])({CAPITAL}{{1,3}})([₀-₉]+)(?!\w)", _mixed)
NUMBER_FIRST = Rule(
    "nombre-et-lettre",
    DIGIT,
    r"(?<![\w.,/-])(\d{1,2})([A-Z]{1,2})(?![\w'’])",
    _number_first,
)
PLATE = Rule(
    "plaque",
    CAPITAL,
    r"(?<![\w-])[A-Z]{2}-\d{3}-[A-Z]{2}(?![\w-])",
    lambda found: " ".join(
        re.sub(r"[A-Z]{2}", lambda two: " ".join(two[0]), found[0]).split("-")
    ),
)
LETTERS = Rule(
    "lettres-et-chiffres",
    r"[A-Z\d]",
    r"(?<![\w.-])(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{5,12}(?![\w-])",
    _letters,
)
CODE = Rule("code", DIGIT, r"\d+(?:[-/.:]\d+)+(?![^\W\d_]*\d)", _code)
