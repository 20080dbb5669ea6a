"""What an editorial is made of: its lead, its text, its signature."""

from __future__ import annotations

import re
from dataclasses import replace

from ppun_access.document.model import (
    Block,
    Div,
    Document,
    Heading,
    Inline,
    LineBreak,
    Para,
    Pos,
    Strong,
    Text,
)
from ppun_access.document.walk import plain_text
from ppun_access.report import Report
from ppun_access.transforms.model import TransformOptions
from ppun_access.transforms.signatures import SENTENCE_END, signature


def editorials(document: Document, options: TransformOptions, report: Report) -> Document:
    """Mark the lead and the signature of ``document``; read author and role from it.

    The description of its page comes first.

    The lead is a first heading that is one bold sentence: body text, not a section. The
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
    match document.blocks:
        case (Heading(_, (Strong() as bold,)) as heading, *rest) if SENTENCE_END.search(
            plain_text(bold)
        ):
            lead = Div((Para(bold.children, pos=heading.pos),), "lead", pos=heading.pos)
            return replace(document, blocks=(lead, *rest))
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
