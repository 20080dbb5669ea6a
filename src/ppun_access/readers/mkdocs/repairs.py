"""Keep the words that Python-Markdown loses in broken markup, and bound what it nests.

Words in braces, notes of one name, elements that nothing ends, code between unequal signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.footnotes import FootnoteExtension, FootnoteInlineProcessor
from markdown.extensions.md_in_html import (
    HtmlBlockPreprocessor,
    HTMLExtractorExtra,
    MarkdownInHtmlProcessor,
)
from markdown.inlinepatterns import (
    BACKTICK_RE,
    BacktickInlineProcessor,
    LinkInlineProcessor,
)
from markdown.preprocessors import Preprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from ppun_access.readers.html.repairs import LEFT_OPEN, NEED_END
from ppun_access.readers.markdown.parser import (
    BRACES,
    BRACES_OF_BLOCK,
    BRACES_OF_HEADING,
)
from ppun_access.readers.marks import is_alone

_DEEPEST = 150
"""Levels; Python-Markdown calls itself for each, and stops the page at some five hundred.
The tree is cut again, with a finding, once it is read."""


def register(md: markdown.Markdown) -> None:
    """Have ``md`` lose nothing, whatever extensions it has."""
    md.preprocessors.register(_MarksJoin(md), "marks-join", 24)
    md.parser.blockprocessors.register(_Bottom(md.parser), "bottom", 200)
    if "attr_list" in md.treeprocessors:
        md.treeprocessors.register(_Attributes(md), "attr_list", 8)
    if "markdown_block" in md.parser.blockprocessors:
        md.preprocessors.register(_HtmlBlocks(md), "html_block", 20)
        md.parser.blockprocessors.register(_InHtml(md.parser), "markdown_block", 105)

    for name in _LINKS:
        _bound(cast(LinkInlineProcessor, md.inlinePatterns[name]))


_LINKS = (
    "link", "image_link", "reference", "image_reference", "short_reference",
    "short_image_ref",
)  # fmt: skip
_LONGEST = 2_000
"""Characters of the words of a link, and of its address: each bracket looks for its end."""
_DEEPEST_LINK = 20
"""Brackets in one another."""
_SIGNS = re.compile(r"[\[\]]")


def _bound(link: LinkInlineProcessor) -> None:
    """Have a link looked for no further than one may reach."""
    address = link.getLink

    def words_of(data: str, index: int) -> tuple[str, int, bool]:
        depth = 1
        for sign in _SIGNS.finditer(data, index, index + _LONGEST):
            depth += 1 if sign[0] == "[" else -1
            if not depth:
                return data[index : sign.start()], sign.end(), True
            if depth > _DEEPEST_LINK:
                break
        return "", index, False

    def address_of(data: str, index: int) -> tuple[str, str | None, int, bool]:
        found = address(data[: index + _LONGEST], index)
        return found if found[2] > index else ("", None, index, False)  # ended before

    vars(link).update(getText=words_of, getLink=address_of)


class _Bottom(BlockProcessor):
    """Makes a paragraph of what stands in too many lists and quotations."""

    def test(self, parent: Element, block: str) -> bool:
        """Tell whether a block is too deep."""
        return len(self.parser.state) > _DEEPEST

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the first of ``blocks`` to ``parent`` as a paragraph."""
        SubElement(parent, "p").text = blocks.pop(0)


# Comments that silence a finding


_NO_TEXT = re.compile(r"^\s*$|^ {0,3}(?:#|\||>|<|={3,}|-{3,}|\*{3,})")


class _MarksJoin(Preprocessor):
    """Moves a mark just below a line of text to the end of that line."""

    def run(self, lines: list[str]) -> list[str]:
        """Return ``lines`` with each such mark moved."""
        found: list[str] = []
        for line in lines:
            if is_alone(line) and found and not _NO_TEXT.match(found[-1]):
                found[-1] = f"{found[-1].rstrip()} {line.strip()}"
            else:
                found.append(line)
        return found


# Attributes in braces


class _Attributes(AttrListTreeprocessor):
    """Takes braces for attributes when there is nothing else in them.

    « Une aide {voir l’annexe} » would lose its last words. The stubs call these patterns
    final; the program does not.
    """

    HEADER_RE = BRACES_OF_HEADING  # type: ignore[misc]
    BLOCK_RE = BRACES_OF_BLOCK  # type: ignore[misc]
    INLINE_RE = BRACES  # type: ignore[misc]


