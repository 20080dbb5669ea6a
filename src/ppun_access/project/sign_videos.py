"""Find the sign-language videos, ``lsf/<id>.webm`` or ``.mp4``, and their captions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ppun_access.document.model import Document
from ppun_access.errors import did_you_mean
from ppun_access.failures import isolated
from ppun_access.formats import SIGN
from ppun_access.project.project import SIGN_FOLDER, Project
from ppun_access.report import Finding, Report
from ppun_access.runtime.untrusted_files import MB, TOO_LARGE, is_readable, read_start
from ppun_access.settings.reach import OUT_OF_REACH
from ppun_access.writers.model import Files, path_of

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
        message = (
            f"lsf/{name} ne correspond à aucun texte publié. "
            f"{did_you_mean(path.stem, ids, path.suffix)}"
            f"Noms possibles : {', '.join(ids)}. Renommez ce fichier."
        )
        report.add(Finding("lsf-sans-texte", message))
    elif not project.holds(path):
        message = f"lsf/{name} mène hors du dossier des pages. {OUT_OF_REACH}"
        report.add(Finding("lsf-illisible", message))
    elif not is_readable(path, (most := project.reach.limits.video) * MB):
        message = f"lsf/{name} est trop gros (plus de {most} Mo). {TOO_LARGE}"
        report.add(Finding("lsf-illisible", message))
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
