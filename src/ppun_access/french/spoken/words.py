"""Say titles, abbreviations and typographic characters in words."""

from __future__ import annotations

import re

from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.lexical.persons import is_given_name
from ppun_access.french.spoken.numbers import LABELLED
from ppun_access.french.spoken.rules import (
    CAPITAL,
    LETTER,
    Rule,
    S,
    after,
    before,
    spaced,
)
from ppun_access.french.text.numerals import SPACES

_END = rf"(?=\s*\Z|\s+[«“\"(]?\s?{CAPITAL})"
"""Where a stop ends the sentence as well as the abbreviation."""

_INVISIBLE = re.compile(
    r"[\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff]|\u200d(?=\w)|(?<=\w)\u200d"
)


_ACCENT = re.compile(r"(?<=[^\W\d_])[´`](?=[^\W\d_])")


def without_invisible(text: str) -> str:
    """Return ``text`` without soft hyphens and zero-width characters, with one sign µ.

    An accent of its own between letters is an apostrophe: « l´école ».
    """
    return _ACCENT.sub("'", _INVISIBLE.sub("", text).replace("μ", "µ"))


_TITLES = {
    "M": "Monsieur", "MM": "Messieurs", "Mme": "Madame", "Mmes": "Mesdames",
    "Mlle": "Mademoiselle", "Mlles": "Mesdemoiselles", "Dr": "Docteur", "Drs": "Docteurs",
    "Pr": "Professeur", "Me": "Maître", "Mgr": "Monseigneur", "Mr": "Monsieur",
    "Mrs": "Messieurs", "Gal": "Général", "Cdt": "Commandant", "Cne": "Capitaine",
    "Lt": "Lieutenant", "Col": "Colonel", "St": "Saint", "Ste": "Sainte",
}  # fmt: skip
"""Said in full before a name only, except Mme and Mlle: « Me » is also a pronoun."""

_BEFORE_NUMBER = {
    "art.": "article", "p.": "page", "pp.": "pages", "chap.": "chapitre", "fig.": "figure",
    "vol.": "volume", "al.": "alinéa", "t.": "tome", "§": "paragraphe", "§§": "paragraphes",
    "tabl.": "tableau", "pt": "point", "min.": "minimum", "port.": "portable",
    "ann.": "annexe",
}  # fmt: skip
_ANYWHERE = {
    "cf.": "voir", "p. ex.": "par exemple", "par ex.": "par exemple",
    "c.-à-d.": "c'est-à-dire", "env.": "environ", "coef.": "coefficient",
    "coeff.": "coefficient", "apt.": "appartement", "req.": "requête", "préc.": "précité",
    "bât.": "bâtiment", "esc.": "escalier", "appt": "appartement", "sect.": "section",
    "trim.": "trimestre", "pers.": "personnes", "rens.": "renseignements",
    "renst": "renseignements", "obs.": "observations", "ibid.": "au même endroit",
    "càd": "c'est-à-dire", "qqn": "quelqu'un", "qqch.": "quelque chose",
    "qqch": "quelque chose", "nbre": "nombre", "tél.": "téléphone", "tel.": "téléphone",
    "réf.": "référence", "ex.": "exemple", "supp.": "supplémentaire",
    "tlj": "tous les jours", "hab.": "habitants", "max.": "maximum", "moy.": "moyenne",
    "approx.": "approximativement", "dép.": "département", "dpt.": "département",
    "suiv.": "suivantes", "éd.": "édition", "coll.": "collection", "resp.": "responsable",
    "i.e.": "c'est-à-dire", "i. e.": "c'est-à-dire", "e.g.": "par exemple", "vs.": "contre",
    "n.b.": "nota béné", "p.-s.": "post-scriptum", "c-à-d": "c'est-à-dire",
    "c.à.d.": "c'est-à-dire", "cf": "voir", "vs": "contre", "svp": "s'il vous plaît",
    "rdv": "rendez-vous", "ndlr": "note de la rédaction", "clermont-fd": "clermont-Ferrand",
    "clermont fd": "clermont-Ferrand", "bd": "boulevard", "bd.": "boulevard",
    "blvd": "boulevard", "janv.": "janvier", "févr.": "février", "fév.": "février",
    "avr.": "avril", "juill.": "juillet", "juil.": "juillet", "sept.": "septembre",
    "oct.": "octobre", "nov.": "novembre", "déc.": "décembre",
    "aller/retour": "aller-retour", "aller / retour": "aller-retour",
    "allers/retours": "allers-retours", "allers / retours": "allers-retours",
}  # fmt: skip
"""Abbreviations that stand for the same words wherever they are; the months need care."""

