"""THE ORDER of the stages: from a folder of pages to a published folder.

Read, prepare, simplify, narrate, write, publish, report: ``docs/pipeline.md`` tells it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import ppun_access
from ppun_access.cache import Cache, cache_key, default_root
from ppun_access.checks import CHECKS, Check, CheckOptions, check
from ppun_access.document.model import Block, Book, Document, Edition, Version
from ppun_access.easy.version import easy_version
from ppun_access.errors import ExitCode, InputError
from ppun_access.pipeline import catalogue as cat
from ppun_access.pipeline.covers import NO_COVER, Covers, covers
from ppun_access.pipeline.editors_report import (
    PUBLIC,
    read_findings,
    read_silenced,
    report_folder,
    reports,
    write_report,
)
from ppun_access.pipeline.history import is_damaged
from ppun_access.pipeline.narration import (
    AUDIO,
    TRIED_AGAIN,
    Casting,
    Narrations,
    Progress,
    cast,
    narrations,
    sound_exit_code,
)
from ppun_access.pipeline.output import (
    Manifest,
    check_place,
    is_intact,
    publish,
    read_manifest,
)
from ppun_access.pipeline.project import (
    Project,
    Source,
    easy_page,
    load_project,
    pictures,
    read_sources,
    tell_orphans,
)
from ppun_access.pipeline.publication import Written, write_editions
from ppun_access.pipeline.recordings import sound_files
from ppun_access.pipeline.silences import hush
from ppun_access.report import Finding, Report, Severity
from ppun_access.settings import FORMATS, expand_formats
from ppun_access.site.assets import assets
from ppun_access.site.home import HomeOptions, home
from ppun_access.transforms import EASY, STANDARD, TransformOptions, apply
from ppun_access.writers.html import page_path
from ppun_access.writers.model import Files

_LIBRARIES = (
    "beautifulsoup4", "imageio-ffmpeg", "jinja2", "markdown", "textstat", "typst",
    "wordfreq",
)  # fmt: skip
_OWN_FILES = (".py", ".html", ".css", ".svg", ".toml", ".typ")


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; ``formats`` and ``voice`` are None when he did not say."""

    sources: tuple[Path, ...]
    out: Path
    formats: tuple[str, ...] | None = None
    voice: str | None = None
    jobs: int = 0
    cache: Path = field(default_factory=default_root)


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did; ``changed`` is False when everything was up to date."""

    out: Path
    report_folder: Path
    findings: tuple[Finding, ...]
    publications: tuple[cat.Publication, ...] = ()
    voices: tuple[str, ...] = ()
    changed: bool = True
    silenced: tuple[Finding, ...] = ()
    """What was found and that a comment or the settings silence."""

    @property
    def exit_code(self) -> ExitCode:
        """DONE, or OUTPUT_FAILED when the sound of something could not be made."""
        return sound_exit_code(self.findings)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the pages became: the opening of the book, its texts, their easy versions."""

    opening: tuple[Block, ...]
    integral: tuple[Document, ...]
    easy: tuple[Document, ...]
    pictures: Files

    def texts(self) -> Iterator[tuple[Version, Document]]:
        """Yield every text to narrate, the full ones first."""
        yield from (("integral", document) for document in self.integral)
        yield from (("facile", document) for document in self.easy)


