"""Writers behind the cache: a file whose text, sound and settings are the same is taken.

A text is given to its writer alone, so what is kept depends on nothing else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from ppun_access.cache import cache_key
from ppun_access.document.codec import digest
from ppun_access.document.model import Document, Edition, Image
from ppun_access.document.walk import nodes
from ppun_access.errors import OutputError, PpunError
from ppun_access.pipeline.breakdowns import broken
from ppun_access.pipeline.editors_report import finding_as_json, finding_from_json
from ppun_access.pipeline.ledger import Ledger, Parts, Unit, fingerprint
from ppun_access.pipeline.revisions import LIBRARIES, library_version, program_digest
from ppun_access.report import Finding, Report, Severity
from ppun_access.writers import WRITERS
from ppun_access.writers.model import Files

CACHED = ("epub", "daisy202", "pdf", "brf", "pef")
"""The formats that take long enough for the cache to be worth it."""


ATTEMPTS = 2
SILENT = ("pdf", "brf", "pef")
"""Those that hold neither sound, nor cover, nor date."""


class Make(Protocol):
    """Gives the files of a format for every text of an edition."""

    def __call__(
        self, name: str, edition: Edition, options: Any, report: Report, tool: str = ""
    ) -> Files:
        """Return them; ``tool`` is the version of the program that the writer calls."""


def make_again(
    name: str, edition: Edition, options: Any, report: Report, tool: str = ""
) -> Files:
    """Make the files of a format, whatever the cache holds.

    A text that its writer cannot take is a finding, and stops no other.
    """
    own = Report()
    try:
        files = WRITERS[name](edition, options, own)
    except PpunError:
        raise
    except Exception as error:  # a fault of ours: the other texts are still to be made
        documents = edition.book.documents
        if len(documents) == 1:
            what = f"Le format « {name} » de ce texte n’est pas publié"
            report.add(broken(documents[0].title, error, what))
            return {}
        files = {}
        for document in documents:
            one = replace(edition, book=replace(edition.book, documents=(document,)))
            files = {**files, **make_again(name, one, options, report)}
        return files
    for finding in own.findings:
        report.add(finding)
    return files


def _twice(name: str, edition: Edition, options: Any) -> tuple[Report, Files]:
    """Return what a writer makes, asked again when it fails: a program may have crashed."""
    for _ in range(ATTEMPTS):
        report = Report()
        try:
            files = make_again(name, edition, options, report)
        except OutputError as error:
            last: OutputError | None = error
            continue
        last = None
        if not any(f.severity is Severity.ERROR for f in report.findings):
            break
    if last:
        raise last
    return report, files


@dataclass(frozen=True, slots=True)
class Remake:
    """Gives what a writer makes of each text, from the cache where it can."""

    ledger: Ledger

    def __call__(
        self, name: str, edition: Edition, options: Any, report: Report, tool: str = ""
    ) -> Files:
        """Return the files of the format ``name``, those of ``CACHED`` from the cache."""
        if name not in CACHED:
            return make_again(name, edition, options, report)
        files: dict[str, bytes | Path] = {}
        for document in edition.book.documents:
            single = alone(edition, document, silent=name in SILENT)
            files |= self._of_text(name, single, options, report, tool)
        return files

    def _of_text(
        self, name: str, edition: Edition, options: Any, report: Report, tool: str
    ) -> Files:
        (document,) = edition.book.documents
        options = with_own_pictures(options, document)
        parts = parts_of(edition, options, tool)
        key = cache_key(name, "1", dict(parts))
        own = Report()
        files = self._stored(key, own)
        unit = Unit(name, edition.version, document.id, document.title)
        self.ledger.note(unit, parts, taken=files is not None)
        if files is None:
            own, made = _twice(name, edition, options)
            failed = any(f.severity is Severity.ERROR for f in own.findings)
            files = made if failed else self._store(key, made, own)
        for finding in own.findings:
            report.add(finding)
        return files

    def _store(self, key: str, made: Files, report: Report) -> Files:
        cache = self.ledger.cache
        contents = {
            path: content if isinstance(content, bytes) else content.read_bytes()
            for path, content in made.items()
        }
        files = {path: cache.write(_key(key, path), c) for path, c in contents.items()}
        facts = {
            "paths": sorted(made),
            "findings": [_finding_as_json(finding) for finding in report.findings],
        }
        cache.write(key, json.dumps(facts).encode())
        return files

    def _stored(self, key: str, report: Report) -> Files | None:
        """Return the files that the cache holds, None unless it holds them all."""
        cache, files = self.ledger.cache, dict[str, Path]()
        try:
            facts = json.loads(cache.read(key) or b"")
            found = [_finding(values) for values in facts["findings"]]
            for path in facts["paths"]:
                stored = cache.stored(_key(key, path))
                if stored is None:
                    return None
                files[path] = stored
        except (ValueError, KeyError, TypeError):
            return None
        for finding in found:
            report.add(finding)
        return files


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


def _key(key: str, path: str) -> str:
    return cache_key("fichiers", "1", key, path)


def alone(edition: Edition, document: Document, *, silent: bool = False) -> Edition:
    """Return ``edition`` with one text and what belongs to it, or with its words only."""
    book = replace(edition.book, documents=(document,), opening=())
    if silent:
        return Edition(book, edition.version)
    id_, sound = document.id, edition.narration(document.id)
    return replace(
        edition,
        book=book,
        narrations=() if sound is None else (sound,),
        covers={k: v for k, v in edition.covers.items() if k == id_},
        dates={k: v for k, v in edition.dates.items() if k == id_},
    )


def with_own_pictures(options: Any, document: Document) -> Any:
    """Return options whose pictures are those of one text."""
    if not hasattr(options, "pictures"):
        return options
    shown = {node.src for node in nodes(document) if isinstance(node, Image)}
    own = {path: options.pictures[path] for path in shown if path in options.pictures}
    return replace(options, pictures=own)


def parts_of(edition: Edition, options: Any, tool: str = "") -> Parts:
    """Return what a writer makes its files from, each with its digest."""
    (document,) = edition.book.documents
    lines = [repr(node.pos) for node in nodes(document) if getattr(node, "pos", None)]
    book = edition.book
    around = (book.title, book.lang, book.publisher, edition.version, edition.dates)
    libraries = [(name, library_version(name)) for name in LIBRARIES]
    return {
        "son texte": digest(document) + fingerprint(lines),
        "son audio": fingerprint(edition.narrations),
        "sa couverture": fingerprint(edition.covers),
        "le livre ou sa date": fingerprint(around),
        "un réglage ou une image": fingerprint(options),
        "le programme": fingerprint((program_digest(), libraries, tool)),
    }