_MONTHS = frozenset(
    "janv. févr. fév. avr. juill. juil. sept. oct. nov. déc.".split()  # noqa: SIM905
)


def _written(abbreviations: list[str]) -> str:
    """Return a pattern for ``abbreviations``, with or without spaces inside."""
    longest = sorted(abbreviations, key=len, reverse=True)
    return "|".join(re.escape(a).replace(r"\ ", f"{S}?") for a in longest)


_CODE = rf"(?:[LRDAC]|L\.?O)(?:\.|\.?{S}?\*?{S}?\d)"
"""How the number of an article of a code begins: « L. 123 », « R*123 »."""
_GENERAL = _written([a for a in _ANYWHERE if a not in _MONTHS])
_RANKED = rf"(?:{_CODE}|[IVXLC]+(?:er)?\b)"
_NUMBERED = (
    rf"(?i:{_written(list(_BEFORE_NUMBER))})"
    rf"(?={S}?\d|{S}{_RANKED}|(?<!\b[A-Z]\.){_RANKED})"
)
"""« P. 3 », « t. II », and not « P.L.U », « le P.V. du conseil »."""
_DATED = rf"(?:(?<=\d{S})|(?<=\der{S}))(?:{_written(sorted(_MONTHS))})"
_DATED += rf"|(?:{_written(sorted(_MONTHS))})(?={S}\d)"


def _in_full(found: re.Match[str]) -> str | None:
    """Say an abbreviation in full; its stop stays where it also ends the sentence."""
    if found[0] == "BD" and not re.match(rf" {CAPITAL}", after(found)):
        return None  # comics: « 6 BD, 5 CD »
    if found[0].startswith("etc"):
        return _et_cetera(found)
    key = re.sub(r"(?<=\.)(?=ex)|(?<=par)(?=ex)", " ", spaced(found[0].lower()))
    said = _BEFORE_NUMBER.get(key) or _ANYWHERE[key]
    if found[0][0].isupper():
        said = said[0].upper() + said[1:]
    if key == "art." and re.search(r"(?i:(?<!\w)(?:aux|les|des|ces)) \Z", before(found)):
        said += "s"
    if key in _COUNTED and re.search(r"(?<!\d)[01] \Z", before(found)):
        said = said.removesuffix("s")
    ends = re.compile(_END).match(found.string, found.end())
    gap = " " if found.string[found.end() : found.end() + 1].isalnum() else ""
    return f"{said}." if ends and key in _MONTHS else said + gap


_COUNTED = frozenset({"hab.", "pers."})
"""They are one or several, as the number before them is."""


def _et_cetera(found: re.Match[str]) -> str:
    ends = re.compile(_END).match(found.string, found.end())
    return "et cétéra" + ("." if ends and found[0].endswith(".") else "")


def _beside(found: re.Match[str]) -> str:
    """Say what stands for a word only beside others: « l’att. de », « art. 3 et s. »."""
    word = found[0].rstrip(".")
    full = f"{word.lower()}."
    said = _BESIDE.get(full[:-1]) or _BEFORE_NUMBER.get(full) or _ANYWHERE[full]
    if word == "et s" and re.search(r"(?<!\w)pp?\. ?\d[\d -]*\Z", before(found)):
        said = "et suivantes"
    if word == "pts" and re.search(r"(?<![\d,])[01] \Z", before(found)):
        said = "point"
    if word.lower() == "sem" and not re.search(r"\d\w{1,3} \Z", before(found)):
        said = "semaine"
    capital = word[0].isupper() and word[1:2].islower()
    return said[0].upper() + said[1:] if capital else said


