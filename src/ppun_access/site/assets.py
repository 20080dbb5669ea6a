"""Make the style sheets, scripts and icon of pages, in the accent colour of the site."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ppun_access.settings.colours import nearest
from ppun_access.writers.model import Files

NAMES = ("style.css", "icone.svg")
SHEET, ICON = "assets/style.css", "assets/icone.svg"
SCRIPT_NAMES = ("confort.js", "lecture.js")
KEEP_NAMES = ("copies.js", "garder.js")
"""The two parts of what a page runs to be kept on the device."""
WORKER_NAMES = ("copies.js", "ouvrier.js")
"""The two parts of the service worker."""
KEEP = "assets/garder.js"
SEARCH_NAMES = ("recherche.js",)
"""What searches the texts, where there are many."""
FONT_NAMES = ("atkinson.woff2",)
FONT = "assets/atkinson.woff2"
FONT_LICENCE = "assets/atkinson-OFL.txt"
REPORT_NAMES = ("rapport.css",)


def assets(colour: str = "") -> Files:
    """Return the files that every page uses, by their paths in a site.

    ``colour``, ``#rrggbb``, is the accent of the site; empty: that of the style sheet.
    """
    files = _drawn()
    if not colour:
        return files
    sheet = painted(files[SHEET].decode(), colour)
    icon = files[ICON].decode()
    return {
        SHEET: sheet.encode(),
        ICON: icon.replace(accent(), accent_of(sheet)).encode(),
    }


@cache
def accent(colour: str = "") -> str:
    """Return the accent of light pages: ``colour``, as dark as it has to be."""
    sheet = _drawn()[SHEET].decode()
    return accent_of(painted(sheet, colour) if colour else sheet)


def _drawn() -> dict[str, bytes]:
    files = _read(NAMES)
    return {**files, SHEET: _bare(files[SHEET])}


def script_files() -> Files:
    """Return the scripts that pages run, by their paths in a site, without comments.

    With it, the font that a reader may ask for, and its licence.
    """
    served = {path: _served(content) for path, content in _read(SCRIPT_NAMES).items()}
    served[KEEP] = _joined(KEEP_NAMES)
    licence = files("fontpkg_atkinson_hyperlegible") / "LICENSE"
    return {**served, **_read(FONT_NAMES), FONT_LICENCE: licence.read_bytes()}


def search_script() -> Files:
    """Return the script that searches the texts, by its path in a site."""
    return {path: _served(content) for path, content in _read(SEARCH_NAMES).items()}


def worker(revisions: str) -> bytes:
    """Return the service worker, which knows ``revisions``: JSON, page → revision."""
    return f"const REVISIONS = {revisions};\n".encode() + _joined(WORKER_NAMES)


def _joined(names: tuple[str, ...]) -> bytes:
    return b"".join(map(_served, _read(names).values()))


def report_assets() -> Files:
    """Return the files that the report uses beside those of ``assets``."""
    return _read(REPORT_NAMES)


def _served(source: bytes) -> bytes:
    r"""Return a script without its indentation, its comments and the ends of most lines.

    No comment may stand after code.

    >>> _served(b"// Why.\nf(() => {\n  g();\n});\nh()\n")
    b'f(() => {g();});h()\n'
    """
    bare = re.sub(rb"^ *(?://.*)?\n?", b"", source, flags=re.MULTILINE)
    return re.sub(rb"(?<=[{;,])\n", b"", bare)


def _bare(sheet: bytes) -> bytes:
    r"""Return a style sheet without its comments and its indentation.

    >>> _bare(b"/* Why. */\na {\n  color: red;\n}\n")
    b'a {\ncolor: red;\n}\n'
    """
    return re.sub(rb"/\*.*?\*/\s*|^\s+", b"", sheet, flags=re.MULTILINE | re.DOTALL)


def _read(names: tuple[str, ...]) -> dict[str, bytes]:
    folder = files("ppun_access.site") / "assets"
    return {f"assets/{name}": (folder / name).read_bytes() for name in names}


# The accent


_THEME = re.compile(r"\{[^{}]*--paper:[^{}]*\}")
_COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
GROUNDS = ("paper", "card", "soft", "lit")
"""What words in the accent stand on."""
ON = "on-accent"
"""The colour of the words that stand on it."""
_ACCENT = re.compile(r"(--accent: )#[0-9a-f]{6};")


def painted(sheet: str, colour: str) -> str:
    """Return a style sheet whose accent is ``colour``, as each of its themes can show it.

    ``colour`` is ``#rrggbb``. The first theme is that of light pages, which easy pages
    share with grounds of their own.
    """
    themes = [dict(_COLOUR.findall(block)) for block in _THEME.findall(sheet)]
    shared = [theme[name] for theme in themes if "accent" not in theme for name in theme]

    def paint(block: re.Match[str]) -> str:
        theme = dict(_COLOUR.findall(block[0]))
        if "accent" not in theme:
            return block[0]
        own = shared if theme == themes[0] else []
        grounds = {*(theme[name] for name in (*GROUNDS, ON)), *own}
        return _ACCENT.sub(rf"\g<1>{nearest(colour.lower(), grounds)};", block[0])

    return _THEME.sub(paint, sheet)


def accent_of(sheet: str) -> str:
    """Return the accent of light pages."""
    found = _ACCENT.search(sheet)
    if found is None:
        raise ValueError("no accent in the style sheet")
    return found[0].split()[1].rstrip(";")
