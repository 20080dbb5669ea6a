"""Parse Markdown into tokens: CommonMark, and GitHub’s tables, footnotes, definitions.

Where CommonMark would take words away from readers we differ: a fence or a comment that
nothing closes is text, a row keeps all of its cells, what is nested too deep stays.
``docs/readers.md`` lists the examples of the specification that are affected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any, Literal

from markdown_it import MarkdownIt, helpers
from markdown_it.common.utils import normalizeReference
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_block.fence import fence
from markdown_it.rules_block.html_block import HTML_SEQUENCES
from markdown_it.rules_block.table import escapedSplit, getLine, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from ppun_access.readers.html.elements import EXTRA_CELLS
from ppun_access.readers.html.repairs import (
    AS_WRITTEN,
    ELEMENTS,
    VOID,
    is_custom,
    is_sentence,
    with_quotes,
)
from ppun_access.readers.marks import is_alone

DEEPEST = 100
"""Levels of blocks, or of marks; a list in a list is two of them."""
UNCLOSED = "unclosed"
"""In ``env``: the lines, from 0, that open code which nothing closes."""
Env = MutableMapping[str, Any]


@cache
def parser(*plugins: Callable[[MarkdownIt], None]) -> MarkdownIt:
    """Return a parser of a dialect of Markdown; it keeps nothing of what it has read."""
    md = MarkdownIt("zero")
    md.inline = _Inline()
    md.helpers = SimpleNamespace(**{**vars(helpers), "parseLinkDestination": _address})  # type: ignore[assignment]
    md.configure("commonmark", {"maxNesting": DEEPEST + 10})
    md.enable(["table", "strikethrough"])
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # links are checked later
    md.normalizeLink = _as_written  # type: ignore[method-assign]
    md.normalizeLinkText = _as_written  # type: ignore[method-assign,assignment]
    deflist_plugin(md)
    footnote_plugin(md, inline=False, move_to_end=False)
    md.inline.ruler.at("footnote_ref", _footnote_call)
    blocks = md.block.ruler
    blocks.before("table", "bottom", _bottom)
    blocks.at("table", _table, {"alt": ["paragraph", "reference"]})
    blocks.at("reference", _reference)
    blocks.at("fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    blocks.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    md.inline.ruler.after("html_inline", "like_a_tag", _like_a_tag)
    md.core.ruler.before("inline", "quotes", _quotes)
    md.core.ruler.before("inline", "block_attributes", _block_attributes)
    md.core.ruler.after("inline", "mark_attributes", _mark_attributes)
    for plugin in plugins:
        plugin(md)
    return md


def _as_written(url: str) -> str:
    return url


_KINDS = "md|markdown|html?|pdf|docx?|od[pst]|xlsx?|pptx?|rtf|txt|csv|zip|epub|mp[34]"
_PICTURES = "png|jpe?g|gif|webp|avif|svg"
_WITH_SPACES = re.compile(
    r"(?:[^\s<>()\"]|\([^()<>\"\n]{0,99}\)(?!\))|[ \xa0\u202f](?=\S)){1,300}?"
    rf"\.(?i:{_KINDS}|{_PICTURES})(?:\#[^\s<>()\"]*)?(?=[ \t]*(?:\"|\)|$))",
    re.M,
)


def _address(text: str, at: int, end: int) -> Any:
    """Read the address of a link; that of a file may have spaces, as people write it."""
    found = _WITH_SPACES.match(text, at, end)
    if found and re.search(r"\s", found[0]):
        return SimpleNamespace(ok=True, pos=found.end(), str=found[0])
    return helpers.parseLinkDestination(text, at, end)


_DEFINED = re.compile(r"\[([^\[\]]+)\]:[ \t]*(?=\S)")
_CALLED = re.compile(r"\[([^\[\]]+)\](?!:)")


def _reference(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Read « [g]: le guide.pdf », unless no link asks for it: it is a sentence then."""
    defined = _DEFINED.match(state.src, state.bMarks[first] + state.tShift[first])
    found = defined and _WITH_SPACES.match(state.src, defined.end(), state.eMarks[first])
    if defined and found and re.search(r"\s", found[0]):
        if "called" not in state.env:
            labels = map(normalizeReference, _CALLED.findall(state.src))
            state.env["called"] = frozenset(labels)
        if normalizeReference(defined[1]) not in state.env["called"]:
            return False
    return reference(state, first, last, silent)


