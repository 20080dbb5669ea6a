"""Read a page of a GitBook space: Markdown with ``{% tags %}``.

A small extension of Python-Markdown turns each tag into a paragraph of its own that holds
a mark; the tree is folded at the marks once it is read, so that references and footnotes
work across tags, and a tag that is never closed loses nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import markdown
from markdown.extensions import Extension

from ppun_access.document.model import (
    Block,
    Callout,
    CalloutKind,
    Div,
    Document,
    Para,
    Pos,
    Text,
)
from ppun_access.document.walk import nodes, plain_text
from ppun_access.readers.context import Context
from ppun_access.readers.front_matter import split_front_matter
from ppun_access.readers.lines import LineFinder
from ppun_access.readers.markdown import first_title, page, to_html
from ppun_access.readers.model import ReaderOptions
from ppun_access.readers.slug import document_id
from ppun_access.readers.tree import read_html
from ppun_access.report import Finding, Report, Severity

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters of Unicode: no text may hold them, so they can mark our places."""
_FIRST = 0xF0000
"""A tag's number is written as one private character: neither letter nor digit."""
_TAG = re.compile(r"\{%-?\s*(.*?)\s*-?%\}")
_MARK = re.compile(f"{OPEN}(.){CLOSE}")
_ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(\S+))"""
)
_ESCAPE = re.compile(r"\\([^\w\s])")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_EDITORIAL = re.compile(r"\b[ée]dito", re.I)
_CALLOUTS: Mapping[str, CalloutKind] = {
    "info": "info",
    "success": "success",
    "warning": "warning",
    "danger": "danger",
}


@dataclass(frozen=True, slots=True)
class BlockTag:
    """One ``{% tag %}``: its source, its name, its attributes, its line in the page."""

    source: str
    name: str
    attributes: tuple[tuple[str, str], ...]
    line: int = 0

    def get(self, name: str) -> str:
        """Return an attribute, empty when it is not there."""
        return dict(self.attributes).get(name, "")


def parse_tag(source: str, line: int = 0) -> BlockTag:
    """Return the tag that ``source`` (what stands between ``{%`` and ``%}``) writes."""
    name = source.split(None, 1)[0] if source.strip() else ""
    attributes = tuple(
        (m[1], _ESCAPE.sub(r"\1", next(v for v in m.groups()[1:] if v is not None)))
        for m in _ATTRIBUTE.finditer(source)
    )
    return BlockTag(source, name, attributes, line)


class _TagLines(markdown.preprocessors.Preprocessor):
    """Replace each tag by a paragraph that holds its number."""

    def __init__(self, md: markdown.Markdown, tags: list[BlockTag]) -> None:
        super().__init__(md)
        self._tags = tags

    def run(self, lines: list[str]) -> list[str]:
        found: list[str] = []
        fence = ""
        for number, line in enumerate(lines):
            mark = _FENCE.match(line)
            if mark and (not fence or mark[1].startswith(fence)):
                fence = "" if fence else mark[1]
            found.extend([line] if fence or mark else self._pieces(line, number))
        return found

    def _pieces(self, line: str, number: int) -> Iterator[str]:
        indent = line[: len(line) - len(line.lstrip())]
        code = [m.span() for m in _CODE_SPAN.finditer(line)]
        end, cut = 0, False
        for tag in _TAG.finditer(line):
            if any(a <= tag.start() < b for a, b in code):
                continue
            if before := line[end : tag.start()].strip():
                yield indent + before
            yield from ("", f"{indent}{OPEN}{chr(_FIRST + len(self._tags))}{CLOSE}", "")
            self._tags.append(parse_tag(tag[1], number))
            end, cut = tag.end(), True
        rest = line[end:]
        if not cut or rest.strip():
            yield indent + rest.lstrip() if cut else rest


class GitBook(Extension):
    """GitBook's tags for Python-Markdown; ``tags`` collects them, by number."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[BlockTag] = []

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register with ``md``; GitBook fences its code and never indents it."""
        md.parser.blockprocessors.deregister("code")
        md.preprocessors.register(_TagLines(md, self.tags), "gitbook", 28)


def read_gitbook(
    source: str, name: str, options: ReaderOptions, report: Report
) -> tuple[Document, ...]:
    """Return the documents of a GitBook page; ``name`` is its path, for messages.

    A tab whose title speaks of an « édito » is a document; what surrounds such tabs is
    one more, marked as the opening of the book. Raises InputError on broken front matter.
    """
    front, text, first_line = split_front_matter(source, name)
    text = text.replace(OPEN, "\ufffd").replace(CLOSE, "\ufffd")
    extension = GitBook()
    title = _clean_title(first_title(text))
    context = Context(name, title, LineFinder(text, first_line), report)
    content = read_html(to_html(text, extension, indent=2), context)
    whole = page(content, front, name, options)
    tags = tuple(replace(t, line=t.line + first_line) for t in extension.tags)
    folding = _Folding(tags, name, whole.title, report)
    documents = tuple(_documents(replace(whole, blocks=folding.fold(whole.blocks))))
    if documents[0].meta.opening:
        _tell_beside(documents[0], documents[1], report)
    return documents


def _tell_beside(opening: Document, first: Document, report: Report) -> None:
    """Note the text beside the editorials: only the home page will show it."""
    begin = next((b.pos.line for b in first.blocks if b.pos), 0)
    beside = [b for b in opening.blocks if b.pos and _last_line(b) > begin]
    words = " ".join(plain_text(block) for block in beside).strip()
    if words:
        message = (
            "Ce texte n’est dans aucun édito : il n’est que sur la page d’accueil, "
            "ni dans les fichiers à télécharger, ni dans l’audio."
        )
        pos, page = beside[0].pos, opening.title
        finding = Finding("texte-hors-edito", message, Severity.INFO, pos, page, words)
        report.add(finding)


def _last_line(block: Block) -> int:
    return max(node.pos.line for node in nodes(block) if node.pos)


def _clean_title(title: str) -> str:
    return _ESCAPE.sub(r"\1", title)


# Folding


@dataclass(slots=True)
class _Open:
    """A tag that has been opened and what it holds so far."""

    tag: BlockTag
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Folding:
    """Folds flat blocks with marks into the tree that the tags describe."""

    tags: tuple[BlockTag, ...]
    name: str
    page: str
    report: Report

    def fold(self, flat: Iterable[Block]) -> tuple[Block, ...]:
        """Return the tree; what is never closed is closed where it can no longer hold."""
        stack = [_Open(parse_tag(""))]
        unknown: Counter[str] = Counter()
        for block in flat:
            tag = self._tag(block)
            if tag is None:
                stack[-1].blocks.append(self._inside(block))
            elif unknown[tag.name.removeprefix("end")] and tag.name.startswith("end"):
                unknown[tag.name.removeprefix("end")] -= 1
            elif tag.name.startswith("end"):
                self._close(stack, tag)
            elif tag.name in _HOLDERS:
                if tag.name == stack[-1].tag.name == "tab":
                    self._pop(stack, unclosed=True)
                stack.append(_Open(tag))
            else:
                unknown[tag.name] += 1
                stack[-1].blocks.extend(self._alone(tag))
        while len(stack) > 1:
            self._pop(stack, unclosed=True)
        return tuple(stack[0].blocks)

    def _tag(self, block: Block) -> BlockTag | None:
        match block:
            case Para((Text(text),)) if found := _MARK.fullmatch(text):
                return self.tags[ord(found[1]) - _FIRST]
            case _:
                return None

    def _inside(self, block: Block) -> Block:
        """Fold what is nested in a block that Markdown made: items, quotes, cells."""
        if OPEN not in plain_text(block):
            return block
        folded: Block = _fold_nested(block, self)
        return folded

    def _close(self, stack: list[_Open], tag: BlockTag) -> None:
        name = tag.name.removeprefix("end")
        if all(opened.tag.name != name for opened in stack[1:]):
            message = (
                f"{{% {tag.name} %}} ne ferme rien : retirez cette ligne, "
                f"ou ajoutez {{% {name} %}} avant elle."
            )
            self._tell("balise-sans-debut", message, tag)
            return
        while stack[-1].tag.name != name:
            self._pop(stack, unclosed=True)
        self._pop(stack, unclosed=False)

    def _pop(self, stack: list[_Open], *, unclosed: bool) -> None:
        opened = stack.pop()
        if unclosed:
            message = (
                f"{{% {opened.tag.name} %}} n’est jamais fermé : ajoutez "
                f"{{% end{opened.tag.name} %}} à la fin de cette partie. "
                "Le texte est gardé."
            )
            self._tell("balise-non-fermee", message, opened.tag)
        pos = Pos(self.name, opened.tag.line)
        stack[-1].blocks.append(_holder(opened.tag, tuple(opened.blocks), pos))

    def _alone(self, tag: BlockTag) -> Iterator[Block]:
        """Yield what an unknown tag leaves: its words, and a finding."""
        message = (
            f"Le bloc {{% {tag.name} %}} n’est pas encore traité : "
            "son texte est gardé, sans sa mise en forme."
        )
        self._tell("bloc-inconnu", message, tag)
        words = [value for key, value in tag.attributes if key in _SAID]
        if words:
            yield Para((Text(" : ".join(words)),), pos=Pos(self.name, tag.line))

    def _tell(self, code: str, message: str, tag: BlockTag) -> None:
        pos, passage = Pos(self.name, tag.line), tag.get("title") or tag.source
        self.report.add(Finding(code, message, Severity.WARNING, pos, self.page, passage))


_HOLDERS = ("tabs", "tab", "hint")
_SAID = ("title", "url", "src", "page")
"""Attributes whose value a reader of the page would see."""


def _holder(tag: BlockTag, content: tuple[Block, ...], pos: Pos) -> Block:
    match tag.name:
        case "tabs":
            return Div(content, "tabs", pos=pos)
        case "hint":
            return Callout(content, _CALLOUTS.get(tag.get("style"), "info"), pos=pos)
        case _:
            return Div(content, "tab", tag.get("title"), pos=pos)


def _fold_nested(block: Any, folding: _Folding) -> Any:
    changes: dict[str, Any] = {}
    for name in ("blocks", "items", "rows", "cells"):
        value = getattr(block, name, None)
        if not value:
            continue
        if name == "blocks":
            changes[name] = folding.fold(value)
        else:
            changes[name] = tuple(_fold_nested(part, folding) for part in value)
    return replace(block, **changes)


# Editorials


def _documents(whole: Document) -> Iterator[Document]:
    """Yield the opening of the book and its editorials, or the page itself."""
    tabs = [tab for tab in _tabs(whole.blocks) if _is_editorial(tab)]
    if not tabs:
        yield whole
        return
    rest = _without(whole.blocks, tuple(tabs))
    yield replace(whole, blocks=rest, meta=replace(whole.meta, opening=True))
    for tab in tabs:
        tab_id = document_id(tab.title)
        meta = replace(whole.meta, source=f"{whole.meta.source}#{tab_id}")
        yield Document(tab_id, whole.lang, tab.title, tab.blocks, meta)


def _tabs(blocks: Iterable[Block]) -> Iterator[Div]:
    for block in blocks:
        if isinstance(block, Div):
            if block.role == "tab":
                yield block
            if not _is_editorial(block):
                yield from _tabs(block.blocks)


def _is_editorial(tab: Div) -> bool:
    return tab.role == "tab" and bool(_EDITORIAL.search(tab.title))


def _without(blocks: tuple[Block, ...], gone: tuple[Div, ...]) -> tuple[Block, ...]:
    """Return ``blocks`` without some tabs; a group that is left empty goes with them."""
    kept: list[Block] = []
    for block in blocks:
        if any(block is tab for tab in gone):
            continue
        if isinstance(block, Div) and block.role in ("tabs", "tab"):
            inner = _without(block.blocks, gone)
            if inner or not block.blocks:
                kept.append(replace(block, blocks=inner))
        else:
            kept.append(block)
    return tuple(kept)
