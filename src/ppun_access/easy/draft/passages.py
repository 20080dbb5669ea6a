"""The sentences of a document, in order, and which ones a draft leaves as they are.

Of tables, a column is prose, a small table is a sentence a row: « | Âge | Prix | »,
« | Moins de 18 ans | 10 € | » → « Pour les moins de 18 ans : 10 €. » A large table is none
of that: a person writes what its readers need of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ppun_access.document.model import (
    NOT_AUTHORS,
    Block,
    Callout,
    Code,
    CodeBlock,
    DefinitionList,
    Div,
    Document,
    Emph,
    Heading,
    Inline,
    List,
    ListItem,
    Para,
    Quote,
    Row,
    Sentence,
    Span,
    Table,
    Text,
)
from ppun_access.document.walk import nodes, plain_text, running_text
from ppun_access.easy.draft.model import Source
from ppun_access.easy.facts.patterns import POSTAL
from ppun_access.easy.text import capital, is_endless, is_stopped, plain
from ppun_access.french import split_sentences


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or what nobody rewrites (``kept``): a title, a quotation, a code.

    What is too long to be a sentence is kept too.
    """

    source: Source
    line: int | None
    """In the source file, counted from 1."""
    place: tuple[str, int]
    """The text and the block that it stands in, counted from 0."""
    kept: bool = False
    mark: str = ""
    """« - » or « 1. » and a space before the first block of an item of a list; before the
    others, and before what stands in items, as many spaces as there are above."""
    address: str = ""
    """The address that it gives, with the name of the service before it."""


def passages(document: Document) -> tuple[Passage, ...]:
    """Return all that is read of ``document``, in order; no signature, no large table."""
    found = [
        passage
        for number, (block, kept, mark) in enumerate(_flow(document.blocks, False))
        for passage in _of(block, (document.id, number), kept, mark)
    ]
    closed = zip(found, _quoted(found), _addresses(found), strict=True)
    return tuple(
        replace(one, source=Source(one.source.text, (*one.source.names, *more)), address=at)
        for one, quoted, at in closed
        for more in [[*quoted, at] if at else quoted]
    )


_MARKS = {"»": "«", "”": "“"}
_SERVICE = re.compile(
    r"\b(?:services?|directions?|pôles?|maisons?|bureaux?|centres?|conseils?|mairies?|"
    r"guichets?|agences?|caisses?|espaces?|associations?|commissions?|missions?|cellules?|"
    r"antennes?|unités?|secrétariats?|préfectures?|tribuna(?:l|ux))\b",
    re.IGNORECASE,
)


_IMPOSED = re.compile(r"\b(?:mention|formule)s? suivantes?\s?:", re.IGNORECASE)
_MOST_IMPOSED = 6
"""Passages after « la mention suivante : » that people have to write as they are."""


def sources_of(found: Sequence[Passage]) -> list[Source]:
    """Return what is to be drafted; what has to be copied keeps its words."""
    names = [one.source.names for one in found]
    for n, passage in enumerate(found):
        if told := _IMPOSED.search(passage.source.text):
            names[n] = (*names[n], passage.source.text[told.end() :])
            after = found[n + 1 : n + 1 + _MOST_IMPOSED]
            for k, one in enumerate(takewhile(lambda p: not p.kept, after), n + 1):
                names[k] = (*names[k], one.source.text)
    return [Source(one.source.text, n) for one, n in zip(found, names, strict=True)]


def _quoted(found: Sequence[Passage]) -> list[list[str]]:
    """Return of each passage the words of a quotation that has several sentences."""
    words: list[list[str]] = [[] for _ in found]
    open_: list[tuple[int, int]] = []
    for n, passage in enumerate(found):
        for at, mark in enumerate(passage.source.text):
            if mark in _MARKS.values():
                open_.append((n, at))
            elif mark in _MARKS and open_:
                first, begin = open_.pop()
                for k in range(first, n + 1 if first < n else n):
                    start, end = begin if k == first else 0, at if k == n else None
                    words[k].append(found[k].source.text[start:end])
        open_ = [] if passage.kept else open_
    return words


