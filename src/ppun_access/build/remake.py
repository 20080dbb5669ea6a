"""Writers behind the cache: a file whose text, sound and settings are the same is taken.

A text is given to its writer alone, by whoever works (``write_tasks.py``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from ppun_access.build.editors_report import finding_as_json, finding_from_json
from ppun_access.build.kit_tasks import KIT, KitTask, make_item, unmade, weight
from ppun_access.build.ledger import LINES, Ledger, Parts, Unit
from ppun_access.build.works import GROUP, Failed, Works
from ppun_access.build.write_tasks import (
    WriteTask,
    WrittenText,
    alone,
    file_key,
    lost,
    own_options,
    unwritten,
    write_one,
)
from ppun_access.document.build import size_of
from ppun_access.document.model import Edition
from ppun_access.failures import Breakdown, attempt, isolated
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import Cache, cache_key
from ppun_access.runtime.progress import Phase
from ppun_access.runtime.untrusted_files import parse_json
from ppun_access.site.kit.contents import POSTER, Item, items
from ppun_access.writers.labels import format_label
from ppun_access.writers.model import Files, PdfOptions, titles_of

CACHED = ("epub", "daisy202", "pdf", "brf", "pef")
"""The formats that take long enough for the cache to be worth it."""
PLACED = ("text", "html")
"""Those that wait on the disk to be published: all together, they are large."""
SPREAD = (*PLACED, *CACHED)
"""The formats whose texts are work for the processes; the others only name files that are
there, or take no time."""


class Make(Protocol):
    """Gives the files of a format for every text of an edition."""

    def __call__(
        self, name: str, edition: Edition, options: Any, report: Report, tool: str = ""
    ) -> Files:
        """Return them; ``tool`` is the version of the program that the writer calls."""

    def kit(self, items: Sequence[Item], report: Report) -> Files:
        """Return the PDFs of the off-line kit."""


@dataclass(frozen=True, slots=True)
class Remake:
    """Gives what a writer makes of each text, from the cache where it can.

    Without a ledger, everything is made, whatever the cache holds. A text that its writer
    cannot take is a finding, and stops no other. ``phase`` counts the texts
    that writers are given: see ``writings``. In ``place``, files wait to be published.
    """

    ledger: Ledger | None = None
    works: Works = field(default_factory=Works)
    phase: Phase = field(default_factory=lambda: Phase("Formats", 0))
    place: Path | None = None

    def __call__(
        self, name: str, edition: Edition, options: Any, report: Report, tool: str = ""
    ) -> Files:
        """Return the files of the format ``name``, those of ``CACHED`` from the cache."""
        own = own_options(options, titles_of(edition))
        place = self.place if name in PLACED else None
        tasks = list[WriteTask]()
        for document in edition.book.documents:
            with isolated(report, document.title, lost(name)):
                one = alone(edition, document, name)
                tasks.append(WriteTask(name, one, own(document), place=place))
        kept = self.ledger if name in CACHED else None
        keep = _Kept(kept, tool, unwritten) if kept else None
        texts = keep(tasks, self._made) if keep else self._made(tasks)
        return self._gathered(name, texts, report)

    def kit(self, items: Sequence[Item], report: Report) -> Files:
        """Return the PDFs of the off-line kit, from the cache where it has them."""
        tasks, kept = [*map(KitTask, items)], self.ledger
        keep = _Kept(kept, "", unmade) if kept else None
        made = keep(tasks, self._drawn) if keep else self._drawn(tasks)
        return self._gathered(KIT, made, report)

    def _gathered(self, name: str, made: Iterable[WrittenText], report: Report) -> Files:
        """Return the files of a format, once each that was made is told and counted."""
        files: dict[str, bytes | Path] = {}
        for one in made:
            files |= one.files
            for finding in one.findings:
                report.add(finding)
            if name in (*SPREAD, KIT):
                self.phase.advance(format_label(name).name)
        return files

    def _made(self, tasks: Sequence[WriteTask]) -> Iterator[WrittenText]:
        """Yield what writers make, in the order of ``tasks``."""
        spread = tasks and tasks[0].name in SPREAD
        works = self.works.here() if spread else Works()
        together = 1 if tasks and tasks[0].name in CACHED else GROUP
        with closing(works.spread(write_one, tasks, _weight, unwritten, together)) as texts:
            yield from texts

    def _drawn(self, tasks: Sequence[KitTask]) -> Iterator[WrittenText]:
        """Yield the PDFs of the kit; several volumes are worth starting processes."""
        booklets = [task for task in tasks if task.item.name != POSTER]
        few = len(booklets) if len(booklets) > 1 else None
        works = self.works.here()
        with closing(works.spread(make_item, tasks, weight, unmade, 1, few=few)) as made:
            yield from made


def writings(editions: Sequence[Edition], formats: Collection[str]) -> int:
    """Return how many files ``formats`` have to make: one a text, and those of the kit."""
    texts = sum(len(edition.book.documents) for edition in editions)
    kit = len(items(editions, PdfOptions())) if KIT in formats else 0
    return texts * sum(name in SPREAD for name in formats) + kit


def _weight(task: WriteTask) -> float:
    return size_of(task.document)


make_again = Remake()
"""Makes the files of a format, whatever the cache holds."""


class _Task(Protocol):
    """What is made: what names it, what it is made from, where its files are kept."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def lines(self) -> str: ...
    def parts(self, tool: str) -> Parts: ...


T = TypeVar("T", bound=_Task)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a task before it is done, and its files if the cache has them."""

    text: WrittenText | None
    parts: Parts = field(default_factory=dict)
    lines: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    """Gives what the cache has of the files of a format, and has the rest made."""

    ledger: Ledger
    tool: str
    failed: Failed[T, WrittenText]

    def __call__(
        self, tasks: Sequence[T], write: Callable[[Sequence[T]], Iterator[WrittenText]]
    ) -> Iterator[WrittenText]:
        cache = self.ledger.cache
        every = [(task, self._known(task)) for task in tasks]
        made = write(
            [replace(t, key=one.key, cache=cache) for t, one in every if one.text is None]
        )
        for task, one in every:
            text = one.text or next(made)
            if one.text is None and not text.failed:
                cache.tally.add(text.tally)
                cache.write(one.key, _facts(text, one.lines))
            if one.key:
                parts = {**one.parts, LINES: one.lines}
                self.ledger.note(task.unit, parts, taken=one.text is not None)
            yield text

    def _known(self, task: T) -> _Known:
        def failed(breakdown: Breakdown) -> _Known:
            return _Known(self.failed(task, breakdown))

        return attempt(partial(self._looked_up, task), failed)

    def _looked_up(self, task: T) -> _Known:
        parts, lines = task.parts(self.tool), task.lines
        key = cache_key(task.name, "1", dict(parts))
        return _Known(_stored(self.ledger.cache, key, lines), parts, lines, key)


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
        facts = parse_json(cache.read(key) or b"")
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
