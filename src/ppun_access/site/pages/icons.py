"""The icon of the site as old phones want it: PNG images of our own drawing."""

from __future__ import annotations

import hashlib

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.runtime.cache import Cache, cache_key
from ppun_access.site.assets import ICON
from ppun_access.site.pages.offline import DRAWN
from ppun_access.site.pages.weight import content_of
from ppun_access.tools import typst
from ppun_access.writers.model import Files

VERSION = "1"
_SOURCE = b"""
#set page(width: 1pt * int(sys.inputs.size), height: 1pt * int(sys.inputs.size),
  margin: 0pt, fill: none)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%, height: 100%)
"""


def icons(served: Files, cache: Cache) -> Files:
    """Return the icon of ``served`` in both sizes; nothing when it cannot be drawn.

    Nothing is lost then: newer phones take the drawing itself.
    """
    drawing = content_of(served, ICON)
    try:
        return {path: _image(drawing, size, cache) for path, size in DRAWN.items()}
    except (MissingToolError, OutputError):
        return {}


def _image(drawing: bytes, size: int, cache: Cache) -> bytes:
    digest = hashlib.sha256(drawing).hexdigest()
    key = cache_key("icon", VERSION, digest, size, typst.probe().version)
    inputs = {"drawing": drawing.decode(), "size": str(size)}
    return cache.get(key, lambda: typst.png(_SOURCE, inputs=inputs))
