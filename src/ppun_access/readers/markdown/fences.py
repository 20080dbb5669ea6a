"""Fenced code: what Python-Markdown does not read as CommonMark does, mended before it."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import markdown

FENCE = re.compile(r"^\s*(`{3,}(?=[^`]*$)|~{3,})")
"""What may open or close fenced code: with another « ` » after it, it is code in a line."""
_INSIDE = re.compile(r"^(?=[ \t>])((?: {0,3}>)*[ \t]*)(`{3,}|~{3,})([^`]*)$")
_OPENS = re.compile(r"^(`{3,}|~{3,})[ \t]*([\w+#.-]*)([^`]*)$")
_CLOSES = re.compile(r"^(`{3,}|~{3,})[ ]*$")


class IndentedFences(markdown.preprocessors.Preprocessor):
    """Read fenced code in list items and quotations.

    Python-Markdown only knows it at the margin.
    """

    def run(self, lines: list[str]) -> list[str]:
        """Return ``lines`` with each such block put aside, its place kept."""
        found: list[str] = []
        block: list[str] = []
        code: list[str] = []
        ends, inside = _ends(lines), -1
        opening: re.Match[str] | None = None
        for at, line in enumerate(lines):
            held = _unquoted(line, opening[1].count(">")) if opening else None
            if opening and held is None:  # the quotation ends, and no fence has
                found += block
            if opening is None or held is None:
                margin = _OPENS.match(line) if at > inside else None
                inside = _after(ends[margin[1]], at) or inside if margin else inside
                opening = _INSIDE.match(line) if at > inside else None
                block, code = [line], []
                found += [] if opening else block
            elif held.strip() == opening[2]:
                blank, after = opening[1].rstrip(), lines[at + 1 : at + 2]
                found += [blank] if _holds(found[-1:], blank) else []
                found.append(opening[1] + self._stash(code, opening))
                found += [blank] if _holds(after, blank) else []
                opening, block = None, []
            else:
                block.append(line)
                code.append(held)
        return found + (block if opening else [])

    def _stash(self, lines: Iterable[str], opening: re.Match[str]) -> str:
        """Put code aside; return the mark that stands for it."""
        width = len(opening[1].rpartition(">")[2]) - (">" in opening[1])
        code = "\n".join(
            line[max(min(width, len(line) - len(line.lstrip())), 0) :] for line in lines
        )
        name = html.escape(opening[3].strip().partition(" ")[0], quote=True)
        kind = f' class="language-{name}"' if name else ""
        text = f"<pre><code{kind}>{html.escape(code)}\n</code></pre>"
        return self.md.htmlStash.store(text)


def _holds(line: Iterable[str], quotation: str) -> bool:
    """Tell if there is a line, and if it has words or is beside no quotation."""
    return any(not quotation or one.strip(" \t>") for one in line)


def _unquoted(line: str, depth: int) -> str | None:
    """Return what a line of so deep a quotation holds; None when it is out of it."""
    for _ in range(depth):
        before, sign, line = line.partition(">")
        if not sign or before.strip():
            return None
        line = line.removeprefix(" ")
    return line


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
