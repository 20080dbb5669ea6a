"""Wrap braille cells into lines and pages, splitting only words longer than a line.

In cells, a space may end a line and ``⠀`` (the blank cell) may not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

BLANK = "\N{BRAILLE PATTERN BLANK}"
HYPHEN = "⠤"
CONTINUED = "⠐"
"""At the end of a line, where an address goes on below."""
_ADDRESS_BREAKS = "⠌⠲⠜⠒⠢"
_PREFIXES = "⠠⠐⠨⠸⠘⠰⠈"
"""Cells that are nothing without the next one."""
_LEAST = 4
"""Cells that a line keeps for words, however far it is set in."""
ELLIPSIS = "⠲⠲⠲"
_SIGNS = "⠨⠸⠒"
"""Before a word: of capitals, of emphasis."""
_FIRST_WORDS = 12
"""Of a title that is too long, those that are looked at, beside the last one."""
_GAP = 3
"""Blank cells between the running title and the number of the page."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together; ``joined``: the next block begins on the same page."""

    lines: tuple[str, ...]
    before: int = 0
    after: int = 0
    joined: bool = False


def wrapped(cells: str, width: int, first: int, rest: int) -> list[str]:
    """Return ``cells`` on lines of ``width``, set in by ``first``, then by ``rest``.

    A word that would be cut only because its line is set in stands farther out.
    """
    first, rest = min(first, width - _LEAST), min(rest, width - _LEAST)
    done: list[str] = []
    indent, line = first, ""
    for word in _words(cells, width, width - max(first, rest)):
        if line and indent + len(line) + 1 + len(word) > width:
            done.append(BLANK * indent + line)
            indent, line = rest, ""
        if not line:
            indent = min(indent, width - len(word))
        line += BLANK + word if line else word
    return [*done, BLANK * indent + line] if line else done


def _words(cells: str, width: int, room: int) -> Iterator[str]:
    """Yield the words; those longer than a line in pieces that fit in ``room``."""
    for word in (word.strip(BLANK) for word in cells.split(" ")):
        parts = word.split(BLANK) if len(word) > width else (word,)
        for part in filter(None, parts):
            yield from _pieces(part, room) if len(part) > width else (part,)


def _pieces(word: str, room: int) -> Iterator[str]:
    """Yield the pieces of a word; each but the last ends with a sign, or a hyphen."""
    address = _is_address(word)
    marks = HYPHEN + (_ADDRESS_BREAKS if address else "")
    while len(word) > room:
        at = _cut(word, room - 1, marks)
        sign = CONTINUED if address else HYPHEN
        yield word[:at] + ("" if word[at - 1] == HYPHEN and not address else sign)
        word = word[at:]
    yield word


def _cut(word: str, most: int, marks: str) -> int:
    """Return where to cut: after one of ``marks``, else as late as can be.

    A sign of two cells stays whole.
    """
    whole = [n for n in range(1, most + 1) if word[n - 1] not in _PREFIXES] or [most]
    marked = [n for n in whole if n > 1 and word[n - 1] in marks]
    return marked[-1] if marked and word[marked[-1] - 2] not in _PREFIXES else whole[-1]


def _is_address(word: str) -> bool:
    """Return whether cells are an address: by « :// », « www. », « @ » or the base sign."""
    marks = ("⠒⠌⠌", "⠺⠺⠺⠲", "⠜")
    return any(mark in word for mark in marks) or word.lstrip("⠦⠶⠒⠸").startswith("⠰")


