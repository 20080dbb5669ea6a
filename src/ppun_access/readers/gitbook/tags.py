"""GitBook’s ``{% tags %}``, formulas and debris: what they are in a page of Markdown.

Each tag becomes a mark; the tree is folded at the marks once it is read (``folding.py``),
so that references and footnotes work across tags, and a tag that is never closed loses
nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from ppun_access.document.model import Block, Div, Literal, Pos
from ppun_access.document.walk import nodes
from ppun_access.readers.markdown.parser import note_end, note_start
from ppun_access.readers.markdown.to_html import Extras
from ppun_access.report import Finding, Report

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
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
"""What a backslash keeps from being a sign of Markdown."""
CODE = re.compile(r"(?<![\\`])(?:\\\\)*(`+)(?!`).+?(?<!`)\1(?!`)")
"""Code in a line, with the backslashes before it; one that is escaped opens none."""
ADDRESS = re.compile(r"<[a-zA-Z/][^<>]*>|\]\([^()\s]*\)")
"""The HTML tags of a line, and the addresses of its links: no text is in them."""
_FORMULA = re.compile(r"\$\$(?=[^\s$])([^$\n]+)(?<=\S)\$\$")
_IN_HTML = re.compile(
    r"<!--(?:(?!<!--).)*?-->"
    r"|<(?P<code>script|style|code)(?=[\s>])(?:(?!<(?P=code)\b).)*?</(?P=code)\s*>"
    r"|(?P<debris><(?P<mark>b|strong|i|em)></(?P=mark)>)|<[a-zA-Z/][^<>]*>"
    rf"|(?P<tag>{_TAG.pattern})|\$\$(?P<formula>(?=[^\s$])[^$\n]+)(?<=\S)\$\$",
    re.DOTALL | re.IGNORECASE,
)
"""What stands in the HTML of an author; only tags, formulas and debris are read."""


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
        found.append((name[1], ESCAPE.sub(r"\1", value)))
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


class Found(Extras):
    """What a page holds beside Markdown."""

    def __init__(self) -> None:
        self.tags: list[BlockTag] = []
        self.formulas: list[tuple[int, str]] = []
        """The line of each formula, and its source."""

    def tag(self, mark: re.Match[str]) -> BlockTag:
        """Return the tag that a mark stands for."""
        return self.tags[ord(mark[1]) - _FIRST]

    def written(self, token: Token, line: int) -> str:
        """Return what stands for a token in HTML: the mark of a tag, a formula."""
        match token.type:
            case "gitbook_tag":
                return self._mark(token.content, line)
            case "formula":
                return self._formula(token.content, line)
            case _:
                return ""

    def in_html(self, text: str, line: int) -> str:
        """Return HTML of an author with marks in the place of tags."""
        if not any(sign in text for sign in ("{%", "$$", "></")):
            return text

        done, at = 0, line

        def read(found: re.Match[str]) -> str:
            nonlocal done, at
            at += text.count("\n", done, found.start())
            done = found.start()
            if found["tag"]:
                return self._mark(found["tag"], at) + "\n" * found["tag"].count("\n")
            if found["debris"]:
                return ""
            return self._formula(found["formula"], at) if found["formula"] else found[0]

        return _IN_HTML.sub(read, text)

    def _mark(self, source: str, line: int) -> str:
        if len(self.tags) >= MAX_TAGS:
            return html.escape(source)
        self.tags.append(parse_tag(source[2:-2].strip("- \t\n"), line))
        return f"{OPEN}{chr(_FIRST + len(self.tags) - 1)}{CLOSE}"

    def _formula(self, source: str, line: int) -> str:
        self.formulas.append((line, source))
        lines = "\n" in source  # they begin on the next line
        end = "\n" if lines else ""
        code = f'<code class="language-latex"{end}>{html.escape(source)}</code>'
        return f"<pre>{code}</pre>" if lines else code


# What is read


def gitbook(md: MarkdownIt) -> None:
    """Read the tags and the formulas of GitBook with ``md``, without its debris."""
    ends: RuleOptionsType = {
        "alt": ["paragraph", "reference", "blockquote", "list", "html_block"]
    }
    md.block.ruler.before("table", "gitbook_tag", _block_tag, ends)
    md.block.ruler.before("table", "gitbook_formula", _block_formula, ends)
    md.inline.ruler.before("escape", "gitbook_tag", _inline_tag)
    md.inline.ruler.before("escape", "gitbook_formula", _inline_formula)
    md.inline.ruler.before("autolink", "gitbook_empty_tag", _inline_empty_tag)
    md.core.ruler.after("inline", "gitbook_debris", _without_debris)


def _tag_at(text: str, at: int, end: int) -> re.Match[str] | None:
    tag = (
        _TAG.match(text, at, min(end, at + _WIDEST)) if text.startswith("{%", at) else None
    )
    return tag if tag and tag[0].count("\n") < _LONGEST else None


def _block_tag(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read the tags that begin a line; the words after them are a line of their own."""
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("{%", at) or state.is_code_block(start):
        return False
    limit = state.eMarks[end - 1]
    tag = _tag_at(state.src, at, limit)
    if silent or not tag:
        return bool(tag)
    line = start
    while tag:
        token = state.push("gitbook_tag", "", 0)
        token.content, token.map = tag[0], [line, line + 1]
        token.meta["name"] = _name(tag[0])
        _note(state, token.meta["name"], tag.end())
        line += tag[0].count("\n")
        at = state.skipSpaces(tag.end())
        tag = _tag_at(state.src, at, limit)
    if at >= state.eMarks[line]:
        state.line = line + 1
        return True
    state.bMarks[line], state.tShift[line], state.sCount[line] = at, 0, state.blkIndent
    state.line = line
    return line > start  # else the rules that follow read the rest of the line


