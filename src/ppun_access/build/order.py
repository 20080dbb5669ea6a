"""THE ORDER of the stages: from a folder of pages to a published folder.

Read, prepare, simplify, narrate, write, publish, report: ``docs/pipeline.md`` tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ppun_access.build import braille
from ppun_access.build.asked_sound import check_asked, unread
from ppun_access.build.automatic_drafts import AutomaticDraft, automatic_drafts, published
from ppun_access.build.covers import Covers, covers, whole_cover
from ppun_access.build.crew import crew
from ppun_access.build.editors_report import read_log, read_silenced, report_folder
from ppun_access.build.freshness import build_inputs, build_key, up_to_date
from ppun_access.build.ledger import Ledger
from ppun_access.build.narration import (
    Casting,
    Narrations,
    cast,
    narrations,
    note_sounds,
    unknown_voices,
)
from ppun_access.build.podcast import plan_podcast
from ppun_access.build.preparation import prepare
from ppun_access.build.prepared import Prepared, books
from ppun_access.build.publication import write_editions
from ppun_access.build.remake import Remake, writings
from ppun_access.build.request import Request, Result, lacks
from ppun_access.build.runner import TaskRunner
from ppun_access.build.sources import read_sources
from ppun_access.build.team_folder import (
    check_report,
    keep_findings,
    kept_in_log,
    write_report,
)
from ppun_access.build.whole_site import Team, whole_site
from ppun_access.errors import OutputError, UnwrittenError
from ppun_access.failures import WHOLE_SITE, isolated
from ppun_access.formats import FORMATS, needing_sound, use_sound
from ppun_access.project.dates import Dates
from ppun_access.project.project import Project, Source, load_project, without_text
from ppun_access.project.sign_videos import sign_videos
from ppun_access.publish.begun import recover
from ppun_access.publish.build_lock import our_turn
from ppun_access.publish.manifest import MANIFEST, Manifest, read_manifest
from ppun_access.publish.output import (
    check_place,
    follow_umask,
    left_behind,
    publish,
    standing,
    workplace,
)
from ppun_access.publish.remote import Sent, published_at, send_site
from ppun_access.report import Report
from ppun_access.runtime.progress import Phase, Progress, untold
from ppun_access.runtime.storage import AtAddress
from ppun_access.settings.ppun_toml import expand_formats
from ppun_access.site.pages.podcast import FEED
from ppun_access.writers.model import Files

Drafts = Callable[[Path], tuple[AutomaticDraft, ...]]
"""Waits for the machine's drafts; they may wait in a folder to be moved to the team's."""


def build(request: Request, on_progress: Progress = untold) -> Result:
    """Publish the sources of ``request``, alone in its folder; end what a crash left."""
    project = load_project(request.sources, request.declared)
    check_report(report_folder(request.out))
    named, out = request.out, check_place(request.out, request.sources)
    request = replace(request, out=out)
    with our_turn(out) as alone:
        if alone:
            recover(out)
        result = _build(project, request, standing(out), on_progress)
        follow_umask(out, (MANIFEST, *read_manifest(out).files))
        if request.address:
            result = replace(result, sent=_sent(request, on_progress))
        if alone:
            kept = tuple(left_behind(out))
            result = replace(result, findings=(*result.findings, *kept))
        return replace(result, out=named)


def _build(
    project: Project, request: Request, found: tuple[int, ...], on_progress: Progress
) -> Result:
    """Publish ``project`` in the folder that was ``found``; it knows every stage."""
    manifest = _published(request)
    formats = _formats(request, project, manifest)
    casting = cast(project, request.voice)
    check_asked(request, casting, formats)
    inputs = build_inputs(project, formats, casting)
    key, folder = build_key(inputs), report_folder(request.out)
    if (told := up_to_date(key, manifest, request.out, folder)) is not None:
        silent = read_silenced(folder)
        return Result(request.out, folder, told, changed=False, silenced=silent)
    ledger = Ledger(request.own_cache(), read_log(folder), inputs)
    report, workers = Report(), crew(request, casting, formats, ledger.cache)
    with kept_in_log(folder, report), workers as runner:
        return _made(
            casting, request, formats, key, ledger, runner, report, found, on_progress
        )


def _made(
    casting: Casting, request: Request, formats: tuple[str, ...], key: str, ledger: Ledger,
    runner: TaskRunner, report: Report, found: tuple[int, ...], on_progress: Progress,
) -> Result:  # fmt: skip
    """Publish a project that has changed."""
    project, folder = casting.project, report_folder(request.out)
    cache = ledger.cache
    possible = braille.possible(formats, request.required, report)
    sources = _read(casting, ledger, runner, report, on_progress)
    prepared = prepare(
        project, sources, report, runner=runner, ledger=ledger, tell=on_progress
    )
    sources = tuple(map(without_text, sources))
    ledger.ends("préparation")
    prepared, drafts = _drafted(
        project, sources, prepared, request, runner, report, on_progress
    )
    ledger.ends("brouillons")
    images, sounds = _heard(
        prepared, formats, casting, request, ledger, report, on_progress, runner
    )
    title = project.settings.title or sources[0].document.title
    dates = Dates.of_project(sources, formats, project, report)
    editions = books(title, prepared, sounds, images, project, dates)
    front = None
    if "epub" in formats:
        front = whole_cover(title, project.settings, cache, report)
    feed = plan_podcast(title, editions, dates, formats, project, cache, report)
    signed = sign_videos(project, prepared.integral, report) if "html" in formats else {}
    phase = Phase("Formats", writings(editions, possible), on_progress)
    with workplace(request.out) as place:
        written = write_editions(
            editions, possible, project.settings, report,
            pictures=prepared.pictures, signed=signed, front=front,
            feed=FEED if feed else "", required=request.required,
            make=Remake(ledger, runner, phase, place / "site"), measures=prepared.measures,
        )  # fmt: skip
        phase.ends()
        ledger.ends("formats")
        publications = written.publications
        site, for_team = whole_site(
            title, prepared, written, project, report, request.out, feed, editions,
            place, request.own_cache(), runner, on_progress)  # fmt: skip
        ledger.ends("site")
        _publish(site, request.out, formats, key, ledger, on_progress, place, found)
        del site, written  # all of it is in the folder: the report takes as much room
        _report(drafts, for_team, request.out, report, key, ledger, place)
    ledger.trims(project.settings.cache.limit_bytes)
    return Result(
        request.out, folder, tuple(report.findings), publications, _voices(sounds),
        silenced=tuple(report.silenced), ledger=ledger,
        lacking=request.keep_going and lacks(request, report.findings),
    )  # fmt: skip


def _publish(
    site: Files, out: Path, formats: tuple[str, ...], key: str, ledger: Ledger,
    on_progress: Progress, place: Path, found: tuple[int, ...],
) -> None:  # fmt: skip
    """Put the site in the place of what was published; ``place`` is where files wait."""
    files = Phase("Écriture des fichiers", len(site), on_progress)
    done = publish(
        site, out, key=key, formats=formats, on_file=lambda path: files.advance(),
        place=place, found=found,
    )  # fmt: skip
    ledger.publishes(len(site), done.written, done.removed)


def _report(
    drafts: Drafts, for_team: Team, out: Path, report: Report, key: str, ledger: Ledger,
    place: Path,
) -> None:  # fmt: skip
    """Write the team's folder, once its drafts are there; the site is published by then."""
    folder = report_folder(out)
    try:
        found = drafts(place)
        ledger.ends("brouillons")
        files: Files = {}
        with isolated(report, out.name, "Le rapport n’est pas fait", WHOLE_SITE):
            files = for_team(found)
        ledger.ends("rapport")
        if not files:
            keep_findings(folder, report)
            return
        found_silent, account = report.silenced, ledger.as_json()
        write_report(files, report.findings, folder, found_silent, key, account, place)
    except UnwrittenError as error:
        raise OutputError(
            f"Le site est publié dans {out}, mais son rapport n’a pas pu être écrit dans "
            f"{folder} : {error.why}.",
            next_step=error.next_step,
        ) from error


