"""The HTML blocks of a page of Markdown, put aside while the rest is read.

A blank line ends them, as in CommonMark: what follows is Markdown again, and belongs to
the elements that an end tag ends further on. Python-Markdown reads on to that end tag, to
the end of the page when there is none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from xml.etree.ElementTree import TreeBuilder

import markdown
from markdown.extensions.md_in_html import HTMLExtractorExtra
from markdown.htmlparser import void_tags
from markdown.preprocessors import Preprocessor

from ppun_access.readers.angle_words import is_sentence, suspect
from ppun_access.readers.left_open import mark, marked

_TAGS = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|<(/?)([a-zA-Z][^\s/<>`]*)")
_BLANK = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)*")
_ALONE = re.compile(r"(?:[ \t]*\n)+")
_MARKDOWN_NEXT = re.compile(r"[ \t]*\n(?:[ \t]*\n)+(?= {0,3}\S)")
_NEXT = re.compile(r"([ \t]*)(?:<(?:/?([a-zA-Z][^\s/<>`]*)[\s/>]|(!--)))?")
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
        self._starts: list[tuple[int, int]] = []
        """Where each element of ``stack`` begins: in the page, in ``_cache``."""
        self._around: Counter[str] = Counter()
        """The elements that blank lines cut, and that an end tag ends further on."""

    @property
    def _at(self) -> int:
        return int(self.line_offset) + self.offset

    def at_line_start(self) -> bool:
        """Tell if nothing but blanks is before; any number, in an element that was cut."""
        if not self._around or not 3 < self.offset < _WIDEST:
            return bool(super().at_line_start())
        return not self.rawdata[self.line_offset : self._at].strip()

    def parse_starttag(self, i: int) -> int:
        """Go past a start tag; what no « > » ends is none, and is not looked at.

        « <section de la mairie> » is text: it would open a block.
        """
        if not self._follows(">", i):
            return self._as_text("<", i)
        end = self.rawdata.find(">", i) + 1
        if not self.inraw and is_sentence(tag := self.rawdata[i:end]):
            self.handle_data(tag)
            return end
        return super().parse_starttag(i)

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
        if self.mdstack and self.mdstate[-1] == "block" and "markdown" not in dict(attrs):
            if tag in self.span_and_blocks_tags and _MARKDOWN_NEXT.match(self.rawdata, end):
                attrs = [*attrs, ("markdown", "block")]
        elif not self.inraw and not self.mdstack and self._is_around(tag, at, end):
            self.inraw = True
            self.cleandoc.append("\n")
            self._cache = [_BLOCK]
        super().handle_starttag(tag, attrs)
        del self._starts[max(len(self.stack) - 1, 0) :]
        if self.stack:
            self._starts.append((at, len(self._cache) - 1))

    def _is_around(self, tag: str, at: int, end: int) -> bool:
        """Tell if an inline tag alone on its line begins a block (a link around others)."""
        alone = _ALONE.match(self.rawdata, end)
        before = "".join(piece[-4:] for piece in self.cleandoc[-2:]).rstrip(" ")
        return (
            at in self._ended
            and alone is not None
            and tag not in self.block_level_tags
            and self.at_line_start()
            and (not before.strip() or before.endswith("\n\n"))
            and (self._html_next(alone.end()) or alone[0].count("\n") > 1)
        )

    def handle_endtag(self, tag: str) -> None:
        """End an element, after those that it holds."""
        if self.inraw:
            super().handle_endtag(tag)
            del self._starts[len(self.stack) :]
        elif tag in self.mdstack:
            while self.mdstack[-1] != tag:
                self._end_last()
            super().handle_endtag(tag)
        elif not self.mdstack and self._around[tag]:
            self._around[tag] -= 1
            if not self._around[tag]:
                del self._around[tag]
            if self.at_line_start() or self.intail:
                self.cleandoc.append("\n")
                self.inraw = True
                self._cache = [] if tag in self.block_level_tags else [_BLOCK]
            super().handle_endtag(tag)
        else:
            super().handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        """Keep text; a blank line ends the HTML, unless HTML follows."""
        blank = _BLANK.search(data)
        while blank and self.inraw and self._html_next(self._at + blank.end()):
            blank = _BLANK.search(data, blank.end())
        if blank and self.inraw and not self.raw_tags.intersection(self.stack):
            self._cache.append(data[: blank.start()])
            self._cut()
            data = data[blank.start() :]
        elif blank and self.mdstack[1:][-1:] == ["p"] and self.mdstate[-1] == "off":
            super().handle_data(data[: blank.start()])
            self._end_last()
            data = data[blank.start() :]
        super().handle_data(data)

    def _html_next(self, at: int) -> bool:
        """Tell if a tag of a block, a comment or what is set back comes next."""
        following = _NEXT.match(self.rawdata, at)
        indent, name, comment = following.groups("") if following else ("", "", "")
        deep = len(indent.expandtabs(4)) > 3
        return bool(comment) or deep or name.lower() in self.block_level_tags

    def _cut(self) -> None:
        """End a block of HTML here; what no end tag ends ends too."""
        ended = [at in self._ended for at, _ in self._starts]
        first = ended.index(True) if any(ended) else len(ended)
        for place in reversed(range(len(self.stack))):
            name, cached = self.stack[place], self._starts[place][1]
            if name in void_tags:
                continue
            if ended[place]:
                self._around[name] += 1
            elif (name == "p" or place < first) and not suspect(name, {}):
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
        text = "\n".join(lines)
        blocks = _Blocks(self.md, text)
        blocks.feed(text)
        blocks.close()
        made = "".join(blocks.cleandoc).split("\n")
        return ["" if line.isspace() else line for line in made]


def register(md: markdown.Markdown) -> None:
    """Read HTML blocks so with ``md``."""
    md.preprocessors.register(_HtmlBlocks(md), "html_block", 20)
