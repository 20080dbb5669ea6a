"""The footnotes of a book: each after the paragraph of its mark, where it is also said."""

from __future__ import annotations

from lxml import etree

from ppun_access.writers.html.xhtml import HEADINGS, TYPE, elements, ids, tag
from ppun_access.writers.units import NBSP

NOTE, NOTE_NAME = "note", "note-nom"
"""The classes of a footnote and of its number."""

_LEAVES = HEADINGS | {tag("p"), tag("pre")}
_FLOW = frozenset(
    tag(name)
    for name in ("li", "td", "th", "dd", "dt", "figcaption", "caption", "figure", "div",
                 "section", "body", "blockquote", "aside")
)  # fmt: skip
_BLOCKS = _LEAVES | frozenset(
    tag(name)
    for name in ("div", "section", "ul", "ol", "dl", "blockquote", "table", "figure",
                 "hr", "aside")
)  # fmt: skip
_NO_SECTION = (tag("th"), tag("dt"))
"""HTML lets no section, so no ``aside``, stand in these."""


def place_notes(root: etree._Element) -> None:
    """Move the footnotes from the end of a page to the paragraphs that call them.

    Reading systems show an ``aside`` of this kind in a window of its own, or in its place.
    """
    for section in elements(root, "section"):
        if section.get("class") != "notes":
            continue
        known = ids(root)
        for item in section.iterfind(f"{tag('ol')}/{tag('li')}"):
            number = str(item.get("id")).rpartition("-")[2]
            _place(_aside(item, number), known.get(f"appel-{number}"), section)
        parent = section.getparent()
        if parent is not None:
            parent.remove(section)
    for mark in elements(root, "a"):
        if mark.get("class") == "appel":
            mark.set(TYPE, "noteref")
            mark.set("role", "doc-noteref")


def _aside(item: etree._Element, number: str) -> etree._Element:
    aside = etree.Element(tag("aside"))
    aside.set("id", f"note-{number}")
    aside.set("class", NOTE)
    aside.set(TYPE, "footnote")
    aside.set("role", "doc-footnote")
    name = etree.SubElement(aside, tag("p"))
    name.set("class", NOTE_NAME)
    name.text = f"Note {number}{NBSP}:"
    for child in list(item):
        child.tail = "\n"
        if child.tag == tag("a"):
            child.set("role", "doc-backlink")
            child.tail = None
            line = etree.SubElement(aside, tag("p"))
            line.append(child)
        else:
            aside.append(child)
    return aside


def _place(
    aside: etree._Element, mark: etree._Element | None, section: etree._Element
) -> None:
    """Put a footnote after the block of its mark, and after those that are there."""
    node = section if mark is None else mark
    parent = node.getparent()
    while parent is not None and node.tag not in _LEAVES and parent.tag not in _FLOW:
        node, parent = parent, parent.getparent()
    if parent is None:
        return
    if any(above.tag in _NO_SECTION for above in (parent, *parent.iterancestors())):
        aside.tag = tag("div")
    at = parent.index(node) + 1
    leaf = node.tag in _BLOCKS
    while at < len(parent) and (_is_note(parent[at]) or not leaf):
        if parent[at].tag in _BLOCKS and not _is_note(parent[at]):
            break
        at += 1
    aside.tail = "\n"
    parent.insert(at, aside)


def _is_note(element: etree._Element) -> bool:
    return element.get("class") == NOTE