_BESIDE = {
    "bat": "bâtiment",
    "att": "attention", "et s": "et suivants", "pts": "points", "pt": "point",
    "ét": "étage", "sem": "semestre", "nb": "nombre", "cass": "cassation", "civ": "civile",
    "soc": "sociale", "com": "commerciale", "crim": "criminelle", "c/": "contre",
    "c/o": "chez", "p/o": "par ordre", "aff": "affaire", "s": "siècle", "attn": "attention",
    "s/c": "sous couvert",
}  # fmt: skip


def _days(found: re.Match[str]) -> str | None:
    """Say « lun.-ven. » as « lundi à vendredi »; « la mer. Elle » declines."""
    beside = _NEAR_DAY.search(before(found)) or found[2] or found[3]
    if not beside and not re.match(
        rf" ?(?:\d|:|matin|midi|soir|après|(?:au|et|à|ou) (?:{_DAYS})\.)", after(found)
    ):
        return None
    if found[3]:
        days = [_DAY_NAMES[day.lower()] for day in re.split("[-–]", found[0])]
        several = ", ".join(days)
        row = several in ", ".join(_DAY_NAMES.values())
        return f"{days[0]} à {days[-1]}" if row or len(days) == 2 else several
    day = _DAY_NAMES[found[1].lower()]
    if found[1] and found[1][0].isupper():
        day = day.capitalize()
    return day + (" à " if found[2] else "")


_DAY_NAMES = {
    "lun": "lundi", "mar": "mardi", "mer": "mercredi", "jeu": "jeudi", "ven": "vendredi",
    "sam": "samedi", "dim": "dimanche",
}  # fmt: skip
_DAYS = "|".join(_DAY_NAMES)
_NEAR_DAY = re.compile(rf"(?:{_DAYS})\.? ?(?:[-–,]|au|et|à|ou) ?\Z", re.IGNORECASE)


_NAMED = rf"(?:et|ou|les?|la)\b|l['’]|(?:d['’]|(?:de|du|des|de{S}la){S}){CAPITAL}"
"""What else may follow « M. »: « MM. les élus », « M. de Gaulle »."""
_RAISED = str.maketrans("ᵉˡᵐʳˢᵍ", "elmrsg")


def _title(found: re.Match[str]) -> str | None:
    """Say « M. » as « Monsieur »; « MM » that no given name follows are millimetres."""
    if found[0] == "MM":
        names = after(found).split()[:2]
        if not any(is_given_name(name.capitalize()) for name in names):
            return None
    return _TITLES[found[0].rstrip(".").translate(_RAISED)]


_AFTER_NUMBER = {"%": "pour cent", "‰": "pour mille", "€": "euros"}
_SYMBOLS = {**_AFTER_NUMBER, "&": "et", **dict.fromkeys("−–-‑", "moins ")}


def _symbol(found: re.Match[str]) -> str:
    """Say a symbol, with a space where a word or another symbol touches it."""
    symbol = found[0].strip()
    if symbol not in _AFTER_NUMBER:
        return _SYMBOLS[symbol]
    left, right = before(found), after(found)
    if re.match(r"uros?\b", right):
        return found[0].replace("€", "e")
    if re.match(r"age\b", right) and not left.rstrip()[-1:].isdigit():
        return f"{found[0].removesuffix('%')}pourcent"
    gap = "" if left[-1:] in ("", "(", "\n", " ") else " "
    said = _SYMBOLS[symbol]
    if symbol == "%" and re.search(r"(?<!\w)(?:le|un|ce|du|au|quel) ?\Z", left, re.I):
        said = "pourcentage"
    return f"{gap}{said}{' ' if right[:1].isalnum() else ''}"


