"""Say addresses of sites and of mail, names of files, and codes that nobody remembers.

An address is said by its domain alone, as one tells it: « démarches point numérique point
gouv point fr ». A file is said by the words of its name, then its kind; a long run of
letters and digits, which nobody could write down, is « un code ».
"""

from __future__ import annotations

import re
from itertools import pairwise

from ppun_access.french.lexical.morphology import readings
from ppun_access.french.spoken.accents import accented, unstuck
from ppun_access.french.spoken.acronyms import is_spelled, said_as
from ppun_access.french.spoken.rules import LETTER, Rule, after, before
from ppun_access.french.text.numerals import EMAIL, WEB

_MARKS = {".": " point ", "-": " tiret ", "_": " tiret bas ", "+": " plusse "}
_TOGETHER = {"bourgognefranchecomte": "bourgogne franche comté", "eu": "E U"}
"""Names of sites whose words are stuck together, and what would be said as a word."""


def _word(found: re.Match[str]) -> str:
    """Say a word of an address: with its accents; spelled, if it can only be so."""
    word = found[0]
    low = word.lower()
    said = _TOGETHER.get(low) or unstuck(low) or accented(low)
    if said != low:
        return said[0].upper() + said[1:] if word[0].isupper() else said
    capitals = word.upper()
    vowel = set(capitals) & set("AEIOUY")
    if vowel or not is_spelled(capitals):
        return word
    return said_as(capitals) + " " * found.string[found.end() :][:1].isdigit()


def _words(text: str) -> str:
    return re.sub(LETTER + "+", _word, text)


def _marked(text: str) -> str:
    """Say the words of an address and its marks."""
    words = re.split(r"([-._+])", text)
    return "".join(_MARKS.get(word) or _words(word) for word in words)


def _domain(address: str) -> str:
    """Say a domain; the name of a country that ends it is left to the engines."""
    host, dot, end = re.split(r"[^\w.-]", address)[0].rpartition(".")
    if not dot:
        return _words(end)
    return f"{_marked(host)} point {_TOGETHER.get(end, end)}"


def _site(found: re.Match[str]) -> str:
    """Say the domain of an address only: « exemple point fr »."""
    return _domain(re.sub(r"^(?:https?://)?(?:www[.])?", "", found[0]))


def _mailbox(found: re.Match[str]) -> str:
    """Say « contact@exemple.fr » as « contact arobase exemple point fr »."""
    name, _, host = found[0].partition("@")
    return f"{_marked(name)} arobase {_domain(host)}".strip()


# Files

_KINDS = {
    "pdf": "P D F", "doc": "Word", "docx": "Word", "xls": "Excel", "xlsx": "Excel",
    "ppt": "PowerPoint", "pptx": "PowerPoint", "odt": "O D T", "ods": "O D S",
    "odp": "O D P", "csv": "C S V", "txt": "texte", "zip": "zip", "jpg": "Jipègue",
    "jpeg": "Jipègue", "png": "P N G", "gif": "Gif", "svg": "S V G", "mp3": "M P 3",
    "mp4": "M P 4", "epub": "Épube", "rtf": "R T F", "brf": "B R F", "ics": "I C S",
}  # fmt: skip
_SOURCES = "toml|json|ya?ml|xml|html?|css|md|py|js|ts|sh|log|ini|sql"
"""Endings of files that are said as they are written: « ppun point toml »."""
_TOLD = re.compile(r"(?i:fichiers?|formats?|documents?) \Z")


def _file(found: re.Match[str]) -> str:
    """Say « rapport_2024.pdf » as « rapport 2024, fichier P D F »."""
    name, ending = found[1] or "", found[2]
    kind = _KINDS.get(ending.lower())
    words = [word for word in re.split(r"[\W_]+", name) if word]
    readable = words and not any(_is_random(word) for word in (name, *words))
    said = _words(" ".join(words)) if readable else ""
    if kind is None:
        return f"{said} point {ending}".strip()
    if said and re.match(r" \((?:fichier|pdf)\b", after(found), re.IGNORECASE):
        return said
    told = _TOLD.search(before(found))
    kind = kind if told else f"fichier {kind}"
    return f"{said}, {kind}" if said else kind


