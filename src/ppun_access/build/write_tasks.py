"""Write the files of one text in one format, in a task: a pure function of a record.

A task holds one text with its sound and pictures, and only the options that concern it: it
is small, and its entry in the cache depends on nothing else.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import unquote

from ppun_access.build.ledger import (
    LIBRARIES,
    LINES,
    LINKED,
    Parts,
    Unit,
    fingerprint,
    library_version,
    picked,
    program_digest,
)
from ppun_access.build.runner import BATCH, Task, WrittenFiles
from ppun_access.document.build import keep_front_matter, size_of, without_position
from ppun_access.document.model import Document, Edition, Image, Link
from ppun_access.document.packing import digests
from ppun_access.document.walk import nodes
from ppun_access.errors import MissingToolError, OutputError
from ppun_access.failures import Breakdown, isolated
from ppun_access.formats import FORMATS
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import cache_key
from ppun_access.runtime.disk import write_private
from ppun_access.runtime.progress import Phase
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.tools import louis
from ppun_access.transforms import BRAILLE as TRANSFORMS
from ppun_access.transforms import TransformOptions, apply
from ppun_access.writers import WRITERS
from ppun_access.writers.addresses import link_address, picture_address
from ppun_access.writers.audio.write import NUMBERED
from ppun_access.writers.labels import format_label
from ppun_access.writers.model import (
    BrailleOptions,
    Files,
    HtmlOptions,
    TextOptions,
    titles_of,
)

if TYPE_CHECKING:
    from ppun_access.build.context import Build

BRAILLE = tuple(name for name, one in FORMATS.items() if one.cells)
NO_BRAILLE = "braille-absent"
"""The code of the finding: no liblouis."""


class FilesTask(Task[WrittenFiles]):
    """A task that makes files, which are kept if it knows what they are made from."""

    __slots__ = ()

    @property
    @abstractmethod
    def made_from(self) -> tuple[str, Parts]:
        """The format, and the parts that files are made from; none: they are not kept."""

    @property
    @abstractmethod
    def unit(self) -> Unit:
        """What the account of a build calls it."""

    @property
    def key(self) -> str:
        """The key of its files."""
        name, parts = self.made_from
        digests = {part: digest for part, digest in parts.items() if part != LINES}
        return cache_key(name, "1", digests) if parts else ""

    @property
    def attempts(self) -> int:
        """Two for files that are kept: a program of others may have crashed."""
        return 2 if self.made_from[1] else 1

    def accepts(self, kept: WrittenFiles) -> bool:
        """Tell whether what was found when they were made still stands where it did."""
        same = kept.lines == self.made_from[1].get(LINES)
        return same or not any(finding.pos for finding in kept.findings)


@dataclass(frozen=True, slots=True)
class WriteTask(FilesTask):
    """A text, alone in its edition, and the format in which to write it.

    ``parts`` is what its files are made from, each with its digest; empty when they are not
    to be kept. With a ``place``, they wait there to be published.
    """

    name: str
    edition: Edition
    options: Any
    parts: Parts = field(default_factory=dict)
    place: Path | None = None

    @property
    def made_from(self) -> tuple[str, Parts]:
        """The format, and what its files are made from."""
        return self.name, self.parts

    @property
    def weight(self) -> float:
        """How many blocks the text has."""
        return size_of(self.document)

    @property
    def document(self) -> Document:
        """The text."""
        return self.edition.book.documents[0]

    @property
    def unit(self) -> Unit:
        """What the account of a build calls it."""
        document = self.document
        return Unit(self.name, self.edition.version, document.id, document.title)

    def run(self) -> WrittenFiles:
        """Write the text; raises what the writer does, such as MissingToolError."""
        report, edition = Report(), self.edition
        try:
            if self.name in BRAILLE:
                edition = _in_braille(edition, report)
            files = WRITERS[self.name](edition, self.options, report)
        except OutputError as error:
            if self.name not in BRAILLE:
                raise
            return WrittenFiles({}, (_no_braille(self.document, error),))
        if self.place is not None:
            files = _placed(files, self.place)
        return WrittenFiles(files, tuple(report.findings), self.parts.get(LINES, ""))

    def on_failure(self, breakdown: Breakdown) -> WrittenFiles:
        """Return the result that replaces a text on which the program fails."""
        fault = breakdown.finding(self.document.title, lost(self.name))
        return WrittenFiles({}, (fault,))


def write_format(
    build: Build, name: str, edition: Edition, options: Any, phase: Phase | None = None
) -> Files:
    """Return the files of the format ``name`` of every text of an edition.

    A text that its writer cannot take is a finding, and stops no other. ``phase`` counts
    those that processes write.
    """
    own, format_ = own_options(options, titles_of(edition)), FORMATS[name]
    is_kept = format_.cached and build.runner.cache is not None
    place = build.place / "site" if build.place and format_.staged else None
    tool, tasks = braille_version([name]), list[WriteTask]()
    for document in edition.book.documents:
        with isolated(build.report, document.title, lost(name)):
            one, said = alone(edition, document, name), own(document)
            parts = parts_of(one, said, tool) if is_kept else {}
            tasks.append(WriteTask(name, one, said, parts, place))
    runner = build.runner.local() if format_.in_processes else build.runner.serial()
    size = 1 if format_.cached else BATCH
    files: dict[str, bytes | Path] = {}
    for made in runner.map(tasks, batch_size=size, on_done=note_in_ledger(build)):
        files |= made.files
        build.report.add(*made.findings)
        if phase and format_.in_processes:
            phase.advance(format_label(name).name)
    return files


def note_in_ledger(build: Build) -> Callable[[FilesTask, bool], None]:
    """Return the callback that notes in the ledger whether files come from the cache."""

    def note(task: FilesTask, taken: bool) -> None:
        _, parts = task.made_from
        if parts:
            build.ledger.note(task.unit, parts, taken=taken)

    return note


def _placed(files: Files, place: Path) -> Files:
    """Write files in ``place``; return them there, no longer in memory."""
    placed = {path: place / path for path in files}
    for path, content in files.items():
        write_private(placed[path], content_bytes(content))
    return placed


def lost(name: str) -> str:
    """Return, in French, that a format of a text is not published."""
    return f"Le format « {name} » de ce texte n’est pas publié"


def parts_of(edition: Edition, options: Any, tool: str = "") -> Parts:
    """Return the inputs of a writer, each with its digest."""
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
        LINES: lines_of(document),
    }


def lines_of(*trees: object) -> str:
    """Return a digest of where the parts of texts are in their pages."""
    found = (node for tree in trees for node in nodes(tree))
    return fingerprint([repr(node.pos) for node in found if node.pos])


# What belongs to one text


def alone(edition: Edition, document: Document, name: str) -> Edition:
    """Return ``edition`` with one text, and only what the format ``name`` uses of it.

    No writer of a text alone reads its front matter, which says who reads it aloud.
    """
    held = FORMATS[name].holds
    # without any of it, nor do they tell where it is among the others
    document = keep_front_matter(document) if held else without_position(document)
    id_, book = document.id, replace(edition.book, documents=(document,), opening=())
    sound = edition.narration(id_) if {"sound", "mp3"} & {*held} else None
    if sound and "mp3" in held:
        # a book that is kept does not change with the place of its text among the others
        kinds = ("mp3",) if FORMATS[name].cached else ("mp3", NUMBERED)
        mp3 = {kind: path for kind, path in sound.encodings.items() if kind in kinds}
        sound = replace(sound, encodings=mp3)
    return Edition(
        book,
        edition.version,
        () if sound is None else (sound,),
        picked((id_,), edition.covers) if "cover" in held else {},
        picked((id_,), edition.dates) if "date" in held else {},
    )


def own_options(options: Any, titles: Mapping[str, str]) -> Callable[[Document], Any]:
    """Return the function that picks of ``options`` what one text needs."""
    if isinstance(options, TextOptions):
        lengths = _by_text(options.lengths)
        return lambda document: replace(
            options,
            lengths=lengths.get(document.id, ()),
            titles=picked(_led_to(document), titles),
        )
    if isinstance(options, HtmlOptions):
        files, easy = _by_text(options.downloads), frozenset(options.easy)
        return lambda document: replace(
            options,
            downloads=files.get(document.id, ()),
            easy=(document.id,) if document.id in easy else (),
            sizes=picked(_shown(document), options.sizes),
            places=picked((document.id,), options.places),
        )
    if isinstance(options, BrailleOptions):
        return lambda document: replace(
            options,
            titles=picked(
                {href.partition("#")[0] for href in _hrefs(document)}, options.titles
            ),
            shared=picked((document.id,), options.shared),
        )
    if hasattr(options, "pictures"):
        return lambda document: replace(
            options, pictures=picked(_pictures(document), options.pictures)
        )
    return lambda document: options


class _Own(Protocol):
    @property
    def document_id(self) -> str: ...


W = TypeVar("W", bound=_Own)


def _by_text(all_: Iterable[W]) -> dict[str, tuple[W, ...]]:
    """Group values by the text that they belong to, in one pass over all of them."""
    found = dict[str, list[W]]()
    for one in all_:
        found.setdefault(one.document_id, []).append(one)
    return {id_: tuple(ones) for id_, ones in found.items()}


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


# Braille: the texts made ready for it, and what happens without liblouis


def without_missing_braille(build: Build) -> tuple[str, ...]:
    """Return the formats to publish, less those in braille when there is no liblouis.

    Raises MissingToolError when one of them was asked for by name; else a finding says what
    to install.
    """
    formats = build.formats
    if not set(BRAILLE) & set(formats):
        return formats
    try:
        louis.probe()
    except MissingToolError as error:
        if set(BRAILLE) & set(build.request.required):
            raise
        message = f"Pas de braille. {error.message} {error.next_step}"
        build.report.add(Finding(NO_BRAILLE, message))
        return tuple(name for name in formats if name not in BRAILLE)
    return formats


def braille_version(formats: Iterable[str]) -> str:
    """Return the version of liblouis where ``formats`` need it; empty without it."""
    if not set(BRAILLE) & set(formats):
        return ""
    try:
        return louis.probe().version
    except MissingToolError:
        return ""


def _in_braille(edition: Edition, report: Report) -> Edition:
    """Return ``edition``, of one text alone, as it is written in braille."""
    book, (document,) = edition.book, edition.book.documents
    own = Report()
    made = apply(TRANSFORMS, document, TransformOptions(), own)
    # under the title that the page has
    report.add(*(replace(finding, page=document.title) for finding in own.findings))
    title = made.title if book.title == document.title else book.title
    return replace(edition, book=replace(book, title=title, documents=(made,)))


def _no_braille(document: Document, error: OutputError) -> Finding:
    """Return the finding on a text that liblouis could not write."""
    message = f"Pas de braille pour ce texte. {error.message} {error.next_step}"
    return Finding("braille-rate", message, page=document.title)
