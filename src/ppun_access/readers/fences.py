"""Fenced code: what Python-Markdown does not read as CommonMark does, mended before it."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import markdown

_INDENTED = re.compile(r"^([ \t]+)(`{3,}|~{3,})([^`]*)$")
_OPENS = re.compile(r"^(`{3,}|~{3,})[ \t]*([\w+#.-]*)([^`]*)$")
_CLOSES = re.compile(r"^(`{3,}|~{3,})[ ]*$")


class IndentedFences(markdown.preprocessors.Preprocessor):
    """Read fenced code inside a list item: Python-Markdown only knows it at the margin."""

    def run(self, lines: list[str]) -> list[str]:
        """Return ``lines`` with each such block put aside, its place kept."""
        found: list[str] = []
        block: list[str] = []
        for line in lines:
            if not block and not _INDENTED.match(line):
                found.append(line)
                continue
            block.append(line)
            opening = _INDENTED.match(block[0])
            if opening and len(block) > 1 and line.strip() == opening[2]:
                found += ["", opening[1] + self._stash(block, opening), ""]
                block = []
        return found + block

    def _stash(self, block: list[str], opening: re.Match[str]) -> str:
        """Put the code aside; return the mark that stands for it."""
        width = len(opening[1])
        code = "\n".join(
            line[min(width, len(line) - len(line.lstrip())) :] for line in block[1:-1]
        )
        name = html.escape(opening[3].strip().partition(" ")[0], quote=True)
        kind = f' class="language-{name}"' if name else ""
        text = f"<pre><code{kind}>{html.escape(code)}\n</code></pre>"
        return self.md.htmlStash.store(text)


class FenceNames(markdown.preprocessors.Preprocessor):
    """Keep of what follows a fence the name of the language, all that is read of it.

    A fence that nothing closes is a line of text: its words stay.
    """

    def run(self, lines: list[str]) -> list[str]:
        """Return ``lines``, the fences that open code with one word at most."""
        found, ends, inside = list(lines), _ends(lines), -1
        for at, line in enumerate(lines):
            opening = _OPENS.match(line) if at > inside else None
            if opening and (end := _after(ends[opening[1]], at)):
                inside = end
                if opening[2] and opening[3].strip() and "{" not in opening[3]:
                    found[at] = opening[1] + opening[2]
        return found


def _ends(lines: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """Return the lines that may close code, by their fence."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if closing := _CLOSES.match(line):
            found[closing[1]].append(at)
    return found


def _after(places: Sequence[int], at: int) -> int:
    """Return the first of ``places`` past ``at``, 0 when there is none."""
    next_ = bisect_right(places, at)
    return places[next_] if next_ < len(places) else 0
