"""Resolve the links and pictures of a book: links lead into it or to the web."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from lxml import etree

from ppun_access.document.model import Image
from ppun_access.document.walk import nodes, plain_text
from ppun_access.report import Finding, Report
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.writers.addresses import LONGEST_SHOWN
from ppun_access.writers.epub.book import Item, Page
from ppun_access.writers.html.xhtml import elements, ids, name_of, tag, text_of
from ppun_access.writers.labels import labelled, quoted
from ppun_access.writers.model import EpubOptions, Files
from ppun_access.writers.picture_sizes import kind_of

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(r"[^\s<>\[\]{}|\\^%#?@/:\"]+|\[[0-9a-fA-F:.]+\]")
_WEB = ("http", "https")

ORNAMENT = "presentation"
"""The role of a picture that only decorates: nobody needs words for it."""
UNDESCRIBED = "image-sans-description"
_ANIMATED = (b"NETSCAPE2.0", b"ANMF", b"acTL")
"""What a GIF, a WebP or a PNG that moves holds."""


# Links


def repair_links(
    pages: Iterable[Page], places: Mapping[str, str], base_url: str, report: Report
) -> None:
    """Make every link of ``pages`` lead somewhere.

    ``places`` has the page of the book for each page of the site. What is not in the book
    is sought at ``base_url``; without one, only the text of the link stays.
    """
    all_pages = tuple(pages)
    anchors = {page.href: set(ids(page.root)) for page in all_pages}
    for page in all_pages:
        for link in elements(page.root, "a"):
            href = link.get("href")
            if href is None:
                continue
            if found := _address(href, page.href, places, anchors, base_url):
                link.set("href", found)
                if not name_of(link):
                    link.set("aria-label", href)
            else:
                _report_link(link, page, report)
                link.tag = tag("span")
                del link.attrib["href"]


def _address(
    href: str,
    here: str,
    places: Mapping[str, str],
    anchors: Mapping[str, set[str]],
    base_url: str,
) -> str:
    """Return where a link leads, nothing when that is nowhere."""
    if scheme := _SCHEME.match(href):
        return href if scheme[1].lower() not in _WEB or _is_web(href) else ""
    path, _, anchor = href.partition("#")
    path = unquote(path.partition("?")[0])
    if path.endswith("/"):
        path = f"{path}index.html"
    target = here if not path else places.get(path, "")
    if target and unquote(anchor) in anchors[target]:
        return f"#{anchor}" if target == here else f"{target}#{anchor}"
    if target and path:
        return target
    return f"{base_url.rstrip('/')}/{href}" if path and base_url else ""


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    host = parts.netloc.rpartition("@")[2]
    host = host if host.endswith("]") else re.sub(r":\d*$", "", host)
    return _HOST.fullmatch(host) is not None


def _report_link(link: etree._Element, page: Page, report: Report) -> None:
    href = str(link.get("href"))
    shown = quoted(href[:LONGEST_SHOWN])
    message = (
        f"le lien {shown} n’est pas une adresse : dans l’EPUB, seul son texte est gardé. "
        "Corrigez l’adresse"
        if _SCHEME.match(href)
        else f"le lien {shown} mène hors du livre : dans l’EPUB, seul son texte est gardé. "
        "Donnez l’adresse du site (base_url) dans ppun.toml"
    )
    text = text_of(link)
    report.add(Finding("lien-hors-livre", message, page=page.title, passage=text))


# Pictures


def hold_pictures(page: Page, options: EpubOptions, report: Report) -> None:
    """Put the pictures of ``page`` in the book; say the words of those that cannot be."""
    ornaments = _ornaments(page)
    for image in elements(page.root, "img"):
        image.attrib.pop("loading", "")
        if not (image.get("alt") or "").strip() and _source(image) in ornaments:
            image.set("role", ORNAMENT)
        item = _picture(str(image.get("src")), options.pictures)
        if item is None:
            _report_picture(image, page, report)
            _describe(image)
        else:
            page.pictures[item.href] = item
            image.set("src", item.href)


def _ornaments(page: Page) -> set[str]:
    """Return the addresses of the pictures that the author says only decorate.

    It is said by silencing the finding of a picture without description.
    """
    held = nodes(page.document) if page.document else ()
    bare = [n for n in held if isinstance(n, Image) and not plain_text(n).strip()]
    said = {image.src for image in bare if image.pos and UNDESCRIBED in image.pos.silenced}
    return said - {i.src for i in bare if not i.pos or UNDESCRIBED not in i.pos.silenced}


def _source(image: etree._Element) -> str:
    return unquote(image.get("src") or "")


def _picture(src: str, pictures: Files) -> Item | None:
    """Return a picture of the site as a file of the book, None when EPUB has no such kind.

    Its kind is that of its first bytes, whatever its name says.
    """
    held = pictures.get(unquote(src))
    if held is None:
        return None
    content = content_bytes(held)
    kind = kind_of(content)
    if kind is None:
        return None
    media_type, suffix = kind
    name = hashlib.sha256(content).hexdigest()[:12]
    return Item(f"images/{name}{suffix}", media_type, held)


def moves(item: Item) -> bool:
    """Return whether a picture may move."""
    content = item.bytes()
    return any(mark in content for mark in _ANIMATED)


def _describe(image: etree._Element) -> None:
    """Make a picture the words that describe it."""
    alt, id_, lang, tail = (
        image.get("alt") or "", image.get("id"), image.get("lang"), image.tail,
    )  # fmt: skip
    image.clear()
    image.tag, image.tail = tag("span"), tail
    image.set("class", "image-absente")
    for name, value in (("id", id_), ("lang", lang)):
        if value:
            image.set(name, value)
    image.text = labelled("Image", alt) if alt else "Image"


def _report_picture(image: etree._Element, page: Page, report: Report) -> None:
    message = (
        f"l’image {quoted(str(image.get('src')))} ne peut pas entrer dans l’EPUB : sa "
        "description y est écrite à sa place. Enregistrez-la en PNG, JPEG, GIF ou WebP"
    )
    alt = image.get("alt") or ""
    report.add(Finding("image-hors-livre", message, page=page.title, passage=alt))
