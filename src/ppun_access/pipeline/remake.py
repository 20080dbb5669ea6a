"""Writers behind the cache: a file whose text, sound and settings are the same is taken.

A text is given to its writer alone, by whoever works (``write_tasks.py``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from ppun_access.cache import Cache, cache_key
from ppun_access.document.codec import digest
from ppun_access.document.model import Document, Edition
from ppun_access.document.walk import nodes
from ppun_access.pipeline.editors_report import finding_as_json, finding_from_json
from ppun_access.pipeline.ledger import LINES, Ledger, Parts, Unit, fingerprint
from ppun_access.pipeline.revisions import LIBRARIES, library_version, program_digest
from ppun_access.pipeline.works import GROUP, Works
from ppun_access.pipeline.write_tasks import (
    WriteTask,
    WrittenText,
    alone,
    file_key,
    own_options,
    unwritten,
    write_one,
)
from ppun_access.progress import Phase
from ppun_access.report import Finding, Report
from ppun_access.writers.labels import format_label
from ppun_access.writers.model import Files, titles_of

CACHED = ("epub", "daisy202", "pdf", "brf", "pef")
"""The formats that take long enough for the cache to be worth it."""
SPREAD = ("text", "html", *CACHED)
"""The formats whose texts are work for the processes; the others only name files that are
there, or take no time."""


class Make(Protocol):
    """Gives the files of a format for every text of an edition."""

    def __call__(
        self, name: str, edition: Edition, options: Any, report: Report, tool: str = ""
    ) -> Files:
        """Return them; ``tool`` is the version of the program that the writer calls."""


@dataclass(frozen=True, slots=True)
class Remake:
    """Gives what a writer makes of each text, from the cache where it can.

    Without a ledger, everything is made, whatever the cache holds. A text that its writer
    cannot take is a finding, and stops no other. ``phase`` counts the texts
    that writers are given: see ``writings``.
    """

    ledger: Ledger | None = None
    works: Works = field(default_factory=Works)
    phase: Phase = field(default_factory=lambda: Phase("Formats", 0))

    def __call__(
        self, name: str, edition: Edition, options: Any, report: Report, tool: str = ""
    ) -> Files:
        """Return the files of the format ``name``, those of ``CACHED`` from the cache."""
        own = own_options(options, titles_of(edition))
        tasks = [
            WriteTask(
                name, alone(edition, document, name),
                own(document),
            )
            for document in edition.book.documents
        ]  # fmt: skip
        kept = self.ledger if name in CACHED else None
        texts = _Kept(kept, tool)(tasks, self._made) if kept else self._made(tasks)
        files: dict[str, bytes | Path] = {}
        for text in texts:
            files |= text.files
            for finding in text.findings:
                report.add(finding)
            if name in SPREAD:
                self.phase.advance(format_label(name).name)
        return files

    def _made(self, tasks: Sequence[WriteTask]) -> Iterator[WrittenText]:
        """Yield what writers make, in the order of ``tasks``."""
        spread = tasks and tasks[0].name in SPREAD
        works = self.works.here() if spread else Works()
        together = 1 if tasks and tasks[0].name in CACHED else GROUP
        with closing(works.spread(write_one, tasks, _weight, unwritten, together)) as texts:
            yield from texts


def writings(editions: Iterable[Edition], formats: Iterable[str]) -> int:
    """Return how many texts ``formats`` have to write, one counted once in each format."""
    texts = sum(len(edition.book.documents) for edition in editions)
    return texts * sum(name in SPREAD for name in formats)


def _weight(task: WriteTask) -> float:
    return len(task.document.blocks)


make_again = Remake()
"""Makes the files of a format, whatever the cache holds."""


class _Write(Protocol):
    def __call__(self, tasks: Sequence[WriteTask]) -> Iterator[WrittenText]: ...


@dataclass(frozen=True, slots=True)
class _Kept:
    """Gives what the cache has of the texts of a format, and has the rest written."""

    ledger: Ledger
    tool: str

    def __call__(self, tasks: Sequence[WriteTask], write: _Write) -> Iterator[WrittenText]:
        cache = self.ledger.cache
        parts = [parts_of(one.edition, one.options, self.tool) for one in tasks]
        lines = [lines_of(one.document) for one in tasks]
        keys = [cache_key(t.name, "1", dict(p)) for t, p in zip(tasks, parts, strict=True)]
        found = [_stored(cache, key, at) for key, at in zip(keys, lines, strict=True)]
        made = write([
            replace(task, key=key, cache=cache)
            for task, key, one in zip(tasks, keys, found, strict=True) if one is None
        ])  # fmt: skip
        every = zip(tasks, parts, lines, keys, found, strict=True)
        for task, part, at, key, one in every:
            text, document = one or next(made), task.document
            if one is None and not text.failed:
                cache.tally.add(text.tally)
                cache.write(key, _facts(text, at))
            unit = Unit(task.name, task.edition.version, document.id, document.title)
            self.ledger.note(unit, {**part, LINES: at}, taken=one is not None)
            yield text


def _facts(text: WrittenText, lines: str) -> bytes:
    found = [_finding_as_json(finding) for finding in text.findings]
    facts = {"paths": sorted(text.files), "findings": found, "lines": lines}
    return json.dumps(facts).encode()


def _stored(cache: Cache, key: str, lines: str) -> WrittenText | None:
    """Return what the cache holds of a text, None unless it holds all its files.

    Where its ``lines`` are is only of use to what was found at one of them.
    """
    files = dict[str, Path]()
    try:
        facts = json.loads(cache.read(key) or b"")
        found = tuple(_finding(values) for values in facts["findings"])
        if facts["lines"] != lines and any(finding.pos for finding in found):
            return None
        for path in facts["paths"]:
            stored = cache.stored(file_key(key, path))
            if stored is None:
                return None
            files[path] = stored
    except (ValueError, KeyError, TypeError):
        return None
    return WrittenText(files, found)


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding, and what its author silenced at its place."""
    silenced = finding.pos.silenced if finding.pos else ()
    return {**finding_as_json(finding), "silenced": sorted(silenced)}


def _finding(values: dict[str, Any]) -> Finding:
    finding = finding_from_json(values)
    if finding.pos is None:
        return finding
    silenced = type(finding.pos.silenced)(values["silenced"])
    return replace(finding, pos=replace(finding.pos, silenced=silenced))


def parts_of(edition: Edition, options: Any, tool: str = "") -> Parts:
    """Return what a writer makes its files from, each with its digest."""
    (document,) = edition.book.documents
    book = edition.book
    around = (book.title, book.lang, book.publisher, edition.version, edition.dates)
    libraries = [(name, library_version(name)) for name in LIBRARIES]
    return {
        "son texte": digest(document),
        "son audio": fingerprint(edition.narrations),
        "sa couverture": fingerprint(edition.covers),
        "le livre ou sa date": fingerprint(around),
        "un réglage ou une image": fingerprint(options),
        "le programme": fingerprint((program_digest(), libraries, tool)),
    }


def lines_of(document: Document) -> str:
    """Return a digest of where the parts of a text are in its page."""
    return fingerprint([repr(node.pos) for node in nodes(document) if node.pos])
