"""Verify the links between the pages of a published folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from ppun_access.report import Finding
from ppun_access.runtime.processor_time import TEXT_SECONDS, time_limit
from ppun_access.runtime.untrusted_files import PUBLISHED, is_readable, read_regular
from ppun_access.site.pages.around import NOT_FOUND
from ppun_access.site.search import INDEX, value_of, words_path

_ADDRESSES = ("href", "src", "poster", "data-script")
STYLE = "assets/style.css"
"""What every page links to."""


@dataclass(frozen=True)
class _Page:
    """The addresses of a page and the places in it that can be led to."""

    addresses: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    @cached_property
    def top(self) -> str:
        """Where the site stands on its server: what comes before the style sheet."""
        sheets = (a for a in self.addresses if a.endswith(STYLE))
        return next((sheet.removesuffix(STYLE) for sheet in sheets), "/")


class _Reader(HTMLParser):
    """Collects what a page links to, and its ids."""

    def __init__(self) -> None:
        super().__init__()
        self.page = _Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Report the addresses and the id of one element."""
        for name, value in attrs:
            if name in _ADDRESSES and value is not None:
                self.page.addresses.append(value)
            elif name == "id" and value:
                self.page.ids.add(value)


def broken_links(out: Path, paths: Iterable[str]) -> Iterator[Finding]:
    """Yield the broken links in the pages ``paths`` of ``out``.

    The index of the search may be one of them: it leads to the passages that it finds.
    Files are looked for in ``out``; anchors in pages of ``paths``. Addresses of other
    sites are not followed: a build calls nobody.
    """
    pages: dict[Path, _Page] = {}
    for path in (out / path for path in paths):
        try:
            if is_readable(path, PUBLISHED):
                with time_limit(TEXT_SECONDS):
                    pages[path] = _index(out) if path == out / INDEX else _read(path)
        except Exception as error:  # Python’s parser fails on some pages
            where = path.relative_to(out).as_posix()
            message = (
                f"{where} : ses liens ne peuvent pas être lus ({error!r:.200}). "
                "Publiez cette page de nouveau avec « ppun-access build »."
            )
            yield Finding("verificateur-en-panne", message)
    root = out.resolve()
    places = {path.resolve(): page for path, page in pages.items()}
    for path, page in pages.items():
        for address in dict.fromkeys(page.addresses):
            if wrong := _wrong(address, path.resolve(), root, places):
                where = path.relative_to(out).as_posix()
                message = f"{where} : l’adresse « {address} » {wrong}."
                yield Finding("lien-casse", message)


def _read(path: Path) -> _Page:
    reader = _Reader()
    reader.feed(read_regular(path, PUBLISHED).decode("utf-8", "replace"))
    return reader.page


def _index(out: Path) -> _Page:
    """Return where the search leads, seen from its index: pages, sections, their words."""
    addresses: list[str] = []
    for path, *_ in value_of(read_regular(out / INDEX, PUBLISHED))["pages"]:
        words = words_path(path)
        addresses += [f"../{quote(path)}", f"../{quote(words)}"]
        if (out / words).is_file():
            _, sections = value_of(read_regular(out / words, PUBLISHED))
            anchors = (quote(anchor) for anchor, *_ in sections if anchor)
            addresses += [f"../{quote(path)}#{anchor}" for anchor in anchors]
    return _Page(addresses)


def _wrong(address: str, page: Path, root: Path, places: Mapping[Path, _Page]) -> str:
    """Return the faults of one address, in French; nothing when all is well."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "n’est pas une adresse"
    if parts.scheme or parts.netloc:
        return ""
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    top = parts.path.startswith("/")
    if top and page == root / NOT_FOUND:  # a server shows it at any depth
        path = unquote(parts.path).removeprefix(unquote(places[page].top)).lstrip("/")
        target, top = root / path, False
    if top or not target.is_relative_to(root):
        return "sort du dossier publié"
    if not target.is_file():
        return "mène à un fichier qui n’existe pas"
    anchor = unquote(parts.fragment)
    known = places.get(target)
    lost = anchor and known is not None and anchor not in known.ids
    return "mène à un passage qui n’existe pas" if lost else ""