def _is_random(word: str) -> bool:
    return (len(word) > 5 and word.isdigit()) or _is_code(word)


# Codes

LONGEST_SAID = 12
"""Characters: a run of mixed letters and digits that is longer is not read."""


def _is_code(text: str) -> bool:
    """Return whether nobody could remember ``text``: a digest, a key, a long number.

    « anticonstitutionnellement2a », with the call of a note, is none, nor are
    « Bourgogne2030 », « 1jeune1solution ».
    """
    text = text.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹")
    if len(text) <= LONGEST_SAID or not any(map(str.isdigit, text)):
        return False
    words = re.findall(f"{LETTER}+", text)
    if words and all(len(word) > 3 and readings(word.lower()) for word in words):
        return False
    runs = re.findall(r"[^\W_]+", text)
    longest = max(runs, key=len, default="")
    if len(longest) > LONGEST_SAID and any(map(str.isdigit, longest)):
        return not re.fullmatch(rf"{LETTER}+(?:\d{{1,4}}|\d[a-z])", longest)
    changes = sum(a.isdigit() != b.isdigit() for run in runs for a, b in pairwise(run))
    return len(longest) >= 8 and changes >= 5


def _code(found: re.Match[str]) -> str | None:
    return "un code" if _is_code(found[0]) else None


def _network(found: re.Match[str]) -> str | None:
    """Say an IPv6 address, or the number of a judgment, as a code; no « 14:30:15 »."""
    text = found[0]
    long = "::" in text or text.count(":") >= 5 or text[0] == "E"
    return "un code" if long else None


_HEX = "[0-9A-Fa-f]"
EMAIL_ADDRESS = Rule("adresse-courriel", r"[\w+.-]", EMAIL, _mailbox)
FILE = Rule(
    "fichier",
    r"[\w./]",
    rf"(?<![\w@./-])(?:\.{{0,2}}/)?(?:[\w-]{{1,80}}+/){{0,9}}+([\w-]{{1,120}}+(?:\.[\w-]{{1,40}}+)*?)?"
    rf"\.({'|'.join(_KINDS)}|{'|'.join(_KINDS).upper()}|{_SOURCES})(?![\w-]|\.\w)",
    _file,
)
_DOMAINS = "fr|eu|org|com|net|gouv|info|bzh|paris|alsace|corsica|io|be|ch|lu|ca|uk|de"
WEB_ADDRESS = Rule(
    "adresse-web",
    r"[\w.-]",
    rf"(?<!\w){WEB}|(?<![\w.@-])(?:[A-Za-z0-9_-]+\.)+(?:{_DOMAINS})(?![\w-]|\.\w)"
    r"(?:/(?:[\w./#?=&%+~-]*\w)?)?",
    _site,
)
HASHTAG = Rule("mot-diese", "#", r"(?<![\w#&])#(?=[^\W\d_]\w+)", lambda found: "mot-dièse ")
ACCOUNT = Rule(
    "compte", "@", r"(?<![\w@.])@(\w+)", lambda found: f"arobase {_marked(found[1])}"
)
NETWORK = Rule(
    "adresse-ipv6",
    _HEX,
    rf"\bECLI:[\w:.]*\w|(?<![\w:.]){_HEX}{{1,4}}:(?:{_HEX}{{0,4}}:){{1,7}}{_HEX}{{0,4}}(?:/\d+)?(?![\w:])",
    _network,
)
CODE_NAME = Rule(
    "suite-de-signes",
    r"[^\W_]",
    r"(?<![\w@/-])(?=[\w-]{13})[^\W_]+(?:[-_][^\W_]+)*(?![\w-])",
    _code,
)
"""Its name tells the editor: see ``checks/codes.py``."""
