"""Write the tokens of a page of Markdown as HTML, with the line of each of its lines.

HTML that an author wrote stands between elements of ours. An end tag of theirs ends no
element of ours: it comes after it. A start tag that nothing ends is ended where its block
of HTML is, and marked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import accumulate
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from ppun_access.readers.html.parsing import BESIDE_PARAGRAPHS, MEDIA, SKIPPED_ELEMENTS
from ppun_access.readers.html.repairs import ELEMENTS, NEED_END, VOID, is_sentence, marked
from ppun_access.readers.markdown.parser import UNCLOSED

_TAG = re.compile(
    r"""<!--(?:(?!<!--).)*?-->|<!\[CDATA\[(?:(?!<!\[).)*?\]\]>"""
    r"""|<(script|style)(?=[\s>])(?:(?!<\1\b).)*?</\1\s*>"""
    r"""|<(/?)([a-zA-Z][^\s/<>]*)(?:=\s*(?:"[^"]*"|'[^']*')|[^<>])*+>""",
    re.DOTALL | re.IGNORECASE,
)
_ENDED = ELEMENTS.difference(SKIPPED_ELEMENTS, MEDIA, ("details",))
"""Elements that the end of a block of HTML ends, when no end tag does."""
_NAMES = {"s": "del"}
"""Elements that have another name in our tree."""


class Html(NamedTuple):
    """A page as HTML; ``lines`` gives the line of the source of each of its lines."""

    text: str
    lines: Sequence[int]
    unclosed: Sequence[int] = ()
    """The lines that open what nothing closes."""


class Extras:
    """What a dialect writes of its own tokens, and in the HTML of authors."""

    def written(self, token: Token, line: int) -> str:
        """Return the HTML of a token of the dialect, which stands at a line: its words."""
        return escape(token.content)

    def in_html(self, html: str, line: int) -> str:
        """Return HTML of an author, which begins at a line, as it is to be read."""
        return html


def to_html(
    text: str, md: MarkdownIt, extras: Extras | None = None, first_line: int = 1
) -> Html:
    """Return the HTML of Markdown, read by ``md``; it begins at ``first_line``."""
    env: dict[str, dict[int, None]] = {}
    tokens = md.parse(text, env)
    writer = _Writer(extras or Extras(), first_line)
    writer.blocks(tokens)
    unclosed = sorted({*(n + first_line for n in env.get(UNCLOSED, ())), *writer.unclosed})
    return Html(*writer.finished(), unclosed)


@dataclass(slots=True, eq=False)
class _Start:
    """A start tag that an author wrote: its name and its piece."""

    name: str
    piece: int
    depth: int
    """How many elements of ours it stands in."""
    end: int = 0
    """The piece of its end tag; 0 without any."""


@dataclass(slots=True)
class _Own:
    """An element of ours: the start tags in it, the end tags that come after it."""

    name: str
    starts: list[_Start] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


class _Writer:
    """Writes a page, or a footnote of it."""

    def __init__(self, extras: Extras, line: int) -> None:
        self.unclosed: set[int] = set()
        self._extras, self._first = extras, line
        self._pieces: list[str] = []
        self._lines = [line]
        self._own = [_Own("")]
        self._starts: defaultdict[str, list[_Start]] = defaultdict(list)
        self._ended: list[_Start] = []
        self._left: list[tuple[list[_Start], int]] = []
        """The start tags that each block of HTML leaves open, and the piece of its end."""
        self._notes: list[tuple[str, _Writer]] = []
        self._names: dict[str, int] = {}

    def finished(self) -> tuple[str, list[int]]:
        """Return the whole HTML, the notes last, and the lines of its lines."""
        self._end_what_is_left()
        if self._notes:
            self._put('<div class="footnote"><ol>')
            for name, note in self._notes:
                text, lines = note.finished()
                self._pieces.append(f'\n<li id="fn:{escape(name)}">{text}</li>\n')
                self._lines += [*lines, lines[-1]]
            self._put("</ol></div>")
        return "".join(self._pieces), self._lines

    def blocks(self, tokens: Iterable[Token]) -> None:
        """Write the blocks of a page."""
        writers = [self]
        for token in tokens:
            writer = writers[-1]
            if token.type == "footnote_reference_open":
                writers.append(self._note(token, writer))
            elif token.type == "footnote_reference_close":
                writers.pop()
            else:
                writer._block(token)

    def _note(self, token: Token, around: _Writer) -> _Writer:
        """Return a writer of a note; another one of its name is called by nothing."""
        name = str(token.meta["label"])
        again = self._names[name] = self._names.get(name, 0) + 1
        line = self._first + token.map[0] if token.map else around._lines[-1]
        note = _Writer(self._extras, self._first)
        note._lines, note.unclosed = [line], self.unclosed
        self._notes.append((name if again == 1 else f"{name}-bis{again}", note))
        return note

    # Lines

    def _put(self, html: str) -> None:
        """Add a piece of HTML; each of its lines is one of the source."""
        self._pieces.append(html)
        for _ in range(html.count("\n")):
            self._lines.append(self._lines[-1] + 1)

    def _go(self, line: int) -> None:
        """Begin a line of HTML that stands for ``line``, between two blocks."""
        if line != self._lines[-1]:
            self._pieces.append("\n")
            self._lines.append(line)

    # Blocks

    def _block(self, token: Token) -> None:
        if token.map and token.nesting >= 0:
            self._go(self._first + token.map[0])
        if token.hidden:
            return
        if token.nesting:
            self._mark(token)
        elif token.type == "inline":
            self._inlines(token)
        elif token.type in ("fence", "code_block"):
            self._code(token)
        elif token.type == "html_block":
            self._html(token.content)
        elif token.type == "hr":
            self._put("<hr>")
        else:
            self._extra(token, block=True)

    def _mark(self, token: Token) -> None:
        """Write the start or the end of an element of ours."""
        name = _NAMES.get(token.tag, token.tag)
        if token.nesting > 0:
            self._own.append(_Own(name))
            self._put(f"<{name}{_attributes(token)}>")
            return
        self._put(f"</{name}>")
        own = self._own.pop()
        for start in own.starts:
            left = self._starts[start.name]
            while left and left[-1].depth >= len(self._own):
                left.pop()
        for start in own.starts:  # what no paragraph can hold goes on after it
            if own.name == "p" and not start.end and start.name in BESIDE_PARAGRAPHS:
                self._keep(start)
        for end in own.after:
            self._put(end)

    def _code(self, token: Token) -> None:
        fence, name = token.type == "fence", unescapeAll(token.info).split(maxsplit=1)
        kind = f' class="language-{escape(name[0])}"' if name else ""
        set_back = "" if fence else ' data-set-back=""'
        line_end = "\n" if fence else ""  # the code begins on the next line
        code = escape(token.content)
        self._put(f"<pre{set_back}><code{kind}{line_end}>{code}</code></pre>")

    def _extra(self, token: Token, *, block: bool) -> None:
        """Write a token of the dialect; those of GitBook begin and end as tags do."""
        html = self._extras.written(token, self._lines[-1])
        alone = f"<p>{html}</p>"
        html = alone if block else html
        name = str(token.meta.get("name", ""))
        if name.startswith("end"):
            self._end(f"%{name.removeprefix('end')}", html, alone)
        else:
            self._put(html)
            if name:
                self._keep(_Start(f"%{name}", len(self._pieces) - 1, 0))

    # HTML

    def _html(self, html: str) -> None:
        """Write a block of HTML."""
        starts = self._own[-1].starts
        before = len(starts)
        html = self._extras.in_html(html, self._lines[-1])
        done = 0
        for tag in _TAG.finditer(html):
            if tag[3]:
                self._put(html[done : tag.start()])
                self._tag(tag)
                done = tag.end()
        self._put(html[done:])
        left = [start for start in starts[before:] if not start.end]
        if left:
            self._left.append((left, len(self._pieces) - 1))

    def _tag(self, tag: re.Match[str]) -> None:
        """Write a tag of an author."""
        name = tag[3].lower()
        if tag[2]:
            self._end(name, tag[0])
        else:
            self._put(tag[0])
            if name not in VOID and not tag[0].endswith("/>") and not is_sentence(tag[0]):
                self._keep(_Start(name, len(self._pieces) - 1, 0))

    def _keep(self, start: _Start) -> None:
        start.depth = len(self._own) - 1
        self._own[-1].starts.append(start)
        self._starts[start.name].append(start)

    def _end(self, name: str, html: str, alone: str = "") -> None:
        """Write an end tag, after the elements of ours that it would end.

        ``alone``: the same between two blocks.
        """
        if not self._starts[name]:
            if all(own.name != name for own in self._own):
                self._put(html)
            return
        start = self._starts[name].pop()
        start.end = len(self._pieces)
        self._ended.append(start)
        crossed = [o for o in self._own[start.depth + 1 :] if o.name != "p"]
        if crossed:
            crossed[0].after.append(alone or html)
        else:
            self._put(html)

    def _end_what_is_left(self) -> None:
        """End the elements that no end tag ends where their block of HTML does.

        An item or a cell needs no end tag in the list or the table that holds it.
        """
        held = list(accumulate(self._holders()))
        for starts, last in self._left:
            ended = next((n for n, s in enumerate(starts) if s.end), len(starts))
            for number, start in reversed(list(enumerate(starts))):
                needed = start.name in NEED_END or not held[start.piece]
                within = number < ended and start.name in _ENDED and needed
                if not start.end and (within or start.name == "p"):
                    tag = self._pieces[start.piece]
                    self._pieces[start.piece] = marked(tag, start.name)
                    self._pieces[last] += f"</{start.name}>"

    def _holders(self) -> list[int]:
        """Return how many elements of authors begin or end at each piece."""
        found = [0] * (len(self._pieces) + 1)
        for start in self._ended:
            found[start.piece + 1] += 1
            found[start.end] -= 1
        return found

    # Lines of text

    def _inlines(self, token: Token) -> None:
        first = self._lines[-1]
        ends = [end.start() for end in re.finditer("\n", token.content)]
        for child in token.children or ():
            if ends and "at" in child.meta:
                self._catch_up(first + bisect_left(ends, child.meta["at"]))
            self._inline(child)

    def _catch_up(self, line: int) -> None:
        """Count the lines of the source that a mark has no line ends for."""
        if line > self._lines[-1]:
            self._put(f"<!--{chr(10) * (line - self._lines[-1])}-->")

    def _inline(self, token: Token) -> None:
        match token.type:
            case "text":
                self._put(escape(token.content))
            case "softbreak":
                self._put("\n")
            case "hardbreak":
                self._put("<br>\n")
            case "code_inline" | "image":
                end = f">{escape(token.content)}</code>" if token.tag == "code" else ">"
                self._put(f"<{token.tag}{_attributes(token)}{end}")
            case "html_inline" if (tag := _TAG.fullmatch(token.content)) and tag[3]:
                self._tag(tag)
            case "html_inline":
                self._put(token.content)
            case "footnote_ref":
                name = escape(token.meta["label"])
                self._put(f'<sup><a class="footnote-ref" href="#fn:{name}"></a></sup>')
            case "unclosed":
                self.unclosed.add(self._lines[-1])
                self._put(token.content)
            case _:
                self._mark(token) if token.nesting else self._extra(token, block=False)


def _attributes(token: Token) -> str:
    values = dict(token.attrs)
    if token.type == "image":
        values["alt"] = _words(token.children or ())
    elif "style" in values and token.type in ("th_open", "td_open"):
        del values["style"]  # how cells are aligned
    lines = {name: escape(str(v)).replace("\n", " ") for name, v in values.items()}
    return "".join(f' {name}="{value}"' for name, value in lines.items())


def _words(tokens: Iterable[Token]) -> str:
    """Return what describes a picture: the words of its marks."""
    found = (
        _words(t.children or ()) if t.type == "image"
        else " " if t.type.endswith("break")
        else t.content if t.type not in ("html_inline",) else ""
        for t in tokens
    )  # fmt: skip
    return "".join(found)
