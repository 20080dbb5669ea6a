"""Pictures and drawings of strangers: what they cost, and what typst may die of."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from projects import build, codes, hears_ctrl_c, project

from ppun_access.build.context import looking_at
from ppun_access.build.covers import covers
from ppun_access.build.ledger import Ledger
from ppun_access.build.runner import TaskRunner
from ppun_access.document.model import Book, Document, Edition, Para, Text
from ppun_access.errors import OutputError
from ppun_access.project.project import Project
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache
from ppun_access.runtime.executor import Threads
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.settings.ppun_toml import Settings
from ppun_access.settings.sections import PdfSettings
from ppun_access.tools import typst
from ppun_access.tools.conversations import ProgramPool
from ppun_access.tools.typst import pdf_sheet
from ppun_access.writers.model import PdfOptions
from ppun_access.writers.pdf.write import write_pdf
from ppun_access.writers.picture_sizes import too_large

__all__ = ["project"]

ENDLESS = b"""<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">
<filter id="f" x="-1000" y="-1000" width="9000" height="9000">
<feTurbulence baseFrequency="0.5" numOctaves="900000000"/></filter>
<rect width="100" height="100" filter="url(#f)"/></svg>"""


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(side: int, *, frame: int = 0) -> bytes:
    """Return a PNG that claims a square of ``side`` pixels, and holds none."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    control = struct.pack(">IIIIIHHBB", 0, frame, frame, 0, 0, 1, 1, 0, 0)
    frames = chunk(b"acTL", struct.pack(">II", 1, 0)) + chunk(b"fcTL", control)
    more = (frames if frame else b"") + chunk(b"IDAT", zlib.compress(bytes(20)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IEND", b"")


def gif(side: int, frame: int) -> bytes:
    screen = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + bytes(6)
    comment = b"!\xfe\x03abc\0"
    return screen + comment + b"," + struct.pack("<HHHHB", 0, 0, frame, frame, 0) + b"\2\0;"


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        k + struct.pack("<I", len(d)) + d + b"\0" * (len(d) % 2) for k, d in chunks
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def vp8l(side: int) -> tuple[bytes, bytes]:
    return b"VP8L", b"\x2f" + struct.pack("<I", side - 1 | side - 1 << 14) + bytes(3)


def canvas(side: int) -> tuple[bytes, bytes]:
    three = struct.pack("<I", side - 1)[:3]
    return b"VP8X", bytes(4) + three + three


def moving(side: int, inner: int) -> tuple[bytes, bytes]:
    three = struct.pack("<I", side - 1)[:3]
    kind, data = vp8l(inner)
    picture = kind + struct.pack("<I", len(data)) + data
    return b"ANMF", bytes(6) + three + three + bytes(4) + picture


def svg(attributes: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode()


JPEG = b"\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x0b\x08\xff\xff\xff\xff\1"
AVIF = b"\0\0\0\x1cftypavif" + bytes(16) + b"\0\0\0\x14ispe\0\0\0\0\0\1\0\0\0\1\0\0"


@pytest.mark.parametrize(
    "content",
    [
        png(2**31 - 1), png(9, frame=10_000), gif(65_535, 1), gif(1, 65_535), JPEG, AVIF,
        webp(vp8l(16_384)), webp(canvas(20_000), vp8l(5)), webp(canvas(5), vp8l(9_000)),
        webp(canvas(5), moving(8_000, 5)), webp(canvas(5), moving(5, 8_000)),
        svg('width="1e5" height="30000px"'), svg('viewBox="0 0 100000 1000"'),
        svg('width="10in" viewBox="0,0,1,9999999"'), svg('width="99cm" height="200in"'),
    ],
)  # fmt: skip
def test_a_picture_that_claims_too_much(content: bytes) -> None:
    assert too_large(content)


@pytest.mark.parametrize(
    "content",
    [
        png(7_000), png(9, frame=9), gif(9, 9), webp(canvas(9), moving(9, 9)), b"", b"BM",
        svg('width="210mm" height="297mm" viewBox="0 0 21000 29700"'),
        svg('width="100%" height="9999999"'), svg('viewBox="0 0"'), b"<svg width='9'",
    ],
)  # fmt: skip
def test_an_ordinary_picture(content: bytes) -> None:
    assert too_large(content) is None


def test_a_project_may_permit_more_or_less() -> None:
    assert too_large(png(100), 9_999) == (100, 100)
    assert too_large(png(20_000), 400_000_000) is None


def docx(picture: bytes) -> bytes:
    """Return a document that shows a picture which it holds."""
    main = "http://schemas.openxmlformats.org"
    package = f"{main}/package/2006"
    office = f"{main}/officeDocument/2006/relationships"
    types = f"""<Types xmlns="{package}/content-types"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
    text = f"""<w:document xmlns:w="{main}/wordprocessingml/2006/main" xmlns:r="{office}"
 xmlns:wp="{main}/drawingml/2006/wordprocessingDrawing" xmlns:a="{main}/drawingml/2006/main"
 xmlns:pic="{main}/drawingml/2006/picture"
><w:body><w:p><w:r><w:t>Du bureau.</w:t></w:r></w:p>
<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/>
<wp:docPr id="1" name="p" descr="Une carte du bureau"/><a:graphic><a:graphicData
 uri="{main}/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:embed="r1"/>
</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>
</w:body></w:document>"""
    held = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relations(
            package, "r0", f"{office}/officeDocument", "word/document.xml"
        ),
        "word/document.xml": text,
        "word/_rels/document.xml.rels": _relations(
            package, "r1", f"{office}/image", "media/a.png"
        ),
        "word/media/a.png": picture,
    }
    whole = BytesIO()
    with ZipFile(whole, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return whole.getvalue()


def _relations(package: str, id_: str, kind: str, target: str) -> str:
    one = f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{package}/relationships">{one}</Relationships>'


RUNS = svg('onload="alert(1)" width="9" height="9"')
SCRIPT = b"><script>alert(1)</script></svg>"


def test_a_build_shows_no_bomb_to_anybody(project: Path) -> None:
    """In a page, an office document, an easy version: its words stand in its place.

    What runs in a drawing is shown to nobody either, whatever the name of its file.
    """
    content = project / "content"
    (content / "facile").mkdir()
    (content / "pictos").mkdir()
    (content / "bombe.png").write_bytes(png(2**31 - 1))
    (content / "image.png").write_bytes(RUNS)
    (content / "a.md").write_text(
        "# Bonjour\n\n![Une carte de la page](bombe.png)\n\n![Un dessin](image.png)\n"
    )
    (content / "b.docx").write_bytes(docx(png(2**31 - 1)))
    (content / "pictos/c.svg").write_bytes(svg('width="99999" height="99999"'))
    (content / "pictos/d.svg").write_bytes(RUNS.removesuffix(b"/>") + SCRIPT)
    whose = '["{}.svg"]\nlicence = "CC0"\nauteur = "A"\n'
    (content / "pictos/pictos.toml").write_text(whose.format("c") + whose.format("d"))
    (content / "facile/bonjour.md").write_text(
        "# Bonjour\n\n![Un picto](pictos/c.svg)\n\n![Un autre](pictos/d.svg)\n"
    )
    (content / "grande.png").write_bytes(png(2_000))
    Path("ppun.toml").write_text("[limites]\nimage_mpx = 3\n")
    (content / "c.md").write_text("# Tout\n\n![Un plan](grande.png)\n")
    assert build("--to", "html,pdf,epub") == 0
    assert codes(project / "output").count("image-illisible") >= 4
    out = Path("output")
    shown = {path.suffix: path.read_bytes() for path in out.rglob("medias/*")}
    assert {*shown} == {".svg", ".png"}
    books = [ZipFile(path) for path in out.rglob("*.epub")]
    held = [book.read(n) for book in books for n in book.namelist() if n.endswith(".svg")]
    assert held
    assert not [drawn for drawn in (*shown.values(), *held) if b"alert" in drawn]
    pages = {p.parent.name: p.read_text("utf-8") for p in out.rglob("index.html")}
    assert "Une carte de la page" in pages["bonjour"]
    assert "Un picto" in pages["facile"]
    assert any("Une carte du bureau" in page for page in pages.values())
    assert len([*out.rglob("*.pdf")]) == 4


# typst in its own process


def test_what_typst_dies_of_is_a_picture_that_it_cannot_draw() -> None:
    assert not typst.can_draw("a.png", png(2**31 - 1))
    assert not typst.can_draw("a.png", png(2**16))
    assert typst.can_draw("a.svg", svg('width="9" height="9"'))


def test_what_typst_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as short:
        short.setattr(typst, "GLANCE", 0.5)
        assert not typst.can_draw("a.svg", ENDLESS)
    assert typst.can_draw("a.svg", svg('width="9" height="9"'))


FRAGILE = """
import os, sys
sys.path.remove(os.path.dirname(__file__))
del sys.modules["typst"]
import typst
real = typst.compile

def compile(given, *args, **options):
    told = [*map(str, given.values() if isinstance(given, dict) else [given])]
    if any("fragile" in one for one in (*told, str(options.get("sys_inputs")))):
        os.abort()
    return real(given, *args, **options)

typst.compile = compile
"""


@pytest.fixture
def fragile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have typst die of every text that says « fragile »."""
    (tmp_path / "shim").mkdir()
    (tmp_path / "shim/typst.py").write_text(FRAGILE)
    typst.clear_memory()
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{tmp_path / 'shim'}{os.pathsep}")
        yield
        typst.clear_memory()


def text(id_: str, title: str, words: str) -> Document:
    return Document(id_, "fr", title, (Para((Text(words),)),))


@pytest.mark.usefixtures("fragile")
def test_a_death_costs_one_text_alone(tmp_path: Path) -> None:
    bad, good = text("u", "Un autre", "fragile"), text("t", "Titre", "solide")
    report = Report()
    edition = Edition(Book("Livre", "fr", (bad, good)), "integral")
    made = write_pdf(edition, PdfOptions(PdfSettings()), report)
    assert list(made) == ["t/t.pdf"]
    (found,) = report.findings
    assert (found.code, found.page) == ("pdf-rate", "Un autre")
    assert "SIGABRT" in found.message

    texts = [("integral", replace(bad, title="fragile")), ("integral", good)]
    looking = looking_at(Project(Settings(), None, Lexicon(), ()), report)
    build = replace(
        looking,
        runner=TaskRunner(Threads(2)), ledger=Ledger(Cache(tmp_path / "cache")),
    )  # fmt: skip
    drawn = covers(build, texts)
    assert [*drawn] == [("integral", "t")]
    assert [(f.code, f.page, f.trace != "") for f in report.findings[1:]] == [
        ("texte-en-panne", "fragile", True)
    ]
    with pytest.raises(OutputError, match="« fragile »") as error:
        pdf_sheet({"heading": "fragile"})
    assert "Gardez la fiche en HTML" in error.value.next_step


ENDLESS_TYPST = """
import os, sys
sys.path.remove(os.path.dirname(__file__))
del sys.modules["typst"]
import typst

def compile(*given, **options):
    open(os.environ["BEGUN"], "w").close()
    while True:
        pass

typst.compile = compile
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_what_typst_never_ends(project: Path, tmp_path: Path) -> None:
    (tmp_path / "shim").mkdir()
    (tmp_path / "shim/typst.py").write_text(ENDLESS_TYPST)
    os.mkfifo(tmp_path / "begun")
    own = {"PYTHONPATH": f"{tmp_path / 'shim'}{os.pathsep}", "BEGUN": f"{tmp_path}/begun"}
    command = [sys.executable, "-m", "ppun_access", "build", "--to", "pdf", "--jobs", "1"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, env={**os.environ, **own}, preexec_fn=hears_ctrl_c
    ) as process:
        try:
            (tmp_path / "begun").read_bytes()  # it waits for typst to begin
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=600)
        finally:
            process.kill()
    assert process.returncode == 130
    assert "Interrompu" in told.decode()
    assert not Path("output").exists()


GREEDY = """
import sys
for line in sys.stdin:
    held = bytes(int(line)) and b"x" * int(line)
    print(len(held), flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="seul Linux le permet")
def test_a_child_that_fills_the_memory_ends_and_another_answers() -> None:
    ask = ProgramPool([sys.executable, "-c", GREEDY], "Le test", "rien", memory=200 << 20)
    assert ask(b"9\n") == b"9\n"
    with pytest.raises(OutputError, match="MemoryError"):
        ask(b"400000000\n")
    assert ask(b"8\n") == b"8\n"
    ask.close()


def test_what_is_no_picture_is_told_where_it_stands(project: Path) -> None:
    """A page with a broken picture was published, and nobody told."""
    (project / "content/plan.png").write_bytes("Ceci n’est pas une image.".encode())
    (project / "content/vide.jpg").write_bytes(b"")
    page = "# Bonjour\n\n![Le plan](plan.png)\n\n![La salle](vide.jpg)\n"
    (project / "content/a.md").write_text(page, "utf-8")
    assert build("--to", "html,text") == 0
    found = json.loads(Path("output-rapport/build.json").read_text("utf-8"))["findings"]
    told = [(one["file"], one["line"]) for one in found if one["code"] == "image-illisible"]
    assert told == [("a.md", 3), ("a.md", 5)]
    assert "<img" not in Path("output/bonjour/index.html").read_text("utf-8")


def test_why_a_picture_that_is_there_is_not_shown_is_told(project: Path) -> None:
    """It was said to be absent, too large or no picture, whatever it was."""
    (project / "content/photo.heic").write_bytes(b"\0\0\0\x18ftypheic")
    (project / "content/lourde.png").write_bytes(png(9) + bytes(1_100_000))
    page = "# Bonjour\n\n![Un](photo.heic)\n\n![Deux](lourde.png)\n\n![Trois](non.png)\n"
    (project / "content/a.md").write_text(page, "utf-8")
    Path("ppun.toml").write_text("[limites]\nimage = 1\n")
    assert build("--to", "html") == 0
    found = json.loads(Path("output-rapport/build.json").read_text("utf-8"))["findings"]
    told = {one["line"]: one["message"] for one in found if one["code"].startswith("image")}
    assert "(.heic)" in told[3]
    assert "plus de 1 Mo" in told[5]
    assert "n’est pas dans le dossier" in told[7]