def _sent(request: Request, on_progress: Progress) -> Sent:
    """Copy the published folder to the address that was asked for."""
    storage, phase = AtAddress(request.address), "Envoi des fichiers"
    local, tell = read_manifest(request.out), partial(on_progress, phase)
    return send_site(request.out, local, storage, request.address, tell)


def _read(
    casting: Casting,
    ledger: Ledger,
    runner: TaskRunner,
    report: Report,
    on_progress: Progress,
) -> tuple[Source, ...]:
    """Return what the pages hold."""
    sources = read_sources(casting.project, report, runner, on_progress)
    for source in sources:
        with isolated(report, source.document.title, "Sa voix n’est pas vérifiée"):
            for finding in unknown_voices(casting, (source,)):
                report.add(finding)
    ledger.ends("lecture")
    return sources


def _heard(
    prepared: Prepared, formats: Sequence[str], casting: Casting, request: Request,
    ledger: Ledger, report: Report, on_progress: Progress, runner: TaskRunner,
) -> tuple[Covers, Narrations]:  # fmt: skip
    """Return the covers and the narrations that ``formats`` need."""
    images: Covers = {}
    settings = casting.project.settings
    asked = set(request.required)
    if use_sound(formats) or "cover" in formats:
        images = covers(
            prepared.texts(),
            settings,
            ledger.cache,
            report,
            required="cover" in asked,
            is_silent=lambda d: "cover" not in formats and casting.is_silent(d),
            tell=on_progress,
            runner=runner,
        )
        ledger.ends("couvertures")
    sounds: Narrations = {}
    if use_sound(formats):
        voice = request.voice and not request.keep_going
        required = bool(voice or needing_sound(asked))
        sounds = narrations(
            prepared.texts(), casting, ledger.cache, report, on_progress,
            formats=formats, covers=images, jobs=request.jobs, required=required,
            rough=request.preview, workers=runner.remote,
        )  # fmt: skip
        for finding in () if sounds else unread(request, casting, prepared.texts()):
            report.add(finding)
        note_sounds(ledger, prepared.texts(), sounds, casting, formats, images)
        ledger.ends("voix")
    return images, sounds


