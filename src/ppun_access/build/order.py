"""Run the stages of a build in order: from a folder of pages to a published folder.

Read, prepare, simplify, narrate, write, publish, report: ``docs/pipeline.md`` tells it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ppun_access.build.automatic_drafts import AutomaticDraft, automatic_drafts, published
from ppun_access.build.casting import Casting, cast, foreign_pages, unknown_voices
from ppun_access.build.context import Build, Request, Result, report_folder
from ppun_access.build.covers import NO_COVER, Covers, covers, whole_cover
from ppun_access.build.editors_report import (
    TeamReport,
    read_findings,
    read_log,
    read_silenced,
    read_todo,
)
from ppun_access.build.history import is_damaged
from ppun_access.build.ledger import (
    LIBRARIES,
    PARSER,
    Ledger,
    fingerprint,
    library_version,
    program_digest,
)
from ppun_access.build.narration import (
    NO_AUDIO,
    Narrations,
    check_asked,
    narrations,
    no_audio,
    note_sounds,
    numbered,
)
from ppun_access.build.page_tasks import pandoc_version
from ppun_access.build.podcast import plan_podcast
from ppun_access.build.preparation import Prepared, prepare
from ppun_access.build.publication import NO_FORMAT, write_editions
from ppun_access.build.sources import read_sources
from ppun_access.build.start_runner import start_runner
from ppun_access.build.team_folder import (
    check_report,
    keep_findings,
    kept_in_log,
    write_report,
)
from ppun_access.build.whole_site import Team, whole_site
from ppun_access.build.write_tasks import (
    BRAILLE,
    NO_BRAILLE,
    braille_version,
    without_missing_braille,
)
from ppun_access.document.model import Book, Document, Edition, Version
from ppun_access.errors import OutputError, UnwrittenError
from ppun_access.failures import WHOLE_SITE, isolated
from ppun_access.formats import FORMATS, needing_sound, use_sound
from ppun_access.project.dates import Dates, git_state
from ppun_access.project.project import Project, Source, load_project, without_text
from ppun_access.project.recordings import sound_files
from ppun_access.publish.build_lock import build_lock
from ppun_access.publish.manifest import MANIFEST, Manifest, is_intact, read_manifest
from ppun_access.publish.output import (
    apply_umask,
    check_output_folder,
    check_writable,
    folder_identity,
    leftovers,
    publish,
    work_folder,
)
from ppun_access.publish.remote import Sent, published_at, send_site
from ppun_access.publish.unfinished import recover
from ppun_access.readers.mkdocs.site import page_folder
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import cache_key
from ppun_access.runtime.progress import Phase, Progress, no_progress
from ppun_access.runtime.storage import AtAddress
from ppun_access.runtime.untrusted_files import digest_regular
from ppun_access.settings.ppun_toml import expand_formats
from ppun_access.site.pages.podcast import FEED
from ppun_access.site.report.model import ToDo
from ppun_access.writers.model import Files, listed

Drafts = Callable[[Path | None], tuple[AutomaticDraft, ...]]
"""Waits for the machine's drafts; they may wait in a folder to be moved to the team's."""


def build(request: Request, on_progress: Progress = no_progress) -> Result:
    """Publish the sources of ``request`` under the build lock; recover from crashes."""
    project = load_project(request.sources, request.declared)
    check_report(report_folder(request.out))
    dialect = project.settings.dialect
    sources = tuple(page_folder(source, dialect) for source in request.sources)
    named, out = request.out, check_output_folder(request.out, sources)
    request = replace(request, out=out)
    with build_lock(out) as alone:
        if alone:
            recover(out)
        found, manifest = folder_identity(out), _published_manifest(request)
        build = _context(project, request, manifest, on_progress)
        result = _up_to_date(build, manifest) or _publish_changes(build, found)
        apply_umask(out, (MANIFEST, *read_manifest(out).files))
        if request.address:
            result = replace(result, sent=_copy_to_address(request, on_progress))
        if alone:
            kept = tuple(leftovers(out))
            result = replace(result, findings=(*result.findings, *kept))
        return replace(result, out=named)


def _publish_changes(build: Build, found: tuple[int, ...]) -> Result:
    """Run every stage for a project that has changed.

    ``found`` is what the output folder was when the build lock was taken.
    """
    request, report, ledger = build.request, build.report, build.ledger
    check_writable(request.out)
    ledger.before = read_log(build.folder)
    with kept_in_log(build.folder, report), start_runner(build) as runner:
        possible = without_missing_braille(build)
        build = replace(build, runner=runner, possible=possible)
        sources = _read_pages(build)
        prepared = prepare(build, sources)
        ledger.ends("préparation")
        prepared, drafts = _draft(build, sources, prepared)
        sources = tuple(map(without_text, sources))
        ledger.ends("brouillons")
        images, sounds = _narrate(build, prepared)
        editions, dates = _editions(build, sources, prepared, sounds, images)
        front = None
        if "epub" in build.formats:
            front = whole_cover(build, editions[0].book.title)
        named = listed(editions)
        feed = plan_podcast(build, named, dates)
        with work_folder(request.out) as place:
            build = replace(build, place=place)
            written = write_editions(
                build, prepared, editions,
                front=front, feed=FEED if feed else "",
            )  # fmt: skip
            ledger.ends("formats")
            publications = written.publications
            site, for_team = whole_site(build, prepared, written, named, feed)
            ledger.ends("site")
            _publish(build, site, found)
            del site, written  # all of it is in the folder: the report takes as much room
            todo = _report(build, drafts, for_team)
        ledger.trims(build.settings.cache.limit_bytes)
        return Result(
            request.out, build.folder, tuple(report.findings), publications,
            _voices_used(sounds), silenced=tuple(report.silenced), ledger=ledger,
            lacking=request.keep_going and lacks(request, report.findings), todo=todo,
        )  # fmt: skip


# What is to be done


def _context(
    project: Project, request: Request, manifest: Manifest, tell: Progress
) -> Build:
    """Return the context of a build, after the checks that can be made before any work."""
    formats = _formats_to_make(request, project, manifest)
    casting = cast(project, request.voice)
    check_asked(request, casting, formats)
    inputs = build_inputs(project, formats, casting)
    ledger = Ledger(request.own_cache(), inputs=inputs)
    return Build(casting, Report(), request, formats, ledger=ledger, tell=tell)


def _up_to_date(build: Build, manifest: Manifest) -> Result | None:
    """Return the result of the last build when nothing is to be done, else None."""
    key, out, folder = build_key(build.ledger.inputs), build.request.out, build.folder
    if (found := up_to_date(key, manifest, out, folder)) is None:
        return None
    silent, todo = read_silenced(folder), read_todo(folder)
    return Result(out, folder, found, changed=False, silenced=silent, todo=todo)


def _published_manifest(request: Request) -> Manifest:
    """Return what is published; the address knows the formats when the folder is gone."""
    manifest = read_manifest(request.out)
    if request.address and not manifest.formats:
        far = published_at(AtAddress(request.address))
        manifest = replace(manifest, formats=far.formats)
    return manifest


def _formats_to_make(
    request: Request, project: Project, manifest: Manifest
) -> tuple[str, ...]:
    """Return the formats to make: those asked for, and those published before.

    ``--to text`` must not throw away the sound that is there, nor leave it out of date.
    """
    if request.formats is None:
        return expand_formats(project.settings.formats, "ppun.toml")
    wanted = {*request.formats, *manifest.formats}
    return tuple(name for name in FORMATS if name in wanted)


def lacks(request: Request, findings: Iterable[Finding]) -> bool:
    """Return whether a format asked for by name was not made because a tool is missing."""
    asked, found = set(request.formats or ()), {finding.code for finding in findings}
    sound = request.voice or needing_sound(asked)
    needs = {
        NO_AUDIO: bool(sound),
        NO_COVER: "cover" in asked,
        NO_FORMAT: bool(asked),
        NO_BRAILLE: bool(asked.intersection(BRAILLE)),
    }
    return any(needs.get(code, False) for code in found)


# Read


def _read_pages(build: Build) -> tuple[Source, ...]:
    """Read every page of the project; return its texts."""
    sources = read_sources(build.project, build.report, build.runner, build.tell)
    for source in sources:
        with isolated(build.report, source.document.title, "Sa voix n’est pas vérifiée"):
            sound = use_sound(build.formats)
            build.report.add(*unknown_voices(build.casting, (source,)))
            build.report.add(*foreign_pages(build.casting, (source,), sound=sound))
    build.ledger.ends("lecture")
    return sources


# Simplify


def _draft(
    build: Build, sources: Sequence[Source], prepared: Prepared
) -> tuple[Prepared, Drafts]:
    """Return the texts to publish, and automatic drafts of those without easy version.

    They are the team's: processes write them while the rest is made, unless they are
    published too.
    """
    project = build.project
    if build.request.preview and not project.settings.publish_drafts:
        return prepared, lambda place: ()
    there = {document.id: document for document in prepared.integral}
    read = [(s, there[s.document.id]) for s in sources if s.document.id in there]
    begun = automatic_drafts(build, read)
    if not project.settings.publish_drafts:
        return prepared, begun
    drafts = begun(None)
    easy = {d.id: d for d in published(drafts, project.lexicon, build.report)}
    easy |= {d.id: d for d in prepared.easy}
    ordered = (easy[d.id] for d in prepared.integral if d.id in easy)
    return replace(prepared, easy=tuple(ordered)), lambda place: drafts


# Narrate


def _narrate(build: Build, prepared: Prepared) -> tuple[Covers, Narrations]:
    """Return the covers and the narrations that the formats need."""
    formats = build.formats
    images: Covers = {}
    sounds: Narrations = {}
    if use_sound(formats) or "cover" in formats:
        images = covers(build, prepared.texts())
        build.ledger.ends("couvertures")
    if use_sound(formats):
        sounds = narrations(build, prepared.texts(), images)
        if not sounds:
            build.report.add(*no_audio(build.request, build.casting, prepared.texts()))
        note_sounds(build, prepared.texts(), sounds, images)
        sounds = numbered(build, prepared.texts(), sounds)
        build.ledger.ends("voix")
    return images, sounds


def _voices_used(sounds: Narrations) -> tuple[str, ...]:
    """Return the names of the voices and persons that read, each once."""
    voices = (
        (narration.voice or "une personne") if narration.recorded else narration.voice
        for narration in sounds.values()
    )
    return tuple(dict.fromkeys(voices))


def _editions(
    build: Build, sources: Sequence[Source], prepared: Prepared, sounds: Narrations,
    images: Covers,
) -> tuple[tuple[Edition, ...], Dates]:  # fmt: skip
    """Return the complete texts, then the easy ones, each a unit of publication; dates."""
    settings = build.settings
    first = next(source.document for source in sources if not source.document.meta.hidden)
    title = build.project.title or first.title
    dates = Dates.of_project(sources, build.formats, build.project, build.report)
    versions: tuple[tuple[Version, tuple[Document, ...]], ...] = (
        ("integral", prepared.integral),
        ("facile", prepared.easy),
    )
    editions = tuple(
        Edition(
            Book(
                title, settings.lang, documents, prepared.opening,
                settings.publisher,
            ),
            name,
            tuple(n for (v, _), n in sounds.items() if v == name),
            {id_: image for (v, id_), image in images.items() if v == name},
            dates.of_books(documents, name),
        )
        for name, documents in versions
    )  # fmt: skip
    return editions, dates


# Publish


def _publish(build: Build, site: Files, found: tuple[int, ...]) -> None:
    """Replace the published folder by the new site."""
    files = Phase("Écriture des fichiers", len(site), build.tell)
    done = publish(
        site, build.request.out, key=build_key(build.ledger.inputs),
        formats=build.formats, on_file=lambda path: files.advance(), place=build.place,
        found=found,
    )  # fmt: skip
    build.ledger.publishes(len(site), done.written, done.removed)


def _report(build: Build, drafts: Drafts, for_team: Team) -> tuple[ToDo, ...]:
    """Write the team's folder, once its drafts are there; return what is to be done first.

    The site is published by then.
    """
    folder, out = build.folder, build.request.out
    report, ledger = build.report, build.ledger
    try:
        found = drafts(build.place)
        ledger.ends("brouillons")
        made = TeamReport({})
        with isolated(report, out.name, "Le rapport n’est pas fait", WHOLE_SITE):
            made = for_team(found)
        ledger.ends("rapport")
        if made.files:
            write_report(build, made, build_key(ledger.inputs))
        else:
            keep_findings(folder, report)
        return made.todo
    except UnwrittenError as error:
        raise OutputError(
            f"Le site est publié dans {out}, mais son rapport n’a pas pu être écrit dans "
            f"{folder} : {error.why}.",
            next_step=error.next_step,
        ) from error


def _copy_to_address(request: Request, on_progress: Progress) -> Sent:
    """Copy the published folder to the address that was asked for."""
    storage, phase = AtAddress(request.address), "Envoi des fichiers"
    local, tell = read_manifest(request.out), partial(on_progress, phase)
    return send_site(request.out, local, storage, request.address, tell)


# Freshness


def build_inputs(
    project: Project, formats: tuple[str, ...], casting: Casting
) -> dict[str, str]:
    """Return everything that a build depends on, named in French, with its digest."""
    files = (*project.inputs(), *filter(project.holds, sound_files(project)))
    libraries = [(name, library_version(name)) for name in (*LIBRARIES, *PARSER)]
    others: dict[str, object] = {
        "le programme": program_digest(),
        "ses composants": libraries,
        "l’ordre des pages": [page.name for page in project.pages],
        "les fichiers qui ne sont pas lus": project.left,
        "les formats": formats,
        "la voix demandée": casting.asked,
        "liblouis": braille_version(formats),
        "pandoc": max(map(pandoc_version, project.pages), default=""),
        "les dates des pages": git_state(project, formats),
    }
    for voice in casting.known:
        others[f"la voix {voice.name}"] = (voice.revision, voice.missing)
    found = {os.path.relpath(path, project.folder): _digest(path) for path in files}
    return found | {name: fingerprint(value) for name, value in others.items()}


def build_key(inputs: Mapping[str, str]) -> str:
    """Return a key of everything that a build depends on."""
    return cache_key("build", "", dict(inputs))


def _digest(path: Path) -> str:
    """Return the digest of a file, empty when it is not there or cannot be read."""
    try:
        return digest_regular(path)
    except OSError:
        return ""


def up_to_date(
    key: str, manifest: Manifest, out: Path, folder: Path
) -> tuple[Finding, ...] | None:
    """Return the findings of the last build when nothing is to be done, else None.

    What failed, or lacked a tool, is tried again, and a day to come is looked at again; a
    damaged history is mended.
    """
    if manifest.key != key or not is_intact(out, manifest) or is_damaged(folder):
        return None
    found = read_findings(folder, key)
    again = any(finding.row.retried for finding in found or ())
    return None if again else found
