"""Read Markdown, by way of Python-Markdown and its HTML."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from typing import Any

import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import (
    SimpleTagInlineProcessor,
    SubstituteTagInlineProcessor,
)

from ppun_access.document.model import Block, Document, Heading, Meta
from ppun_access.readers.context import Context
from ppun_access.readers.depth import limited_depth
from ppun_access.readers.front_matter import (
    KEYS,
    as_text,
    split_front_matter,
    with_language,
)
from ppun_access.readers.html.tree import read_html, title_text
from ppun_access.readers.lines import LineFinder
from ppun_access.readers.markdown.attributes import register as register_attributes
from ppun_access.readers.markdown.brackets import register as register_brackets
from ppun_access.readers.markdown.depth import register as register_depth
from ppun_access.readers.markdown.emphasis import register as register_emphasis
from ppun_access.readers.markdown.fences import FenceNames, IndentedFences
from ppun_access.readers.markdown.footnotes import Footnotes
from ppun_access.readers.markdown.headings import register as register_headings
from ppun_access.readers.markdown.headings import without_closing
from ppun_access.readers.markdown.html_blocks import register as register_html
from ppun_access.readers.markdown.inlines import register as register_inlines
from ppun_access.readers.markdown.list_indents import register as register_lists
from ppun_access.readers.markdown.stray_references import register as register_references
from ppun_access.readers.markdown.table_heads import register as register_tables
from ppun_access.readers.model import ReaderOptions
from ppun_access.readers.silence_marks import MarksJoin
from ppun_access.readers.slug import document_id, slug
from ppun_access.report import Report

EXTENSIONS: Sequence[str] = (
    "fenced_code",
    "tables",
    "def_list",
    "attr_list",
    "sane_lists",
    "md_in_html",
)
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
_STRUCK = r"(~~)(?![~\s])((?:(?!~~[^~\s]).)+?)(?<![~\s])~~(?!~)"
"""What two signs begin ends at the next two that do not begin another such passage."""


class Page(Extension):
    """What every page needs: CommonMark's escapes, line breaks and lists; GitHub's ~~."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register with ``md``."""
        md.ESCAPED_CHARS = list(string.punctuation)
        md.preprocessors.register(FenceNames(md), "fence-names", 27.5)
        md.preprocessors.register(IndentedFences(md), "indented-fences", 27)
        md.preprocessors.register(MarksJoin(md), "marks-join", 24)  # no fence is left
        register_attributes(md)
        register_depth(md)
        register_inlines(md)
        register_brackets(md)
        register_emphasis(md)
        register_headings(md)
        register_references(md)
        register_html(md)
        register_lists(md)
        register_tables(md)
        line_break = SubstituteTagInlineProcessor(r"\\\n", "br")
        md.inlinePatterns.register(line_break, "backslash-break", 185)
        md.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "struck", 65)


def to_html(text: str, *extensions: Extension, indent: int = 4) -> str:
    """Return the HTML of Markdown ``text``; lists nest by ``indent`` spaces."""
    every: list[str | Extension] = [*EXTENSIONS, Footnotes(), Page(), *extensions]
    return markdown.markdown(text, extensions=every, tab_length=indent)


def read_markdown(
    source: str, name: str, options: ReaderOptions, report: Report
) -> tuple[Document, ...]:
    """Return the one document of a Markdown page; ``name`` is its path, for messages.

    Raises InputError when the front matter is broken.
    """
    front, text, first_line = split_front_matter(source, name, report)
    finder = LineFinder(text, first_line)
    title = first_title(text)
    options = with_language(options, front, name, title, report)
    lines, lang = options.sense_lines, options.lang
    context = Context(name, title, finder, report, sense_lines=lines, lang=lang)
    content = limited_depth(read_html(to_html(text), context), name, title, report)
    return (page(content, front, name, options),)


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


def first_title(text: str) -> str:
    """Return the page's first heading, for messages; empty if it has none."""
    found = re.search(r"^ {0,3}#{1,6}[ \t]+(\S.*)$", text, re.M)
    return re.sub(r"[*_`]", "", without_closing(found[1])) if found else ""


def _heading_text(block: Block) -> str:
    return title_text(block.children) if isinstance(block, Heading) else ""