class _State(StateInline):
    """Notes where each mark begins in its passage."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token


class _Inline(ParserInline):
    """Reads the marks of a passage, with their places."""

    def parse(self, src: str, md: MarkdownIt, env: Env, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


# Blocks


def _bottom(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a paragraph of what stands in too many lists and quotations."""
    if silent or state.level < DEEPEST:
        return False
    last = start
    while last < end and (state.isEmpty(last) or state.sCount[last] >= state.blkIndent):
        last += 1
    state.push("paragraph_open", "p", 1).map = [start, last]
    inline = state.push("inline", "", 0)
    inline.map, inline.children = [start, last], []
    inline.content = state.getLines(start, last, state.blkIndent, False).strip()
    state.push("paragraph_close", "p", -1)
    state.line = last
    return True


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table; rows keep the cells that its header does not announce."""
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    if not silent:
        state.tokens[first:] = _with_all_cells(state, state.tokens[first:])
    return True


def _with_all_cells(state: StateBlock, tokens: Sequence[Token]) -> list[Token]:
    width = sum(token.type == "th_open" for token in tokens)
    lines = [t.map[0] for t in tokens if t.type == "tr_open" and t.map][1:]
    more = {line: found for line in lines if (found := _beyond(state, line, width))}
    longest = max(map(len, more.values()), default=0)
    made: list[Token] = []
    line = head = -1
    for token in tokens:
        if token.type == "tr_open" and token.map:
            line = token.map[0]
            head = line if head < 0 else head
            if line in more and line == next(iter(more)):
                token.attrSet(EXTRA_CELLS, "")
        elif token.type == "tr_close" and more:
            cells = [""] * longest if line == head else more.get(line, [])
            for cell in cells:
                made += _cell("th" if line == head else "td", cell, line)
        made.append(token)
    return made


def _beyond(state: StateBlock, line: int, width: int) -> list[str]:
    """Return the cells of a row after those that the header of its table announces."""
    row = getLine(state, line).strip(" \t")
    if row.count("|") < width:
        return []
    cells = escapedSplit(row)
    cells = [cell.strip(" \t") for cell in cells[cells[0] == "" :]][width:]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(name: str, words: str, line: int) -> list[Token]:
    place = [line, line + 1]
    inline = Token("inline", "", 0, map=place, content=words, children=[])
    return [Token(f"{name}_open", name, 1), inline, Token(f"{name}_close", name, -1)]


_FENCE = re.compile(r"`{3,}|~{3,}")
_CODE = 4
"""Spaces that make code of a line."""


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read fenced code; a fence that nothing closes is text."""
    if not fence(state, start, end, True):
        return False
    if not _is_closed(state, start, end):
        state.env.setdefault(UNCLOSED, {})[start] = None
        return False
    return silent or fence(state, start, end, False)


def _is_closed(state: StateBlock, start: int, end: int) -> bool:
    """Tell if a fence at ``start`` is closed, in what holds it or around that."""
    opening = _FENCE.match(state.src, state.bMarks[start] + state.tShift[start])
    assert opening  # « fence » has found one
    sign, length = opening[0][0], len(opening[0])
    indent = min(state.blkIndent, state.sCount[start])
    where = f"endless {sign} {indent} {state.level} {end}"
    last, least = state.env.get(where, (0, 0))
    if start < last and length >= least:
        return False
    for line in range(start + 1, end):
        if state.sCount[line] < indent and not state.isEmpty(line):
            end = line
            break
        text = getLine(state, line).rstrip(" \t")
        closes = text.startswith(opening[0]) and not text.strip(sign)
        if closes and state.sCount[line] - indent < _CODE:
            return True
    state.env[where] = end, length
    return False


# HTML


