"""How addresses, abbreviations, acronyms and typographic characters are said."""

from __future__ import annotations

import re

from ppun_access.french.acronyms import SAID, SPELLED
from ppun_access.french.numerals import EMAIL, SPACES, WEB
from ppun_access.french.spoken_numbers import Rule, spaced

_S = f"[{SPACES}]"
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_END = rf"(?=\s*\Z|\s+[«“\"(]?\s?{_CAPITAL})"
"""Where a stop ends the sentence as well as the abbreviation."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def without_invisible(text: str) -> str:
    """Return ``text`` without soft hyphens and zero-width characters."""
    return _INVISIBLE.sub("", text)


def _site(found: re.Match[str]) -> str:
    """Say the domain of an address only: « site exemple point fr »."""
    return f"site {_domain(re.sub(r'^(?:https?://)?(?:www[.])?', '', found[0]))}"


def _domain(address: str) -> str:
    host = re.split(r"[^\w.-]", address)[0]
    return host.replace(".", " point ").replace("-", " tiret ")


def _mailbox(found: re.Match[str]) -> str:
    """Say « contact@exemple.fr » as « contact arobase exemple point fr »."""
    name, _, host = found[0].partition("@")
    marks = {".": " point ", "-": " tiret ", "_": " souligné ", "+": " plus "}
    said = "".join(marks.get(letter, letter) for letter in name)
    return f"{said} arobase {_domain(host)}".strip()


_TITLES = {
    "M": "Monsieur",
    "MM": "Messieurs",
    "Mme": "Madame",
    "Mmes": "Mesdames",
    "Mlle": "Mademoiselle",
    "Mlles": "Mesdemoiselles",
    "Dr": "Docteur",
    "Drs": "Docteurs",
    "Pr": "Professeur",
    "Me": "Maître",
    "Mgr": "Monseigneur",
    "St": "Saint",
    "Ste": "Sainte",
}
"""Said in full before a name only, except Mme and Mlle: « Me » is also a pronoun."""

_BEFORE_NUMBER = {
    "art.": "article",
    "p.": "page",
    "pp.": "pages",
    "chap.": "chapitre",
    "fig.": "figure",
    "vol.": "volume",
    "al.": "alinéa",
}
_ANYWHERE = {
    "cf.": "voir",
    "p. ex.": "par exemple",
    "par ex.": "par exemple",
    "c.-à-d.": "c'est-à-dire",
    "env.": "environ",
    "tél.": "téléphone",
    "janv.": "janvier",
    "févr.": "février",
    "juill.": "juillet",
    "sept.": "septembre",
    "oct.": "octobre",
    "nov.": "novembre",
    "déc.": "décembre",
}
"""Abbreviations that stand for the same words wherever they are; the months need care."""

_MONTHS = frozenset({"janv.", "févr.", "juill.", "sept.", "oct.", "nov.", "déc."})


def _written(abbreviations: list[str]) -> str:
    """Return a pattern for ``abbreviations``, with or without spaces inside."""
    longest = sorted(abbreviations, key=len, reverse=True)
    return "|".join(re.escape(a).replace(r"\ ", f"{_S}?") for a in longest)


_GENERAL = _written([a for a in _ANYWHERE if a not in _MONTHS])
_NUMBERED = rf"(?i:{_written(list(_BEFORE_NUMBER))})(?={_S}?(?:\d|[LRDA]\.|[IVXLC]+\b))"
_DATED = rf"(?:(?<=\d{_S})|(?<=\der{_S}))(?:{_written(sorted(_MONTHS))})"
_DATED += rf"|(?:{_written(sorted(_MONTHS))})(?={_S}\d)"


def _in_full(found: re.Match[str]) -> str:
    """Say an abbreviation in full; its stop stays where it also ends the sentence."""
    if found[0].startswith("etc"):
        return _et_cetera(found)
    key = re.sub(r"(?<=\.)(?=ex)|(?<=par)(?=ex)", " ", spaced(found[0].lower()))
    said = _BEFORE_NUMBER.get(key) or _ANYWHERE[key]
    if found[0][0].isupper():
        said = said[0].upper() + said[1:]
    ends = re.compile(_END).match(found.string, found.end())
    return f"{said}." if ends and key in _MONTHS else said


def _et_cetera(found: re.Match[str]) -> str:
    ends = re.compile(_END).match(found.string, found.end())
    return "et cétéra" + ("." if ends and found[0].endswith(".") else "")


def _title(found: re.Match[str]) -> str:
    return _TITLES[found[0].rstrip(".")]


def _acronym(found: re.Match[str]) -> str:
    return SAID.get(found[0]) or " ".join(found[0])


_AFTER_NUMBER = {"%": "pour cent", "‰": "pour mille", "€": "euros"}
_SYMBOLS = {**_AFTER_NUMBER, "&": "et", "−": "moins ", "–": "moins "}


def _symbol(found: re.Match[str]) -> str:
    """Say a symbol, with a space where a word or another symbol touches it."""
    symbol = found[0].strip()
    if symbol not in _AFTER_NUMBER:
        return _SYMBOLS[symbol]
    before, after = found.string[: found.start()], found.string[found.end() :]
    left = "" if before[-1:] in ("", "(", "\n", " ") else " "
    return f"{left}{_SYMBOLS[symbol]}{' ' if after[:1].isalnum() else ''}"


def _dash(found: re.Match[str]) -> str:
    """Say a dash as a pause: a comma, or nothing after another mark."""
    before = found.string[: found.start()].rstrip(" ")
    return " " if before and before[-1] in ",;:.!?(…" else ", "


def _suspension(found: re.Match[str]) -> str:
    """Say « … » as the pause that it is: a comma inside a sentence, a stop at its end."""
    before = found.string[: found.start()]
    after = found.string[found.end() :]
    if not before.strip() or before.rstrip()[-1] in "([,;:.!?" or found[0][-1] in ")]":
        return ""
    if re.match(rf"{_S}*[,.!?;:]", after):
        return ""
    ends = re.match(rf"[»”\"')\]{SPACES}]*(?:\s*\Z|\s+[«“\"(]?\s?{_CAPITAL})", after)
    gap = " " if after[:1].isalnum() else ""
    return ("." if ends else ",") + gap


_CHARACTERS = str.maketrans("’‘\u2010\u2011–“”", "''---\"\"")


def _character(found: re.Match[str]) -> str:
    """Say a typographic character as the plain one; angle quotes are not said."""
    text = found[0]
    if text == "·" or "«" in text or "»" in text:
        return ""
    return spaced(text.translate(_CHARACTERS))


EMAIL_ADDRESS: Rule = (EMAIL, _mailbox)
WEB_ADDRESS: Rule = (
    rf"{WEB}|(?<![\w.@-])(?:[\w-]+\.)+(?:fr|eu|org|com|net|gouv|info)(?![\w-]|\.\w)(?:/[\w./#?=&-]*\w)?",
    _site,
)
NUMBER_SIGN: Rule = (
    rf"(?<!\w)([nN])(?:[°º]s?|ᵒˢ?){_S}?(\d+(?:[-./]\d+)*)?",
    lambda found: f"{'numéro' if found[1] == 'n' else 'Numéro'} {found[2] or ''}",
)
ERA: Rule = (
    rf"(?:\b(av|apr)\.{_S})?\bJ\.{_S}?-?C\.",
    lambda found: (
        {"av": "avant ", "apr": "après "}.get(found[1] or "", "") + "Jésus-Christ"
    ),
)
TITLE: Rule = (
    rf"(?<![\w.-])(?:(?:Mmes?|Mlles?)\b|MM?\.(?={_S}(?:{_CAPITAL}|et\b))|"
    rf"(?:(?:Drs?|Pr|Me|Mgr|Ste?)\b\.?)(?=[-{SPACES}]{_CAPITAL}))",
    _title,
)
ABBREVIATION: Rule = (
    rf"(?<![\w.-])(?:etc\b(?:\.(?!\.))?|(?i:{_GENERAL})|{_NUMBERED}|{_DATED})",
    _in_full,
)
_ACRONYMS = "|".join(sorted({*SPELLED, *SAID}, key=lambda a: (-len(a), a)))
ACRONYM: Rule = (rf"(?<![\w-])(?:{_ACRONYMS})(?![\w-])", _acronym)
SYMBOL: Rule = (rf"{_S}?[%‰€]|(?<=\s)&(?=\s)|(?<![\w.,])[−–](?=\d)", _symbol)
DASH: Rule = (rf"(?<=\S){_S}+[–—]{_S}+|(?m:^)[–—]{_S}+|(?<=\w)—(?=\w)", _dash)
SUSPENSION: Rule = (rf"{_S}?[(\[](?:…|\.{{3}})[)\]]|…|(?<!\.)\.{{3}}(?!\.)", _suspension)
CHARACTER: Rule = (
    rf"«{_S}*|(?<!{_S}){_S}*»|»|·|(?<=\w)–(?=\w)|[’‘“”\u2010\u2011\u00a0\u202f\u2009]",
    _character,
)