def _addresses(found: Sequence[Passage]) -> list[str]:
    """Return the address of each passage, after the name of a service, else nothing.

    « Écrivez à : Service transport des élèves 11 rue Haute »; also a name in lines of its
    own above.
    """
    told = [_address(passage.source.text) for passage in found]
    for n in range(len(found) - 1, 0, -1):
        text, above = found[n].source.text, found[n - 1].source.text
        if told[n] and text.startswith(told[n]) and not is_stopped(above):
            told[n - 1] = told[n - 1] or ("" if above.rstrip().endswith(":") else above)
    return told


def _address(text: str) -> str:
    places = [one.span() for one in POSTAL.finditer(plain(text))]
    if not places:
        return ""
    start, end = places[0][0], places[-1][1]
    after = max(text.rfind(mark, 0, start) for mark in ":;(") + 1
    service = _SERVICE.search(text, after, start)
    begin = after if after else service.start() if service else start
    return text[begin:end].strip()


def _flow(blocks: Iterable[Block], kept: bool) -> Iterator[tuple[Block, bool, str]]:
    """Yield the blocks that hold text, whether somebody else wrote them, their mark."""
    for block in blocks:
        match block:
            case Div(role=role) if role in NOT_AUTHORS:
                pass
            case Div() | Callout():
                title = block.title if isinstance(block, Div) else ""
                asked = [Heading(3, (Text(title),), pos=block.pos)] if title else []
                yield from _flow((*asked, *block.blocks), kept)  # a question, its answer
            case Quote():
                yield from _flow(block.blocks, True)
            case List():
                yield from _items(block, kept)
            case DefinitionList():
                for one in block.items:  # a term is the title of its meaning
                    yield from _flow((Heading(3, one.term), *one.blocks), kept)
            case Table():
                # What a row became is no sentence of the author: nobody rewrites it.
                yield from _flow(as_prose(block), kept or len(block.rows[0].cells) > 1)
            case Heading() | CodeBlock() | Para():
                yield block, kept or not isinstance(block, Para), ""
            case _:
                pass


def _items(block: List, kept: bool) -> Iterator[tuple[Block, bool, str]]:
    for number, item in enumerate(block.items, block.start):
        mark = f"{number}. " if block.ordered else "- "
        for n, (inner, own, deeper) in enumerate(_flow(item.blocks, kept)):
            yield inner, own, (" " * len(mark) if n else mark) + deeper


def _of(block: Block, place: tuple[str, int], kept: bool, mark: str) -> Iterator[Passage]:
    line = block.pos.line if block.pos else None
    if isinstance(block, CodeBlock):
        yield Passage(Source(block.text), line, place, True, mark)
    elif isinstance(block, Para | Heading):
        for text, inlines in _sentences(block):
            if text:
                at = next((n.pos.line for i in inlines for n in nodes(i) if n.pos), line)
                source = Source(text, tuple(_names(inlines)))
                yield Passage(source, at, place, kept or is_endless(text), mark)


def _sentences(block: Para | Heading) -> Iterator[tuple[str, tuple[Inline, ...]]]:
    if not any(isinstance(child, Sentence) for child in block.children):
        for line in _OWN_LINE.split(running_text(block.children)):
            yield from ((text.strip(), block.children) for text in split_sentences(line))
        return
    for child in block.children:
        for text in _OWN_LINE.split(running_text((child,)).strip()):
            yield " ".join(text.split("\n")).strip(), (child,)


_OWN_LINE = re.compile(r"\n(?=[\dA-ZÀ-Ý«])")
"""« Lundi : 8 h ⏎ Mardi : 9 h »: the author ended a line, and what follows is another."""


def _names(inlines: Iterable[Inline]) -> Iterator[str]:
    """Yield the titles (in italics), the code and the words of another language."""
    for inline in inlines:
        for node in nodes(inline):
            foreign = isinstance(node, Span) and bool(node.lang)
            if isinstance(node, Code | Emph) or foreign:
                yield plain_text(node)