def build(request: Request, on_progress: Progress = lambda *args: None) -> Result:
    """Publish the sources of ``request``; the one function that knows every stage."""
    project = load_project(request.sources)
    check_place(request.out, request.sources)
    manifest = read_manifest(request.out)
    formats = _formats(request, project, manifest)
    casting = cast(project, request.voice)
    key = _build_key(project, formats, casting)
    folder = report_folder(request.out)
    if (found := _up_to_date(key, manifest, request.out, folder)) is not None:
        silent = read_silenced(folder)
        return Result(request.out, folder, found, changed=False, silenced=silent)

    report = Report()
    on_progress("Lecture des pages", 0, len(project.pages))
    sources = read_sources(project, report)
    on_progress("Lecture des pages", len(project.pages), len(project.pages))
    prepared = prepare(project, sources, report)
    images: Covers = {}
    if {*AUDIO, "cover"} & set(formats):
        images = covers(
            prepared.texts(), project.settings, Cache(request.cache), report,
            required="cover" in (request.formats or ()),
        )  # fmt: skip
    sounds: Narrations = {}
    if set(AUDIO) & set(formats):
        required = bool(request.voice or set(AUDIO) & set(request.formats or ()))
        sounds = narrations(
            prepared.texts(), casting, Cache(request.cache), report, on_progress,
            formats=formats, covers=images, jobs=request.jobs, required=required,
        )  # fmt: skip
    title = project.settings.title or sources[0].document.title
    editions = _editions(title, prepared, sounds, images, project)
    written = write_editions(editions, formats, project.settings, report)
    site, log = _site(title, prepared, written, project, report, request.out)
    on_progress("Écriture des fichiers", 0, len(site))
    count = _Counter("Écriture des fichiers", len(site), on_progress)
    publish(site, request.out, key=key, formats=formats, on_file=count)
    write_report(log, report.findings, folder, report.silenced)
    voices = dict.fromkeys(
        (narration.voice or "une personne") if narration.recorded else narration.voice
        for narration in sounds.values()
    )
    return Result(
        request.out, folder, tuple(report.findings), written.publications, tuple(voices),
        silenced=tuple(report.silenced),
    )  # fmt: skip


class _Counter:
    """Tells the progress of files, one at a time."""

    def __init__(self, phase: str, total: int, on_progress: Progress) -> None:
        self._phase, self._total, self._tell, self._done = phase, total, on_progress, 0

    def __call__(self, path: str) -> None:
        self._done += 1
        self._tell(self._phase, self._done, self._total)


# What is to be done


def _formats(request: Request, project: Project, manifest: Manifest) -> tuple[str, ...]:
    """Return the formats to make: those asked for, and those published before.

    ``--to text`` must not throw away the sound that is there, nor leave it out of date.
    """
    if request.formats is None:
        return expand_formats(project.settings.formats, "ppun.toml")
    wanted = {*request.formats, *manifest.formats}
    return tuple(name for name in FORMATS if name in wanted)