def centred(cells: str, width: int) -> list[str]:
    """Return ``cells`` on lines in the middle, with three cells free on either side."""
    longest = max(map(len, cells.split(" ")), default=0)
    inner = max(min(longest, width), width - 6)
    return [
        BLANK * ((width - len(line)) // 2) + line for line in wrapped(cells, inner, 0, 0)
    ]


def paged(blocks: Iterable[Block], height: int) -> list[list[str]]:
    """Return the lines of each page, at most ``height``, none blank at the top.

    A joined block keeps with it the first two lines of the next.
    """
    pages: list[list[str]] = [[]]
    waiting: list[Block] = []
    gap = 0
    for block in blocks:
        waiting.append(block)
        if block.joined:
            continue
        gap = _placed(waiting, pages, height, gap)
        waiting = []
    _placed(waiting, pages, height, gap)
    return [page for page in pages if page]


def _placed(blocks: list[Block], pages: list[list[str]], height: int, gap: int) -> int:
    """Add blocks that belong together; return the blank lines to leave after them."""
    if not blocks:
        return gap
    *heads, last = blocks
    together = sum(len(b.lines) + max(b.before, b.after) for b in heads)
    needed = together + last.before + min(len(last.lines), 2)
    if heads and len(pages[-1]) + gap + needed > height and needed <= height:
        pages.append([])
    for block in blocks:
        gap = _poured(block, pages, height, gap)
    return gap


def _poured(block: Block, pages: list[list[str]], height: int, gap: int) -> int:
    blanks = max(gap, block.before)
    if len(pages[-1]) + blanks >= height:
        pages.append([])
    if pages[-1]:
        pages[-1] += [""] * blanks
    for line in block.lines:
        if len(pages[-1]) >= height:
            pages.append([])
        pages[-1].append(line)
    return block.after


def running_line(
    title: str, number: str, width: int, loose: Collection[str] = (),
    shared: Collection[str] = (),
) -> str:  # fmt: skip
    """Return the first line of a page: the title in the middle, its number at the end.

    A title that is too long leaves out the words of ``loose``, then others, last of all
    those that are not ``shared`` with other titles.
    """
    room = width - len(number) - _GAP
    words = _naming(title.replace(BLANK, " ").split(" "), room, loose, shared)
    left = max(0, min((width - len(words)) // 2, room - len(words)))
    head = BLANK * left + words if words else ""
    return head + BLANK * (width - len(head) - len(number)) + number


def _naming(
    words: list[str], room: int, loose: Collection[str], shared: Collection[str]
) -> str:
    """Return as much of a title as names it in ``room``: « l’édito Présidente ».

    After what it alone has, its first word and its last are kept where they can be.
    """
    bare = [word.lstrip(_SIGNS) for word in words]
    own = [n for n, word in enumerate(bare) if word not in loose] or [*range(len(words))]
    for whole in ([*range(len(words))], own):
        if len(line := BLANK.join(words[n] for n in whole)) <= room:
            return line
    few = [*own[:_FIRST_WORDS], own[-1]]
    alone = [n for n in few if shared and bare[n] not in shared]
    kept: list[int] = []
    for n in (*sorted(alone, key=lambda n: -len(words[n])), few[0], few[-1], *few):
        longer = sorted({*kept, n})
        kept = longer if len(_cut_title(words, longer, own)) <= room else kept
    first = words[own[0]] if len(words[own[0]]) <= room else ""
    if not alone and sum(len(words[n]) for n in kept) < len(first):
        return first
    return _cut_title(words, kept, own) if kept else first


def _cut_title(words: list[str], kept: list[int], own: list[int]) -> str:
    """Return the ``kept`` words of ``own``, with an ellipsis in the place of others."""
    places = [own.index(n) for n in kept]
    line = words[kept[0]] if places[0] == 0 else f"{ELLIPSIS}{BLANK}{words[kept[0]]}"
    for (before, here), n in zip(pairwise(places), kept[1:], strict=True):
        line += ("" if here == before + 1 else ELLIPSIS) + BLANK + words[n]
    return line if places[-1] == len(own) - 1 else line + ELLIPSIS


# Files of embossers


ASCII_CELLS = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
"""The 64 cells in the order of Unicode, as North American braille ASCII writes them."""
PEF_NAMESPACE = "http://www.daisy.org/ns/2008/pef"
_TO_ASCII = {0x2800 + n: char for n, char in enumerate(ASCII_CELLS)}

Page = Sequence[str]
"""Lines of Unicode braille."""


def brf(pages: Sequence[Page]) -> bytes:
    """Return pages for an embosser: lines end with CR LF, pages are parted by FF."""
    parts = (
        "".join(f"{line.rstrip(BLANK).translate(_TO_ASCII)}\r\n" for line in page)
        for page in pages
    )
    return "\f".join(parts).encode("ascii")


def pef(
    pages: Sequence[Page], *, cells: int, lines: int, about: Mapping[str, str]
) -> bytes:
    """Return pages in the Portable Embosser Format, version 2008-1.

    ``about``: element of Dublin Core → value; empty ones are left out.
    """
    facts = "".join(
        f"      <dc:{name}>{escape(value)}</dc:{name}>\n"
        for name, value in about.items()
        if value
    )
    written = "".join(_page(page) for page in pages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<pef version="2008-1" xmlns="{PEF_NAMESPACE}">\n'
        '  <head>\n    <meta xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{facts}    </meta>\n  </head>\n  <body>\n"
        f'    <volume cols="{cells}" rows="{lines}" rowgap="0" duplex="false">\n'
        f"      <section>\n{written}      </section>\n    </volume>\n  </body>\n</pef>\n"
    ).encode()


def _page(page: Page) -> str:
    rows = "".join(f"          <row>{line.rstrip(BLANK)}</row>\n" for line in page)
    return f"        <page>\n{rows}        </page>\n"