_MOST_NAMES = 300
"""Names whose last end is looked for in a page."""
_FOLDED = re.compile(r"(?:<details(?:\s[^<>]*)?>|</(?:details|summary)\s*>)$", re.I)
"""Lines after which the content of a folded part may begin: it is Markdown."""
_TAG = re.compile(r"<!--(?:(?!<!--).)*?-->|<(/?)([a-z][^\s/<>]*)", re.I | re.S)


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read HTML up to a blank line, or to its end; what has none is no HTML."""
    at = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("<", at):
        return False
    line = state.src[at : state.eMarks[start]]
    known = (ends for ends in HTML_SEQUENCES if ends[0].search(line))
    ends = next((ends for ends in known if _has_end(ends, state, at)), None)
    if ends is None:
        return False
    if silent:
        return ends[2] and not (state.parentType == "paragraph" and is_alone(line))
    last = (_blank if ends[1].search("") else _end)(state, start, end, ends[1])
    token = state.push("html_block", "", 0)
    token.map, state.line = [start, last], last
    token.content = state.getLines(start, last, state.blkIndent, True)
    _note_open(state, token.content, state.eMarks[last - 1])
    return True


def _has_end(ends: tuple[Any, ...], state: StateBlock, at: int) -> bool:
    """Tell if what ends a block of HTML comes after ``at``, or a blank line ends it."""
    if ends[1].search(""):
        return True
    where = f"last {ends[1].pattern}"
    if where not in state.env:
        found = (end.end() for end in ends[1].finditer(state.src))
        state.env[where] = max(found, default=0)
    return bool(state.env[where] > at)


def _blank(state: StateBlock, start: int, end: int, _: object) -> int:
    """Return the line after HTML that begins at ``start`` and a blank line ends."""
    rules = state.md.block.ruler.getRules("html_block")
    for line in range(start, end):
        out = state.sCount[line] < state.blkIndent
        if line > start and (
            state.isEmpty(line) or out or any(r(state, line, end, True) for r in rules)
        ):
            return line
        if _FOLDED.search(getLine(state, line).rstrip()):
            return line + 1
    return end


def _end(state: StateBlock, start: int, end: int, closing: re.Pattern[str]) -> int:
    """Return the line after HTML that ``closing`` ends."""
    for line in range(start, end):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return line
        if closing.search(getLine(state, line)):
            return line + 1
    return end


def _note_open(state: StateBlock, html: str, at: int) -> None:
    """Note the elements that are open after a block of HTML that ends at ``at``."""
    for tag in _TAG.finditer(html):
        name = (tag[2] or "").lower()
        if name and tag[1]:
            note_end(state, name)
        elif name in ELEMENTS and name not in VOID:
            note_start(state, name, f"</{name}", at)


def note_start(state: StateBlock, name: str, ending: str, at: int) -> None:
    """Note that something is open that ``ending`` closes, if that comes after ``at``.

    People set back what stands in an element or in a tag of GitBook: it is no code.
    """
    last: dict[str, int] = state.env.setdefault("endings", {})
    if ending not in last and len(last) < _MOST_NAMES:
        lower = state.env.setdefault("lower", state.src.lower())
        last[ending] = lower.rfind(ending)
    if last.get(ending, -1) >= at - len(ending):
        state.env.setdefault("open", []).append(name)
        state.env.setdefault("names", Counter())[name] += 1
        state._code_enabled = False


def note_end(state: StateBlock, name: str) -> None:
    """Note that an element ends, and all that it holds."""
    opened, names = state.env.get("open", []), state.env.get("names", {})
    while names.get(name):
        names[last := opened.pop()] -= 1
        if last == name:
            break
    state._code_enabled = not opened


def _quotes(state: StateCore) -> None:
    """Give the tags of a page the quotation marks that they lack."""
    for token in state.tokens:
        if token.type in ("inline", "html_block") and "<" in token.content:
            inline = token.type == "inline"
            content = token.content if inline else _with_ends(token.content)
            token.content = with_quotes(content, markdown=inline)


def _with_ends(html: str) -> str:
    """Return HTML with what opens an instruction, and nothing ends, as text."""
    last = {"<?": html.rfind("?>"), "<!": html.rfind(">")}

    def kept(sign: re.Match[str]) -> str:
        return sign[0] if sign.start() < last[sign[0]] else f"&lt;{sign[0][1]}"

    return re.sub(r"<\?|<!(?=[a-zA-Z])", kept, html)


_LIKE_A_TAG = re.compile(r"<(/?)(?=[a-zA-Z])([\w.:-]*)(?:[\s/][^<>]*)?>")


def _like_a_tag(state: StateInline, silent: bool) -> bool:
    """Read what stands between « < » and « > » and is no tag for CommonMark.

    It is words, kept as they are written, or a tag of an office suite: « <o:p> ».
    """
    found = _LIKE_A_TAG.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    name = found[2].lower()
    words = is_sentence(found[0].replace("</", "<", 1))
    tag = not words and (is_custom(name) or (found[1] and name in ELEMENTS))
    if not (words or tag) and name in ELEMENTS:
        return False
    if not silent:
        if tag:
            state.push("html_inline", "", 0).content = found[0]
        else:
            state.push("html_inline", "", 0).content = f'<span {AS_WRITTEN}="">'
            state.push("text_special", "", 0).content = found[0]
            state.push("html_inline", "", 0).content = "</span>"
    state.pos = found.end()
    return True


# Footnotes


_CALL = re.compile(r"\[\^([^\[\]\s]+)\]")


def _footnote_call(state: StateInline, silent: bool) -> bool:
    """Read what calls a note; a bracket without end is not looked for past the next."""
    known = state.env.get("footnotes", {}).get("refs", {})
    found = _CALL.match(state.src, state.pos, state.posMax) if known else None
    if not found or f":{found[1]}" not in known:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta["label"] = found[1]
    state.pos = found.end()
    return True


# Attributes in braces, ``{#place .kind lang=en}``, when nothing else is in them: « une aide
# {voir l’annexe} » keeps its last words, and so do the tags of GitBook


_ONE = r"""(?:[\#.][\w:.-]+|[A-Za-z][\w:-]*=(?:"[^"\n{}]*"|'[^'\n{}]*'|[^\s"'{}=]+))"""
_WRITTEN = rf"\{{:?[ ]*({_ONE}(?:[ ]+{_ONE})*)[ ]*\}}"
_PARTS = re.compile(rf"(?<![^ ]){_ONE}")
BRACES_OF_HEADING = re.compile(rf"(?<![ ])[ ]+{_WRITTEN}[ ]*$")
BRACES_OF_BLOCK = re.compile(rf"\n[ ]*{_WRITTEN}[ ]*$")
BRACES = re.compile(_WRITTEN)
_MARKS = ("em_close", "strong_close", "s_close", "link_close", "code_inline", "image")


def _block_attributes(state: StateCore) -> None:
    """Take the braces that end a heading, or the last line of a paragraph."""
    for opening, line in zip(state.tokens, state.tokens[1:], strict=False):
        if line.type == "inline" and line.content.endswith("}"):
            heading = opening.type == "heading_open"
            found = (BRACES_OF_HEADING if heading else BRACES_OF_BLOCK).search(line.content)
            if found and opening.type in ("heading_open", "paragraph_open"):
                opening.attrs.update(_values(found[1]))
                line.content = line.content[: found.start()]


def _mark_attributes(state: StateCore) -> None:
    """Take the braces that follow a mark, a link or a picture."""
    for line in state.tokens:
        children = line.children or ()
        for at, text in enumerate(children):
            if not (at and text.type == "text" and text.content.startswith("{")):
                continue
            mark = children[at - 1]
            found = BRACES.match(text.content) if mark.type in _MARKS else None
            if found:
                _opening_of(children, at - 1).attrs.update(_values(found[1]))
                text.content = text.content[found.end() :]


def _opening_of(tokens: Sequence[Token], at: int) -> Token:
    """Return the token that begins the mark that ends at ``at``."""
    mark = tokens[at]
    kind = mark.type.replace("_close", "_open")
    before = (tokens[n] for n in range(at, -1, -1))
    return next(t for t in before if t.type == kind and t.level == mark.level)


def _values(written: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for part in _PARTS.findall(written):
        name, equals, value = part.partition("=")
        if equals:
            found[name] = value.strip("\"'")
        elif part[0] == "#":
            found["id"] = part[1:]
        else:
            found["class"] = f"{found.get('class', '')} {part[1:]}".strip()
    return found