def _voices(sounds: Narrations) -> tuple[str, ...]:
    """Return who reads, each once."""
    voices = (
        (narration.voice or "une personne") if narration.recorded else narration.voice
        for narration in sounds.values()
    )
    return tuple(dict.fromkeys(voices))


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


# Simplify


def _drafted(
    project: Project, sources: Sequence[Source], prepared: Prepared, request: Request,
    runner: TaskRunner, report: Report, on_progress: Progress,
) -> tuple[Prepared, Drafts]:  # fmt: skip
    """Return the texts to publish, and the machine's drafts of those nobody simplified.

    They are the team's: processes write them while the rest is made, unless they are
    published too.
    """
    if request.preview and not project.settings.publish_drafts:
        return prepared, lambda place: ()
    there = {document.id: document for document in prepared.integral}
    read = [(s, there[s.document.id]) for s in sources if s.document.id in there]
    begun = automatic_drafts(
        project, read, runner, report_folder(request.out), report, on_progress,
    )  # fmt: skip

    if not project.settings.publish_drafts:
        return prepared, begun
    drafts = begun(None)
    easy = {d.id: d for d in published(drafts, project.lexicon, report)}
    easy |= {d.id: d for d in prepared.easy}
    ordered = (easy[d.id] for d in prepared.integral if d.id in easy)
    return replace(prepared, easy=tuple(ordered)), lambda place: drafts
