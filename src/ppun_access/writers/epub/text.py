"""Make the pages of a book: one for each document, a title page, footnotes."""

from __future__ import annotations

from lxml import etree

from ppun_access.document.model import Block, Div, Document, Edition
from ppun_access.report import Finding, Report
from ppun_access.writers.characters import clean
from ppun_access.writers.epub.book import Page, outline
from ppun_access.writers.epub.links import hold_pictures
from ppun_access.writers.epub.overlays import mark_unheard, overlay, unsaid
from ppun_access.writers.html.blocks import render_blocks, render_notes
from ppun_access.writers.html.frame import html, template
from ppun_access.writers.html.rendering import Rendering
from ppun_access.writers.html.xhtml import (
    HEADINGS,
    TYPE,
    declare_languages,
    elements,
    ids,
    name_of,
    parsed,
    tag,
    well_formed,
)
from ppun_access.writers.model import EpubOptions
from ppun_access.writers.outline import outlined, split_status
from ppun_access.writers.units import NBSP
from ppun_access.writers.zip_files import ascii_name

OPENING, TITLE, MENTION, ENDING = "debut", "titre", "mention", "fin"
"""The ids of what is said around a text: those of its clips."""
UNTITLED = "Sans titre"
_ROLES = {"part": "doc-part", "colophon": "doc-colophon"}
"""What ARIA calls a page of a type, where it has a name."""


def text_page(
    document: Document,
    edition: Edition,
    options: EpubOptions,
    report: Report,
    *,
    publisher: str = "",
) -> Page:
    """Return the page of a document, with all that is said of it.

    ``publisher`` is named where the book has no title page that does.
    """
    version, narration = edition.version, edition.narration(document.id)
    status, text = split_status(outlined(document.blocks))
    sound = narration if narration and "mp3" in narration.encodings else None
    said = dict(sound.asides) if sound else {}
    easy = version == "facile"
    page = _page(
        f"{ascii_name(document.id)}{'-facile' if easy else ''}.xhtml",
        document.title, document.lang, status, text, report,
        type="chapter", role="doc-chapter", easy=easy,
        before=said.get(OPENING, ""), after=said.get(ENDING, ""),
        mention=said.get(MENTION, ""), publisher=publisher,
        author="" if _is_signed(text) else document.meta.author,
        role_of_author="" if _is_signed(text) else document.meta.role,
    )  # fmt: skip
    page.version, page.document, page.narration = version, document, sound
    hold_pictures(page, options, report)
    return page


def plain_page(
    name: str,
    title: str,
    lang: str,
    blocks: tuple[Block, ...],
    options: EpubOptions,
    report: Report,
    kind: str = "",
) -> Page:
    """Return a page that opens a book (``kind`` is ``titlepage``), ends it or opens a part.

    ``kind`` is then ``colophon``, or nothing.
    """
    page = _page(
        f"{name}.xhtml", title, lang, (), outlined(blocks), report,
        type=kind or "part", role=_ROLES.get(kind or "part", ""),
    )  # fmt: skip
    page.kind = kind
    hold_pictures(page, options, report)
    return page


def give_sound(page: Page, report: Report) -> None:
    """Add its overlay to a finished page; report words that are said but not written."""
    if page.narration is None:
        return
    page.overlay = overlay(page.root, page.href, page.sound, page.narration)
    said = page.overlay.said if page.overlay else frozenset[str]()
    mark_unheard(page.root, said - page.narration.unsaid)
    for id_ in unsaid(page.narration.clips, said):
        message = f"un passage est lu dans l’audio et n’est pas dans l’EPUB (« {id_} »)"
        report.add(Finding("passage-hors-livre", message, page=page.title))


def _page(
    href: str,
    title: str,
    lang: str,
    status: tuple[Block, ...],
    text: tuple[Block, ...],
    report: Report,
    *,
    type: str,
    role: str,
    easy: bool = False,
    before: str = "",
    after: str = "",
    mention: str = "",
    author: str = "",
    role_of_author: str = "",
    publisher: str = "",
) -> Page:
    shown = title if clean(title).strip() else UNTITLED
    r = Rendering(report, title, ids={OPENING, TITLE, MENTION, ENDING, "notes"})
    content = template("epub-page.xhtml").render(
        title=shown, heading=shown, lang=lang or "fr", type=type, role=role, easy=easy,
        before=before, after=after, mention=mention,
        author=author, role_of_author=role_of_author, publisher=publisher,
        status=html(well_formed(render_blocks(status, r))),
        text=html(well_formed(render_blocks(text, r))),
        notes=html(well_formed(render_notes(r))),
    )  # fmt: skip
    root = parsed(content)
    _settle_tables(root)
    place_notes(root)
    declare_languages(root)
    return Page(href, shown, lang or "fr", root, entries=outline(root))


def _settle_tables(root: etree._Element) -> None:
    """Take wide tables out of the boxes that scroll; a header without words is a cell."""
    for cell in elements(root, "th"):
        if not name_of(cell):
            cell.tag = tag("td")
            del cell.attrib["scope"]
    for box in elements(root, "div"):
        parent = box.getparent()
        if box.get("class") in ("defile", "defile large") and parent is not None:
            table = box[0]
            etree.strip_attributes(table, "data-titre")
            table.tail = box.tail
            parent.replace(box, table)


def _is_signed(blocks: tuple[Block, ...]) -> bool:
    return any(isinstance(block, Div) and block.role == "signature" for block in blocks)


# Footnotes


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
