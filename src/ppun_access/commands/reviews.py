"""Read the state of the review of each easy version of a project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ppun_access.build.context import Build, looking_at
from ppun_access.build.preparation import prepare
from ppun_access.build.sources import read_sources
from ppun_access.document.model import Document, Link
from ppun_access.easy.draft.first_draft import links_of
from ppun_access.easy.review.digests import ReviewDigests, review_digests
from ppun_access.easy.review.record import NO_RECORD, Record, Standing, record, standing
from ppun_access.easy.review.ties import (
    Tie,
    Unit,
    essential_unit,
    outdated,
    ties,
    units,
    unlinked_paragraphs,
)
from ppun_access.easy.review.version import (
    fingerprint,
    first_person,
    is_written_from,
    to_write,
)
from ppun_access.errors import InputError, UsageError, did_you_mean
from ppun_access.project.project import (
    Project,
    Source,
    easy_file,
    easy_page,
    load_project,
    surroundings,
)
from ppun_access.readers import decode, read_bytes
from ppun_access.report import Finding, Report, Severity


@dataclass(frozen=True, slots=True)
class Review:
    """The easy version of one text; ``easy`` is None when there is none yet."""

    source: Document
    name: str
    path: Path
    inside: bool
    """Whether it is in the folder of the pages: it is written nowhere else."""
    text: str = ""
    page: Document | None = None
    easy: Document | None = None
    """As it is published."""
    record: Record = NO_RECORD
    review_digests: ReviewDigests | None = None
    """The digests of the text as it now is."""
    late: tuple[str, ...] = ()
    """The days of its readings that are still to come."""
    findings: tuple[Finding, ...] = ()
    origin: Source | None = None
    """Where its text was read."""

    @property
    def root(self) -> Path:
        """The folder of the pages."""
        return self.origin.page.root if self.origin else Path()

    @property
    def id(self) -> str:
        """The id of the text."""
        return self.source.id

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of its text, as its easy version writes them."""
        origin = self.origin
        return links_of(origin.document, origin.page.name, self.name) if origin else ()

    @property
    def state(self) -> str:
        """The state that is published, ``absent`` without a version."""
        return self.easy.meta.status if self.easy else "absent"

    @property
    def units(self) -> tuple[Unit, ...]:
        """What passages are tied to: « L’essentiel » of the front matter, paragraphs."""
        return (*essential_unit(self.source), *units(self.source))

    @property
    def ties(self) -> tuple[Tie, ...]:
        """The ties of the passages."""
        return ties(self.text)

    @property
    def outdated(self) -> tuple[Tie, ...]:
        """The outdated passages (« à revoir »)."""
        return outdated(self.ties, self.units)

    @property
    def unlinked(self) -> tuple[Unit, ...]:
        """The source paragraphs that no passage covers; empty when nothing is linked."""
        return unlinked_paragraphs(self.ties, self.units) if self.ties else ()

    @property
    def stamp(self) -> str:
        """The digest of the source as it now is."""
        return fingerprint(self.source)

    @property
    def source_changed(self) -> bool:
        """Whether the source is no longer what the version was written from."""
        page = self.page or self.source
        return bool(self.outdated) or not is_written_from(
            page, self.record.stamp, self.source
        )

    @property
    def to_write(self) -> tuple[tuple[int, str], ...]:
        """What is still to be written: the line, and what it is."""
        return to_write(self.text)

    @property
    def is_read(self) -> bool:
        """Whether people have read the text as it now is, and their answers are noted."""
        now = self.review_digests
        return (
            now is not None
            and now.are_those_read(self.record.review_digests)
            and standing(self.record, now) is Standing.READ
        )

    @property
    def first_person(self) -> str:
        """The first words in the first person, empty without any."""
        return first_person(self.page) if self.page else ""


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews of a project, in the order of its texts."""

    project: Project
    all: tuple[Review, ...]

    def of(self, id_: str) -> Review:
        """Return the review of one text. Raises UsageError when there is no such text."""
        for review in self.all:
            if review.id == id_:
                return review
        ids = [review.id for review in self.all]
        raise UsageError(
            f"Il n’y a pas de texte « {id_} » dans {self.project.roots[0]}.",
            next_step=f"{did_you_mean(id_, ids)}Textes : {', '.join(ids)}. Vos pages sont "
            "dans un autre dossier ? Ajoutez --source et son nom.",
        )

    def written(self, id_: str) -> Review:
        """Return the review of one text whose easy version is there.

        Raises InputError when it is not, or cannot be read.
        """
        review = self.of(id_)
        if review.easy is None:
            there = review.path.is_file()
            message = " ".join(f.message for f in review.findings) if there else ""
            raise InputError(
                message or f"Le texte « {id_} » n’a pas encore de version simplifiée.",
                next_step=f"Corrigez {review.path}." if there
                else f"Tapez « ppun-access facile new {id_} ».",
            )  # fmt: skip
        return review

    def digests_of(self, review: Review) -> ReviewDigests:
        """Return the digests of an easy version as its file now is."""
        assert review.origin is not None
        page = easy_page(review.origin, self.project.settings, Report())
        assert page is not None
        around = surroundings(page, review.origin, self.project)
        return review_digests(page, review.stamp, around)


def reviews(sources: Iterable[Path], id_: str, report: Report) -> Reviews:
    """Return the review of every text, to work on that of ``id_``; on all if it is empty.

    ``report`` gets why a text is not among them, where it may be the one that was asked
    for: the rest is not about this.
    """
    project = load_project(sources)
    told, found = Report(), Report()
    read = read_sources(project, told)
    every = reviewed(looking_at(project, found), read)
    if all(review.id != id_ for review in every):
        for finding in (*told.findings, *found.findings):
            if is_loss(finding):
                report.add(finding)
    return Reviews(project, every)


def is_loss(finding: Finding) -> bool:
    """Return whether a page or an easy version is not among the reviews because of it."""
    return finding.severity is Severity.ERROR or finding.code == "facile-sans-texte"


def reviewed(
    build: Build, sources: Sequence[Source], around: Sequence[Source] = ()
) -> tuple[Review, ...]:
    """Return the review of each text of ``sources``, as its easy version now is.

    ``around``: the texts to which links may lead, ``sources`` alone without any.
    """
    orphans = not around
    prepared = prepare(build, sources, around=around, orphans=orphans, checks=())
    easy = {document.id: document for document in prepared.easy}
    shown = [one for one in sources if not one.document.meta.opening]
    return tuple(
        _review(source, document, easy.get(document.id), build)
        for source, document in zip(shown, prepared.integral, strict=True)
    )


def _review(
    source: Source, document: Document, easy: Document | None, build: Build
) -> Review:
    project, findings = build.project, build.report.findings
    name, path = easy_file(source, project.settings)
    inside = source.page.holds(path)
    mine = tuple(
        f for f in findings
        if (f.pos and f.pos.file == name)
        or (f.code == "facile-illisible" and f.page == document.title)
    )  # fmt: skip
    page = easy_page(source, project.settings, Report()) if easy else None
    if page is None:
        return Review(document, name, path, inside, findings=mine, origin=source)
    around = surroundings(page, source, project)
    return Review(
        document,
        name,
        path,
        inside,
        decode(read_bytes(path, source.page.most), name),
        page,
        easy,
        record(dict(page.meta.front)),
        review_digests(page, fingerprint(document), around),
        around.late,
        mine,
        source,
    )
