"""The media types of what a build writes; ``docs/publishing/nginx.conf`` has the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

TYPES: Mapping[str, str] = {
    # Pages and what they need.
    "html": "text/html",
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
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "xml": "application/xml",
    # Sound and videos.
    "opus": "audio/ogg",
    "mp3": "audio/mpeg",
    "m4b": "audio/mp4",
    "wav": "audio/wav",
    "webm": "video/webm",
    "mp4": "video/mp4",
    "vtt": "text/vtt",
    # Books, paper and braille.
    "epub": "application/epub+zip",
    "pdf": "application/pdf",
    "brf": "application/x-brf",
    "pef": "application/x-pef+xml",
    "smil": "application/smil+xml",
    "zip": "application/zip",
}  # fmt: skip
"""How a file's name ends → its type. A book in a ZIP (DAISY) is a ZIP."""
FEED, FEED_TYPE = "podcast.xml", "application/rss+xml"
"""The one file whose name says more than its ending."""
UNKNOWN = "application/octet-stream"
_UTF8 = ("text/", "application/json", "application/manifest+json", "+xml", "/xml")


def media_type(name: str) -> str:
    """Return the ``Content-Type`` of a file by its name: all our text is UTF-8.

    >>> media_type("edito/edito.vtt"), media_type("a.opus")
    ('text/vtt; charset=utf-8', 'audio/ogg')
    """
    path = PurePosixPath(name)
    suffix = path.suffix.removeprefix(".").lower()
    found = FEED_TYPE if path.name == FEED else TYPES.get(suffix, UNKNOWN)
    is_text = any(part in found for part in _UTF8)
    return f"{found}; charset=utf-8" if is_text else found
