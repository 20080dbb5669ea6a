"""Rewrite the XML of a DOCX or ODT so that pandoc reads all of it.

Languages become marks in the text; an ODT's title becomes a heading; descriptions of
pictures, comments and what was deleted are noted beside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from lxml import etree

from ppun_access.readers.office.language_marks import Piece, mark_languages

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _STYLE, _OFFICE, _DRAW = (_ODF % n for n in ("text", "style", "office", "drawing"))
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_NO_LANGUAGE = ("", "zxx", "none", "x-none")
_TITLES = ("Title", "Titre")


@dataclass(slots=True)
class Annotations:
    """What a document says beside its text."""

    lang: str = ""
    comments: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    changes: bool = False
    descriptions: list[tuple[str, str]] = field(default_factory=list)
    """Address of a picture as pandoc gives it, description; in reading order."""


def repaired(content: bytes, suffix: str) -> tuple[bytes, Annotations]:
    """Return a document that pandoc reads entirely, and its annotations.

    One whose XML is broken comes back as it is: pandoc will tell.
    """
    beside = Annotations()
    mender = _MENDERS.get(suffix)
    if mender is None:
        return content, beside
    try:
        return mender(content, beside), beside
    except (etree.XMLSyntaxError, KeyError, ValueError, RecursionError):
        return content, Annotations()


def _parsed(archive: ZipFile, name: str) -> etree._Element:
    """Return a part; it may not declare entities, which ``check_zip`` has seen to."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(name), parser)


