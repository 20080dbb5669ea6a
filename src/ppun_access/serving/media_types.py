"""The media types of what a build writes; ``docs/publishing/nginx.conf`` has the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from ppun_access.formats import FORMATS, every_format

_AROUND: Mapping[str, str] = {
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/vnd.microsoft.icon",
    "woff2": "font/woff2",
    "md": "text/markdown",
    "csv": "text/csv",
    "xml": "application/xml",
    "smil": "application/smil+xml",
}  # fmt: skip
"""How a file's name ends → its type, for what stands around the files of the formats."""
FEED, FEED_TYPE = "podcast.xml", FORMATS["podcast"].media_type
"""The one file whose name says more than its ending."""
UNKNOWN = "application/octet-stream"
_UTF8 = ("text/", "application/json", "application/manifest+json", "+xml", "/xml")


def types() -> dict[str, str]:
    """Return how a file's name ends → its type. A book in a ZIP (DAISY) is a ZIP."""
    own = {
        kind.suffix.rpartition(".")[2]: format_.media_type
        for format_ in every_format()
        for kind in format_.files
        if kind.suffix
    }
    return {**_AROUND, **own}


def media_type(name: str) -> str:
    """Return the ``Content-Type`` of a file by its name: all our text is UTF-8.

    >>> media_type("edito/edito.vtt"), media_type("a.opus")
    ('text/vtt; charset=utf-8', 'audio/ogg')
    """
    path = PurePosixPath(name)
    suffix = path.suffix.removeprefix(".").lower()
    found = FEED_TYPE if path.name == FEED else types().get(suffix, UNKNOWN)
    is_text = any(part in found for part in _UTF8)
    return f"{found}; charset=utf-8" if is_text else found