def _dash(found: re.Match[str]) -> str | None:
    """Say a dash as a pause: a comma, or nothing after another mark.

    Before a number it may be a minus, unless a name is before it: « PDF - 350 ko ».
    """
    left = before(found).rstrip(" ")
    if left[-1:] in ("(", ",", ":") and re.match(r"\d+(?:,\d+)? ?%", after(found)):
        return " moins "
    if not left or left[-1] == "\n":
        return ""
    if after(found, 1).isdigit() and "-" in found[0]:
        name = left[-1] in "€%»)" or re.search(rf"{CAPITAL}[\w’'-]+\Z", left)
        if not name or re.match(r"\d+(?:,\d+)? ?[%°€]", after(found)):
            return None
    return " " if left[-1] in ",;:.!?(…" else ", "


_NEAR = 200
"""Characters beside « … » that tell what it is."""


def _suspension(found: re.Match[str]) -> str:
    """Say « … » as the pause that it is: a comma inside a sentence, a stop at its end."""
    before = found.string[max(0, found.start() - _NEAR) : found.start()]
    after = found.string[found.end() : found.end() + _NEAR]
    if not before.strip() or before.rstrip()[-1] in "([,;:.!?" or found[0][-1] in ")]":
        return ""
    if re.match(rf"{S}*[,.!?;:]", after):
        return ""
    ends = re.match(rf"[»”\"')\]{SPACES}]*(?:\s*\Z|\s+[«“\"(]?\s?{CAPITAL})", after)
    gap = " " if after[:1].isalnum() else ""
    return ("." if ends else ",") + gap


_CHARACTERS = str.maketrans("’‘\u2010\u2011–“”", "''---\"\"")


def _character(found: re.Match[str]) -> str:
    """Say a typographic character as the plain one; angle quotes are not said."""
    text = found[0]
    if "«" in text or "»" in text:
        return " " if "«" in text and before(found, 1).isalnum() else ""
    if text == "·":
        return " " if before(found, 1).isalnum() else ""
    return spaced(text.translate(_CHARACTERS))


def _raised(found: re.Match[str]) -> str | None:
    """Drop the mark of a footnote; « x² » and « 10⁶ » are no footnotes."""
    base = before(found, 12)
    word = re.search(rf"{LETTER}+\Z", base)
    if word and len(word[0]) == 1 and not base[:-1][-1:].isalpha():
        return {"²": " au carré", "³": " au cube"}.get(found[0], "")
    if base[-1:].isdigit():
        return f" puissance {found[0].translate(_LOW)}"
    return ""


def _note_number(found: re.Match[str]) -> str | None:
    """Drop the call of a note in brackets; « voir [1] » and « selon [2] » keep it."""
    word = re.search(rf"({LETTER}+)\Z", before(found))
    cites = word and (word[1].lower() in _CITING or is_function_word(word[1]))
    is_cited = cites or LABELLED.search(before(found))
    return None if is_cited and found[0][0] != "[" else ""


_CITING_TEXT = """
    voir cf note notes référence source figure pièce document tableau touche touches bouton
    case cases question réponse choix option formulaire modèle pages articles annexes
"""
_CITING = frozenset(_CITING_TEXT.split())
"""Before « [1] » that is no call of a note: it is said."""


_LOW = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _slash(found: re.Match[str]) -> str:
    """Say « et/ou » as « et ou », « public/privé » as « public, privé »."""
    both = re.search(r"(?i:\bet)\Z", before(found)) and re.match(r"(?i:ou)\b", after(found))
    return " " if both else ", "


_STREET = {
    "av.": "avenue", "pl.": "place", "rte": "route", "fg": "faubourg", "imp.": "impasse",
    "ND": "Notre-Dame",
}  # fmt: skip

