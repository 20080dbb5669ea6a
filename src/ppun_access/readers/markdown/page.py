"""Read Markdown, by way of its HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ppun_access.document.model import Block, Document, Heading, Meta, Pos
from ppun_access.document.sources import document_id, slug
from ppun_access.readers.context import Context
from ppun_access.readers.depth import limited_depth
from ppun_access.readers.front_matter import (
    KEYS,
    as_text,
    split_front_matter,
    with_language,
)
from ppun_access.readers.html.tree import read_html, title_text
from ppun_access.readers.markdown.parser import parser
from ppun_access.readers.markdown.to_html import Html, to_html
from ppun_access.readers.model import ReaderOptions
from ppun_access.report import Finding, Report

_META_KEYS = {
    "title",
    "titre",
    "description",
    "date",
    "author",
    "auteur",
    "role",
    "fonction",
    *KEYS,
}


def read_markdown(
    source: str, name: str, options: ReaderOptions, report: Report
) -> tuple[Document, ...]:
    """Return the one document of a Markdown page; ``name`` is its path, for messages.

    Raises InputError when the front matter is broken.
    """
    front, text, first_line = split_front_matter(source, name, report)
    title = first_title(text)
    options = with_language(options, front, name, title, report)
    html = to_html(text, parser(), first_line=first_line)
    context = Context(
        name, title, report, sense_lines=options.sense_lines, lang=options.lang,
        lines=html.lines,
    )  # fmt: skip
    content = limited_depth(read_html(html.text, context), name, title, report)
    report_unclosed(html, text, first_line, context)
    return (page(content, front, name, options),)


def report_unclosed(html: Html, text: str, first_line: int, context: Context) -> None:
    """Report the lines of ``text`` that open what nothing closes."""
    lines = text.split("\n") if html.unclosed else []
    for line in html.unclosed:
        words = lines[line - first_line].strip()
        pos = Pos(context.name, line)
        code = "balise-mal-ecrite"
        context.report.add(Finding(code, _UNCLOSED, pos, context.page, words))


_UNCLOSED = (
    "Cette ligne ouvre un bloc ou du code qui n’est jamais fermé : ajoutez « %} », ou la "
    "ligne de fin du code. Le texte est gardé comme il est écrit."
)


def page(
    content: tuple[Block, ...],
    front: Mapping[str, Any],
    name: str,
    options: ReaderOptions,
) -> Document:
    """Return ``content`` as a document; its first level-1 heading is its title."""
    at = next(
        (i for i, b in enumerate(content) if isinstance(b, Heading) and b.level == 1), None
    )
    title = as_text(front.get("title", front.get("titre", "")))
    if at is not None and (not title or title == _heading_text(content[at])):
        title = _heading_text(content[at])
        content = (*content[:at], *content[at + 1 :])
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    title = title or options.title or stem
    return Document(
        document_id(title) or slug(stem) or "page", options.lang, title, content,
        page_meta(front, name),
    )  # fmt: skip


def page_meta(front: Mapping[str, Any], name: str) -> Meta:
    """Return what the front matter says, as the model holds it."""
    values = {key: as_text(value) for key, value in front.items()}
    return Meta(
        source=name,
        author=values.get("author", values.get("auteur", "")),
        role=values.get("role", values.get("fonction", "")),
        date=values.get("date", ""),
        description=values.get("description", ""),
        front=tuple((k, v) for k, v in values.items() if k not in _META_KEYS),
    )


_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+$")


def first_title(text: str) -> str:
    """Return the page's first heading, for messages; empty if it has none."""
    found = re.search(r"^ {0,3}#{1,6}[ \t]+(\S.*)$", text, re.M)
    return re.sub(r"[*_`]", "", _CLOSING.sub("", found[1].strip())) if found else ""


def _heading_text(block: Block) -> str:
    return title_text(block.children) if isinstance(block, Heading) else ""
