"""Find what people recorded of texts, and the text of each: by its name.

Recordings are ``audio/<id>.mp3``; videos in sign language ``lsf/<id>.webm`` or ``.mp4``,
with captions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from ppun_access.document.model import Document, Version
from ppun_access.errors import did_you_mean
from ppun_access.failures import isolated
from ppun_access.formats import SIGN
from ppun_access.project.project import SIGN_FOLDER, Project
from ppun_access.report import Finding, Report
from ppun_access.runtime.untrusted_files import MB, TOO_LARGE, is_readable, read_start
from ppun_access.settings.reach import OUT_OF_REACH
from ppun_access.speech.recordings.narrate import Take
from ppun_access.writers.model import Files, path_of

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
            message = (
                f"{FOLDER}/{path.name} : ce format n’est pas lu. Enregistrez ce texte en "
                "MP3, en WAV ou en FLAC."
            )
            report.add(Finding("enregistrement-format", message))
        elif fault := _unreadable(path, FOLDER, project, project.reach.limits.recording):
            report.add(Finding("enregistrement-illisible", fault))
        elif path.stem in names:
            found.setdefault(names[path.stem], []).append(path)
        else:
            message = _without_text(path, FOLDER, sorted(names))
            report.add(Finding("enregistrement-sans-texte", message))
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


def _unreadable(path: Path, folder: str, project: Project, most: int) -> str:
    """Return why a file of a text is not read, empty when it is; ``most`` in megabytes."""
    if not project.holds(path):
        return f"{folder}/{path.name} mène hors du dossier des pages. {OUT_OF_REACH}"
    if not is_readable(path, most * MB):
        return f"{folder}/{path.name} est trop gros (plus de {most} Mo). {TOO_LARGE}"
    return ""


def _without_text(path: Path, folder: str, names: Sequence[str]) -> str:
    return (
        f"{folder}/{path.name} ne correspond à aucun texte publié. "
        f"{did_you_mean(path.stem, names, path.suffix)}"
        f"Noms possibles : {', '.join(names)}. Renommez ce fichier."
    )


# Sign language


KINDS = (".webm", ".mp4")
"""Of two videos of one text, both are published: browsers take the first that they know."""
CAPTIONS = ".vtt"
START = 12
"""Bytes of a file that tell what it is."""


def sign_files(project: Project) -> Iterator[Path]:
    """Yield the files of the videos in sign language, whatever they are."""
    for root in project.roots:
        for path in sorted((root / SIGN_FOLDER).glob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path


def sign_videos(project: Project, documents: Iterable[Document], report: Report) -> Files:
    """Return the videos and their captions at their places in the site.

    ``report`` is told of a file that belongs to no text, that is no video, or that has no
    captions.
    """
    ids = sorted(document.id for document in documents)
    found: dict[str, Path] = {}
    for path in sign_files(project):
        with isolated(report, path.stem, "Sa vidéo en langue des signes n’est pas publiée"):
            found |= _video(path, project, ids, report)
    return dict(_with_videos(found, ids, report))


def _video(
    path: Path, project: Project, ids: Sequence[str], report: Report
) -> dict[str, Path]:
    """Return the video of a text, at its place in the site; its faults are reported."""
    name, suffix = path.name, path.suffix.lower()
    if suffix not in (*KINDS, CAPTIONS):
        message = f"lsf/{name} : ce format n’est pas lu. Donnez une vidéo WebM ou MP4."
        report.add(Finding("lsf-format", message))
    elif path.stem not in ids:
        report.add(Finding("lsf-sans-texte", _without_text(path, SIGN_FOLDER, ids)))
    elif fault := _unreadable(path, SIGN_FOLDER, project, project.reach.limits.video):
        report.add(Finding("lsf-illisible", fault))
    elif not _is_what_it_says(path, suffix):
        message = f"lsf/{name} n’est pas ce que dit son nom. Exportez-le à nouveau."
        report.add(Finding("lsf-illisible", message))
    else:
        return {path_of(suffix[1:], path.stem, "integral", SIGN): path}
    return {}


def _with_videos(
    found: dict[str, Path], ids: Iterable[str], report: Report
) -> Iterator[tuple[str, Path]]:
    """Yield the files of the texts that have a video; captions alone are left out."""
    for id_ in ids:
        own = [path_of(kind[1:], id_, "integral", SIGN) for kind in (*KINDS, CAPTIONS)]
        videos = [path for path in own[:-1] if path in found]
        if videos and own[-1] not in found:
            message = (
                f"lsf/{id_}.vtt manque : la vidéo en langue des signes n’a pas de "
                "sous-titres. Ajoutez ce fichier, au format WebVTT."
            )
            report.add(Finding("lsf-sans-sous-titres", message))
        if videos:
            yield from ((path, found[path]) for path in own if path in found)


def _is_what_it_says(path: Path, suffix: str) -> bool:
    start = read_start(path, START)
    match suffix:
        case ".webm":
            return start.startswith(b"\x1aE\xdf\xa3")
        case ".mp4":
            return start[4:8] == b"ftyp"
        case _:
            return start.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")
