"""The files of every text in a format, and those of the off-line kit, by the runner."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from ppun_access.build.kit_tasks import KIT, LOST, KitTask, kit_parts
from ppun_access.build.ledger import Ledger
from ppun_access.build.runner import BATCH, UNCACHED, TaskRunner, WrittenFiles
from ppun_access.build.write_tasks import WriteTask, alone, lost, own_options, parts_of
from ppun_access.document.model import Edition
from ppun_access.failures import isolated
from ppun_access.formats import FORMATS, records
from ppun_access.report import Report
from ppun_access.runtime.progress import Phase
from ppun_access.site.kit.contents import POSTER, Item, items
from ppun_access.writers.labels import format_label
from ppun_access.writers.model import Files, PdfOptions, titles_of


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
    runner: TaskRunner = UNCACHED
    phase: Phase = field(default_factory=lambda: Phase("Formats", 0))
    place: Path | None = None

    def __call__(
        self, name: str, edition: Edition, options: Any, report: Report, tool: str = ""
    ) -> Files:
        """Return the files of the format ``name``, from the cache if it keeps them."""
        format_, own = FORMATS[name], own_options(options, titles_of(edition))
        place = self.place if format_.staged else None
        tasks = list[WriteTask]()
        for document in edition.book.documents:
            with isolated(report, document.title, lost(name)):
                task = WriteTask(name, alone(edition, document, name), own(document))
                if self.ledger and format_.cached:
                    task = replace(task, parts=parts_of(task.edition, task.options, tool))
                tasks.append(replace(task, place=place))
        runner = self.runner.local() if format_.in_processes else UNCACHED
        made = runner.map(
            tasks, batch_size=1 if format_.cached else BATCH, on_done=self._note
        )
        return self._gathered(name, made, report)

    def kit(self, items: Sequence[Item], report: Report) -> Files:
        """Return the PDFs of the off-line kit, from the cache where it has them.

        Several volumes are worth starting processes.
        """
        tasks = list[KitTask]()
        for item in items:
            with isolated(report, item.title, LOST):
                tasks.append(KitTask(item, kit_parts(item) if self.ledger else {}))
        booklets = sum(item.name != POSTER for item in items)
        made = self.runner.local().map(
            tasks, batch_size=1, min_tasks=booklets if booklets > 1 else None,
            on_done=self._note,
        )  # fmt: skip
        return self._gathered(KIT, made, report)

    def _note(self, task: WriteTask | KitTask, taken: bool) -> None:
        if self.ledger and task.parts:
            self.ledger.note(task.unit, task.parts, taken=taken)

    def _gathered(self, name: str, made: Iterable[WrittenFiles], report: Report) -> Files:
        """Return the files of a format, once each that was made is told and counted."""
        files: dict[str, bytes | Path] = {}
        for one in made:
            files |= one.files
            for finding in one.findings:
                report.add(finding)
            if name == KIT or FORMATS[name].in_processes:
                self.phase.advance(format_label(name).name)
        return files


def writings(editions: Sequence[Edition], formats: Collection[str]) -> int:
    """Return how many files ``formats`` have to make: one a text, and those of the kit."""
    texts = sum(len(edition.book.documents) for edition in editions)
    kit = len(items(editions, PdfOptions())) if KIT in formats else 0
    return texts * sum(one.in_processes for one in records(formats)) + kit


make_again = Remake()
"""Makes the files of a format, whatever the cache holds."""
