"""THE ORDER of the stages: from a folder of pages to a published folder.

Read, prepare, simplify, narrate, write, publish, report: ``docs/pipeline.md`` tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ppun_access.cache import Cache
from ppun_access.checks import CHECKS, Check, CheckOptions, check
from ppun_access.document.model import Block, Document
from ppun_access.easy.version import easy_version
from ppun_access.errors import InputError, PpunError
from ppun_access.executor import Executor
from ppun_access.formats import FORMATS
from ppun_access.pipeline import braille
from ppun_access.pipeline.attachments import attachments
from ppun_access.pipeline.automatic_drafts import (
    AutomaticDraft,
    automatic_drafts,
    discard,
    published,
)
from ppun_access.pipeline.breakdowns import broken
from ppun_access.pipeline.covers import Covers, covers, whole_cover
from ppun_access.pipeline.crew import crew
from ppun_access.pipeline.dates import Dates
from ppun_access.pipeline.editors_report import (
    read_log,
    read_silenced,
    report_folder,
    write_report,
)
from ppun_access.pipeline.exchange import recover
from ppun_access.pipeline.freshness import build_inputs, build_key, up_to_date
from ppun_access.pipeline.ledger import Ledger
from ppun_access.pipeline.narration import (
    AUDIO,
    BOOKS,
    Casting,
    Narrations,
    Progress,
    cast,
    narrations,
    note_sounds,
)
from ppun_access.pipeline.navigation import navigation
from ppun_access.pipeline.output import (
    Manifest,
    check_place,
    publish,
    read_manifest,
)
from ppun_access.pipeline.places import pages_of, places_of, titles_of
from ppun_access.pipeline.podcast import plan_podcast
from ppun_access.pipeline.prepared import Prepared, books
from ppun_access.pipeline.project import (
    Project,
    Source,
    easy_page,
    easy_pictures,
    load_project,
    pictures,
    surroundings,
    tell_orphans,
)
from ppun_access.pipeline.publication import write_editions
from ppun_access.pipeline.remake import Remake
from ppun_access.pipeline.remote import Sent, published_at, send_site
from ppun_access.pipeline.request import Request, Result, lacks
from ppun_access.pipeline.sign_videos import sign_videos
from ppun_access.pipeline.silences import hush
from ppun_access.pipeline.sources import read_sources
from ppun_access.pipeline.turn import our_turn
from ppun_access.pipeline.usb_stick import workplace
from ppun_access.pipeline.whole_site import whole_site
from ppun_access.report import Finding, Report, Severity
from ppun_access.settings import expand_formats
from ppun_access.site.podcast import FEED
from ppun_access.storage import AtAddress
from ppun_access.transforms import EASY, STANDARD, TransformOptions, apply
from ppun_access.transforms.anchors import wanted


def build(request: Request, on_progress: Progress = lambda *args: None) -> Result:
    """Publish the sources of ``request``, alone in its folder; end what a crash left."""
    project = load_project(request.sources)
    check_place(request.out, request.sources)
    with our_turn(request.out.resolve()) as alone:
        if alone:
            recover(request.out.resolve())
        result = _build(project, request, on_progress)
        if request.address:
            result = replace(result, sent=_sent(request, on_progress))
        return result


def _build(project: Project, request: Request, on_progress: Progress) -> Result:
    """Publish ``project``; the one function that knows every stage."""
    manifest = _published(request)
    formats = _formats(request, project, manifest)
    casting = cast(project, request.voice)
    inputs = build_inputs(project, formats, casting)
    key, folder = build_key(inputs), report_folder(request.out)
    if (found := up_to_date(key, manifest, request.out, folder)) is not None:
        silent = read_silenced(folder)
        return Result(request.out, folder, found, changed=False, silenced=silent)
    cache, report = request.own_cache(), Report()
    ledger = Ledger(cache, read_log(folder), inputs)
    possible = braille.possible(formats, request.required, report)
    sources = _read(project, ledger, report, on_progress)
    prepared = prepare(project, sources, report)
    ledger.ends("préparation")
    prepared, drafts = _drafted(
        project, sources, prepared, request, cache, report, on_progress
    )
    ledger.ends("brouillons")
    with crew(request.cluster, cache, casting, formats) as workers:
        images, sounds = _heard(
            prepared, formats, casting, request, ledger, report, on_progress, workers
        )
    title = project.settings.title or sources[0].document.title
    dates = Dates.of_project(sources, formats, project, report)
    editions = books(title, prepared, sounds, images, project, dates)
    front = None
    if "epub" in formats:
        front = whole_cover(title, project.settings, cache, report)
    feed = plan_podcast(title, editions, dates, formats, project, cache, report)
    signed = sign_videos(project, prepared.integral, report) if "html" in formats else {}
    written = write_editions(
        editions, possible, project.settings, report,
        pictures=prepared.pictures, signed=signed, front=front, feed=FEED if feed else "",
        required=request.required, make=Remake(ledger),
    )  # fmt: skip
    ledger.ends("formats")
    with workplace(request.out) as place:
        site, log = whole_site(
            title, prepared, written, project, report, request.out, feed, drafts, editions,
            place, request.own_cache())  # fmt: skip
        on_progress("Écriture des fichiers", 0, len(site))
        ledger.ends("site")
        count = _Counter("Écriture des fichiers", len(site), on_progress)
        done = publish(site, request.out, key=key, formats=formats, on_file=count)
    ledger.publishes(len(site), done.written, done.removed)
    write_report(log, report.findings, folder, report.silenced, key, ledger.as_json())
    discard(folder, drafts)
    ledger.trims(project.settings.cache.limit_bytes)
    return Result(
        request.out, folder, tuple(report.findings), written.publications, _voices(sounds),
        silenced=tuple(report.silenced), ledger=ledger,
        lacking=request.keep_going and lacks(request, report.findings),
    )  # fmt: skip


def _sent(request: Request, on_progress: Progress) -> Sent:
    """Copy the published folder to the address that was asked for."""
    storage, phase = AtAddress(request.address), "Envoi des fichiers"
    local, tell = read_manifest(request.out), partial(on_progress, phase)
    return send_site(request.out, local, storage, request.address, tell)


def _read(
    project: Project, ledger: Ledger, report: Report, on_progress: Progress
) -> tuple[Source, ...]:
    """Return what the pages hold."""
    on_progress("Lecture des pages", 0, len(project.pages))
    sources = read_sources(project, report)
    on_progress("Lecture des pages", len(project.pages), len(project.pages))
    ledger.ends("lecture")
    return sources


def _heard(
    prepared: Prepared, formats: Sequence[str], casting: Casting, request: Request,
    ledger: Ledger, report: Report, on_progress: Progress, workers: Executor | None,
) -> tuple[Covers, Narrations]:  # fmt: skip
    """Return the covers and the narrations that ``formats`` need."""
    images: Covers = {}
    settings = casting.project.settings
    asked = set(request.required)
    if {*AUDIO, "cover"} & set(formats):
        images = covers(
            prepared.texts(), settings, ledger.cache, report, required="cover" in asked
        )
        ledger.ends("couvertures")
    sounds: Narrations = {}
    if set(AUDIO) & set(formats):
        voice = request.voice and not request.keep_going
        required = bool(voice or set(AUDIO).difference(BOOKS) & asked)
        sounds = narrations(
            prepared.texts(), casting, ledger.cache, report, on_progress,
            formats=formats, covers=images, jobs=request.jobs, required=required,
            rough=request.preview, workers=workers,
        )  # fmt: skip
        note_sounds(ledger, prepared.texts(), sounds, casting)
        ledger.ends("voix")
    return images, sounds


def _voices(sounds: Narrations) -> tuple[str, ...]:
    """Return who reads, each once."""
    voices = (
        (narration.voice or "une personne") if narration.recorded else narration.voice
        for narration in sounds.values()
    )
    return tuple(dict.fromkeys(voices))


class _Counter:
    """Tells the progress of files, one at a time."""

    def __init__(self, phase: str, total: int, on_progress: Progress) -> None:
        self._phase, self._total, self._tell, self._done = phase, total, on_progress, 0
        on_progress(phase, 0, total)

    def __call__(self, path: str) -> None:
        self._done += 1
        self._tell(self._phase, self._done, self._total)


# What is to be done


def _published(request: Request) -> Manifest:
    """Return what is published; the address knows the formats when the folder is gone."""
    manifest = read_manifest(request.out)
    if request.address and not manifest.formats:
        far = published_at(AtAddress(request.address))
        manifest = replace(manifest, formats=far.formats)
    return manifest


def _formats(request: Request, project: Project, manifest: Manifest) -> tuple[str, ...]:
    """Return the formats to make: those asked for, and those published before.

    ``--to text`` must not throw away the sound that is there, nor leave it out of date.
    """
    if request.formats is None:
        return expand_formats(project.settings.formats, "ppun.toml")
    wanted = {*request.formats, *manifest.formats}
    return tuple(name for name in FORMATS if name in wanted)


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
    pages, places, titles = pages_of(sources), places_of(sources), titles_of(sources)
    asked = frozenset(key for s in sources for key in wanted(s.document))
    checked: list[Document] = []
    for source in sources:
        found = pictures(source)
        folder, root = source.page.path.parent, source.page.root
        attached = attachments(source.document, folder, root)
        files |= {**found.files, **attached.files}
        options = TransformOptions(
            project.lexicon, found.paths, pages, places, asked, titles, attached.paths
        )
        try:
            document = apply(STANDARD, _dated(source.document, project), options, report)
        except PpunError:
            raise
        except Exception as error:  # a fault of ours: the other texts go on without it
            report.add(broken(source.document.title, error))
            left = [other for other in sources if other is not source]
            if not left:
                raise
            return prepare(project, left, report, orphans=False, checks=checks)
        checked.append(document)
        if document.meta.opening:
            opening.extend(document.blocks)
            continue
        integral.append(document)
        easy_options = TransformOptions(
            project.lexicon, pages=pages, anchors=places, titles=titles
        )
        for version, shown in _easy(source, document, project, easy_options, report):
            easy.append(version)
            files |= shown
    hush(report, project.settings, [*checked, *easy])
    for documents, thresholds in (
        (checked, project.settings.thresholds),
        (easy, project.settings.easy_thresholds),
    ):
        limits = CheckOptions(project.lexicon, thresholds.very_long_sentence)
        _check(documents, limits, checks, report)
    contents = tuple(navigation(project, sources, places))
    return Prepared(tuple(opening), tuple(integral), tuple(easy), files, contents)


def _dated(document: Document, project: Project) -> Document:
    date = project.settings.of(document.id).date or document.meta.date
    return replace(document, meta=replace(document.meta, date=date))


def _easy(
    source: Source,
    document: Document,
    project: Project,
    options: TransformOptions,
    report: Report,
) -> Iterator[tuple[Document, Mapping[str, Path]]]:
    """Yield the easy version of a text, if there is one, and the files of its pictures."""
    try:
        page = easy_page(source, project.settings, report)
    except InputError as error:
        message = f"{error.message} {error.next_step}"
        finding = Finding("facile-illisible", message, Severity.ERROR, page=document.title)
        report.add(finding)
        return
    if page is not None:
        around = surroundings(page, source, project)
        easy = easy_version(page, document, report, around)
        shown = easy_pictures(page, source, project.settings)
        options = replace(options, images=shown.paths)
        try:
            made = apply(EASY, easy, options, report)
        except Exception as error:  # a fault of ours: the full text is still good
            what = "La version simplifiée n’est pas publiée"
            report.add(broken(document.title, error, what))
        else:
            yield made, shown.files


def _drafted(
    project: Project, sources: Sequence[Source], prepared: Prepared, request: Request,
    cache: Cache, report: Report, on_progress: Progress,
) -> tuple[Prepared, tuple[AutomaticDraft, ...]]:  # fmt: skip
    """Return the texts to publish, and the machine's drafts of those nobody simplified."""
    if request.preview and not project.settings.publish_drafts:
        return prepared, ()
    there = {document.id: document for document in prepared.integral}
    read = [(s, there[s.document.id]) for s in sources if s.document.id in there]
    drafts = automatic_drafts(
        project, read, cache, report_folder(request.out), report, on_progress,
    )  # fmt: skip
    if not project.settings.publish_drafts:
        return prepared, drafts
    easy = {d.id: d for d in published(drafts, project.lexicon, report)}
    easy |= {d.id: d for d in prepared.easy}
    ordered = (easy[d.id] for d in prepared.integral if d.id in easy)
    return replace(prepared, easy=tuple(ordered)), drafts


def _check(
    documents: Iterable[Document],
    options: CheckOptions,
    checks: Sequence[Check],
    report: Report,
) -> None:
    """Tell the authors what they can write better."""
    for document in documents:
        try:
            for finding in check(document, options, checks):
                report.add(finding)
        except Exception as error:  # a fault of ours: the text is still good
            report.add(broken(document.title, error, "Ce texte n’est pas vérifié"))