def _name(tag: str) -> str:
    return tag[2:-2].strip("- \t\n").partition(" ")[0].partition("\n")[0]


def _note(state: StateBlock, name: str, at: int) -> None:
    if name.startswith("end"):
        note_end(state, f"%{name.removeprefix('end')}")
    else:
        note_start(state, f"%{name}", f"end{name.lower()}", at)


def _block_formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a formula between two lines « $$ »."""
    if _line(state, start) != "$$" or state.is_code_block(start):
        return False
    lines = range(start + 1, min(start + _LONGEST, end))
    last = next((line for line in lines if _line(state, line) == "$$"), 0)
    if last < start + 2:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = "\n".join(_line(state, line) for line in range(start + 1, last))
        token.map, state.line = [start, last + 1], last + 1
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]].strip()


def _inline_tag(state: StateInline, silent: bool) -> bool:
    """Read a tag among words; what begins one and does not end is text."""
    if not state.src.startswith("{%", state.pos):
        return False
    tag = _tag_at(state.src, state.pos, state.posMax)
    if not silent:
        token = state.push("gitbook_tag" if tag else "unclosed", "", 0)
        token.content = tag[0] if tag else "{%"
        if tag:
            token.meta["name"] = _name(tag[0])
    state.pos = tag.end() if tag else state.pos + 2
    return True


def _inline_formula(state: StateInline, silent: bool) -> bool:
    """Read a formula among words."""
    formula = _FORMULA.match(state.src, state.pos, state.posMax)
    if not formula:
        return False
    if not silent:
        state.push("formula", "", 0).content = formula[1]
    state.pos = formula.end()
    return True


# Debris


def _inline_empty_tag(state: StateInline, silent: bool) -> bool:
    """Pass over « <b></b> », as HTML or as GitBook escapes it."""
    found = _EMPTY.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    state.pos = found.end()
    return True


_STARS = re.compile(r"(?<!\*)\*\*[ \t\u00a0]*\*\*(?!\*)")
_EMPTY = re.compile(r"(<|&lt;)(b|strong|i|em)>\1/\2>", re.IGNORECASE)
_PAIRS = {"strong_close": "strong_open", "em_close": "em_open"}


def _without_debris(state: StateCore) -> None:
    """Take out signs that mark nothing, which GitBook’s editor leaves."""
    for line in state.tokens:
        if line.children:
            line.children = _cleaned(line.children)


def _cleaned(tokens: list[Token]) -> list[Token]:
    """Return the marks of a line, without those that mark nothing."""
    made: list[Token] = []
    for token in tokens:
        if token.type == "text":
            token.content = _STARS.sub("", token.content)
        made.append(token)
        while (kept := _before_empty_mark(made)) is not None:
            made[kept:] = [one for one in made[kept:] if one.type[:4] == "text"]
    if made and made[-1].type == "text":
        made[-1].content = made[-1].content.removesuffix("\\")
    return made


def _before_empty_mark(tokens: list[Token]) -> int | None:
    """Return where a mark begins that holds no word and ends with ``tokens``."""
    opening, at = _PAIRS.get(tokens[-1].type if tokens else ""), len(tokens) - 2
    while opening and at >= 0 and tokens[at].type != opening:
        if tokens[at].type[:4] != "text" or tokens[at].content.strip():
            return None
        at -= 1
    return at if opening and at >= 0 else None


# What the blocks of GitBook are made with


NBSP = "\N{NO-BREAK SPACE}"
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Making:
    """What the making of blocks needs: where they are, and whom to tell."""

    name: str
    page: str
    report: Report
    include: Callable[[BlockTag], Blocks] = lambda tag: ()
    """Returns the blocks of the file that ``{% include %}`` names."""

    def pos(self, tag: BlockTag) -> Pos:
        """Return where a tag is in its source."""
        return Pos(self.name, tag.line)

    def tell(self, code: str, message: str, tag: BlockTag, passage: str = "") -> None:
        """Note a finding about a tag."""
        passage = passage or tag.get("title") or tag.source
        pos = self.pos(tag)
        self.report.add(Finding(code, message, pos, self.page, passage))

    def tell_faulty(self, tag: BlockTag) -> None:
        """Note that the attributes of a tag are not well written."""
        message = (
            f"Le bloc {{% {tag.name} %}} est mal écrit : il manque un guillemet. "
            f'Écrivez par exemple {{% {tag.name} title="…" %}}, avec des guillemets droits.'
        )
        self.tell("balise-mal-ecrite", message, tag, tag.source)


Maker: TypeAlias = Callable[[BlockTag, Blocks, Making], Blocks]
"""(tag, what it holds, where) → the blocks that it becomes."""


def texts(block: Block) -> Iterator[str]:
    """Yield the texts of a block, titles included."""
    for node in nodes(block):
        match node:
            case Literal(text=text) | Div(title=text):
                yield text
