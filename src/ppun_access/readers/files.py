"""The bytes of a file, and its text."""

from __future__ import annotations

from pathlib import Path

from ppun_access.errors import InputError, reason
from ppun_access.readers.space.kinds import IN_UTF8, mending
from ppun_access.runtime.untrusted_files import PAGE, UnfitError, read_regular


def decode(content: bytes, name: str) -> str:
    """Return UTF-8 ``content`` as text with LF line ends and no byte order mark.

    Raises InputError, which gives the offset of the first byte that is not text.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} : ce fichier n’est pas du texte en UTF-8 "
            f"(octet {error.start}, valeur 0x{content[error.start]:02x}).",
            next_step=mending(content, IN_UTF8),
        ) from error
    if "\0" in text:
        raise InputError(
            f"{name} : ce fichier n’est pas du texte (octet nul en position "
            f"{content.index(0)}).",
            next_step=mending(content, IN_UTF8),
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(path: Path, most: int = PAGE) -> bytes:
    """Return the content of a file of at most ``most`` bytes.

    Raises InputError when it cannot be read.
    """
    try:
        return read_regular(path, most)
    except OSError as error:
        raise unread(path, error) from error


def unread(path: Path, error: OSError) -> InputError:
    """Return what to tell of a file that the system, or we, refused to read."""
    if isinstance(error, FileNotFoundError):
        return InputError(
            f"{path} : ce fichier n’existe pas.",
            next_step="Vérifiez le chemin, par exemple avec « ls ».",
        )
    right = "Vérifiez les droits de ce fichier."
    return InputError(
        f"{path} : lecture impossible, {reason(error)}.",
        next_step=error.next_step if isinstance(error, UnfitError) else right,
    )
