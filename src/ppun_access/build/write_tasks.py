"""The files of one text in one format, as a pure function of a record.

A task holds one text alone with what belongs to it, and of the options what is its own: it
is small, and what is kept of it depends on nothing else. Files that take long are put into
the cache by whoever makes them, and only their places come back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import unquote

from ppun_access.build import braille
from ppun_access.build.braille import BRAILLE
from ppun_access.build.ledger import LINKED, Parts, Unit, fingerprint
from ppun_access.build.revisions import LIBRARIES, library_version, program_digest
from ppun_access.document.build import only_front, placeless
from ppun_access.document.codec import digests
from ppun_access.document.model import Document, Edition, Image, Link
from ppun_access.document.walk import nodes
from ppun_access.errors import OutputError
from ppun_access.failures import Breakdown
from ppun_access.report import Finding, Report, Severity
from ppun_access.runtime.cache import Cache, Tally, cache_key
from ppun_access.runtime.disk import write_apart
from ppun_access.runtime.untrusted_files import bytes_of
from ppun_access.writers import WRITERS
from ppun_access.writers.addresses import link_address, picture_address
from ppun_access.writers.braille.write import BrailleOptions
from ppun_access.writers.model import Files, HtmlOptions, TextOptions

V = TypeVar("V")


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def cache(self) -> Cache | None: ...


K = TypeVar("K", bound=_Keyed)
ATTEMPTS = 2
SILENT = ("pdf", "brf", "pef")
"""The formats that hold neither sound, nor cover, nor date."""
BOOKS = ("epub", "daisy202")
"""Those that hold of a sound its MP3 alone."""


@dataclass(frozen=True, slots=True)
class WriteTask:
    """A text, alone in its edition, and the format in which to write it.

    With a ``key``, its files go into ``cache`` under it; with a ``place``, they wait there
    to be published.
    """

    name: str
    edition: Edition
    options: Any
    key: str = ""
    cache: Cache | None = None
    place: Path | None = None

    @property
    def document(self) -> Document:
        """The text."""
        return self.edition.book.documents[0]

    @property
    def unit(self) -> Unit:
        """What the account of a build calls it."""
        document = self.document
        return Unit(self.name, self.edition.version, document.id, document.title)

    @property
    def lines(self) -> str:
        """A digest of where the parts of the text are in its page."""
        return lines_of(self.document)

    def parts(self, tool: str) -> Parts:
        """Return what its files are made from, each part with its digest."""
        return parts_of(self.edition, self.options, tool)


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The files of a text, what was found, and what the cache was given."""

    files: Files
    findings: tuple[Finding, ...] = ()
    tally: Tally = field(default_factory=Tally, compare=False)

    @property
    def failed(self) -> bool:
        """Whether something is to be made again."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def write_one(task: WriteTask) -> WrittenText:
    """Write one text; raises what the writer does, such as MissingToolError."""
    try:
        return _placed(task.place, kept(task, _made))
    except OutputError as error:
        if task.name not in BRAILLE:
            raise
        return WrittenText({}, (braille.unwritten(task.document, error),))


def kept(task: K, make: Callable[[K], WrittenText]) -> WrittenText:
    """Return what ``make`` makes of a task; with a key, its files go into the cache."""
    if task.cache is None or not task.key:
        return make(task)
    made = _twice(task, make)
    if made.failed:
        return made
    cache = task.cache.counting(Tally())
    files = {
        path: cache.write(file_key(task.key, path), bytes_of(content))
        for path, content in made.files.items()
    }
    return WrittenText(files, made.findings, cache.tally)


def _placed(place: Path | None, made: WrittenText) -> WrittenText:
    """Return a text whose files are in ``place``, if there is one: not in memory."""
    if place is None:
        return made
    files = {path: place / path for path in made.files}
    for path, content in made.files.items():
        write_apart(files[path], bytes_of(content))
    return replace(made, files=files)


def unwritten(task: WriteTask, breakdown: Breakdown) -> WrittenText:
    """Return what stands for a text on which the program fails."""
    return WrittenText({}, (breakdown.finding(task.document.title, lost(task.name)),))


def _made(task: WriteTask) -> WrittenText:
    report = Report()
    braille_text = task.name in BRAILLE
    edition = braille.ready(task.edition, report) if braille_text else task.edition
    files = WRITERS[task.name](edition, task.options, report)
    return WrittenText(files, tuple(report.findings))


def _twice(task: K, make: Callable[[K], WrittenText]) -> WrittenText:
    """Return what ``make`` makes, asked again when it fails: a program may have crashed."""
    for _ in range(ATTEMPTS):
        try:
            made = make(task)
        except OutputError as error:
            last: OutputError | None = error
            continue
        last = None
        if not made.failed:
            break
    if last:
        raise last
    return made


def lost(name: str) -> str:
    """Return what the failure of a format costs, in French."""
    return f"Le format « {name} » de ce texte n’est pas publié"


def file_key(key: str, path: str) -> str:
    """Return the key of one of the files that are kept under ``key``."""
    return cache_key("fichiers", "1", key, path)


def parts_of(edition: Edition, options: Any, tool: str = "") -> Parts:
    """Return what a writer makes its files from, each with its digest."""
    (document,) = edition.book.documents
    book = edition.book
    around = (book.title, book.lang, book.publisher, edition.version, edition.dates)
    libraries = [(name, library_version(name)) for name in LIBRARIES]
    text, links = digests(document)
    titles = getattr(options, "titles", {})
    if titles:
        options = replace(options, titles={})
    return {
        "son texte": text,
        LINKED: fingerprint((links, titles)),
        "son audio": fingerprint(edition.narrations),
        "sa couverture": fingerprint(edition.covers),
        "le livre ou sa date": fingerprint(around),
        "un réglage ou une image": fingerprint(options),
        "le programme": fingerprint((program_digest(), libraries, tool)),
    }


def lines_of(*trees: object) -> str:
    """Return a digest of where the parts of texts are in their pages."""
    found = (node for tree in trees for node in nodes(tree))
    return fingerprint([repr(node.pos) for node in found if node.pos])


# What belongs to one text


def alone(edition: Edition, document: Document, name: str) -> Edition:
    """Return ``edition`` with one text and what of it the format ``name`` holds.

    No writer of a text alone reads its front matter, which says who reads it aloud.
    """
    # nor do the silent ones tell where it is among the others
    document = placeless(document) if name in SILENT else only_front(document)
    book = replace(edition.book, documents=(document,), opening=())
    if name in SILENT:
        return Edition(book, edition.version)
    id_, sound = document.id, edition.narration(document.id)
    if sound and name in BOOKS:
        mp3 = {k: path for k, path in sound.encodings.items() if k == "mp3"}
        sound = replace(sound, encodings=mp3)
    return replace(
        edition,
        book=book,
        narrations=() if sound is None else (sound,),
        covers=_those((id_,), edition.covers),
        dates=_those((id_,), edition.dates),
    )


def own_options(options: Any, titles: Mapping[str, str]) -> Callable[[Document], Any]:
    """Return what gives what ``options`` say that one text needs; ``titles`` are of all."""
    if isinstance(options, TextOptions):
        lengths = _by_text(options.lengths)
        return lambda document: replace(
            options,
            lengths=lengths.get(document.id, ()),
            titles=_those(_led_to(document), titles),
        )
    if isinstance(options, HtmlOptions):
        files, easy = _by_text(options.downloads), frozenset(options.easy)
        return lambda document: replace(
            options,
            downloads=files.get(document.id, ()),
            easy=(document.id,) if document.id in easy else (),
            sizes=_those(_shown(document), options.sizes),
        )
    if isinstance(options, BrailleOptions):
        return lambda document: replace(
            options, titles=_those(_pages(document), options.titles)
        )
    if hasattr(options, "pictures"):
        return lambda document: replace(
            options, pictures=_those(_pictures(document), options.pictures)
        )
    return lambda document: options


class _Own(Protocol):
    @property
    def document_id(self) -> str: ...


W = TypeVar("W", bound=_Own)


def _by_text(all_: Iterable[W]) -> dict[str, tuple[W, ...]]:
    """Return what belongs to each text: it is looked for once, however many there are."""
    found = dict[str, list[W]]()
    for one in all_:
        found.setdefault(one.document_id, []).append(one)
    return {id_: tuple(ones) for id_, ones in found.items()}


def _pages(document: Document) -> set[str]:
    return {href.partition("#")[0] for href in _hrefs(document)}


def _led_to(document: Document) -> set[str]:
    """Return the paths in the site that the links of a text name."""
    links = map(link_address, _hrefs(document))
    return {unquote(link.partition("#")[0]) for link in links if link}


def _hrefs(document: Document) -> Iterator[str]:
    return (node.href for node in nodes(document) if isinstance(node, Link))


def _shown(document: Document) -> set[str]:
    """Return the addresses of the pictures of a text, as a page writes them."""
    return set(filter(None, map(picture_address, _pictures(document))))


def _pictures(document: Document) -> set[str]:
    return {node.src for node in nodes(document) if isinstance(node, Image)}


def _those(names: Iterable[str], values: Mapping[str, V]) -> dict[str, V]:
    return {name: values[name] for name in sorted(names) if name in values}
