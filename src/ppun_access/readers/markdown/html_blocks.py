"""The HTML blocks of a page of Markdown, put aside while the rest is read.

A blank line ends them, as in CommonMark: what follows is Markdown again, and belongs to
the elements that an end tag ends further on. Python-Markdown reads on to that end tag, to
the end of the page when there is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from math import inf
from xml.etree.ElementTree import TreeBuilder

import markdown
from markdown.extensions.md_in_html import HTMLExtractorExtra
from markdown.htmlparser import void_tags
from markdown.preprocessors import Preprocessor

from ppun_access.readers.html.parsing import MEDIA, SKIPPED_ELEMENTS, TAG
from ppun_access.readers.html.repairs import (
    ELEMENTS,
    is_sentence,
    mark,
    marked,
    with_quotes,
)
from ppun_access.readers.markdown.list_indents import item_columns

_TAGS = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|<(/?)([a-zA-Z][^\s/<>`]*)")
_BLANK = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)*")
_ALONE = re.compile(r"(?:[ \t]*\n)+")
_MARKDOWN_NEXT = re.compile(r"[ \t]*\n(?:[ \t]*\n)+(?= {0,3}\S)")
_NEXT = re.compile(r"([ \t]*)(?:<(?:/?([a-zA-Z][^\s/<>`]*)[\s/>]|(!--)))?")
_LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")
_PROGRAM = re.compile(r"<(script|style)(?=[\s/>])", re.IGNORECASE)
_PROGRAM_END = re.compile(r"</\s*(script|style)\s*>", re.IGNORECASE)
_ENDED = ELEMENTS.difference(SKIPPED_ELEMENTS, MEDIA, ("details",))
"""Elements that a blank line ends."""
_WIDEST = 80
"""Blanks that may stand before a tag that begins its line."""
_BLOCK = "<!---->"
"""What makes a block of an inline tag that is put aside, for Python-Markdown."""
Attributes = Iterable[tuple[str, str | None]]


class _Blocks(HTMLExtractorExtra):
    """Takes the HTML out of Markdown; Python-Markdown's own loses what stays open.

    It ends the first element that is open, and takes another of its name for it.
    """

    mdstack: list[str]
    mdstate: list[str | None]
    mdstarted: list[bool]
    treebuilder: TreeBuilder
    stack: list[str]
    cleandoc: list[str]
    _cache: list[str]

    def __init__(self, md: markdown.Markdown, text: str) -> None:
        super().__init__(md)
        self._last = {end: len(text) - text.rfind(end) for end in (">", "]]>")}
        """Where these are found last; places count from the end of the page."""
        self._ended = _ended(text)
        """Where the start tags are that an end tag ends."""
        self._starts: list[tuple[int, int, int]] = []
        """Where each element of ``stack`` begins: in the page, its line, in ``_cache``."""
        ends = _PROGRAM_END.finditer(text)
        self._last_end = {e[1].lower(): len(text) - e.start() for e in ends}
        """How far from the end of the page the last end tag of each program is."""
        self._columns = list(item_columns(text.split("\n"), md.tab_length))
        self._around: dict[str, list[int]] = {}
        """The elements that blank lines cut, and that an end tag ends further on."""

    @property
    def _at(self) -> int:
        return int(self.line_offset) + self.offset

    @property
    def _set_in(self) -> int:
        """How far the items of lists set the line in that is read."""
        return self._columns[min(self.lineno, len(self._columns)) - 1]

    def at_line_start(self) -> bool:
        """Tell if nothing but blanks is before; any number, in an element that was cut."""
        widest = 3 if self._around.keys() <= {"details"} else _WIDEST
        if self.offset - self._set_in > widest:
            return False
        return not self.rawdata[self.line_offset : self._at].strip()

    def parse_starttag(self, i: int) -> int:
        """Go past a start tag; what no « > » ends is none, and is not looked at.

        « <section de la mairie> » is text: it would open a block.
        """
        if not self._follows(">", i):
            return self._as_text("<", i)
        tag = TAG.match(self.rawdata, i)
        if tag and is_sentence(tag[0]):
            self.handle_data(tag[0])
            return tag.end()
        if self._is_left_open(i):
            self.handle_data("<")
            return i + 1
        return super().parse_starttag(i)

    def _is_left_open(self, i: int) -> bool:
        """Tell if a program begins at ``i`` that would hold the rest of the page."""
        found = _PROGRAM.match(self.rawdata, i)
        last = self._last_end.get(found[1].lower(), inf) if found else 0
        return len(self.rawdata) - i < last

    def parse_endtag(self, i: int) -> int:
        """Go past an end tag."""
        return super().parse_endtag(i) if self._follows(">", i) else self._as_text("</", i)

    def parse_pi(self, i: int) -> int:
        """Go past « <? … > »."""
        return super().parse_pi(i) if self._follows(">", i) else self._as_text("<?", i)

    def parse_html_declaration(self, i: int) -> int:
        """Go past « <! … > », or a section « <![CDATA[ … ]]> »."""
        end = "]]>" if self.rawdata.startswith("<![CDATA[", i) else ">"
        if self._follows(end, i):
            return super().parse_html_declaration(i)
        return self._as_text("<!", i)

    def _follows(self, end: str, i: int) -> bool:
        return len(self.rawdata) - i >= self._last[end]

    def _as_text(self, sign: str, i: int) -> int:
        """Keep a sign that opens nothing; in HTML, an end tag that is added ends it."""
        self.handle_data(sign.replace("<", "&lt;") if self.inraw else sign)
        return i + len(sign)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Begin an element; read as Markdown what a blank line follows."""
        attrs = list(attrs)
        if tag in self.empty_tags and self.mdstack and not self.inraw:  # it holds nothing
            self.handle_startendtag(tag, attrs)
            return
        at, end = self._at, self._at + len(self.get_starttag_text())
        folds = tag == "details" and not self.inraw and dict(attrs).get("markdown") != "0"
        if folds:  # it holds Markdown, with no blank line too
            kept = [(key, value) for key, value in attrs if key != "markdown"]
            attrs = [*kept, ("markdown", "1" if self.mdstack else "0")]
        if self.mdstack and self.mdstate[-1] == "block" and "markdown" not in dict(attrs):
            if tag in self.span_and_blocks_tags and _MARKDOWN_NEXT.match(self.rawdata, end):
                attrs = [*attrs, ("markdown", "block")]
        elif not self.inraw and not self.mdstack and self._is_around(tag, at, end):
            self._begin_raw(_BLOCK, self._set_in)
        raw = self.inraw
        super().handle_starttag(tag, attrs)
        if self.inraw and not raw:
            self.cleandoc.append(" " * self._set_in)
        del self._starts[max(len(self.stack) - 1, 0) :]
        if self.stack:
            self._starts.append((at, self._set_in, len(self._cache) - 1))
        if folds and self.inraw:
            self._cut()
            self._begin_tail()

    def _is_around(self, tag: str, at: int, end: int) -> bool:
        """Tell if an inline tag alone on its line begins a block (a link around others)."""
        alone = _ALONE.match(self.rawdata, end)
        return (
            at in self._ended
            and alone is not None
            and tag not in self.block_level_tags
            and self.at_line_start()
            and self._is_apart()
            and (self._html_next(alone.end()) or alone[0].count("\n") > 1)
        )

    def _is_apart(self) -> bool:
        """Tell if no text is before, since the last blank line or block."""
        before = "".join(piece[-4:] for piece in self.cleandoc[-2:]).rstrip(" ")
        return not before.strip() or before.endswith("\n\n")

    def handle_endtag(self, tag: str) -> None:
        """End an element, after those that it holds."""
        if self.inraw and tag in self._around and tag not in self.stack and self._is_html():
            self._cut()
            self._begin_tail()
        if self.inraw:
            super().handle_endtag(tag)
            del self._starts[len(self.stack) :]
        elif tag in self.mdstack:
            while self.mdstack[-1] != tag:
                self._end_last()
            super().handle_endtag(tag)
        elif not self.mdstack and tag in self._around:
            apart = self.at_line_start() or self.intail or self._ends_line(tag)
            set_in = self._around[tag].pop()
            if not self._around[tag]:
                del self._around[tag]
            if apart:
                start = "" if tag in self.block_level_tags else _BLOCK
                self._begin_raw(start, min(set_in, self._set_in))
            super().handle_endtag(tag)
        else:
            super().handle_endtag(tag)
        if self.intail and self.cleandoc[-1] == "\n\n":
            self._begin_tail("")

    def _ends_line(self, tag: str) -> bool:
        """Tell if the end tag of a block ends its line, in no code."""
        before = self.rawdata[self.line_offset : self._at]
        end = self._at + len(self.get_endtag_text(tag))
        block = tag in self.block_level_tags and before.count("`") % 2 == 0
        return block and bool(_LINE_END.match(self.rawdata, end))

    def _begin_raw(self, start: str, set_in: int) -> None:
        """Begin to put HTML aside, in the item of a list where it stands."""
        self.inraw, self._cache = True, [start]
        self.cleandoc.append("\n\n" + " " * set_in)

    def _begin_tail(self, apart: str = "\n\n") -> None:
        """Begin to read what stands beside the end of a block."""
        self.intail = True
        self.cleandoc.append(apart + " " * self._set_in)

    def handle_data(self, data: str) -> None:
        """Keep text; a blank line ends the HTML, unless HTML follows."""
        blank = _BLANK.search(data)
        while blank and self.inraw and self._html_next(self._at + blank.end()):
            blank = _BLANK.search(data, blank.end())
        if blank and self.inraw and self._is_html():
            self._cache.append(data[: blank.start()])
            self._cut()
            data = data[blank.start() :]
        elif blank and self.mdstack[1:][-1:] == ["p"] and self.mdstate[-1] == "off":
            super().handle_data(data[: blank.start()])
            self._end_last()
            data = data[blank.start() :]
        super().handle_data(data)

    def handle_empty_tag(self, data: str, is_block: bool) -> None:
        """Keep what holds nothing where it stands, beside a block too."""
        if self.intail and not self.inraw and not self.mdstack:
            if is_block and (not data.startswith("<!--") or self._is_apart()):
                indent = " " * self._set_in
                data = f"\n\n{indent}{self.md.htmlStash.store(data)}\n\n{indent}"
            self.cleandoc.append(data)
        else:
            super().handle_empty_tag(data, is_block)

    def _is_html(self) -> bool:
        return not self.raw_tags.intersection(self.stack)

    def _html_next(self, at: int) -> bool:
        """Tell if a tag of a block, a comment or what is set back comes next."""
        following = _NEXT.match(self.rawdata, at)
        indent, name, comment = following.groups("") if following else ("", "", "")
        deep = len(indent.expandtabs(4)) - self._set_in > 3
        return bool(comment) or deep or name.lower() in self.block_level_tags

    def _cut(self) -> None:
        """End a block of HTML here; what no end tag ends ends too."""
        ended = [at in self._ended for at, *_ in self._starts]
        first = ended.index(True) if any(ended) else len(ended)
        for place in reversed(range(len(self.stack))):
            name, (_, set_in, cached) = self.stack[place], self._starts[place]
            if name in void_tags:
                continue
            if ended[place]:
                self._around.setdefault(name, []).append(set_in)
            elif name == "p" or (place < first and name in _ENDED):
                self._cache[cached] = marked(self._cache[cached], name)
                self._cache.append(f"</{name}>")
        self.cleandoc.append(self.md.htmlStash.store("".join(self._cache)))
        self.inraw, self._cache, self.stack, self._starts = False, [], [], []

    def close(self) -> None:
        """End every element that is still open."""
        super(HTMLExtractorExtra, self).close()
        while len(self.mdstack) > 1:
            self._end_last()
        for name in self.mdstack:
            self.handle_endtag(name)
            mark(self.md.htmlStash.rawHtmlBlocks[-1], name)

    def _end_last(self) -> None:
        name = self.mdstack.pop()
        self.mdstate.pop()
        self.mdstarted.pop()
        mark(self.treebuilder.end(name), name)


def _ended(text: str) -> frozenset[int]:
    """Return where the start tags of ``text`` are that an end tag ends."""
    opened: defaultdict[str, list[int]] = defaultdict(list)
    found: set[int] = set()
    for tag in _TAGS.finditer(text):
        name = (tag[3] or "").lower()
        if tag[2] and opened[name]:
            found.add(opened[name].pop())
        elif name and not tag[2]:
            if name == "p":  # a paragraph holds no other one
                opened[name].clear()
            opened[name].append(tag.start())
    return frozenset(found)


class _HtmlBlocks(Preprocessor):
    """Puts HTML blocks aside while Markdown is read."""

    def run(self, lines: list[str]) -> list[str]:
        """Return ``lines`` with a mark for each of them."""
        columns = [*item_columns(lines, self.md.tab_length)]
        text = with_quotes("\n".join(lines), columns)
        blocks = _Blocks(self.md, text)
        blocks.feed(text)
        blocks.close()
        made = "".join(blocks.cleandoc).split("\n")
        return ["" if line.isspace() else line for line in made]


def register(md: markdown.Markdown) -> None:
    """Read HTML blocks so with ``md``."""
    md.preprocessors.register(_HtmlBlocks(md), "html_block", 20)
