"""Make the block of links to paste at the top of a GitBook page.

The file of each text goes to the team's folder. ``readers/own_block.py`` knows the block
again and leaves it out: change the words here and there together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from urllib.parse import quote

from ppun_access.writers.model import Download
from ppun_access.writers.units import NBSP, length, size

FOLDER = "gitbook"
"""Where the blocks are, in the team's folder: ``gitbook/<id>.md``."""
_OPENING = '{% hint style="info" %}\n**Ce texte existe aussi sous d’autres formes**\n'
_CLOSING = "{% endhint %}\n"
_SOUNDS = ("mp3", "m4b", "opus")
"""The sounds to lead to, the one that most devices play first."""


def gitbook_block(downloads: Collection[Download], base_url: str) -> bytes:
    """Return the block of the text that has these files, with their true figures.

    Empty without ``base_url``, where the site is published, or when the text has no page.
    """
    links = "".join(f"* [{words}]({url})\n" for words, url in _links(downloads, base_url))
    return f"{_OPENING}\n{links}{_CLOSING}".encode() if links else b""


def _links(downloads: Collection[Download], base_url: str) -> Iterator[tuple[str, str]]:
    """Yield the words and the address of each link; none when the text has no page."""
    root = base_url.rstrip("/").replace("(", "%28").replace(")", "%29") + "/"
    plain = [d for d in downloads if not d.variant]
    files = {(d.version, d.format): d for d in plain}
    page = files.get(("integral", "html"))
    if not base_url or page is None:
        return
    sounds = (files.get(("integral", name)) for name in _SOUNDS)
    if sound := next((s for s in sounds if s and s.seconds), None):
        yield _to_listen(sound.seconds or 0, sound.bytes), root + quote(sound.path)
    if easy := files.get(("facile", "html")):
        yield "Version simplifiée", _folder(root, easy)
    yield "Tous les formats", f"{_folder(root, page)}#telecharger"


def _to_listen(seconds: float, bytes_: int) -> str:
    """Return the words of the link to a sound.

    >>> _to_listen(150, 1_100_000).replace(NBSP, " ")
    'Écouter, 2 min 30, 1,1 Mo'
    """
    lasts = length(seconds)
    if "min" in lasts:
        lasts = lasts.removesuffix(f"{NBSP}s")
    return f"Écouter, {lasts}, {size(bytes_)}"


def _folder(root: str, page: Download) -> str:
    return root + quote(page.path.removesuffix("index.html"))
