"""GitBook's ``{% tags %}`` in the lines of a page.

A small extension of Python-Markdown turns each tag into a paragraph of its own that holds
a mark; the tree is folded at the marks once it is read (``folding.py``), so that
references and footnotes work across tags, and a tag that is never closed loses nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import markdown
from markdown.extensions import Extension

from ppun_access.readers.markdown.fences import FENCE

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters of Unicode: no text may hold them, so they can mark our places."""
MARK = re.compile(f"{OPEN}(.){CLOSE}")
MAX_TAGS = 60_000
"""The private characters that can number the tags of one page."""
_FIRST = 0xF0000
"""A tag's number is written as one private character: neither letter nor digit."""
_LONGEST = 60
"""Lines over which a tag may be written."""
_WIDEST = 8000
"""Characters of a tag: what is longer stays text."""
_TAG = re.compile(r"\{%((?:(?!\{%|%\}).)*)%\}", re.DOTALL)
_NAME = re.compile(r"(?<![\w-])([\w-]+)\s*=\s*")
_NEXT = re.compile(r"\s[\w-]+\s*=")
_QUOTES = {'"': '"', "'": "'", "“": '”“"', "”": '”“"', "«": "»", "‘": "’", "’": "’"}
_CONDITIONS = ("if", "elif", "elseif", "else")
"""Tags that say when a passage is shown: what they hold are no attributes."""
_SIGN = re.compile(r"\\.|.", re.DOTALL)
"""A character, or two when the first one escapes the other."""
_ESCAPE = re.compile(r"\\([^\w\s])")
CODE = re.compile(r"(?<![\\`])(?:\\\\)*(`+)(?!`).+?(?<!`)\1(?!`)")
"""Code in a line, with the backslashes before it; one that is escaped opens none."""
_UNTOUCHED = re.compile(rf"{CODE.pattern}|<!--(?:(?!<!--).)*?-->")
"""Code in a line, and comments: what looks like a tag there is none."""
ADDRESS = re.compile(r"<[a-zA-Z/][^<>]*>|\]\([^()\s]*\)")
"""The HTML tags of a line, and the addresses of its links: no text is in them."""
_FORMULA = re.compile(r"\$\$(?=[^\s$])([^$\n]+)(?<=\S)\$\$")
_FORMULA_LINE = re.compile(r"^\s*\$\$\s*$")


@dataclass(frozen=True, slots=True)
class BlockTag:
    """One ``{% tag %}``: its source, its name, its attributes, its line in the page."""

    source: str
    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    line: int = 0
    faulty: bool = False
    """Its attributes are not written as they should be: a quotation mark is missing."""
    words: str = ""
    """What stands before its attributes and is none."""

    def get(self, name: str) -> str:
        """Return an attribute, empty when it is not there."""
        return dict(self.attributes).get(name, "").strip()


@dataclass(slots=True)
class Found:
    """What the lines of a page hold beside Markdown; lines count from 0."""

    tags: list[BlockTag] = field(default_factory=list)
    formulas: list[tuple[int, str]] = field(default_factory=list)
    unclosed: list[tuple[int, str]] = field(default_factory=list)
    """Where a tag or a fence begins that nothing ends, and its line."""

    def mark(self, tag: BlockTag) -> str:
        """Keep ``tag``; return the mark that stands for it."""
        self.tags.append(tag)
        return f"{OPEN}{chr(_FIRST + len(self.tags) - 1)}{CLOSE}"

    def tag(self, mark: re.Match[str]) -> BlockTag:
        """Return the tag that a mark stands for."""
        return self.tags[ord(mark[1]) - _FIRST]


def without_marks(text: str) -> str:
    """Return ``text`` without the characters that mark places."""
    return text.replace(OPEN, "\ufffd").replace(CLOSE, "\ufffd")


