"""Every address in a site leads somewhere, and to nothing that is not in the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

OUTWARD = ("http", "https", "mailto", "tel")
"""Schemes that a link may have: they are followed only when a person clicks."""

LOADED = ("src", "srcset", "poster", "data", "background", "data-script")
"""Attributes whose address the browser fetches by itself, or one of our scripts does."""

LOADING_RELS = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
}
CSS_URL = re.compile(r"""(?:url\(|@import)\s*['"]?([^'")\s;]+)""")


def check(page: Path, root: Path) -> list[str]:
    """Return the faults of the addresses in ``page``, which may lead anywhere in ``root``.

    A page must work from a USB stick: an absolute path, or the address of a folder
    rather than of its index.html, is a fault although a web server would do.
    """
    found = []
    for address, loaded in addresses(page):
        if fault := _fault(address, page, root, loaded=loaded):
            found.append(f"{page.relative_to(root)}: {address}: {fault}")
    return found


def check_lost(page: Path, root: Path) -> list[str]:
    """Return the faults of the addresses in ``page``, which a server shows at any depth."""
    found = []
    for address, loaded in addresses(page):
        if address.startswith("/"):
            below = (root / address.lstrip("/")).relative_to(page.parent).as_posix()
            fault = _fault(below, page, root, loaded=loaded)
        else:
            fault = "" if address.startswith("#") else "is not from the top of the server"
        found += [f"{page.name}: {address}: {fault}"] if fault else []
    return found


def check_style(sheet: Path, root: Path) -> list[str]:
    """Return the faults of the addresses in a style sheet."""
    found = CSS_URL.findall(sheet.read_text(encoding="utf-8"))
    return [
        f"{sheet.relative_to(root)}: {address}: {fault}"
        for address in found
        if (fault := _fault(address, sheet, root, loaded=True))
    ]


def addresses(page: Path) -> Iterator[tuple[str, bool]]:
    """Yield every address in ``page``, and whether the browser fetches it by itself."""
    for tag in _soup(page).find_all(True):
        if isinstance(tag, Tag):
            yield from _of_tag(tag)


def _of_tag(tag: Tag) -> Iterator[tuple[str, bool]]:
    for name, value in tag.attrs.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        if name == "href":
            yield text, tag.name == "link" and bool(_rels(tag) & LOADING_RELS)
        elif name == "srcset":
            yield from ((part.split()[0], True) for part in text.split(",") if part.strip())
        elif name in LOADED:
            yield text, True
        elif name in ("action", "formaction", "ping", "cite"):
            yield text, name == "ping"
        elif name == "style":
            yield from ((address, True) for address in CSS_URL.findall(text))
    if tag.name == "style":
        yield from ((address, True) for address in CSS_URL.findall(tag.get_text()))


def _rels(tag: Tag) -> set[str]:
    return {rel.lower() for rel in tag.get_attribute_list("rel") if rel}


def _fault(address: str, page: Path, root: Path, *, loaded: bool) -> str:
    parts = urlsplit(address)
    if parts.scheme == "data":
        return ""
    if parts.scheme or parts.netloc:
        if loaded:
            return "is fetched from elsewhere"
        return "" if parts.scheme in OUTWARD else "is no address that a reader can use"
    if parts.path.startswith("/"):
        return "is absolute: it leads nowhere from a USB stick"
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.is_relative_to(root.resolve()):
        return "leads out of the site"
    if not target.is_file():
        return "is a folder" if target.is_dir() else "does not exist"
    return _fragment_fault(unquote(parts.fragment), target)


def _fragment_fault(fragment: str, target: Path) -> str:
    if not fragment or target.suffix != ".html" or fragment.startswith(":~:"):
        return ""
    return "" if fragment in _ids(target.resolve()) else "has no such passage"


@cache
def _ids(page: Path) -> frozenset[str]:
    return frozenset(str(tag["id"]) for tag in _soup(page).find_all(id=True))


def _soup(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
