"""Convert block nodes of pandoc (pandoc-types 1.23, JSON) to those of our model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from ppun_access.document.model import (
    Block,
    Callout,
    CalloutKind,
    Cell,
    CodeBlock,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Image,
    Inline,
    List,
    ListItem,
    Para,
    Quote,
    Row,
    Rule,
    Span,
    Table,
    Text,
)
from ppun_access.document.sources import slug
from ppun_access.document.walk import plain_text
from ppun_access.readers.office.context import (
    DEEPEST,
    Json,
    Reading,
    language,
    texts,
    words,
)
from ppun_access.readers.office.inlines import inlines, raw_text
from ppun_access.readers.office.language_marks import unmarked
from ppun_access.readers.spaces import merged, trimmed

_MOST_COLUMNS = 1000
_BOXES = {"☐": False, "☒": True, "☑": True}
_CALLOUTS: Mapping[str, CalloutKind] = {
    "note": "info", "tip": "info", "hint": "info", "info": "info", "seealso": "info",
    "admonition": "info", "important": "warning", "attention": "warning",
    "caution": "warning", "warning": "warning", "danger": "danger", "error": "danger",
}  # fmt: skip
_DECIMAL = {"Decimal", "DefaultStyle", "Example"}


def blocks(found: Iterable[Json], reading: Reading) -> tuple[Block, ...]:
    """Return the blocks of ``found``; those without any content vanish."""
    reading.depth += 1
    try:
        read = _too_deep if reading.depth > DEEPEST else _block
        return tuple(b for block in found for b in read(block, reading))
    finally:
        reading.depth -= 1


def _too_deep(block: Json, reading: Reading) -> Iterator[Block]:
    """Yield the words that are nested too deep, one paragraph each."""
    for text in texts(block):
        message = (
            f"Ce passage est imbriqué dans plus de {DEEPEST} listes ou citations : il est "
            "publié comme un simple paragraphe. Simplifiez cette partie."
        )
        reading.tell("imbrication-profonde", message, text)
        yield Para((Text(text),), pos=reading.pos())


def _block(block: Json, reading: Reading) -> Iterator[Block]:
    kind, content = block["t"], block.get("c")
    if reader := _BLOCKS.get(kind):
        yield from reader(content, reading)
    else:
        yield from _unknown(block, reading)


def _unknown(block: Json, reading: Reading) -> Iterator[Block]:
    """Yield the words of a kind of block that this version of pandoc-types lacks."""
    found = tuple(texts(block))
    message = f"Un bloc « {block['t']} » n’est pas connu : seul son texte est gardé."
    reading.tell("bloc-inconnu", message, " ".join(found))
    for text in found:
        yield Para((Text(text),), pos=reading.pos())


def _para(content: Any, reading: Reading) -> Iterator[Block]:
    pos = reading.pos() if content else None
    match inlines(content, reading):
        case ():
            return
        case (Image() as image,):
            yield Figure(image, pos=pos)
        case (Span(children, "", None, 0, lang=lang),) if lang:
            yield Para(children, lang=lang, pos=pos)
        case line:
            yield Para(line, pos=pos)


def _lines(content: Any, reading: Reading) -> Iterator[Block]:
    """Yield the lines of an address or of a poem as one paragraph."""
    joined: list[Any] = []
    for line in content:
        joined += [{"t": "LineBreak"}] * bool(joined) + line
    yield from _para(joined, reading)


def _code(content: Any, reading: Reading) -> Iterator[Block]:
    (_, classes, _), text = content
    text = unmarked(text)
    pos = reading.pos()
    yield CodeBlock(text, classes[0] if classes else "", pos=pos)


def _raw(content: Any, reading: Reading) -> Iterator[Block]:
    """Yield the words of a passage that is meant for another program, never its code."""
    if text := raw_text(content, reading):
        yield Para((Text(text),), pos=reading.pos())


def _quote(content: Any, reading: Reading) -> Iterator[Block]:
    if inside := blocks(content, reading):
        yield Quote(inside, pos=inside[0].pos)


def _ordered(content: Any, reading: Reading) -> Iterator[Block]:
    (start, style, _), items = content
    found = list(_list(items, reading, ordered=True, start=max(start, 0)))
    if style["t"] not in _DECIMAL and found:
        message = (
            "Les points de cette liste ont des lettres ou des chiffres romains : ils sont "
            "publiés avec des chiffres (1, 2, 3). Vérifiez les renvois du texte."
        )
        reading.tell("liste-renumerotee", message, plain_text(found[0]))
    yield from found


def _list(
    items: Any, reading: Reading, *, ordered: bool = False, start: int = 1
) -> Iterator[Block]:
    found = tuple(_item(item, reading) for item in items)
    kept = tuple(item for item in found if item.blocks or item.checked is not None)
    if kept:
        pos = next((item.blocks[0].pos for item in kept if item.blocks), None)
        yield List(kept, ordered, start, pos=pos)


def _item(item: Any, reading: Reading) -> ListItem:
    """Return an item; a box that it opens with makes it a task."""
    match item:
        case [
            {"t": "Para" | "Plain", "c": [{"t": "Str", "c": str(box)}, *rest]},
            *more,
        ] if box in _BOXES:
            first = {"t": "Para", "c": rest}
            return ListItem(blocks([first, *more], reading), _BOXES[box])
        case _:
            return ListItem(blocks(item, reading))


def _definitions(content: Any, reading: Reading) -> Iterator[Block]:
    items = []
    for term, meanings in content:
        place = reading.pos()
        line = inlines(term, reading)
        inside = tuple(b for meaning in meanings for b in blocks(meaning, reading))
        if line or inside:
            items.append(Definition(line, inside, pos=place))
    if items:
        yield DefinitionList(tuple(items), pos=reading.here())


def _heading(content: Any, reading: Reading) -> Iterator[Block]:
    level, (id_, _, _), line = content
    pos = reading.pos()
    if children := inlines(line, reading):
        own = id_ if slug(id_) != slug("".join(map(plain_text, children))) else ""
        yield Heading(min(max(level, 1), 6), children, id=own, pos=pos)
    elif level:
        message = "Ce titre est vide : il n’est pas publié. Écrivez-le, ou retirez-le."
        reading.tell("titre-vide", message, "")


def _rule(content: Any, reading: Reading) -> Iterator[Block]:
    yield Rule(pos=reading.here())


def _div(content: Any, reading: Reading) -> Iterator[Block]:
    attr, inside = content
    classes = attr[1]
    kind = next((_CALLOUTS[c] for c in classes if c in _CALLOUTS), None)
    lang = language(attr)
    if kind and words(inside[:1]).casefold() in _CALLOUTS:
        inside = inside[1:]  # the name of its kind, which we say ourselves
    found = tuple(_in_language(b, lang) for b in blocks(inside, reading))
    if kind and found:
        yield Callout(found, kind, pos=found[0].pos)
    else:
        yield from found


def _in_language(block: Block, lang: str) -> Block:
    return replace(block, lang=lang) if lang and not block.lang else block


def _figure(content: Any, reading: Reading) -> Iterator[Block]:
    _, (_, caption), inside = content
    pos = reading.pos()
    title = _one_line(blocks(caption, reading))
    found = list(blocks(inside, reading))
    pictures = [n for n, block in enumerate(found) if isinstance(block, Figure)]
    if title and pictures:
        at = pictures[-1]
        figure = found[at]
        assert isinstance(figure, Figure)
        found[at] = Figure(figure.image, title, pos=pos)
        if figure.caption and figure.caption != title:
            found.insert(at + 1, Para(figure.caption, pos=pos))
    elif title:
        found.append(Para(title, pos=pos))
    yield from found


def _one_line(found: Iterable[Block]) -> tuple[Inline, ...]:
    """Return the words of a caption, whatever blocks it is made of."""
    line: list[Inline] = []
    for block in found:
        more = block.children if isinstance(block, Para) else (Text(plain_text(block)),)
        line += [Text(" ")] * bool(line) + list(more)
    return trimmed(merged(line))


def _table(content: Any, reading: Reading) -> Iterator[Block]:
    _, (_, caption), _, (_, head), bodies, (_, foot) = content
    pos = reading.pos()
    title = _one_line(blocks(caption, reading))
    rows = [_row(row, reading, len(row[1])) for row in head]
    for _, headers, between, body in bodies:
        rows += [_row(row, reading, len(row[1])) for row in between]
        rows += [_row(row, reading, headers) for row in body]
    rows += [_row(row, reading, 0) for row in foot]
    kept = tuple(row for row in rows if row.cells)
    if any(cell.blocks for row in kept for cell in row.cells):
        yield Table(kept, title, pos=pos)
    elif title:
        yield Para(title, pos=pos)


def _row(row: Any, reading: Reading, headers: int) -> Row:
    """Return a row; its first ``headers`` cells are those of headers."""
    cells = []
    for n, (_, _, rowspan, colspan, inside) in enumerate(row[1]):
        across, down = _bounded(colspan), _bounded(rowspan)
        cells.append(Cell(blocks(inside, reading), n < headers, across, down))
    return Row(tuple(cells))


def _bounded(span: int) -> int:
    return max(1, min(span, _MOST_COLUMNS))


_BlockReader: TypeAlias = Callable[[Any, Reading], Iterator[Block]]
_BLOCKS: Mapping[str, _BlockReader] = {
    "Plain": _para,
    "Para": _para,
    "LineBlock": _lines,
    "CodeBlock": _code,
    "RawBlock": _raw,
    "BlockQuote": _quote,
    "OrderedList": _ordered,
    "BulletList": _list,
    "DefinitionList": _definitions,
    "Header": _heading,
    "HorizontalRule": _rule,
    "Table": _table,
    "Figure": _figure,
    "Div": _div,
}