def parse_tag(source: str, line: int = 0) -> BlockTag:
    """Return the tag that ``source`` (what stands between ``{%`` and ``%}``) writes."""
    name, _, rest = " ".join(source.split("\n")).strip().partition(" ")
    if name in _CONDITIONS:
        return BlockTag(source, name, line=line)
    attributes, faulty = _attributes(rest)
    first = _NAME.search(rest)
    words = _bare(rest[: first.start()] if first else rest)
    return BlockTag(source, name, tuple(attributes), line, faulty, words)


def _attributes(rest: str) -> tuple[list[tuple[str, str]], bool]:
    """Return the attributes of a tag, whatever is wrong with their quotation marks."""
    found: list[tuple[str, str]] = []
    faulty, at = False, 0
    while name := _NAME.search(rest, at):
        stray = rest[at : name.start()].strip()
        faulty |= _added(found, stray)
        value, at, fault = _value(rest, name.end())
        faulty |= fault
        found.append((name[1], _ESCAPE.sub(r"\1", value)))
    faulty |= bool(found) and _added(found, rest[at:].strip())
    return found, faulty


def _added(found: list[tuple[str, str]], stray: str) -> bool:
    """Add to the last value the words that stand after it; return if there are any."""
    words = _bare(stray)
    if not words or not found:
        return False
    name, value = found[-1]
    found[-1] = (name, f"{value} {words}")
    return True


def _bare(stray: str) -> str:
    """Return the words of ``stray`` without quotation marks around; signs are none."""
    words = stray.strip("\"'“”«»‘’ \u00a0\u202f")
    return words if any(map(str.isalnum, words)) else ""


def _value(rest: str, at: int) -> tuple[str, int, bool]:
    """Return the value that begins at ``at``, where it ends, and if it is badly written."""
    ends = _QUOTES.get(rest[at : at + 1], "")
    if ends:
        for sign in _SIGN.finditer(rest, at + 1):
            if sign[0] in ends:
                end = sign.start()
                return rest[at + 1 : end].strip("\u00a0\u202f"), sign.end(), False
        at += 1
    following = _NEXT.search(rest, at)
    end = following.start() if following else len(rest)
    value = rest[at:end].strip()
    return value.strip("\"'“”"), end, bool(ends) or " " in value


