"""Define the errors that stop the work: message, next step and exit code.

They are caught once, in ``cli.py``. Messages are read by editors: they are in French.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import IntEnum
from pathlib import Path
from types import MappingProxyType

_USER = re.compile(r"""(?<=\w\w:)(//?)[^\s/@?#"'<>«»]+@""")


def without_passwords(text: str) -> str:
    """Return ``text`` with no name and no password before the hosts of its addresses.

    >>> without_passwords("ftp://ada:secret@exemple.fr/a et https://exemple.fr/@ada")
    'ftp://…@exemple.fr/a et https://exemple.fr/@ada'
    """
    return _USER.sub(r"\1…@", text) if ":/" in text else text


def did_you_mean(name: str, known: Iterable[str], end: str = "") -> str:
    """Return the question that proposes the nearest of ``known``; nothing if none is near.

    ``end`` stands after each known name: the suffix of a file.

    >>> did_you_mean("buidl", ("build", "check"))
    'Vouliez-vous dire « build » ? '
    >>> did_you_mean("edito", ("edito-de-la-presidente", "voirie"))
    'Vouliez-vous dire « edito-de-la-presidente » ? '
    """
    names = tuple(map(str, known))
    near = get_close_matches(name, names, n=1)
    if not near and len(name) > 3:
        near = [one for one in names if name.casefold() in one.casefold()]
    return f"Vouliez-vous dire « {near[0]}{end} » ? " if near else ""


QUOTED = 80
"""Characters at most that a message quotes of what somebody wrote."""
_QUOTATION = re.compile(r"(?<=«)(?:[^«»]++|«[^«»]*+»)++(?=»)")
_PIECE = re.compile(
    rf"(?<=«)[^«»]{{{QUOTED + 1},}}+(?=[«»])|(?<=»)[^«»]{{{QUOTED + 1},}}+(?=»)"
)
"""A piece of a quotation that holds quotation marks, and not always both of them."""


def briefly(text: str) -> str:
    """Return ``text`` with the start alone of what it quotes at length.

    >>> briefly(f"« {'a' * 81} » n’est pas une date.") == (
    ...     f"« {'a' * 79}… » n’est pas une date."
    ... )
    True
    """
    if len(text) <= QUOTED or "«" not in text:
        return text
    return _PIECE.sub(_start, _QUOTATION.sub(_start, text))


def _start(found: re.Match[str]) -> str:
    quoted = found[0].strip()
    if len(quoted) <= QUOTED:
        return found[0]
    before, after = found[0].split(quoted, 1)
    return f"{before}{quoted[: QUOTED - 1].rstrip()}…{after}"


class ExitCode(IntEnum):
    """What the program's exit status means; part of the contract."""

    DONE = 0
    FATAL_FINDINGS = 1
    USAGE = 2
    BAD_INPUT = 3
    MISSING_TOOL = 4
    OUTPUT_FAILED = 5
    INTERRUPTED = 130


class PpunError(Exception):
    """An error that stops the work; ``next_step`` says what the user can do."""

    exit_code = ExitCode.OUTPUT_FAILED

    def __init__(self, message: str, *, next_step: str) -> None:
        self.message = briefly(without_passwords(message))
        super().__init__(self.message)
        self.next_step = without_passwords(next_step)

    def __str__(self) -> str:
        return f"{self.message}\n  → {self.next_step}"

    def __reduce__(self) -> tuple[object, ...]:
        """Cross from one process to another with its next step."""
        return _rebuilt, (type(self), self.message), self.__dict__


def _rebuilt(kind: type[PpunError], message: str) -> PpunError:
    return kind.__new__(kind, message)


class UsageError(PpunError):
    """The command line or the settings are wrong."""

    exit_code = ExitCode.USAGE


class InputError(PpunError):
    """A source cannot be read."""

    exit_code = ExitCode.BAD_INPUT


class EmptyPageError(InputError):
    """A page that holds no text, but perhaps a title."""


class MissingToolError(PpunError):
    """A program, a voice or a library that was asked for is not installed."""

    exit_code = ExitCode.MISSING_TOOL


class OutputError(PpunError):
    """A result could not be made or written although its tools exist."""

    exit_code = ExitCode.OUTPUT_FAILED


class UnstoredError(OutputError):
    """A disk, or a storage elsewhere, takes nothing any more, whatever the text."""


class UnwrittenError(UnstoredError):
    """A file could not be written."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.path, self.why = path, reason(error)
        super().__init__(
            f"Impossible d’écrire {path} : {self.why}.",
            next_step="Libérez de la place ou vérifiez les droits de ce dossier, "
            "puis relancez la commande.",
        )


_REASONS: Mapping[int, str] = MappingProxyType(
    {
        errno.EACCES: "vous n’en avez pas le droit",
        errno.EPERM: "vous n’en avez pas le droit",
        errno.ENOSPC: "le disque est plein",
        errno.EROFS: "ce disque ne permet pas d’écrire",
        errno.EEXIST: "il existe déjà",
        errno.ENOENT: "il n’existe pas",
        errno.ENOTDIR: "une partie du chemin n’est pas un dossier",
        errno.EISDIR: "c’est un dossier",
        errno.ENAMETOOLONG: "ce nom est trop long",
        errno.ELOOP: "ce lien tourne en rond",
        errno.EDQUOT: "votre place sur ce disque est épuisée",
        errno.EFBIG: "ce fichier dépasse la taille permise",
        errno.EBUSY: "il est occupé, ou c’est le point de montage d’un disque",
        errno.EMFILE: "trop de fichiers sont ouverts",
    }
)


def reason(error: OSError) -> str:
    """Return why the system refused, in French where it is one of the usual causes."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def refused(error: OSError) -> OutputError:
    """Return the error for an unexpected refusal of the operating system."""
    name = f" ({error.filename})" if error.filename else ""
    return OutputError(
        f"le système a refusé{name} : {reason(error)}.",
        next_step="Vérifiez ce chemin, ses droits et la place du disque, puis relancez.",
    )
