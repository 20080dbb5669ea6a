"""Decode the bytes of a file to text: UTF-8, or the encodings of old programs."""

from __future__ import annotations

import re
from pathlib import Path

from ppun_access.document.model import Pos
from ppun_access.errors import InputError, reason
from ppun_access.readers.space.kinds import IN_UTF8, how_to_fix, suffix_by_content
from ppun_access.report import Finding, Report
from ppun_access.runtime.untrusted_files import PAGE, RefusedFileError, read_regular

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le", "UTF-32"),
    (b"\0\0\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
"""Byte order marks that say another encoding than UTF-8, the longest first."""
_SOUND = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_ENDLESS = re.compile("&#[0-9]{1000,}+;?")
"""A character by a number of more digits than Python counts with: there is none."""
_KNOWN = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252",
    "latin1": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252", "us-ascii": "cp1252",
    "iso-8859-15": "iso-8859-15", "latin-9": "iso-8859-15", "macintosh": "mac-roman",
}  # fmt: skip
"""What a page may call its encoding; as browsers do, Latin-1 is Windows’ own."""
_OLD = {"cp1252": "Latin-1", "mac-roman": "Mac Roman", "cp850": "code de page 850 (DOS)"}
"""What French texts were written in before UTF-8, the most usual first."""
_FRENCH = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛŒ«»’‘“”–—…€°\xa0")


def recoded(content: bytes, name: str, report: Report, *, declared: str = "") -> str:
    """Return ``content`` as text with LF line ends, no byte order mark and no NUL.

    Whatever is not UTF-8 is a finding. ``declared`` is the encoding that the page says.
    Raises InputError when it is no text at all.
    """
    if (kind := suffix_by_content(content)) not in ("", ".html"):
        raise InputError(
            f"{name} : ce fichier n’est pas du texte, mais un document {kind}.",
            next_step=how_to_fix(content, IN_UTF8),
        )
    text, told = _decoded(content, declared.strip().lower())
    if text.count("\0") > len(text) // 20:
        raise _nul_error(content, name)
    if "\0" in text:
        text, told = text.replace("\0", ""), told or "Des octets nuls en sont retirés."
    if told:
        line = text.count("\n", 0, max(text.find("\ufffd"), 0)) + 1
        message = f"Ce fichier n’est pas écrit en UTF-8. {told} Enregistrez-le en UTF-8."
        whole = "\ufffd" not in text
        report.add(Finding("texte-recode", message, Pos(name, line), minor=whole))
    return _plain(text)


def text_of(content: bytes) -> str:
    """Return ``content`` as text, as ``recoded`` does, but report nothing."""
    return _plain(_decoded(content, "")[0])


def _plain(text: str) -> str:
    """Return a text whose lines end with LF, without references that no reader counts."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ENDLESS.sub("&#65533;", text)


def _decoded(content: bytes, declared: str) -> tuple[str, str]:
    """Return the text, and a message on its encoding, empty for plain UTF-8."""
    for mark, encoding, shown in _MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            return text, f"Il est lu en {shown}."
    if encoding := _wide(content):
        return content.decode(encoding, "replace"), "Il est lu en UTF-16."
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        fault = error.start
    sound = len(_SOUND.findall(content))
    text = content.decode("utf-8-sig", "replace")
    if declared not in _KNOWN and sound > text.count("\ufffd"):
        message = f"Des caractères abîmés (le premier à l’octet {fault}) sont remplacés"
        return text, f"{message} par « \ufffd »."
    encoding = _KNOWN.get(declared) or max(_OLD, key=lambda old: _letters(content, old))
    how = f"{declared}, comme il le dit" if declared in _KNOWN else _OLD[encoding]
    return content.decode(encoding, "replace"), f"Il est lu en {how}."


def _wide(content: bytes) -> str:
    """Return the kind of UTF-16 that a text without a mark is in; empty when it is not.

    In words of Latin letters, nearly every other byte is nul.
    """
    start = content[:4096]
    first, second = start[::2], start[1::2]
    if not second:
        return ""
    for full, nul, encoding in (
        (first, second, "utf-16-le"),
        (second, first, "utf-16-be"),
    ):
        if nul.count(0) > 0.7 * len(nul) and full.count(0) < 0.05 * len(full):
            return encoding
    return ""


def _letters(content: bytes, encoding: str) -> int:
    """Return how many characters of French, beyond ASCII, a text has in ``encoding``."""
    return sum(map(_FRENCH.__contains__, content[:100_000].decode(encoding, "replace")))


# Files


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
            next_step=how_to_fix(content, IN_UTF8),
        ) from error
    if "\0" in text:
        raise _nul_error(content, name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _nul_error(content: bytes, name: str) -> InputError:
    return InputError(
        f"{name} : ce fichier n’est pas du texte (octet nul en position "
        f"{content.index(0)}).",
        next_step=how_to_fix(content, IN_UTF8),
    )


def read_bytes(path: Path, most: int = PAGE) -> bytes:
    """Return the content of a file of at most ``most`` bytes.

    Raises InputError when it cannot be read.
    """
    try:
        return read_regular(path, most)
    except OSError as error:
        raise unreadable_error(path, error) from error


def unreadable_error(path: Path, error: OSError) -> InputError:
    """Return the error for a file that the system, or a limit of ours, refused to read."""
    if isinstance(error, FileNotFoundError):
        return InputError(
            f"{path} : ce fichier n’existe pas.",
            next_step="Vérifiez le chemin, par exemple avec « ls ».",
        )
    right = "Vérifiez les droits de ce fichier."
    return InputError(
        f"{path} : lecture impossible, {reason(error)}.",
        next_step=error.next_step if isinstance(error, RefusedFileError) else right,
    )