# Footnotes


_CALL = r"\[\^([^\[\]]*)\]"
"""What calls a note; a bracket that nothing ends is not looked for past the next one."""
_BEGINS = re.compile(r"^([ ]*)(?=\[\^[^\]\n]*\]:)", re.MULTILINE)
"""What begins a note inside another one, which would never be published."""


class Footnotes(FootnoteExtension):
    """Keeps a note whose name is taken: Python-Markdown loses the words of the first."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register with ``md``."""
        super().extendMarkdown(md)
        call = FootnoteInlineProcessor(_CALL, self)
        md.inlinePatterns.register(call, "footnote", 175)

    def reset(self) -> None:
        """Forget the notes of the page before."""
        super().reset()
        self._again: dict[str, int] = {}
        """A name → how many notes had it before."""

    def setFootnote(self, id: str, text: str) -> None:  # noqa: N802
        """Note what footnote ``id`` says; another one of that name is called by nothing."""
        name = id
        while id in self.footnotes:
            self._again[name] = self._again.get(name, 0) + 1
            id = f"{name}-bis{self._again[name]}"
        super().setFootnote(id, _BEGINS.sub(r"\1\\", text))

    def unique_ref(self, reference: str, found: bool = False) -> str:
        """Return ``reference`` as it is: our reader keeps no link back to a mark.

        Python-Markdown counts the calls of a note from one, at each call.
        """
        return reference


# Markdown in HTML


class _HtmlBlocks(HtmlBlockPreprocessor):
    """Takes the HTML out of a page that may hold Markdown in it."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of a page, its HTML put aside."""
        parser = _HtmlParser(self.md)
        parser.feed("\n".join(lines))
        parser.close()
        return "".join(parser.cleandoc).split("\n")


class _HtmlParser(HTMLExtractorExtra):
    """Keeps elements of one name that nothing ends; Python-Markdown loses the first."""

    mdstack: list[str]
    _open = 0

    def close(self) -> None:
        """End what is open, from the inside, and mark it."""
        self._open = len(self.mdstack)
        super().close()
        while self.mdstack:
            self.handle_endtag(self.mdstack[0])

    def get_element(self) -> Element:
        """Return the element that has ended, with what nothing ended in it marked."""
        element: Element = super().get_element()
        found = element
        for _ in range(self._open):
            if found.tag in NEED_END:
                found.set(LEFT_OPEN, "")
            found = found[-1] if len(found) else found
        return element


class _InHtml(MarkdownInHtmlProcessor):
    """Reads what HTML elements hold, and makes lines of those that are too deep."""

    _depth = 0

    def parse_element_content(self, element: Element) -> None:
        """Read what ``element`` holds, in its place."""
        self._depth += 1
        if self._depth > _DEEPEST:
            words, tail = " ".join(self._words(element)), element.tail
            element.clear()
            element.text, element.tail = words, tail
        else:
            super().parse_element_content(element)
        self._depth -= 1

    def _words(self, element: Element) -> Iterator[str]:
        """Yield the texts of ``element``, and of the elements put aside that it holds."""
        stack: list[Element | str] = [element]
        while stack:
            one = stack.pop()
            if isinstance(one, Element):
                stack += reversed(list(one.itertext()))
            elif aside := HTML_PLACEHOLDER_RE.search(one):
                held = self.parser.md.htmlStash.rawHtmlBlocks[int(aside[1])]
                yield one[: aside.start()]
                stack.append(one[aside.end() :])
                if isinstance(held, Element):
                    stack.append(held)
                else:
                    yield aside[0]
            else:
                yield one


# Code in a line


_LANGUAGE = re.compile(r"^(?:#!|:::)[\w+#.-]+\s+")


class InlineCode(Extension):
    """Takes the language out of code in a line, « #!python x ».

    The processor of ``pymdownx.inlinehilite`` loses a letter between unequal signs.
    """

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register with ``md``."""
        md.inlinePatterns.register(_Backtick(BACKTICK_RE), "backtick", 190)


class _Backtick(BacktickInlineProcessor):
    """Reads code in a line without the name of its language."""

    def handleMatch(  # type: ignore[override] # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Return the code."""
        found, start, end = super().handleMatch(m, data)
        if isinstance(found, Element) and found.text:
            found.text = AtomicString(_LANGUAGE.sub("", found.text))
        return found, start, end
