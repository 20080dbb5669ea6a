"""Find the recordings by people, ``audio/<id>.mp3``, and the text of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from ppun_access.document.model import Document, Version
from ppun_access.errors import did_you_mean
from ppun_access.project.project import Project
from ppun_access.report import Finding, Report
from ppun_access.runtime.untrusted_files import MB, TOO_LARGE, is_readable
from ppun_access.settings.reach import OUT_OF_REACH
from ppun_access.speech.recordings.narrate import Take

FOLDER = "audio"
SUFFIXES = (".wav", ".flac", ".mp3")
"""Of two recordings of one text, the first of these serves: nothing was lost in it."""
OTHER_SOUNDS = (".m4a", ".m4b", ".aac", ".ogg", ".oga", ".opus", ".wma", ".aif", ".aiff")
EASY_SUFFIX = "-facile"

Takes: TypeAlias = Mapping[tuple[Version, str], Take]


def sound_files(project: Project) -> Iterator[Path]:
    """Yield the files of sound beside the pages, whatever their names."""
    for root in project.roots:
        for path in sorted((root / FOLDER).glob("*")):
            known = path.suffix.lower() in (*SUFFIXES, *OTHER_SOUNDS)
            if known and not path.name.startswith(".") and path.is_file():
                yield path


def recordings(
    project: Project, texts: Iterable[tuple[Version, Document]], report: Report
) -> Takes:
    """Return the recording of each text that has one; the others are reported."""
    names = {
        document.id + (EASY_SUFFIX if version == "facile" else ""): (version, document.id)
        for version, document in sorted(texts, key=lambda text: text[0])
    }
    found: dict[tuple[Version, str], list[Path]] = {}
    for path in sound_files(project):
        if path.suffix.lower() in OTHER_SOUNDS:
            report.add(_unknown_format(path))
        elif not project.holds(path):
            report.add(_unreadable(path, f"mène hors du dossier des pages. {OUT_OF_REACH}"))
        elif not is_readable(path, (most := project.reach.limits.recording) * MB):
            report.add(_unreadable(path, f"est trop gros (plus de {most} Mo). {TOO_LARGE}"))
        elif path.stem in names:
            found.setdefault(names[path.stem], []).append(path)
        else:
            report.add(_without_text(path, sorted(names)))
    return {text: _chosen(project, text[1], paths, report) for text, paths in found.items()}


def _chosen(
    project: Project, document_id: str, paths: Sequence[Path], report: Report
) -> Take:
    best, *others = sorted(paths, key=lambda path: SUFFIXES.index(path.suffix.lower()))
    for other in others:
        message = (
            f"{FOLDER}/{best.name} et {FOLDER}/{other.name} lisent le même texte : "
            "le premier sert, retirez l’autre."
        )
        report.add(Finding("enregistrement-double", message))
    return Take(best, project.settings.of(document_id).reader)


def _unknown_format(path: Path) -> Finding:
    message = (
        f"{FOLDER}/{path.name} : ce format n’est pas lu. Enregistrez ce texte en MP3, "
        "en WAV ou en FLAC."
    )
    return Finding("enregistrement-format", message)


def _unreadable(path: Path, why: str) -> Finding:
    message = f"{FOLDER}/{path.name} {why}"
    return Finding("enregistrement-illisible", message)


def _without_text(path: Path, names: Sequence[str]) -> Finding:
    guess = did_you_mean(path.stem, names, path.suffix)
    message = (
        f"{FOLDER}/{path.name} ne correspond à aucun texte publié. {guess}"
        f"Noms possibles : {', '.join(names)}. Renommez ce fichier."
    )
    return Finding("enregistrement-sans-texte", message)
