"""Who signs a text: a name and a role, on lines or on one line."""

from __future__ import annotations

import re

from ppun_access.french.lexical.morphology import is_finite, readings
from ppun_access.french.spoken.times import MONTHS

MAX_NAME_WORDS = 6
LONGEST = 200
"""Characters of a signature on one line."""
SENTENCE_END = re.compile(r"[.!…][»”\"\s]*$")
_NAME = re.compile(r"^[^\W\d_][^\d.!?…:;]*$")
_CAPITAL = r"[A-ZÀ-ÝŒ][^\W\d_]*(?:[-’'][^\W\d_]+)*"
_BEGUN = rf"(?!L(?:es?|a)\b){_CAPITAL}(?:\s(?:de|du|des|la|le|{_CAPITAL}))"
_POST = (
    r"(?:maire|président|préf[eè]t|ministre|député|sénat(?:eur|rice)|conseill|adjoint|"
    r"direct(?:eur|rice)|secrétaire|délégué|cheff?|responsable|rect(?:eur|rice)|doyen|"
    r"commissaire|trésori|rapport(?:eur|euse)|élue?)"
)
_ROLE = (
    r"(?i:(?:l[ea]\s|l[’']|1er\s|1re\s|premi[eè]re?\s|(?:vice|sous|co)-)?"
    rf"{_POST}\w*\b)[^.!?…:;]*"
)
_TITLED = re.compile(rf"(?P<name>{_BEGUN}{{0,4}}?\s{_CAPITAL})(?:,\s*|\s)(?P<role>{_ROLE})")
_SIGNED = re.compile(
    r"(?i:signée?)\s?:?\s(?P<before>[^.!?…:;]*?,?\s)??"
    rf"(?P<name>{_BEGUN}{{0,4}}\s{_CAPITAL})(?:,?\s(?P<role>[^.!?…:;]*))?\.?"
)
_WHEN = re.compile(
    rf"(?:^|,\s?)(?:[Ff]ait\s)?à\s{_CAPITAL}(?:\s{_CAPITAL})*(?=\s?,|$|\sle\s)|"
    rf",?\s?\b[Ll]e\s(?:[a-z]+\s)?\d{{1,2}}(?:er)?"
    rf"(?:\s(?:{'|'.join(MONTHS)})(?:\s\d{{4}})?|/\d\d?/\d+)|"
    rf",?\s?\b[Ee]n\s(?:{'|'.join(MONTHS)})\s\d{{4}}"
)
"""The town and the day of a signature: no role."""
_BY = re.compile(r"^par(?:\s|$)", re.IGNORECASE)
_HOLDS_POST = re.compile(
    rf"\b{_POST}(?!.*\b(?:de|du|des|l[ea]s?|à|aux?|en|et|pour)$)", re.IGNORECASE
)
"""A function; a name is whole when nothing leads to it (« le maire de »)."""
_BODY_NAMES = """
    agence association atelier cabinet centre collectif comité commission communauté commune
    conseil département direction équipe fédération groupe groupement mairie métropole
    ministère mission pôle préfecture région secrétariat service syndicat ville
"""
_BODIES = frozenset(_BODY_NAMES.split())
"""What begins with them is no person: « Signé : Région Grand Est »."""
_WORD = re.compile(r"[^\W\d_]+")
_VERBS = frozenset({"a", "est", "ont", "sont"})
"""Verbs that are nouns too, or that no table gives as verbs."""


def signature(lines: list[str]) -> tuple[str, str] | None:
    """Return the name and the role that the lines of a last paragraph are, if they are.

    >>> signature(["Anne Dupont", "Maire d’Essai"]), signature(["Signé : Anne Dupont"])
    (('Anne Dupont', 'Maire d’Essai'), ('Anne Dupont', ''))
    >>> signature(["Anne Dupont, maire d’Essai, ouvre la séance"])
    """
    if len(lines) == 1:
        return _on_one_line(lines[0])
    return (lines[0], " ".join(lines[1:])) if _on_lines(lines) else None


def _on_lines(texts: list[str]) -> bool:
    """Tell whether lines read as a name and a role: no sentence, the name short."""
    if not 2 <= len(texts) <= 4 or any(SENTENCE_END.search(text) for text in texts):
        return False
    words = texts[0].split()
    return (
        2 <= len(words) <= MAX_NAME_WORDS
        and bool(_NAME.match(texts[0]))
        and words[0][0].isupper()
        and words[-1][0].isupper()
    )


def _on_one_line(line: str) -> tuple[str, str] | None:
    """Read « Signé : Anne Dupont », or a name and a function without a verb.

    A line end that is no break is a space: « Anne Dupont Maire d’Essai ».
    """
    if len(line) > LONGEST:
        return None
    found = _SIGNED.fullmatch(line) or _TITLED.fullmatch(line)
    if found is None:
        return None
    said = found.groupdict(default="")
    if said["name"].split()[0].lower() in _BODIES:
        return None
    written = said.get("before", "")
    before = _BY.sub("", _bare(written))
    if before and not (written.rstrip().endswith(",") or _HOLDS_POST.search(before)):
        return None
    role = before or _bare(said["role"])
    return None if any(map(_is_verb, _WORD.findall(role))) else (said["name"], role)


def _bare(text: str) -> str:
    return _WHEN.sub("", text).strip(" ,\N{NO-BREAK SPACE}")


def _is_verb(word: str) -> bool:
    only = all(one.pos in ("VER", "AUX") for one in readings(word))
    return word in _VERBS or (only and is_finite(word))
