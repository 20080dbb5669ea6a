"""Drawings of strangers: opened by themselves they run nothing, and still look the same."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from PIL import Image
from projects import build, codes, project

from ppun_access.tools import typst
from ppun_access.writers.svg_rebuilding import rebuilt

__all__ = ["project"]

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str, more: str = 'width="60" height="60"', before: str = "") -> bytes:
    return f"{before}{HEAD} {more}>{inside}</svg>".encode()


def data(content: bytes, kind: str = "svg+xml") -> str:
    return f"data:image/{kind};base64,{b64encode(content).decode()}"


RUNS = {
    "script": "<script>alert(1)</script>",
    "xhtml": '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    "handler": '<rect onclick="alert(1)" onload="alert(1)" width="9" height="9"/>',
    "foreign": '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">alert</p>'
    "</foreignObject>",
    "link": '<a href="javascript:alert(1)"><text>a</text></a>',
    "xlink": '<a xlink:href="https://alert.example"><text>a</text></a>',
    "spaces": '<a href=" java&#10;script:alert(1)"><text>a</text></a>',
    "use": '<use href="https://alert.example/a.svg#b"/>',
    "use data": f'<use href="{data(b"alert")}#b"/>',
    "image": '<image href="https://alert.example/a.png" width="9" height="9"/>',
    "html": '<image href="data:text/html,alert" width="9" height="9"/>',
    "import": "<style>@import 'https://alert.example/a.css';</style>",
    "face": "<style>@font-face{font-family:a;src:url(//alert.example/a)}</style>",
    "url": "<style>rect{fill:url(https://alert.example/#a)}</style>",
    "set": "<style>rect{background:image-set('https://alert.example/' 1x)}</style>",
    "escaped": "<style>rect{fill:u\\72l(https:alert.example)}</style>",
    "attribute": '<rect style="fill:url(https://alert.example/)"/>',
    "quoted": """<rect fill="url( '//alert')"/>""",
    "animate": '<a href="#b"><animate attributeName="href" to="javascript:alert()"/></a>',
    "animate xlink": '<set attributeName="xlink:href" to="javascript:alert(1)"/>',
    "animate handler": '<set attributeName="onload" to="alert(1)"/>',
    "metadata": '<metadata><r xmlns="urn:alert">alert</r></metadata>',
    "base": '<g xml:base="https://alert.example/"><use href="#a"/></g>',
    "feImage": '<filter id="f"><feImage href="https://alert.example/"/></filter>',
    "inside": f'<image href="{data(svg("<script>alert(1)</script>"))}" width="9"/>',
    "style sheet": "<?xml-stylesheet href='https://alert.example/a.css'?>",
    "handler of ev": '<handler xmlns="http://www.w3.org/2001/xml-events">alert(1)</handler>',
}


@pytest.mark.parametrize("name", RUNS)
def test_nothing_is_left_that_runs_or_calls(name: str) -> None:
    made = rebuilt(svg(RUNS[name] + '<circle r="3"/>'))
    assert made
    assert b"<circle" in made
    for one in etree.fromstring(made).iter():
        told = " ".join((str(one.tag), one.text or "", *one.attrib, *one.attrib.values()))
        assert "alert" not in told or str(one.tag).endswith("}text"), told
        assert not [key for key in one.attrib if key.lower().startswith("on")]
    assert b64encode(b"alert(1)")[:9] not in made


BOMB = "".join(f'<g id="a{n + 1}">{f"""<use href="#a{n}"/>""" * 9}</g>' for n in range(20))


@pytest.mark.parametrize(
    "content",
    [
        svg("", before='<!DOCTYPE svg [<!ENTITY a "b">]>'),
        svg("&a;", before='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        svg("", before='<!DOCTYPE svg [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>'),
        svg(f'<g id="a0"><path d="M0 0"/></g>{BOMB}'),
        svg("".join(f'<use id="a{n + 1}" href="#a{n}"/>' for n in range(9_000))),
        b"<svg/>", b"<html><svg/></html>", b"", b"<svg xmlns='http://www.w3.org/2000/svg'",
        ("<g>" * 9_000).encode(),
    ],
)  # fmt: skip
def test_a_trap_is_no_drawing(content: bytes) -> None:
    assert rebuilt(content) is None


def test_what_uses_itself_ends() -> None:
    assert rebuilt(svg('<g id="a"><use href="#a"/></g>'))


def test_a_namespace_of_any_characters_is_left_out() -> None:
    """Found by fuzzing: which of these namespaces XML takes depends on what is around."""
    odd = b'<svg xmlns="}"><svg s=""></svg></svg><svg xmlns="g" s=""></svg>'
    drawing = rebuilt(b'<svg xmlns="http://www.w3.org/2000/svg" x="">' + odd + b"</svg>")
    assert drawing is not None
    assert b"}" not in drawing


def dot() -> bytes:
    content = BytesIO()
    Image.new("RGB", (4, 4), (200, 30, 90)).save(content, "PNG")
    return content.getvalue()


GREEN = '<rect fill="green" width="30" height="30"/>'
ORDINARY = {
    "shapes": '<rect x="5" y="5" width="30" height="20" rx="3" fill="#c33"/>'
    '<path d="M9 9L50 50" stroke="navy" stroke-width="3" stroke-dasharray="4 2"/>',
    "classes": "<style type='text/css'>/* b */ .a > rect, .b{fill:#07a;stroke:red}</style>"
    '<g class="a"><rect width="40" height="40"/></g><circle class="b" r="9"/>',
    "gradient": '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/>'
    '<stop offset="1" style="stop-color:blue;stop-opacity:.5"/></linearGradient>'
    '<radialGradient id="h" xlink:href="#g"/></defs>'
    '<rect width="60" height="30" fill="url(#g)"/>'
    "<rect y='30' width='60' height='30' style='fill:url(\"#h\")'/>",
    "use": '<symbol id="s" viewBox="0 0 9 9"><circle cx="5" cy="5" r="4"/></symbol>'
    '<use xlink:href="#s" width="30" height="30" transform="rotate(9)"/>',
    "clip": '<clipPath id="c"><circle cx="20" cy="20" r="15"/></clipPath>'
    '<mask id="m"><rect width="60" height="60" fill="#888"/></mask>'
    '<g clip-path="url(#c)"><rect mask="url(#m)" width="60" height="60"/></g>',
    "pattern": '<pattern id="p" width="9" height="9" patternUnits="userSpaceOnUse">'
    '<circle r="4" cx="4" cy="4"/></pattern><rect width="60" height="60" fill="url(#p)"/>',
    "marker": '<marker id="k" markerWidth="4" markerHeight="4" refX="2" refY="2">'
    '<circle cx="2" cy="2" r="2"/></marker>'
    '<polyline points="5,5 30,30 50,9" fill="none" stroke="#000" marker-end="url(#k)"/>',
    "text": '<text x="3" y="30" font-size="20" font-family="Libertinus Serif">A<tspan '
    'fill="red" dx="2">b</tspan> c</text>',
    "shadow": '<filter id="f"><feGaussianBlur in="SourceAlpha" stdDeviation="2"/>'
    '<feOffset dx="2" dy="2" result="o"/><feMerge><feMergeNode in="o"/>'
    '<feMergeNode in="SourceGraphic"/></feMerge></filter>'
    '<rect x="9" y="9" width="30" height="30" fill="#3a3" filter="url(#f)"/>',
    "picture": f'<image x="9" y="9" width="40" height="40" href="{data(dot(), "png")}"/>',
    "drawing": f'<image width="40" height="40" xlink:href="{data(svg(GREEN))}"/>',
    "link": '<a href="https://exemple.fr"><rect width="30" height="9" fill="teal"/></a>',
    "editors": '<metadata><b/></metadata><g xmlns:i="urn:i" i:label="a" id="icon@2x" '
    'data-name="Calque" style="fill:#a50;-i-spec:\'Sans\'"><i:view/>'
    '<rect width="40" height="20"/></g><use href="#icon@2x" y="25"/>',
}


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_drawing_looks_the_same(name: str) -> None:
    content = svg(ORDINARY[name], 'width="60" height="60" viewBox="0 0 60 60"')
    before = (
        '<?xml version="1.0"?><!-- a --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    )
    before += '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    made = rebuilt(before.encode() + content)
    assert made
    assert drawn(made) == drawn(content)
    assert len({*drawn(content).tobytes()}) > 1, "something is drawn"
    assert rebuilt(made) == made


def drawn(content: bytes) -> Image.Image:
    source = (
        "#set page(width: 60pt, height: 60pt, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.drawing), format: "svg", width: 60pt, height: 60pt)'
    )
    page = typst.png(source.encode(), inputs={"drawing": content.decode()})
    return Image.open(BytesIO(page)).convert("RGB")


# The drawings of a page


CLEAN = svg('<rect width="40" height="40" fill="#080"/><text x="3" y="20">Plan</text>')
LABELS = "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Mairie</p></foreignObject>"


def test_a_page_shows_its_drawings_cleaned_or_says_why_not(project: Path) -> None:
    content = project / "content"
    dirty = CLEAN.replace(b"<rect", b'<script>alert(1)</script><rect onclick="alert(1)"')
    away = b'<image href="https://alert.example/a.png" width="9" height="9"/></svg>'
    (content / "plan.svg").write_bytes(dirty.replace(b"</svg>", away))
    twice = f"<switch>{LABELS}<text>Mairie</text></switch>"
    (content / "deux.svg").write_bytes(svg(twice))
    (content / "schema.svg").write_bytes(svg(f"<rect width='9'/>{LABELS}"))
    (content / "casse.svg").write_bytes(b"<svg")
    (content / "page.md").write_text(
        "# Page\n\n![Un plan](plan.svg)\n\nLe dessin ![deux](deux.svg) est là.\n\n"
        "![Un schéma](schema.svg)\n\n![Encore](schema.svg)\n\n![Cassé](casse.svg)\n"
    )
    assert build("--to", "html,epub,pdf") == 0
    assert codes(project / "output") == ["image-illisible"] * 2
    out = project / "output"
    drawn = [path.read_bytes() for path in out.rglob("medias/*.svg")]
    assert len(drawn) == 2
    assert not [one for one in drawn if b"alert" in one or b"script" in one]
    page = (out / "page/index.html").read_text("utf-8")
    assert page.count("<img ") == 2
    assert "Un schéma" in page
    assert len([n for n in ZipFile(out / "page/page.epub").namelist() if ".svg" in n]) == 2
    log = (project / "output-rapport/build.json").read_text("utf-8")
    assert "foreignObject" in log