_PLACE = re.compile(rf"(?<![\w'’])(?!L[ea]s? |Une? |Du |Des ){CAPITAL}[\w'’-]* \Z")
"""Before « s/Seine »; « le s/préfet » is below another."""
UPON = Rule(
    "lieu-sur",
    "s",
    rf"(?<=\w{S})s/{S}?(?={CAPITAL}[a-zà-ÿ])",
    lambda found: "sur " if _PLACE.search(before(found)) else None,
)
INITIALS = Rule(
    "initiales-de-jours",
    "L",
    r"(?<![\w-])LMa?Me?JV(?:S(D)?)?(?![\w-])",
    lambda found: (
        f"lundi à {'dimanche' if found[1] else 'samedi' if 'S' in found[0] else 'vendredi'}"
    ),
)
"""The days of a timetable that lacks none: « LMMeJV », not « LMMJVD »."""
ERA = Rule(
    "ere",
    "[aJ]",
    rf"(?:\b(av|apr)\.{S})?\bJ\.{S}?-?C\.",
    lambda found: (
        {"av": "avant ", "apr": "après "}.get(found[1] or "", "") + "Jésus-Christ"
    ),
)
TITLE = Rule(
    "titre",
    "[MDPSGCL]",
    rf"(?<![\w.-])(?:(?:Mmes?|Mlles?)\b|(?<!\d{S})MM?\.(?={S}(?:{CAPITAL}|{_NAMED}))|"
    rf"(?<!\d{S})MM(?={S}{CAPITAL}[\w-]+{S}{CAPITAL})|"
    rf"(?:(?:Drs?|Mrs?|Pr|Me|Mgr|Ste?)\b\.?)(?=[-{SPACES}]{CAPITAL})|"
    rf"(?:Gal|Cdt|Cne|Lt|Col)\b\.?(?={S}(?:de{S})?{CAPITAL})|"
    rf"(?:Mᵐᵉˢ?|Mˡˡᵉˢ?|Mᵉ|Mᵍʳ|Dʳ|Pʳ)(?!\w))",
    _title,
)
STREET = Rule(
    "voie",
    "[aprfiN]",
    rf"(?<![\w.-])(?:ND(?={S}d(?:e{S}(?:la{S}|l['’])?|u{S}|es{S}|['’]){CAPITAL})|"
    rf"(?:av\.|pl\.|rte\b|fg\b|imp\.)(?={S}(?:{CAPITAL}|de\b|du\b|des\b|d['’])))",
    lambda found: _STREET[found[0]],
)
BESIDE = Rule(
    "abreviation-liee",
    "[aAbBcCéeEnNpsStT]",
    rf"(?<![\w.-])(?:[Bb]ât(?={S}(?:{CAPITAL}|\d))|[Bb]at(?={S}(?:[A-Z]|\d{{1,3}})\b)|(?<=l['’])att(?:\.|n\.?)(?={S}d)|(?<=[\d.]{S})et{S}s\.|(?<=\d{S})pts?\b(?!\.\w)|"
    rf"(?<=\d[eè]{S})(?:ét|sem|al)\.|(?<=\der{S})(?:ét|sem|al)\.|(?<=[IVX][eᵉ]{S})s\.|"
    rf"aff\.(?={S}(?:n°|\d))|[Nn]b(?={S}(?:de{S}|d['’]|total\b|max|moyen))|"
    rf"[Ee]x(?={S}?:)|(?<!\w{S})[Ss]em\.(?={S}\d)|(?<=la{S})sem\.(?={S}\d)|[Aa]rt\.(?={S}(?:précité|susvisé|susmentionné|unique|premier|suivant|liminaire))|"
    rf"art(?={S}(?:[LRD]\.?{S}?\d|(?!19\d\d\b|20\d\d\b)\d{{2,4}}\b))|"
    rf"(?:[Tt][eé]l|T[EÉ]L)\.?(?={S}?:{S}?\d|{S}?:{S}?\+|{S}\+?\d\d)|Cass\.(?={S}(?:civ|soc|com|crim)\.)|"
    rf"(?:(?<=Cass\.{S})|(?<=\de{S}))(?:civ|soc|com|crim)\.(?={S}?[,\d])|"
    rf"(?:[cC]/[oO]|s/c|p/o|c/)(?={S}\w))",
    _beside,
)
WEEKDAY = Rule(
    "jour-de-semaine",
    "[lmjvsdLMJVSD]",
    rf"(?<!\w)(?:((?i:{_DAYS}))\.([-–](?=(?i:{_DAYS})\.))?|((?i:{_DAYS}))(?:[-–](?i:{_DAYS})){{1,6}}(?![\w-]))",
    _days,
)
ABBREVIATION = Rule(
    "abreviation",
    "[a-zéA-ZÉ§]",
    rf"(?<![\w.-])(?:etc\b(?:\.(?!\.))?|(?i:{_GENERAL})(?![\w-])|{_NUMBERED}|{_DATED})",
    _in_full,
)
NOTE_MARK = Rule("appel-de-note", "[⁰¹²³⁴-⁹]", "[⁰¹²³⁴-⁹]+", _raised)
_NUMBER = r"(?:\[\^?(?:\d{1,3}|note \d{1,3})\])+"
NOTE_NUMBER = Rule(
    "appel-entre-crochets",
    rf"[\[{SPACES}]",
    rf"(?<=[\w.,;:!?»”)%]){_NUMBER}|(?<=[\w»”)%]){S}(?:\[\d\d?\])+(?!\w)",
    _note_number,
)
SYMBOL = Rule(
    "signe",
    rf"[%‰€&−–‑{SPACES}-]",
    rf"{S}?[%‰€]|(?<=\s)&(?=\s)|(?<![\w.,])(?:[−–](?=\d)|−{S}(?=\d+(?:,\d+)?{S}?[%°]))|(?<![^\s(«])[-‑](?=\d+(?:[.,]\d+)?(?:{S}?[%°€]|{S}degré)|(?<!\d{S}.)\d+(?:[.,]\d+)?\Z)|^[-−–]{S}(?=\d+(?:,\d+)?{S}?[%°])",
    _symbol,
)
DASH = Rule(
    "tiret",
    rf"[-–—{SPACES}]",
    rf"(?<=\S){S}+[·–—](?:{S}+|(?={CAPITAL}))|(?m:^)[-–—]{S}+(?=\w)(?!\d+(?:,\d+)?{S}?[°%€])|(?<=\w)—(?=\w)|(?<=\S){S}+-{S}+(?=\S)",
    _dash,
)
SUSPENSION = Rule(
    "suspension",
    rf"[(\[….{SPACES}]",
    rf"{S}?[(\[](?:…|\.{{3}})[)\]]|…|(?<!\.)\.{{3}}(?!\.)",
    _suspension,
)
SLASH = Rule(
    "barre",
    f"[/{SPACES}]",
    rf"(?<=\S){S}+/{{1,2}}{S}+(?=\S)(?!(?<=\d{S}/{S})\d+(?!\w|{S}?h))|"
    rf"(?<={LETTER})(?:{S}+/(?={LETTER}{{2}})(?![\w-]+/)|/{S}+(?={LETTER}{{2}}))|"
    rf"(?:(?<={LETTER})|(?<=\)))/(?={LETTER})|(?<=\d)/(?={LETTER}{{2}})|(?<={LETTER})/(?=\d+{LETTER})",
    _slash,
)
MEDIA_TYPE = Rule(
    "type-de-fichier",
    "[aitvm]",
    r"(?<![\w/.])(application|image|text|audio|video|multipart)/(?=[a-z][a-z0-9.+-]{2,}\b)(?!vid|imag|son|text)",
    lambda found: f"{found[1]} barre ",
)
CHARACTER = Rule(
    "caractere",
    rf"[«»·–’‘“”\u2010\u2011{SPACES}]",
    rf"«{S}*|(?<!{S}){S}*»|»|·|(?<=\w)–(?=\w)|[’‘“”\u2010\u2011\u00a0\u202f\u2009]",
    _character,
)
