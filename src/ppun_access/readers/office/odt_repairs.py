"""Rewrite the parts of an ODT that pandoc would lose.

pandoc takes only the paragraphs of a note, and drops fields in titles, tables in cells or
list items, and text in frames. Their words are kept where they stand, as paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _DRAW = (_ODF % n for n in ("text", "table", "drawing"))
_P, _H, _SPAN = f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}span"
_FIELDS = tuple(
    _TEXT + name
    for name in (
        "sequence", "date", "time", "variable-set", "variable-get", "user-field-get",
        "sequence-ref", "note-ref", "title", "subject", "keywords", "description", "meta",
        "meta-field", "ruby", "ruby-base", "placeholder", "text-input", "drop-down",
        "author-name", "author-initials", "initial-creator", "creation-date",
        "creation-time", "modification-date", "modification-time", "print-date", "creator",
        "expression", "user-defined", "chapter", "file-name", "template-name",
        "conditional-text", "database-display", "measure",
    )
)  # fmt: skip
"""Fields of which what they show is text."""
_WRAPPING = tuple(
    f"{_TABLE}{name}" for name in ("table-rows", "table-row-group", "table-columns")
)
_SHAPES = tuple(
    f"{_DRAW}{name}"
    for name in ("text-box", "custom-shape", "rect", "ellipse", "circle", "caption", "line")
)


def repair(tree: etree._Element) -> None:
    """Change what pandoc would leave out."""
    for field in list(tree.iter(*_FIELDS)):
        if field.get(f"{_TEXT}display") != "none":
            field.tag = _SPAN
            field.attrib.pop(f"{_TEXT}style-name", "")
    for wrapping in [*tree.iter(*_WRAPPING)][::-1]:
        _replace(wrapping, list(wrapping))
    for numbered in list(tree.iter(f"{_TEXT}numbered-paragraph")):
        _replace(numbered, list(numbered))
    for shape in [*tree.iter(*_SHAPES)][::-1]:
        _put_after(shape)
    for note in tree.iter(f"{_TEXT}note-body"):
        if any(child.tag != _P for child in note):
            note[:] = _paragraphs(note)
    _repair_cells(tree)


def _repair_cells(tree: etree._Element) -> None:
    """Write tables in cells and items as paragraphs, and headings in cells."""
    for holder in list(tree.iter(f"{_TABLE}table-cell", f"{_TEXT}list-item")):
        for section in [*holder.iter(f"{_TEXT}section")][::-1]:
            _replace(section, list(section))
        for inside in list(holder.iter(f"{_TABLE}table")):
            _replace(inside, _paragraphs(inside))
        if holder.tag == f"{_TABLE}table-cell":
            for heading in holder.iterchildren(_H):
                heading.tag = _P


def _paragraphs(node: etree._Element) -> list[etree._Element]:
    """Return the outermost paragraphs of a node, headings among them."""
    found = [p for p in node.iter(_P, _H) if not _is_within(p, node)]
    for paragraph in found:
        paragraph.tag = _P
    return found


def _is_within(paragraph: etree._Element, node: etree._Element) -> bool:
    """Return whether a paragraph is inside another one below ``node``."""
    for above in paragraph.iterancestors():
        if above is node:
            return False
        if above.tag in (_P, _H):
            return True
    return False


def _replace(node: etree._Element, new: Iterable[etree._Element]) -> None:
    """Replace one element by others; it has no words beside it."""
    parent = node.getparent()
    if parent is not None:
        at = parent.index(node)
        parent[at : at + 1] = list(new)


def _put_after(shape: etree._Element) -> None:
    """Move the words of a frame after the paragraph around it.

    A picture with its caption stays: pandoc reads both.
    """
    if shape.find(f".//{_DRAW}image") is not None:
        return
    words = [child for child in shape if child.tag not in _OWN]
    holder = next(shape.iterancestors(_P, _H), None)
    if holder is None:
        holder = _outermost(shape)
    parent = holder.getparent()
    if parent is None or not words:
        return
    at = parent.index(holder) + 1
    for number, child in enumerate(words):
        child.tail = None
        parent.insert(at + number, child)


def _outermost(shape: etree._Element) -> etree._Element:
    """Return the outermost frame or group of a shape that is in no paragraph."""
    holder = shape
    for above in shape.iterancestors(f"{_DRAW}frame", f"{_DRAW}g", f"{_DRAW}a"):
        holder = above
    return holder


_OWN = tuple(
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}}}{tag}"
    for name, tag in (
        ("svg-compatible:1.0", "title"),
        ("svg-compatible:1.0", "desc"),
        ("drawing:1.0", "enhanced-geometry"),
        ("drawing:1.0", "glue-point"),
        ("office:1.0", "event-listeners"),
    )
)
"""What a shape says of itself."""
