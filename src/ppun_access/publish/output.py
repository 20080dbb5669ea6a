"""Publish a folder: check it, fill a staging folder, exchange it, set permissions.

A build is written to a folder beside the published one, then takes its place
(``exchange.py``). The manifest names our files: what is not in it belongs to somebody else
and is carried over untouched. A file that did not change is the same file in the new
folder: it is not written again, and keeps its date.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ppun_access.errors import OutputError, UnwrittenError, UsageError, reason
from ppun_access.publish.exchange import exchange, sync
from ppun_access.publish.foreign import carry_over
from ppun_access.publish.manifest import (
    MANIFEST,
    Manifest,
    as_json,
    blocking_path,
    check_manifest,
    digest_of,
    has_digest,
    is_inside,
    read_manifest,
)
from ppun_access.publish.unfinished import note_build, unfinished_builds, unknown_folders
from ppun_access.report import Finding
from ppun_access.runtime.disk import (
    UMASK,
    is_mount,
    is_real_folder,
    other_disk,
    try_to_write,
)
from ppun_access.writers.model import Files

NAMED = 5
"""How many files a message names."""


def check_output_folder(out: Path, sources: tuple[Path, ...]) -> Path:
    """Return the real folder of ``out``, if it can be published.

    Raises UsageError or OutputError when that would overwrite what it must not.
    """
    target = _folder_of(out)
    check_manifest(target)
    kept = [Path.cwd().resolve(), *(source.resolve() for source in sources)]
    inside = any(target.is_relative_to(s.resolve()) for s in sources if s.is_dir())
    if inside or any(place.is_relative_to(target) for place in kept):
        raise UsageError(
            f"Impossible de publier dans {out} : ce dossier contient les sources, "
            "ou il est dedans.",
            next_step="Choisissez un autre dossier, par exemple « -o output ».",
        )
    if out.exists() and not out.is_dir():
        raise OutputError(
            f"Impossible de publier dans {out} : c’est un fichier.",
            next_step="Choisissez un autre dossier avec « -o ».",
        )
    if is_mount(target):
        raise UsageError(
            f"Impossible de publier dans {out} : un disque y est monté, et le dossier "
            "publié est remplacé en entier.",
            next_step=f"Publiez dans un dossier de ce disque : « -o {out / 'site'} ».",
        )
    _check_disks(target)
    return target


def _check_disks(out: Path) -> None:
    """Raise UsageError when another disk is mounted inside ``out``."""
    if place := other_disk(out):
        raise UsageError(
            f"Impossible de publier dans {out} : un disque ou un dossier est monté dans "
            f"{place}, et le dossier publié est remplacé en entier. Rien n’a été changé.",
            next_step=f"Démontez {place} et montez-le hors de {out.name}, ou choisissez un "
            "autre dossier avec « -o ».",
        )


def _folder_of(out: Path) -> Path:
    """Return the real folder of ``out``; UsageError when it cannot be a site."""
    try:
        target = out.resolve()
    except RuntimeError as error:  # pathlib: a link that leads to itself
        raise UsageError(
            f"Impossible de publier dans {out} : ce lien tourne en rond.",
            next_step="Retirez ce lien, ou choisissez un autre dossier avec « -o ».",
        ) from error
    if not target.name:
        raise UsageError(
            f"Impossible de publier dans {out} : c’est la racine d’un disque.",
            next_step="Choisissez un dossier, par exemple « -o output ».",
        )
    return target


_OURS = 0o777 if sys.platform == "win32" else 0o700
"""Rights of a folder that nobody else reads. Windows would keep them on what is moved."""


@contextmanager
def work_folder(out: Path) -> Iterator[Path]:
    """Yield a private folder beside ``out``, on the same disk, removed at the end.

    Raises OutputError when there can be none.
    """
    begun = note_build(out)
    try:
        with _as_output_error(out):
            begun.work.mkdir(mode=_OURS, parents=True)
        yield begun.work
    except UnwrittenError as error:
        if begun.work not in error.path.parents:
            raise
        raise _unpublished(out, error.why) from error
    finally:
        begun.finish()


def check_writable(out: Path) -> None:
    """Raise OutputError, before any work, when nothing can be put beside ``out``."""
    with _as_output_error(out):
        try_to_write(out)


@contextmanager
def _as_output_error(out: Path) -> Iterator[None]:
    """Turn a refusal of the system into an OutputError."""
    try:
        yield
    except OSError as error:
        raise _unpublished(out, reason(error)) from error


def _unpublished(out: Path, why: str) -> OutputError:
    return OutputError(
        f"Impossible de publier dans {out} : {why}. Le dossier publié n’a pas changé.",
        next_step="Libérez de la place ou vérifiez les droits du dossier, "
        "puis relancez la commande.",
    )


@dataclass(frozen=True, slots=True)
class Published:
    """The changes that a build made to the published folder, as paths in it."""

    written: tuple[str, ...]
    """The files that are new or have changed; the others were left as they were."""
    removed: tuple[str, ...]


def publish(
    files: Files,
    out: Path,
    *,
    key: str,
    formats: tuple[str, ...],
    on_file: Callable[[str], None] = lambda path: None,
    place: Path | None = None,
    found: tuple[int, ...] = (),
) -> Published:
    """Replace the content of ``out`` by ``files``; return the changes.

    Files that wait in ``place``, on the same disk, are moved from there. ``found`` is what
    ``folder_identity`` said of ``out`` when the build began, if it did before this.
    Raises OutputError when the folder cannot be written, or is another one than it was;
    ``out`` is then as it was.
    """
    if outside := [path for path in files if not is_inside(path)]:
        raise ValueError(f"not a path inside the site: {outside[0]}")
    _refuse_to_overwrite(files, out)
    before = read_manifest(out).files
    manifest = Manifest(key, formats, {p: digest_of(c) for p, c in sorted(files.items())})
    begun = note_build(out)
    try:
        with _as_output_error(out):
            _make_staging(begun.new, out)
            found = found or folder_identity(out)
            written = tuple(
                _fill_staging(begun.new, files, out, manifest, before, on_file, place)
            )
            _write(begun.new, MANIFEST, as_json(manifest))
            carried = carry_over(out, begun.new)
            if out.is_dir():
                shutil.copymode(out, begun.new)
            sync([begun.new / MANIFEST, begun.new])  # who reads the note relies on it
            begun.write_note(carried)
            _check_identity(out, found)
            _check_disks(out)
            exchange(begun.new, out, begun.old)
    finally:
        begun.finish()
    return Published(written, tuple(path for path in before if path not in files))


def folder_identity(out: Path) -> tuple[int, ...]:
    """Return the identity of ``out`` and its parent, to detect a replacement."""
    told = list[int]()
    with suppress(FileNotFoundError):
        for path in (out.parent, out):
            found = path.lstat()
            told += found.st_dev, found.st_ino
    return tuple(told)


def _check_identity(out: Path, found: tuple[int, ...]) -> None:
    """Raise OutputError when ``out`` has been replaced since it was ``found``."""
    if out.is_symlink() or folder_identity(out) != found:
        raise OutputError(
            f"Impossible de publier dans {out} : pendant la construction, ce dossier a été "
            "remplacé par un autre ou par un lien. Rien n’y a été changé.",
            next_step="Regardez qui l’a remplacé, puis relancez la commande.",
        )


def leftovers(out: Path) -> Iterator[Finding]:
    """Yield messages about folders kept beside ``out``, and about unknown ones."""
    for begun in unfinished_builds(out):
        for folder, names in begun.leftovers():
            yield _to_take_back(
                "Des fichiers sont arrivés pendant une publication et n’ont pas pu être "
                f"remis dans {out.name} ; ils sont dans {folder}",
                names,
            )
    if names := tuple(path.name for path in unknown_folders(out)):
        yield _to_take_back(
            f"À côté de {out.name}, des restes ressemblent à ceux d’une publication "
            "coupée, mais ce n’est pas vous qui l’avez commencée, ici et avec cette "
            "version : ils n’ont pas été touchés",
            names,
        )


def _to_take_back(message: str, names: tuple[str, ...]) -> Finding:
    told = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
    return Finding(
        "fichiers-a-reprendre",
        f"{message}{f' : {told}' if told else ''}. Reprenez ce que vous voulez garder, "
        "puis supprimez le reste.",
    )


def _fill_staging(
    staging: Path, files: Files, out: Path, manifest: Manifest, before: Mapping[str, str],
    on_file: Callable[[str], None], place: Path | None,
) -> Iterator[str]:  # fmt: skip
    """Put every file into ``staging``; yield those that differ from ``out``."""
    for path, digest in manifest.files.items():
        if before.get(path) != digest or not _link_unchanged(
            out / path, staging / path, digest
        ):
            _write(staging, path, files[path], place)
            yield path
        on_file(path)


def _make_staging(staging: Path, out: Path) -> None:
    """Make the private staging folder."""
    staging.mkdir(mode=_OURS if out.is_dir() else 0o777, parents=True)
    if out.is_dir():  # what is made in it belongs to the group of ``out``
        staging.chmod(_OURS | out.stat().st_mode & (stat.S_ISGID | stat.S_ISVTX))


def _link_unchanged(published: Path, target: Path, digest: str) -> bool:
    """Hard-link a published file to ``target`` if it is unchanged."""
    if not has_digest(published, digest):
        return False
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(published, target, follow_symlinks=False)
    except OSError:  # it is gone, or this disk has no links
        return False
    return True


def _write(
    folder: Path, path: str, content: bytes | Path, place: Path | None = None
) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        target.write_bytes(content)
    elif place and content.is_relative_to(place):
        content.replace(target)
    else:
        shutil.copyfile(content, target)


def _refuse_to_overwrite(files: Files, out: Path) -> None:
    """Raise OutputError when a foreign file stands where one of ours must go."""
    if taken := blocking_path(files, out, {*read_manifest(out).files, MANIFEST}):
        raise OutputError(
            f"Impossible de publier dans {out} : {taken} y est déjà et ne vient pas "
            "de ce programme.",
            next_step="Choisissez un autre dossier avec « -o », ou déplacez ce fichier.",
        )


# Rights


_FILE, _FOLDER = 0o666, 0o777
_LIST = "system.posix_acl_access"
"""The attribute of a file whose rights are a list: the umask has no say there."""


def apply_umask(out: Path, files: Iterable[str]) -> None:
    """Give the ``files`` published in ``out`` the mode of files made now.

    Folders get what they lack: somebody may have given them more. What cannot be changed
    (it has another owner) stays as it is.
    """
    if os.name == "nt":
        return
    inside = [path for path in files if is_inside(path)]
    ours = dict[str, bool]()
    for folder in sorted({"", *_folders(inside)}):
        own = f"{out}/{folder}"
        ours[folder] = ours.get(_parent(folder), True) and is_real_folder(Path(own))
        if ours[folder]:
            _set_mode(own, _FOLDER & ~UMASK)
    for path in inside:
        if ours[_parent(path)]:
            _set_mode(f"{out}/{path}", _FILE & ~UMASK)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _folders(paths: Iterable[str]) -> Iterator[str]:
    """Yield the folders that hold files, and those that hold these."""
    for folder in {_parent(path) for path in paths}:
        while folder:
            yield folder
            folder = _parent(folder)


def _set_mode(path: str, rights: int) -> None:
    """Set the mode of a file or folder if it differs; never through a link."""
    with suppress(OSError):
        mode = os.lstat(path).st_mode
        if stat.S_ISDIR(mode):
            rights |= mode
        elif not stat.S_ISREG(mode):
            return
        wanted = stat.S_IMODE(mode) & ~_FOLDER | stat.S_IMODE(rights)
        if stat.S_IMODE(mode) != wanted and not _has_acl(path):
            Path(path).chmod(wanted)


def _has_acl(path: str) -> bool:
    return hasattr(os, "listxattr") and _LIST in os.listxattr(path)