class TagLines(markdown.preprocessors.Preprocessor):
    """Replace each tag by a paragraph that holds its mark, each formula by code."""

    def __init__(self, md: markdown.Markdown, found: Found) -> None:
        super().__init__(md)
        self._found = found
        self._endless: dict[str, int] = {}
        """A fence's character → the least length from which none ends any more."""

    def run(self, lines: list[str]) -> list[str]:
        """Return ``lines`` with marks in the place of tags."""
        made: list[str] = []
        number = 0
        while number < len(lines):
            taken, pieces = self._read(lines, number)
            made.extend(pieces)
            number += taken
        return made

    def _read(self, lines: Sequence[str], at: int) -> tuple[int, list[str]]:
        """Return how many lines belong together from ``at`` on, and what they become."""
        line = lines[at]
        if fence := FENCE.match(line):
            if end := self._fence_end(lines, at, fence[1]):
                return end - at, list(lines[at:end])
            self._found.unclosed.append((at, line.strip()))
            return 1, [line]
        if _FORMULA_LINE.match(line) and (end := _formula_end(lines, at)):
            return end - at, self._formula(lines[at:end], at)
        taken = _tag_end(lines, at) - at
        if not taken:
            self._found.unclosed.append((at, line.strip()))
        whole = "\n".join(lines[at : at + max(taken, 1)])
        return max(taken, 1), list(self._pieces(whole, at))

    def _fence_end(self, lines: Sequence[str], at: int, fence: str) -> int:
        """Return the line after fenced code that begins at ``at``; 0 when none ends it."""
        sign, length = fence[0], len(fence)
        if length >= self._endless.get(sign, length + 1):
            return 0
        for number, line in enumerate(islice(lines, at + 1, None), at + 1):
            bare = line.strip()
            if bare.startswith(fence) and not bare.strip(sign):
                return number + 1
        self._endless[sign] = length
        return 0

    def _formula(self, lines: Sequence[str], at: int) -> list[str]:
        indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
        source = "\n".join(line.strip() for line in lines[1:-1])
        return ["", f"{indent}{self._code(source, at)}", ""]

    def _code(self, source: str, at: int) -> str:
        """Put a formula aside as code; return what stands for it."""
        self._found.formulas.append((at, source.strip()))
        code = f'<code class="language-latex">{html.escape(source.strip())}</code>'
        code = f"<pre>{code}</pre>" if "\n" in source else code
        return str(self.md.htmlStash.store(code))

    def _pieces(self, line: str, number: int) -> Iterator[str]:
        indent = line[: len(line) - len(line.lstrip())]
        kept = [m.span() for m in _UNTOUCHED.finditer(line)]
        if line.lstrip().startswith("|") and "\n" not in line:  # a row stays on its line
            yield self._with_formulas(self._row(line, number, kept), number)
            return
        end, cut = 0, False
        for tag in _TAG.finditer(line):
            full = len(self._found.tags) >= MAX_TAGS
            if full or len(tag[1]) > _WIDEST or any(a <= tag.start() < b for a, b in kept):
                continue
            if before := line[end : tag.start()].strip():
                yield indent + self._with_formulas(before, number)
            mark = self._found.mark(parse_tag(tag[1].strip("- \t\n"), number))
            yield from ("", indent + mark, "")
            end, cut = tag.end(), True
        rest = self._with_formulas(line[end:], number)
        if not cut or rest.strip():
            yield from (indent + rest.lstrip() if cut else rest).split("\n")

    def _row(self, line: str, number: int, kept: Sequence[tuple[int, int]]) -> str:
        """Return the row of a table with a mark for each of its tags."""

        def mark(tag: re.Match[str]) -> str:
            full = len(self._found.tags) >= MAX_TAGS
            if full or any(a <= tag.start() < b for a, b in kept):
                return tag[0]
            return self._found.mark(parse_tag(tag[1].strip("- \t"), number))

        return _TAG.sub(mark, line)

    def _with_formulas(self, line: str, number: int) -> str:
        kept = [m.span() for m in _UNTOUCHED.finditer(line)]
        kept += [m.span() for m in ADDRESS.finditer(line)]

        def code(formula: re.Match[str]) -> str:
            inside = any(a <= formula.start() < b for a, b in kept)
            return formula[0] if inside else self._code(formula[1], number)

        return _FORMULA.sub(code, line) if "$$" in line else line


def _formula_end(lines: Sequence[str], at: int) -> int:
    """Return the line after a formula that begins at ``at``; 0 when nothing ends it."""
    for number in range(at + 1, min(at + _LONGEST, len(lines))):
        if _FORMULA_LINE.match(lines[number]):
            return number + 1 if number > at + 1 else 0
    return 0


def _tag_end(lines: Sequence[str], at: int) -> int:
    """Return the line after the tags that begin at ``at``; ``at`` when one has no end."""
    bare = _UNTOUCHED.sub("", lines[at])
    if bare.rfind("{%") <= bare.rfind("%}"):
        return at + 1
    for number in range(at + 1, min(at + _LONGEST, len(lines))):
        opened, closed = (lines[number].find(mark) for mark in ("{%", "%}"))
        if closed >= 0 and (opened < 0 or closed < opened):
            rest = lines[number][closed:]
            return number + 1 if "{%" not in rest or "%}" in rest[2:] else at
        if opened >= 0:
            return at
    return at


class GitBook(Extension):
    """GitBook's tags for Python-Markdown; ``found`` collects them."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Found()

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register with ``md``; GitBook fences its code and never indents it."""
        md.parser.blockprocessors.deregister("code")
        md.preprocessors.register(TagLines(md, self.found), "gitbook", 28)
