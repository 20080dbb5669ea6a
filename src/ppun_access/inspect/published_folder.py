"""Verify a published folder: every file valid, every link resolved.

The checker of each format is named in ``inspect/__init__.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from ppun_access.errors import InputError, reason
from ppun_access.inspect import CHECKERS
from ppun_access.inspect.braille import NO_SIZE, Size
from ppun_access.publish.manifest import MANIFEST, has_digest, read_manifest
from ppun_access.report import Finding
from ppun_access.runtime.processor_time import TEXT_SECONDS, time_limit
from ppun_access.runtime.untrusted_files import (
    MB,
    PUBLISHED,
    RECORD,
    is_readable,
    parse_json,
    read_regular,
)
from ppun_access.site.pages.around import NOT_FOUND
from ppun_access.site.search import INDEX, value_of, words_path

CATALOGUE = "catalogue.json"
WHOLE, LINKS, RULES = "catalogue et empreintes", "liens des pages", "nos règles : "
"""Names of our checkers; the last is followed by a format."""
READ_IN_A_SECOND = 20 * MB
"""What any processor reads and unpacks: a heavy file may take so much more time."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One of our checkers: how many files it looked at, how many faults it found."""

    name: str
    files: int
    faults: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a published folder, and how many files were looked at."""

    faults: tuple[Finding, ...]
    files: int
    ran: tuple[Ran, ...] = ()
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Format → the files in it, for other checkers; ``html`` has every page."""
    unsound: frozenset[str] = frozenset()
    """The files in which our rules found a fault."""


def inspect(out: Path) -> Inspection:
    """Look at everything that a build published in ``out``.

    Raises InputError when there is no such folder.
    """
    if not out.is_dir():
        raise InputError(
            f"{out} : ce dossier n’existe pas.",
            next_step="Publiez d’abord vos textes avec « ppun-access build », ou donnez le "
            "dossier publié : « ppun-access check site ».",
        )
    published = read_manifest(out).files
    if not published:
        state = "est abîmé" if (out / MANIFEST).exists() else "manque"
        message = f"{MANIFEST} {state} : ce dossier n’est pas une publication complète."
        return Inspection((Finding("catalogue-illisible", message),), 0)
    try:
        listed = tuple(_files(parse_json(read_regular(out / CATALOGUE, RECORD))))
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{CATALOGUE} n’est pas lisible ({error!r})."
        return Inspection((Finding("catalogue-illisible", message),), len(published))
    files = {*published, *(file.path for file in listed)}
    pages = tuple(path for path in published if path.endswith(".html"))
    damaged = [*_damaged(out, published), *(f for x in listed for f in _listed(out, x))]
    found = {WHOLE: (len(files), damaged)}
    unsound = {file: list(_unsound(out, file)) for file in listed}
    for format_ in CHECKERS:
        own = [file for file in listed if file.format == format_]
        wrong = [f for file in own for f in unsound[file]]
        found |= {f"{RULES}{format_}": (len(own), wrong)} if own else {}
    linking = tuple(path for path in published if path in (INDEX, *pages))
    found[LINKS] = (len(linking), list(broken_links(out, linking)))
    return Inspection(
        tuple(dict.fromkeys(f for _, faults in found.values() for f in faults)),
        len(files),
        tuple(Ran(name, n, len(set(fs))) for name, (n, fs) in found.items()),
        _by_format(listed, pages),
        frozenset(file.path for file, faults in unsound.items() if faults),
    )


def _by_format(
    listed: Iterable[_File], pages: Iterable[str]
) -> Mapping[str, tuple[str, ...]]:
    found = {"html": tuple(pages)}
    for file in listed:
        if file.format != "html":
            found[file.format] = (*found.get(file.format, ()), file.path)
    return found


@dataclass(frozen=True, slots=True)
class _File:
    """A file as the catalogue lists it."""

    format: str
    path: str
    bytes: int
    sha256: str
    braille: Size = NO_SIZE


def _files(values: Mapping[str, Any]) -> Iterator[_File]:
    """Yield the files of a catalogue; KeyError or TypeError when it is not one."""
    _typed(values["title"], str)
    for publication in _typed(values["publications"], list):
        for name in ("id", "title", "author", "role", "source"):
            _typed(publication[name], str)
        for version in _typed(publication["versions"], list):
            _typed(version["readability"], dict)
            _typed(version["version"] + version["status"], str)
            yield from map(_file, _typed(version["files"], list))
    yield from map(_file, _typed(values["files"], list))


def _file(value: Mapping[str, Any]) -> _File:
    names = {"format": str, "path": str, "bytes": int, "sha256": str}
    size = Size(*(_typed(value.get(name, 0), int) for name in ("cells", "lines")))
    file = _File(
        **{name: _typed(value[name], kind) for name, kind in names.items()}, braille=size
    )
    path = PurePosixPath(file.path)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"chemin hors du site : {file.path}")
    return file


def _typed(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} n’est pas du type {kind.__name__}")
    return value


def _damaged(out: Path, published: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the published files that are missing or changed."""
    for path, digest in published.items():
        if not (out / path).is_file():
            yield Finding("fichier-absent", f"{path} : ce fichier a disparu.")
        elif not has_digest(out / path, digest):
            message = f"{path} : ce fichier a changé depuis sa publication."
            yield Finding("fichier-abime", message)


def _listed(out: Path, file: _File) -> Iterator[Finding]:
    """Yield what the catalogue says of a file and is not so."""
    path = out / file.path
    if not path.is_file():
        yield Finding("fichier-absent", f"{file.path} : ce fichier a disparu.")
    elif path.stat().st_size != file.bytes or not has_digest(path, file.sha256):
        message = f"{file.path} : ce fichier a changé depuis sa publication."
        yield Finding("fichier-abime", message)


def _unsound(out: Path, file: _File) -> Iterator[Finding]:
    path = out / file.path
    if file.format in CHECKERS and path.is_file():
        check = CHECKERS[file.format]
        about = (file.braille,) if check.sized else ()
        try:
            with time_limit(TEXT_SECONDS + path.stat().st_size / READ_IN_A_SECOND):
                found = [*check(path, *about)]
            for wrong in found:
                yield Finding("fichier-invalide", f"{file.path} : {wrong}")
        except OSError as error:
            message = f"{file.path} : lecture impossible, {reason(error)}."
            yield Finding("fichier-invalide", message)
        except Exception as error:  # what our rules did not foresee is a fault too
            message = f"{file.path} : nos règles se sont arrêtées ({error!r})."
            yield Finding("verificateur-en-panne", message)


# Links


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
