"""Decide which addresses of links and pictures a page may use, and write them.

A page calls no third party and runs nothing: pictures come from the site itself, and a
link opens a page, a file, a mail or a phone call.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from ppun_access.document.model import Image, Link
from ppun_access.document.walk import plain_text
from ppun_access.report import Finding
from ppun_access.writers.characters import clean
from ppun_access.writers.labels import quoted

LINK_SCHEMES = ("http", "https", "mailto", "tel")

PICTO = "picto-"
"""How the name of a pictogram's file begins in the site: it is shown small."""
LONGEST_SHOWN = 80
"""Characters of an address in a message."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_IGNORED = re.compile(r"[\t\n\r]|^[\x00-\x20]+|[\x00-\x20]+$")  # as browsers do
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE = "%/:?#[]@!$&'()*+,;=~"


def link_address(href: str) -> str | None:
    """Return the address of a link, encoded, or None when a page must refuse it.

    Relative addresses start from the root of the site.
    """
    address = _normal(href)
    if address.startswith("//"):
        address = f"https:{address}"
    if scheme := _SCHEME.match(address):
        return _encoded(address) if scheme[1].lower() in LINK_SCHEMES else None
    return _inside(address)


def picture_address(src: str) -> str | None:
    """Return a picture's address from the root of the site, or None if it is elsewhere."""
    address = _normal(src)
    if not address or address.startswith(("//", "#")) or _SCHEME.match(address):
        return None
    return _inside(address)


def address_of(address: str, written: str, titles: Mapping[str, str]) -> str:
    """Return the name of a link's target, for a format without links.

    A page of the site is named by the title of its text, from ``titles``; all else by its
    address, as ``written``.
    """
    title = titles.get(unquote(address.partition("#")[0]), "")
    return quoted(title) if title else written


def is_picto(src: str) -> bool:
    """Return whether a picture of the site is a pictogram."""
    return src.rpartition("/")[2].startswith(PICTO)


def from_page(address: str, root: str) -> str:
    """Return ``address`` as written on a page from which ``root`` leads to the site."""
    if address.startswith("#") or _SCHEME.match(address):
        return address
    return f"{root}{address}"


def refused_link(link: Link, page: str) -> Finding:
    """Return the finding on a link that no page may hold."""
    message = (
        f"l’adresse de ce lien n’est pas permise : {_shown(link.href)}. "
        "Seul son texte est publié. Mettez une adresse qui commence par https://"
    )
    return Finding(
        "lien-refuse", message, pos=link.pos, page=page, passage=plain_text(link)
    )


def refused_picture(image: Image, page: str) -> Finding:
    """Return the finding on a picture that is not in the site."""
    message = (
        f"cette image n’est pas dans le site : {_shown(image.src)}. "
        "Seule sa description est publiée. Enregistrez l’image à côté de la page"
    )
    return Finding(
        "image-refusee", message, pos=image.pos, page=page, passage=plain_text(image)
    )


def _shown(address: str) -> str:
    """Return the beginning of an address in quotation marks, on one line."""
    return quoted(" ".join(clean(address).split())[:LONGEST_SHOWN])


def _normal(address: str) -> str:
    return _IGNORED.sub("", address).replace("\\", "/")


def _inside(address: str) -> str | None:
    """Return a relative address encoded, or None when it climbs out of the site."""
    address = address.lstrip("/")
    depth = 0
    for part in re.split(r"[?#]", address)[0].split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(part, 1)
        if depth < 0:
            return None
    return _encoded(address)


def _encoded(address: str) -> str:
    return _STRAY_PERCENT.sub("%25", quote(address, safe=_SAFE, errors="replace"))
