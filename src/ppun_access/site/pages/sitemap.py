"""``sitemap.xml`` and ``robots.txt``, for the search engines of a published site."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote, urlsplit

from ppun_access.site.pages.around import DOWNLOADS
from ppun_access.site.pages.listing import Catalogue, page_of, versions_of
from ppun_access.writers.html.frame import AROUND
from ppun_access.writers.model import Files

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"


def sitemap(catalogue: Catalogue, base_url: str) -> Files:
    """Return the list of the pages, by their whole addresses; nothing without one.

    ``robots.txt`` names it where it is read: at the root of a host.
    """
    if not base_url:
        return {}
    root = f"{base_url.rstrip('/')}/"
    addresses = (
        root + quote(path.removesuffix("index.html")) for path in _pages(catalogue)
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *(f"<url><loc>{escape(address, quote=False)}</loc></url>" for address in addresses),
        "</urlset>",
    ]
    files: dict[str, bytes] = {SITEMAP: ("\n".join(lines) + "\n").encode()}
    if not urlsplit(root).path.strip("/"):
        files[ROBOTS] = f"User-agent: *\nDisallow:\n\nSitemap: {root}{SITEMAP}\n".encode()
    return files


def _pages(catalogue: Catalogue) -> Iterator[str]:
    yield "index.html"
    for publication, version in versions_of(catalogue):
        if path := page_of(publication, version):
            yield path
    yield from (path for path, _ in AROUND)
    yield DOWNLOADS
