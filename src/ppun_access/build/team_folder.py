"""Write the editors' report in the team's folder beside the site, and nothing else.

As in the site, a manifest names our files. It is written before them, with those of the
build before: a build that is killed leaves no file that nobody owns.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from ppun_access.build.automatic_drafts import FOLDER as DRAFTS
from ppun_access.build.automatic_drafts import is_untouched
from ppun_access.build.context import Build, report_folder
from ppun_access.build.editors_report import (
    LOG,
    PARTS,
    TeamReport,
    finding_as_json,
    read_log,
)
from ppun_access.build.history import DAMAGED
from ppun_access.build.history import NAME as HISTORY
from ppun_access.errors import OutputError, PpunError, UnwrittenError, UsageError
from ppun_access.failures import breakdown_of
from ppun_access.publish.manifest import (
    MANIFEST,
    Manifest,
    as_json,
    blocking_path,
    check_manifest,
    is_inside,
    read_manifest,
)
from ppun_access.report import Report
from ppun_access.runtime.disk import json_file, move, remove_partial_files, write_atomically
from ppun_access.runtime.untrusted_files import PUBLISHED, RECORD, read_regular
from ppun_access.site.pages.downloads import FOLDER as BLOCKS


def check_report(folder: Path) -> None:
    """Raise OutputError when ``folder`` is surely no place for the report."""
    if os.path.lexists(folder) and not folder.is_dir():
        raise OutputError(
            f"Impossible d’écrire le rapport : {folder} est un fichier.",
            next_step="Déplacez ce fichier, ou choisissez un autre dossier avec « -o ».",
        )
    check_manifest(folder)
    below = (f"{name}/{LOG}" for name in (DRAFTS, BLOCKS, "assets"))  # is that a link?
    some = ("index.html", LOG, *below)
    ours = _ours(folder, some)
    _check_free(some, folder, ours)
    if folder.is_symlink() and not ours and any(folder.iterdir()):
        raise OutputError(
            f"Impossible d’écrire le rapport : {folder} est un lien vers un dossier qui "
            "contient autre chose.",
            next_step="Supprimez ce lien, ou faites-le mener à un dossier vide.",
        )


def team_place(out: Path, name: str) -> Path:
    """Return a folder in the team's of ``out``, for other files; UsageError for a link."""
    place = report_folder(out) / name
    if place.is_symlink():
        raise UsageError(
            f"{place} est un lien : les fichiers seraient écrits ailleurs.",
            next_step="Supprimez ce lien, ou donnez un dossier avec « -o ».",
        )
    return place


def write_report(build: Build, made: TeamReport, key: str) -> None:
    """Write the report, each file whole; ``build.json`` last: it says that all is there.

    ``key`` is that of the build: the report of another one is not that of the site. Files
    that wait to be published are moved.
    Raises OutputError when the folder cannot be written, or somebody else's file stands
    where one must go.
    """
    folder, report, place = build.folder, build.report, build.place
    files = made.files
    ours, all_files = _ours(folder, files), {*files, LOG}
    _check_free(all_files, folder, ours)
    _own(folder, ours | all_files)
    try:
        (folder / LOG).unlink(missing_ok=True)
    except OSError as error:
        raise UnwrittenError(folder / LOG, error) from error
    remove_partial_files(folder)
    for path, content in files.items():
        if isinstance(content, bytes):
            write_atomically(folder / path, content)
        elif place and content.is_relative_to(place):
            move(content, folder / path)
        else:
            write_atomically(folder / path, read_regular(content, PUBLISHED))
    _discard(folder, ours - all_files)
    _own(folder, all_files)
    log = {
        "key": key,
        "findings": list(report.findings),
        "silenced": list(report.silenced),
        "todo": [asdict(one) for one in made.todo],
        "drafts": sorted(path for path in files if path.startswith(PARTS)),
        **build.ledger.as_json(),
    }
    write_atomically(folder / LOG, json_file(log, "replace", finding_as_json))


@contextmanager
def kept_in_log(folder: Path, report: Report) -> Iterator[None]:
    """Save the findings to ``build.json`` if a fault of the program ends the build.

    Whatever it is, it then is an OutputError; the report of the last build stays.
    """
    try:
        yield
    except PpunError:
        if any(finding.trace for finding in report.findings):
            keep_findings(folder, report)
        raise
    except Exception as error:
        fault = breakdown_of(error).finding("", "La publication s’est arrêtée", rest="")
        report.add(fault)
        keep_findings(folder, report)
        raise OutputError(
            fault.message, next_step=f"La trace de la panne est dans {folder / LOG}."
        ) from error


def keep_findings(folder: Path, report: Report) -> None:
    """Write the findings over those in the log of the last build; keep its report.

    The next build has to be done, whatever has changed.
    """
    log = {"drafts": [], **read_log(folder), "key": "", "findings": report.findings}
    with suppress(OutputError):  # what is in the way was told, or will be
        ours = _ours(folder, ())
        _check_free((LOG,), folder, ours)
        _own(folder, ours | {LOG})
        write_atomically(folder / LOG, json_file(log, "replace", finding_as_json))


def _own(folder: Path, paths: Iterable[str]) -> None:
    """Write which files of the team's folder are ours, whatever they hold.

    The copy of a damaged history is the team's: no build takes it away.
    """
    aside = DAMAGED.removesuffix(".json")
    ours = {path: "" for path in paths if not path.startswith(aside)}
    write_atomically(folder / MANIFEST, as_json(Manifest(files=ours)))


def _ours(folder: Path, files: Iterable[str]) -> set[str]:
    """Return which files of the team's folder earlier builds wrote.

    Versions without a manifest told most of them in ``build.json``.
    """
    if (folder / MANIFEST).exists():
        return {*read_manifest(folder).files}
    log = read_log(folder)
    told = log.get("drafts")
    if not isinstance(told, list) or "findings" not in log:
        return set()
    return {LOG, *files, *(p for p in told if isinstance(p, str) and is_inside(p))}


def _check_free(paths: Collection[str], folder: Path, ours: Collection[str]) -> None:
    """Raise OutputError when somebody else's file stands where one of ours must go.

    A draft that a person has corrected is not among ours; the history goes on from the one
    that is there.
    """
    known = {HISTORY, *ours, *(path for path in paths if path.startswith(f"{DRAFTS}/"))}
    if taken := blocking_path(paths, folder, known):
        raise OutputError(
            f"Impossible d’écrire le rapport dans {folder} : {taken} y est déjà et ne "
            "vient pas de ce programme.",
            next_step="Déplacez ce fichier, ou choisissez un autre dossier avec « -o ».",
        )


def _discard(folder: Path, gone: Iterable[str]) -> None:
    """Remove the files that left the report, but no draft that a person corrected."""
    for path in gone:
        with suppress(OSError, UnicodeDecodeError):
            if blocking_path((path,), folder, (path,)):
                continue
            if not path.startswith(f"{DRAFTS}/") or is_untouched(
                read_regular(folder / path, RECORD, links=False).decode()
            ):
                (folder / path).unlink()