def _rewritten(archive: ZipFile, changed: Mapping[str, etree._Element]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as copy:
        for name in dict.fromkeys(archive.namelist()):
            tree = changed.get(name)
            new = archive.read(name) if tree is None else etree.tostring(tree)
            copy.writestr(name, new)
    return buffer.getvalue()


# DOCX


def _docx(content: bytes, beside: Annotations) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        styles = _parsed(archive, "word/styles.xml") if "word/styles.xml" in names else None
        texts = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
        trees = {name: _parsed(archive, name) for name in texts if name in names}
        for tree in trees.values():
            _one_choice(tree)
            _unwrap(tree)
            _boxes(tree)
            for anchor in list(tree.iter(f"{_WP}anchor")):
                anchor.tag = f"{_WP}inline"  # pandoc reads the description of these alone
        langs = _docx_styles(styles)
        pieces = (p for tree in trees.values() for p in _docx_pieces(tree, langs))
        beside.lang = mark_languages(pieces)
        if "word/comments.xml" in names:
            comments = _parsed(archive, "word/comments.xml").iter(f"{_W}comment")
            beside.comments += [_characters(c, f"{_W}t") for c in comments]
        return _rewritten(archive, trees)


def _characters(node: etree._Element, *tags: str) -> str:
    return "".join(map(str, node.itertext(*tags)))


def _one_choice(tree: etree._Element) -> None:
    """Keep the first of the ways in which Word draws a thing: the others repeat it."""
    for either in list(tree.iter(f"{_MC}AlternateContent")):
        parent, choice = either.getparent(), either.find(f"{_MC}Choice")
        if parent is None or choice is None or choice.find(f".//{_WP}inline") is None:
            continue
        at = parent.index(either)
        parent[at : at + 1] = list(choice)


def _unwrap(tree: etree._Element) -> None:
    """Remove the wrappers that pandoc does not open, keeping their content."""
    for holder in [*tree.iter(*_UNOPENED)][::-1]:
        parent = holder.getparent()
        if parent is not None:
            at = parent.index(holder)
            parent[at : at + 1] = [child for child in holder if child.tag not in _SAYING]


def _boxes(tree: etree._Element) -> None:
    """Move the words of a text box after the paragraph around it.

    pandoc gives one or the other, or none. A box is often drawn twice: once is enough.
    """
    for either in list(tree.iter(f"{_MC}AlternateContent")):
        if either.find(f"{_MC}Choice//{_W}txbxContent") is not None:
            for again in either.findall(f"{_MC}Fallback"):
                either.remove(again)
    for box in [*tree.iter(f"{_W}txbxContent")][::-1]:
        paragraph, parent = next(box.iterancestors(f"{_W}p"), None), box.getparent()
        if paragraph is not None and parent is not None:
            parent.remove(box)
            for block in reversed(list(box)):
                paragraph.addnext(block)


_UNOPENED = tuple(f"{_W}{name}" for name in ("fldSimple", "customXml", "bdo", "dir"))
_SAYING = tuple(f"{_W}{name}" for name in ("customXmlPr", "fldData"))
"""What such an element says of itself."""


def _docx_styles(styles: etree._Element | None) -> dict[str, str]:
    """Return the language of each style, and under "" that of the document."""
    if styles is None:
        return {}
    own = {"": _docx_lang(styles.find(f"{_W}docDefaults"))}
    parents: dict[str, str] = {}
    for style in styles.iter(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        own[name] = _docx_lang(style)
        based = style.find(f"{_W}basedOn")
        parents[name] = based.get(f"{_W}val", "") if based is not None else ""
    return _inherited(own, parents)


def _inherited(own: Mapping[str, str], parents: Mapping[str, str]) -> dict[str, str]:
    """Return the language of each style: its own, or that of the nearest one above it."""
    found: dict[str, str] = {}
    for name in own:
        above: dict[str, None] = {}
        while name and not own.get(name) and name not in found and name not in above:
            above[name] = None
            name = parents.get(name, "")
        lang = found.get(name) or own.get(name) or own.get("", "")
        found |= dict.fromkeys((*above, name), lang)
    return found


def _docx_lang(holder: etree._Element | None) -> str:
    lang = None if holder is None else holder.find(f".//{_W}rPr/{_W}lang")
    tag = "" if lang is None else lang.get(f"{_W}val", "")
    return "" if tag.lower() in _NO_LANGUAGE else tag


def _docx_pieces(tree: etree._Element, langs: Mapping[str, str]) -> Iterator[Piece]:
    for number, paragraph in enumerate(tree.iter(f"{_W}p")):
        above = langs.get(_styled(paragraph, "pPr", "pStyle"), langs.get("", ""))
        for run in paragraph.iter(f"{_W}r"):
            style = _styled(run, "rPr", "rStyle")
            own = run.find(f"{_W}rPr/{_W}lang")
            tag = own.get(f"{_W}val", "") if own is not None else ""
            lang = tag or (langs.get(style, "") if style else "") or above
            if run.getparent() is not None and lang.lower() not in _NO_LANGUAGE:
                for text in run.findall(f"{_W}t"):
                    yield Piece(text, False, lang, number)


def _styled(node: etree._Element, properties: str, style: str) -> str:
    found = node.find(f"{_W}{properties}/{_W}{style}")
    return found.get(f"{_W}val", "") if found is not None else ""


# ODT


def _odt(content: bytes, beside: Annotations) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        tree, styles = _parsed(archive, "content.xml"), _parsed(archive, "styles.xml")
        known = {s.get(f"{_STYLE}name", ""): s for s in styles.iter(f"{_STYLE}style")}
        known |= {s.get(f"{_STYLE}name", ""): s for s in tree.iter(f"{_STYLE}style")}
        default = next(styles.iter(f"{_STYLE}default-style"), None)
        langs = {name: _odt_lang(style) for name, style in known.items()}
        parents = {n: s.get(f"{_STYLE}parent-style-name", "") for n, s in known.items()}
        langs[""] = _odt_lang(default) if default is not None else ""
        for held in tree.iter(f"{_DRAW}object"):  # pandoc finds no formula with a « / »
            held.set(_HREF, held.get(_HREF, "").rstrip("/"))
        _odt_title(tree, parents)
        _odt_beside(tree, beside)
        _repair(tree)
        whole = _inherited(langs, parents)
        beside.lang = mark_languages(_odt_pieces(tree, whole))
        return _rewritten(archive, {"content.xml": tree})


def _odt_lang(style: etree._Element) -> str:
    said = style.find(f"{_STYLE}text-properties")
    lang = said.get(f"{_FO}language", "") if said is not None else ""
    country = said.get(f"{_FO}country", "") if said is not None else ""
    if lang.lower() in _NO_LANGUAGE:
        return ""
    return lang if country.lower() in _NO_LANGUAGE else f"{lang}-{country}"


def _odt_title(tree: etree._Element, parents: Mapping[str, str]) -> None:
    """Make the first paragraph styled as a title the first heading."""
    for para in tree.iter(f"{_TEXT}p"):
        style = para.get(f"{_TEXT}style-name", "")
        if style in _TITLES or parents.get(style, "") in _TITLES:
            para.tag = f"{_TEXT}h"
            para.set(f"{_TEXT}outline-level", "1")
            return


def _odt_beside(tree: etree._Element, beside: Annotations) -> None:
    """Extract the annotations: comments, tracked deletions."""
    for changes in list(tree.iter(f"{_TEXT}tracked-changes")):
        beside.changes = True
        gone = changes.iter(f"{_TEXT}deletion")
        beside.deleted += [" ".join(_paras(deletion)) for deletion in gone]
        _take_out(changes)
    for comment in list(tree.iter(f"{_OFFICE}annotation")):
        beside.comments.append(" ".join(_paras(comment)))
        _take_out(comment)
    for frame in tree.iter(f"{_DRAW}frame"):
        image = frame.find(f"{_DRAW}image")
        said = [frame.findtext(f"{_SVG}{name}", "").strip() for name in ("title", "desc")]
        if image is not None:
            words = " : ".join(dict.fromkeys(filter(None, said)))
            beside.descriptions.append((image.get(_HREF, "").removeprefix("./"), words))


def _paras(node: etree._Element) -> Iterator[str]:
    return (_characters(p) for p in node.iter(f"{_TEXT}p", f"{_TEXT}h"))


def _take_out(node: etree._Element) -> None:
    """Take an element out of its parent, and leave what follows it there."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if node.tail and before is not None:
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _odt_pieces(tree: etree._Element, langs: Mapping[str, str]) -> Iterator[Piece]:
    for number, para in enumerate(tree.iter(f"{_TEXT}p", f"{_TEXT}h")):
        style = para.get(f"{_TEXT}style-name", "")
        yield from _odt_line(para, langs.get(style, langs[""]), langs, number)


def _odt_line(
    node: etree._Element, lang: str, langs: Mapping[str, str], number: int
) -> Iterator[Piece]:
    """Yield the pieces of a paragraph, none of a note or a frame in it."""
    yield Piece(node, False, lang, number)
    for child in node:
        style = child.get(f"{_TEXT}style-name", "")
        if child.tag == f"{_TEXT}span":
            own = langs.get(style) or lang
            yield from _odt_line(child, own, langs, number)
        elif child.tag == f"{_TEXT}a":
            yield from _odt_line(child, lang, langs, number)
        if child.tail:
            yield Piece(child, True, lang, number)


# RTF

_NOTE = re.compile(rb"\{\\\*\\footnote\b")
_OUTLINED = re.compile(
    rb"(\\outlinelevel\d(?:[^{}\\]|\\(?!outlinelevel\d))*+)\{\\listtext[^{}]*\}\\ls\d+ ?"
)
_TITLE_STYLE = re.compile(rb"\{\\s(\d+)\b[^{}]*?\b(?:Title|Titre);\}")


def _rtf(content: bytes, beside: Annotations) -> bytes:
    """Return an RTF whose footnotes, headings and title pandoc sees."""
    content = _NOTE.sub(rb"{\\footnote", content)
    content = _OUTLINED.sub(rb"\1 ", content)
    if style := _TITLE_STYLE.search(content):
        titled = re.compile(rb"\\pard\\plain ?\\s" + style[1] + rb"(?!\d)")
        content = titled.sub(
            rb"\\pard\\plain\\s" + style[1] + rb"\\outlinelevel0", content, 1
        )
    return content


_MENDERS: Mapping[str, Callable[[bytes, Annotations], bytes]] = {
    ".docx": _docx,
    ".odt": _odt,
    ".rtf": _rtf,
}


# What pandoc would lose of an ODT: it takes only the paragraphs of a note, and drops fields
# in titles, tables in cells or list items, and text in frames. Their words are kept where
# they stand, as paragraphs.


_TABLE = _ODF % "table"
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
_WRAPPING = tuple(_TABLE + n for n in ("table-rows", "table-row-group", "table-columns"))
_SHAPES = tuple(
    f"{_DRAW}{name}"
    for name in ("text-box", "custom-shape", "rect", "ellipse", "circle", "caption", "line")
)


def _repair(tree: etree._Element) -> None:
    """Change what pandoc would leave out."""
    for shown in list(tree.iter(*_FIELDS)):
        if shown.get(f"{_TEXT}display") != "none":
            shown.tag = _SPAN
            shown.attrib.pop(f"{_TEXT}style-name", "")
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


_OWN = (
    f"{_SVG}title", f"{_SVG}desc", f"{_DRAW}enhanced-geometry", f"{_DRAW}glue-point",
    f"{_OFFICE}event-listeners",
)  # fmt: skip
"""What a shape says of itself."""
