"""Handle SVG and MathML in web pages: which tags end one, the words they hold."""

from __future__ import annotations

from collections.abc import Iterator

from bs4.element import Tag

DRAWINGS = ("svg", "math")
_TEXT = (
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em",
    "embed", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing",
    "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strong",
    "strike", "sub", "sup", "table", "tt", "u", "ul", "var",
)  # fmt: skip
"""Elements that end a drawing that nothing closes (HTML, 13.2.6.5)."""
_HOLDS_TEXT = (
    "foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext",
)  # fmt: skip
"""What a drawing holds, and in which such elements may stand."""
_FARTHEST = 200
"""How many open elements that are no drawings are looked at."""
_UNSEEN = ("symbol", "defs", "metadata")


def outermost(part: Tag) -> Iterator[Tag]:
    """Yield the drawings of ``part`` that stand in no other one when their turn comes."""
    inside: set[int] = set()
    for drawing in part.find_all(DRAWINGS):
        if id(drawing) not in inside:
            yield drawing
            inside.update(map(id, drawing.find_all(DRAWINGS)))


def ended_drawings(name: str, opened: list[Tag]) -> list[str]:
    """Return the drawings that the start tag of an element ends, the last one first.

    ``opened``: the elements that are open. A drawing without its end tag would else hold
    the whole of the page.
    """
    found: list[str] = []
    others = 0
    for tag in reversed(opened if name in _TEXT else ()):
        if tag.name in _HOLDS_TEXT or others == _FARTHEST:
            break
        if tag.name in DRAWINGS:
            found.append(tag.name)
        else:
            others += 1
    return found


def drawn_words(drawing: Tag) -> str:
    """Return what a drawing is called, then the words that are in it, on one line."""
    for tag in drawing.find_all(_UNSEEN):
        tag.extract()
    inside = " ".join(drawing.get_text(" ").split())
    name = " ".join(str(drawing.get("aria-label") or "").split())
    return inside if name in inside else f"{name} {inside}".strip()
