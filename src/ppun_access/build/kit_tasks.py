"""Make the off-line kit of a build: its PDFs, as tasks of the runner, and its sounds.

A volume of the booklet, or the poster, is work for one process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ppun_access.build.context import Build
from ppun_access.build.ledger import LINES, Parts, Unit, fingerprint, making
from ppun_access.build.runner import WrittenFiles
from ppun_access.build.write_tasks import (
    FilesTask,
    alone,
    lines_of,
    lost,
    note_in_ledger,
)
from ppun_access.document.model import Edition
from ppun_access.document.packing import digest
from ppun_access.failures import WHOLE_SITE, Breakdown, isolated
from ppun_access.report import Report
from ppun_access.runtime.progress import Phase
from ppun_access.site.kit.contents import POSTER, Item, KitText, kit_texts, write_item
from ppun_access.site.kit.sound import (
    kit_note_file,
    kit_sounds,
    player_files,
    write_players,
)
from ppun_access.writers import WRITERS
from ppun_access.writers.labels import format_label
from ppun_access.writers.model import DaisyOptions, Download, Files, path_of
from ppun_access.writers.pdf.booklet import Volume

KIT = "kit"
NO_NOTE = "Le mode d’emploi du kit hors ligne n’est pas fait"
NO_PLAYERS = "Le ZIP pour lecteurs DAISY et MP3 n’est pas fait"
LOST = "Ce fichier du kit hors ligne n’est pas publié"


@dataclass(frozen=True, slots=True)
class KitTask(FilesTask):
    """A PDF of the kit to make; ``parts`` as in ``WriteTask``."""

    item: Item
    parts: Parts = field(default_factory=dict)

    @property
    def made_from(self) -> tuple[str, Parts]:
        """The kit, and what the PDF is made from."""
        return KIT, self.parts

    @property
    def weight(self) -> float:
        """How many blocks its texts have."""
        content = self.item.content
        if not isinstance(content, Volume):
            return 0.0
        return float(sum(len(document.blocks) for _, document in content.texts))

    @property
    def unit(self) -> Unit:
        """What the account of a build calls it."""
        return Unit(KIT, "integral", self.item.name, self.item.title)

    def run(self) -> WrittenFiles:
        """Make the PDF; raises MissingToolError without typst."""
        report = Report()
        files = write_item(self.item, report)
        findings = (*report.findings, *report.silenced)
        return WrittenFiles(files, findings, self.parts.get(LINES, ""))

    def on_failure(self, breakdown: Breakdown) -> WrittenFiles:
        """Return the result that replaces a PDF on which the program fails."""
        return WrittenFiles({}, (breakdown.finding(self.item.title, LOST),))


def kit_parts(item: Item) -> Parts:
    """Return the inputs of a PDF of the kit, each with its digest."""
    content = item.content
    made = {
        "un réglage ou une image": fingerprint(item.options),
        "le programme": fingerprint((making(), "")),
    }
    if not isinstance(content, Volume):
        return {"ses mots": fingerprint(content), **made, LINES: ""}
    book = content.book
    around = (book.title, book.lang, book.publisher, [*map(digest, book.opening)])
    texts = [(version, digest(document)) for version, document in content.texts]
    place = (content.number, content.of, content.elsewhere)
    return {
        "un de ses textes": fingerprint(texts),
        "le livre": fingerprint(around),
        "sa place parmi les volumes": fingerprint(place),
        **made,
        LINES: lines_of(*book.opening, *(document for _, document in content.texts)),
    }


def write_kit(build: Build, items: Sequence[Item], phase: Phase) -> Files:
    """Return the PDFs of the off-line kit; several volumes are worth starting processes."""
    tasks = list[KitTask]()
    for item in items:
        with isolated(build.report, item.title, LOST):
            tasks.append(KitTask(item, kit_parts(item) if build.runner.cache else {}))
    volumes = sum(item.name != POSTER for item in items)
    made = build.runner.local().map(
        tasks, batch_size=1, min_tasks=volumes if volumes > 1 else None,
        on_done=note_in_ledger(build),
    )  # fmt: skip
    files: dict[str, bytes | Path] = {}
    for one in made:
        files |= one.files
        build.report.add(*one.findings)
        phase.advance(format_label(KIT).name)
    return files


# The sounds


def kit_sound(
    build: Build, editions: Sequence[Edition], files: Files, options: DaisyOptions
) -> tuple[tuple[Download, ...], Files]:
    """Return the sounds of the kit as the catalogue lists them, and their files.

    ``files`` may have the DAISY books, which the ZIP for players holds unpacked. With the
    files is what tells how to use the kit.
    """
    texts, sounds, title = list[KitText](), list[Download](), editions[0].book.title
    settings, report = build.settings, build.report
    made: dict[str, bytes | Path] = {}
    held: dict[str, bytes | Path] = {}
    for text in kit_texts(editions):
        with isolated(report, text.document.title, lost(KIT)):
            heard = kit_sounds(text, settings.kit, report)
            held |= player_files(text, _book(text, files, options, report))
            made |= {download.path: path for download, path in heard}
            sounds += (download for download, _ in heard)
            texts.append(text)
    with isolated(report, title, NO_PLAYERS, WHOLE_SITE):
        assert build.place
        made |= write_players(texts, held, build.place)
    with isolated(report, title, NO_NOTE, WHOLE_SITE):
        made |= kit_note_file(editions, {**files, **made}, settings.contact)
    return tuple(sounds), made


def _book(
    text: KitText, files: Files, options: DaisyOptions, report: Report
) -> bytes | Path | None:
    """Return the DAISY book of a text, made if it is not among ``files``."""
    path = path_of("daisy202", text.document.id, text.edition.version)
    if path in files:
        return files[path]
    own = alone(text.edition, text.document, "daisy202")
    return WRITERS["daisy202"](own, options, report).get(path)
