"""Convert our HTML to XHTML, with languages and directions as EPUB requires."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from ppun_access.writers.characters import clean, direction

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
TYPE = f"{{{OPS}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HEADINGS = frozenset(f"{{{XHTML}}}h{n}" for n in range(1, 7))

_VOID = re.compile(r"<(br|hr|img)((?:\s[^<>]*)?)>")
"""Tags that HTML leaves open; in what our writers write, ``<`` and ``>`` are only tags."""
_DOCTYPE = "<!DOCTYPE html>"
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th",
           "caption", "figcaption")  # fmt: skip


def tag(name: str) -> str:
    """Return the name of an element of XHTML, with its namespace."""
    return f"{{{XHTML}}}{name}"


def well_formed(html: str) -> str:
    r"""Return HTML of our writers as well-formed XML.

    >>> well_formed('<p>a<br>\n<img src="a.png" alt="&gt;"></p>')
    '<p>a<br/>\n<img src="a.png" alt="&gt;"/></p>'
    """
    return _VOID.sub(r"<\1\2/>", html)


def parsed(page: str) -> etree._Element:
    """Return the tree of a page of ours; its characters are cleaned first."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(clean(page).encode(), parser)


def serialised(root: etree._Element) -> bytes:
    """Return the bytes of a page."""
    page = etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype=_DOCTYPE)
    return page + b"\n"


def elements(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the elements of these names below ``root``, in reading order."""
    yield from list(root.iter(*(tag(name) for name in names)))


def ids(root: etree._Element) -> dict[str, etree._Element]:
    """Return the elements of a page by their id."""
    return {str(e.get("id")): e for e in root.iter(f"{{{XHTML}}}*") if e.get("id")}


def text_of(element: etree._Element) -> str:
    """Return the characters of ``element``, on one line."""
    return " ".join(_all_text(element).split())


def name_of(element: etree._Element) -> str:
    """Return the accessible name of ``element``: its words, those of its pictures."""
    pictures = [image.get("alt") or "" for image in elements(element, "img")]
    return " ".join(" ".join((text_of(element), *pictures)).split())


def _all_text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def declare_languages(root: etree._Element) -> None:
    """Repeat each language for XML readers, and give the direction of the writing.

    What has no language and holds letters of a script that goes from right to left is
    left to the reading system, which looks at its first letter.
    """
    for element in root.iter(f"{{{XHTML}}}*"):
        lang = element.get("lang")
        if lang:
            element.set(XML_LANG, lang)
            _direct(element, lang)
    for element in elements(root, *_BLOCKS):
        if element.get("dir") is None and _goes_left(_all_text(element)):
            element.set("dir", "auto")


def languages(root: etree._Element) -> list[str]:
    """Return the languages of a page, each once, in the order in which they are met."""
    found = (element.get("lang") for element in root.iter(f"{{{XHTML}}}*"))
    return list(dict.fromkeys(lang for lang in found if lang))


def _direct(element: etree._Element, lang: str) -> None:
    if direction(lang) == "rtl":
        element.set("dir", "rtl")
    elif any(above.get("dir") == "rtl" for above in element.iterancestors()):
        element.set("dir", "ltr")


def _goes_left(text: str) -> bool:
    return not text.isascii() and any(
        unicodedata.bidirectional(character) in ("R", "AL") for character in text
    )