MOST_ROWS, MOST_COLUMNS, MOST_WORDS = 8, 4, 15
"""Of a small table: rows below the titles, columns, words of a cell."""
_FEW_CELLS = 12
"""Of a table of more columns: two rows of prices by income."""
_SHOWN = re.compile(
    r"(?:prix|tarifs?|montants?|coûts?|horaires?|heures?|dates?|durées?|téléphones?|"
    r"adresses?|aides?|taux)\Z",
    re.IGNORECASE,
)
"""Titles of columns that their values show."""
_AGED = re.compile(r"(?:moins|plus) de\b", re.IGNORECASE)
_DETERMINED = re.compile(r"(?:les?|la|une?|des|ma|mon|votre) |l[’']", re.IGNORECASE)


def as_prose(table: Table) -> tuple[Block, ...]:
    """Return the paragraphs or the list that say a table; nothing for a large one."""
    widths = {len(row.cells) for row in table.rows}
    if not table.rows:
        return ()
    if widths == {1}:
        return tuple(block for row in table.rows for block in row.cells[0].blocks)
    texts = [_texts(row) for row in table.rows]
    if len(texts) < 2 or not _is_small(table, widths) or any(t is None for t in texts):
        return ()
    titles, *rows = [row for row in texts if row is not None]
    if not all(row[0] and any(row[1:]) for row in rows):
        return ()
    every = " | ".join(text for some in (titles, *rows) for text in some)
    names = frozenset(re.findall(r"(?<=[^\W\d_] )[A-ZÀ-Ý][\w-]+", every))
    items = (
        ListItem((replace(Para((Text(_said(titles, row, names)),)), pos=source.pos),))
        for row, source in zip(rows, table.rows[1:], strict=True)
    )
    return (List(tuple(items)),)


def _is_small(table: Table, widths: set[int]) -> bool:
    """Return whether a table has titles on top of a few rows, and no joined cells."""
    first, *rows = table.rows
    cells = [cell for row in table.rows for cell in row.cells]
    return (
        len(widths) == 1
        and (max(widths) <= MOST_COLUMNS or len(rows) * max(widths) <= _FEW_CELLS)
        and len(rows) <= MOST_ROWS
        and all(cell.header for cell in first.cells)
        and not any(cell.header for row in rows for cell in row.cells[1:])
        and all(cell.colspan == cell.rowspan == 1 for cell in cells)
    )


def _texts(row: Row) -> list[str] | None:
    """Return the text of each cell, None when one holds more than a short line."""
    found = []
    for cell in row.cells:
        if len(cell.blocks) > 1 or not all(isinstance(b, Para) for b in cell.blocks):
            return None
        paras = [block for block in cell.blocks if isinstance(block, Para)]
        text = " ".join(running_text(paras[0].children).split()) if paras else ""
        if len(text.split()) > MOST_WORDS:
            return None
        found.append(text)
    return found


def _said(titles: list[str], row: list[str], names: Collection[str] = ()) -> str:
    """Return a row as a sentence.

    >>> _said(["Qui", "Prix"], ["Moins de 18 ans", "10 €"]).split()
    ['Pour', 'les', 'moins', 'de', '18', 'ans', ':', '10', '€.']
    """
    first, rest = row[0].rstrip(" :."), list(zip(titles[1:], row[1:], strict=True))
    if _AGED.match(first) and "," not in first:
        first = f"Pour les {_lower(first)}"
    elif _DETERMINED.match(first):
        first = f"Pour {_lower(first)}"
    values = [
        (title, value.rstrip(" .;")) for title, value in rest if value.strip("/–- ")
    ] or rest
    if len(rest) == 1 and (_SHOWN.match(titles[1]) or not titles[1]):
        first, values = f"{first}\N{NO-BREAK SPACE}: {values[0][1]}", []
    said = (
        f"{_lower(title, names)}\N{NO-BREAK SPACE}: {value}" if title else value
        for title, value in values
    )
    sentence = capital(", ".join((first, *said)))
    return sentence if sentence.endswith("…") else f"{sentence}."


def _lower(text: str, names: Collection[str] = ()) -> str:
    """Return ``text`` without the capital of a common word: « PME » keeps its own.

    ``names`` are words that have a capital inside of cells: « Dole » of « Hors de Dole ».
    """
    is_name = text[1:2].isupper() or text.partition(" ")[0] in names
    return text if is_name else text[:1].lower() + text[1:]
