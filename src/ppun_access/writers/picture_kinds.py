"""Detect the kind of a picture by its first bytes."""

from __future__ import annotations

import re

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"GIF87a", "image/gif", ".gif"),
    (b"GIF89a", "image/gif", ".gif"),
)
_SVG = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>(?<=\?>)\s*+)?+"
    rb"(?:(?><!--.*?-->)\s*+|<!DOCTYPE[^>\[]*+>\s*+)*+<svg[\s/>]",
    re.DOTALL,
)


def kind_of(content: bytes) -> tuple[str, str] | None:
    """Return the media type and the suffix of a picture, None when it is none that we hold.

    >>> kind_of(b"GIF89a..."), kind_of(b"<svg/>"), kind_of(b"BM")
    (('image/gif', '.gif'), ('image/svg+xml', '.svg'), None)
    """
    for signature, media_type, suffix in _SIGNATURES:
        if content.startswith(signature):
            return media_type, suffix
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", ".webp"
    if _SVG.match(content.removeprefix(b"\xef\xbb\xbf")):
        return "image/svg+xml", ".svg"
    return None