def _build_key(project: Project, formats: tuple[str, ...], casting: Casting) -> str:
    """Return a key of everything that a build depends on."""
    files = (*project.inputs(), *sound_files(project))
    inputs = [(os.path.relpath(path, project.folder), _digest(path)) for path in files]
    libraries = [(name, _version(name)) for name in _LIBRARIES]
    names = [page.name for page in project.pages]
    voices = [(v.name, v.revision, v.missing) for v in casting.known]
    program = _program_digest()
    return cache_key(
        "build", program, names, inputs, libraries, formats, voices, casting.asked
    )


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _digest(path: Path) -> str:
    """Return the digest of a file, empty when it is not there or cannot be read."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return ""


def _program_digest() -> str:
    """Return a digest of the program's own files: a new version builds everything again."""
    root = Path(ppun_access.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in _OWN_FILES:
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _up_to_date(
    key: str, manifest: Manifest, out: Path, folder: Path
) -> tuple[Finding, ...] | None:
    """Return what the last build found when nothing is to be done, else None.

    What failed, or lacked a tool, is tried again; a damaged history is mended.
    """
    if manifest.key != key or not is_intact(out, manifest) or is_damaged(folder):
        return None
    found = read_findings(folder)
    again = any(finding.code in (*TRIED_AGAIN, NO_COVER) for finding in found or ())
    return None if again else found


# Prepare and simplify


def prepare(
    project: Project,
    sources: Sequence[Source],
    report: Report,
    *,
    orphans: bool = True,
    checks: Sequence[Check] = CHECKS,
) -> Prepared:
    """Return the texts as they will be published, and their easy versions.

    ``orphans``: look for easy versions that belong to no text. ``checks`` are made of each
    text; ``report`` no longer tells what the settings silence.
    """
    if orphans:
        tell_orphans(project, sources, report)
    opening: list[Block] = []
    integral: list[Document] = []
    easy: list[Document] = []
    files: dict[str, bytes | Path] = {}
    pages = _pages(sources)
    checked: list[Document] = []
    for source in sources:
        found = pictures(source)
        files |= found.files
        options = TransformOptions(project.lexicon, found.paths, pages)
        document = apply(STANDARD, _dated(source.document, project), options, report)
        checked.append(document)
        if document.meta.opening:
            opening.extend(document.blocks)
            continue
        integral.append(document)
        easy_options = TransformOptions(project.lexicon, pages=pages)
        easy.extend(_easy(source, document, project, easy_options, report))
    hush(report, project.settings, [*checked, *easy])
    settings = project.settings
    for documents, thresholds in (
        (checked, settings.thresholds),
        (easy, settings.easy_thresholds),
    ):
        limits = CheckOptions(project.lexicon, thresholds.very_long_sentence)
        _check(documents, limits, checks, report)
    return Prepared(tuple(opening), tuple(integral), tuple(easy), files)


def _pages(sources: Iterable[Source]) -> dict[str, str]:
    """Return the path in the site of each page; one that opens the book is the home."""
    found: dict[str, str] = {}
    for source in sources:
        opening = source.document.meta.opening
        home = "index.html" if opening else page_path(source.document.id, "integral")
        found.setdefault(source.page.name, home)
    return found


def _dated(document: Document, project: Project) -> Document:
    date = project.settings.of(document.id).date or document.meta.date
    return replace(document, meta=replace(document.meta, date=date))


def _easy(
    source: Source,
    document: Document,
    project: Project,
    options: TransformOptions,
    report: Report,
) -> Iterator[Document]:
    try:
        page = easy_page(source, project.settings, report)
    except InputError as error:
        message = f"{error.message} {error.next_step}"
        finding = Finding("facile-illisible", message, Severity.ERROR, page=document.title)
        report.add(finding)
        return
    if page is not None:
        easy = easy_version(page, document, report)
        yield apply(EASY, easy, options, report)


def _check(
    documents: Iterable[Document],
    options: CheckOptions,
    checks: Sequence[Check],
    report: Report,
) -> None:
    """Tell the authors what they can write better."""
    for document in documents:
        for finding in check(document, options, checks):
            report.add(finding)


# Write


def _editions(
    title: str, prepared: Prepared, sounds: Narrations, images: Covers, project: Project
) -> tuple[Edition, ...]:
    versions: tuple[tuple[Version, Iterable[Document]], ...] = (
        ("integral", prepared.integral),
        ("facile", prepared.easy),
    )
    return tuple(
        Edition(
            Book(
                title, project.settings.lang, tuple(documents), prepared.opening,
                project.settings.publisher,
            ),
            name,
            tuple(n for (v, _), n in sounds.items() if v == name),
            {id_: image for (v, id_), image in images.items() if v == name},
        )
        for name, documents in versions
    )  # fmt: skip


def _site(
    title: str, prepared: Prepared, written: Written, project: Project, report: Report,
    out: Path,
) -> tuple[Files, Files]:  # fmt: skip
    """Return the files of the whole site, and those of the editors' report."""
    publisher = project.settings.publisher
    values = cat.catalogue(title, written.publications, written.files)
    public_page = f"{PUBLIC}/index.html" if project.settings.public_report else ""
    options = HomeOptions(publisher, report=public_page)
    pages = home(values, prepared.opening, options, report)
    found = reports(written.publications, report, project.settings, title, out)
    site = {
        **written.files,
        **prepared.pictures,
        **assets(),
        **pages,
        **{f"{PUBLIC}/{path}": content for path, content in found.public.items()},
        "catalogue.json": cat.to_bytes(values),
    }
    return site, found.team
