"""Find the parts of an editorial: lead, text, signature."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from ppun_access.document.model import (
    Block,
    Div,
    Document,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Para,
    Pos,
    Strong,
    Text,
)
from ppun_access.document.walk import plain_text
from ppun_access.french.lexical.morphology import is_finite, readings
from ppun_access.french.spoken.times import MONTHS
from ppun_access.report import Report
from ppun_access.transforms.model import TransformOptions


def editorials(document: Document, options: TransformOptions, report: Report) -> Document:
    """Mark the lead and the signature of ``document``; read author and role from it.

    The description of its page comes first.

    The lead is a first heading, but for pictures, that is one bold sentence: body text,
    not a section. The
    signature is a last paragraph of lines, a name and then a role, or one line of both.
    """
    return _signature(_described(_lead(document)))


def _described(document: Document) -> Document:
    """Put the description of a GitBook page at its top, as GitBook shows it.

    Its layout may hide it; an editorial in a tab does not have that of its page.
    """
    meta = document.meta
    words = " ".join(meta.description.split())
    layout = dict(meta.front).get("layout", "")
    hidden = re.search(r'"description": \{[^}]*"visible": false', layout)
    if not words or hidden or not meta.source.endswith((".md", ".markdown")):
        return document
    lead = Div((Para((Text(words),), pos=Pos(meta.source, 1)),), "lead")
    return replace(document, blocks=(lead, *document.blocks))


def _lead(document: Document) -> Document:
    pictures = tuple(takewhile(lambda one: isinstance(one, Figure), document.blocks))
    match document.blocks[len(pictures) :]:
        case (Heading(_, (Strong() as bold,)) as heading, *rest) if SENTENCE_END.search(
            plain_text(bold)
        ):
            lead = Div((Para(bold.children, pos=heading.pos),), "lead", pos=heading.pos)
            return replace(document, blocks=(*pictures, lead, *rest))
        case _:
            return document


def _signature(document: Document) -> Document:
    last = document.blocks[-1] if document.blocks else None
    lines = _lines(last) if isinstance(last, Para) else []
    signed = signature([plain_text_of(line) for line in lines])
    if signed is None or last is None:
        return document
    name, role = signed
    meta = replace(
        document.meta,
        author=document.meta.author or name,
        role=document.meta.role or role,
    )
    paras: tuple[Block, ...] = tuple(Para(line, pos=last.pos) for line in lines)
    ending = Div(paras, "signature", pos=last.pos)
    return replace(document, blocks=(*document.blocks[:-1], ending), meta=meta)


def _lines(para: Para) -> list[tuple[Inline, ...]]:
    lines: list[list[Inline]] = [[]]
    for inline in para.children:
        if isinstance(inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    return [tuple(line) for line in lines if plain_text_of(tuple(line))]


def plain_text_of(line: tuple[Inline, ...]) -> str:
    """Return the words of a line, without the white space around them."""
    return "".join(map(plain_text, line)).strip()


# Signatures


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
    """Return whether lines read as a name and a role: no sentence, the name short."""
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
