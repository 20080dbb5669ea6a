"""The marks in a line of Markdown, each pattern in one pass over the words of a block.

Python-Markdown writes the whole block again for each mark that it finds, and looks at it
from its first letter: sixty thousand marks on one line took nine seconds.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Sequence
from typing import cast
from xml.etree.ElementTree import Element

import markdown
from markdown import inlinepatterns
from markdown.inlinepatterns import BacktickInlineProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import ETX, INLINE_PLACEHOLDER, AtomicString

_LOOKS_BACK = re.compile(r"(?<=[\w\s\\!`*~])[\\`\[!*_~]")
"""Where a mark may begin or not, by the sign before it: after another, that is ``ETX``."""


class _Inlines(InlineProcessor):
    """Puts marks aside, then in the tree; the names are those of Python-Markdown."""

    def run(self, tree: Element, ancestors: Sequence[str] | None = None) -> Element:
        """Return ``tree`` with elements in the place of marks, made level by level."""
        self.stashed_nodes = {}
        self._patterns = tuple(self.md.inlinePatterns)
        self.parent_map = {child: parent for parent in tree.iter() for child in parent}
        around = [*(ancestors or ()), tree.tag.lower()]
        waiting = deque([(tree, around)])
        while waiting:
            element, self.ancestors = waiting.popleft()
            if element is not tree:
                self.ancestors.append(element.tag.lower())
            held = []
            for at, child in enumerate(element):  # it meets what it adds
                if child.text and not isinstance(child.text, AtomicString):
                    held.append((child, self._in_text(child)))
                    waiting += held[-1][1]
                if child.tail:
                    self._in_tail(child, element, at)
                if len(child):
                    self.parent_map[child] = element
                    waiting.append((child, self.ancestors[:]))
            for child, made in held:
                for at, (new, _) in enumerate(made):
                    child.insert(at, new)
        return tree

    def _in_text(self, child: Element) -> list[tuple[Element, list[str]]]:
        """Return the elements that stand for the marks in the text of an element."""
        self.ancestors.append(child.tag.lower())
        text, child.text = child.text, None
        made = self._elements(text, child, is_text=True)
        self.parent_map.update((new, child) for new, _ in made)
        self.ancestors.pop()
        return made

    def _in_tail(self, child: Element, parent: Element, at: int) -> None:
        """Put after an element, the child ``at``, those of the marks in its tail."""
        holder = Element("d")
        tail, child.tail = child.tail, None
        made = self._elements(tail, holder, is_text=False)
        child.tail = holder.tail
        for new, _ in reversed(made):
            self.parent_map[new] = parent
            parent.insert(at + 1, new)

    def _elements(
        self, text: str | None, parent: Element, *, is_text: bool
    ) -> list[tuple[Element, list[str]]]:
        data = self._InlineProcessor__handleInline(text or "")
        make = self._InlineProcessor__processPlaceholders  # type: ignore[attr-defined]
        found: list[tuple[Element, list[str]]] = make(data, parent, is_text)
        return found

    def _InlineProcessor__handleInline(  # noqa: N802
        self,
        data: str,
        patternIndex: int = 0,  # noqa: N803
    ) -> str:
        """Return ``data`` with the marks put aside that patterns find, from one on."""
        if not isinstance(data, AtomicString):
            for at in range(patternIndex, len(self._patterns)):
                data = self._without_marks(data, at)
        return data

    def _without_marks(self, data: str, at: int) -> str:
        """Return ``data`` with the marks put aside that one pattern finds."""
        pattern = cast("inlinepatterns.InlineProcessor", self._patterns[at])
        if not pattern.compiled_re.search(data):
            return data
        if any(tag.lower() in self.ancestors for tag in pattern.ANCESTOR_EXCLUDES):
            return data
        made: list[str] = []
        done = start = 0
        while found := _next(pattern, data, start):
            node, begin, start = found
            if node is None:  # what was found is text
                continue
            if isinstance(node, Element):
                self._go_inside(node, at)
            number = f"{len(self.stashed_nodes):04d}"
            self.stashed_nodes[number] = node
            made += (data[done:begin], INLINE_PLACEHOLDER % number)
            done = start
            if _LOOKS_BACK.match(data, start):
                data, done, start = ETX + data[start:], 1, 1
        return "".join((*made, data[done:])) if made else data

    def _go_inside(self, node: Element, at: int) -> None:
        """Put aside the marks that stand in a new one, found by the pattern ``at``."""
        if isinstance(node.text, AtomicString):
            return
        handle = self._InlineProcessor__handleInline
        for child in (node, *node):
            if child.text:
                self.ancestors.append(child.tag.lower())
                child.text = handle(child.text, at + 1)
                self.ancestors.pop()
            if child.tail:
                child.tail = handle(child.tail, at)


class _Code(BacktickInlineProcessor):
    """Finds the end of code among the runs of « ` », found once for a whole text.

    What has been read is replaced, what follows stays: places count from its end.
    """

    _text = ""

    def find_code_spans(  # type: ignore[override]  # the stubs do not know « None »
        self, start: int, text: str
    ) -> tuple[int, int | None]:
        """Return where the code of the « ` » at ``start`` begins and ends, if it does."""
        rest = text[start:]
        if not self._text.endswith(rest):
            self._text = rest
            self._keep([run.span() for run in re.finditer("`+", rest)])
        moved, ticks = len(text) - len(self._text), len(rest) - len(rest.lstrip("`"))
        start += ticks
        ends = self._by_length[ticks]
        if (at := bisect_left(ends, start - moved)) < len(ends):
            return start, ends[at] + moved
        length, end = self._longest[bisect_left(self._starts, start - moved)]
        if 0 < length < ticks:
            return start - (ticks - length), end + moved
        return start + ticks, None

    def _keep(self, runs: list[tuple[int, int]]) -> None:
        """Keep where runs begin, those of each length, the longest from each one on."""
        self._starts = [start for start, _ in runs]
        self._by_length: defaultdict[int, list[int]] = defaultdict(list)
        longest = [(0, 0)]
        for start, end in reversed(runs):
            same = end - start >= longest[-1][0]
            longest.append((end - start, start) if same else longest[-1])
        self._longest = longest[::-1]
        for start, end in runs:
            self._by_length[end - start].append(start)


def _next(
    pattern: inlinepatterns.InlineProcessor, data: str, start: int
) -> tuple[Element | str | None, int, int] | None:
    """Return the next mark of ``pattern`` from ``start`` on, where it begins and ends."""
    for match in pattern.getCompiledRegExp().finditer(data, start):
        node, begin, end = pattern.handleMatch(match, data)
        if begin is not None and end is not None:
            return node, begin, end
    return None


def register(md: markdown.Markdown) -> None:
    """Read the marks of ``md`` so."""
    md.inlinePatterns.register(_Code(inlinepatterns.BACKTICK_RE), "backtick", 190)
    md.treeprocessors.register(_Inlines(md), "inline", 20)
