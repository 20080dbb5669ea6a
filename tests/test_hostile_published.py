"""A published folder that was received: ``check`` opens it, and nothing in it acts."""

from __future__ import annotations

import json
import stat
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from growth import grows_with_its_length
from projects import build, project
from test_check_command import forge

from ppun_access.inspect import CHECKERS, Checker
from ppun_access.inspect.epub import check_epub
from ppun_access.inspect.external import External, run_checkers
from ppun_access.inspect.pdf import check_pdf
from ppun_access.inspect.published_folder import broken_links, inspect

__all__ = ["project"]

ID = "bonjour-a-tous"
TEXT = f"{ID}/{ID}.txt"
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    '<rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
)
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>%s</manifest>'
    '<spine><itemref idref="c"/></spine></package>'
)
ITEM = '<item id="c" href="texte/c.xhtml" media-type="%s"/>'
XHTML = "application/xhtml+xml"
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><body>%s</body></html>'


def book(
    path: Path, inside: str = "<p>x</p>", *, page: str = PAGE, kind: str = XHTML
) -> Path:
    """Write a book of one page; ``kind`` is what its manifest calls that page."""
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/epub+zip")
        made.writestr("META-INF/container.xml", CONTAINER)
        made.writestr("c.opf", OPF % (ITEM % kind))
        made.writestr("texte/c.xhtml", page.replace("%s", inside))
        made.writestr("images/a.png", b"x")
    return path


def told(path: Path, words: str) -> bool:
    return any(words in fault for fault in check_epub(path))


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x</script>", '<p onclick="x">a</p>', "<x:script xmlns:x='urn:x'/>",
        '<svg xmlns="http://www.w3.org/2000/svg"><SCRIPT/></svg>',
        '<iframe src="d.xhtml"/>', "<p srcdoc='x'/>", '<object data="../images/a.png"/>',
        '<meta http-equiv="refresh" content="0;url=file:///etc/passwd"/>',
        '<form action="http://exemple.fr"><p>a</p></form>', '<base href="http://exemple.fr"/>',
        '<a href="javascript:x">a</a>', '<a href=" JavaScript:x">a</a>',
        '<a href="java&#10;script:x">a</a>', '<a href="file:///etc/passwd">a</a>',
        '<img src="http://exemple.fr/a.png"/>', '<img src="//exemple.fr/a.png"/>',
        '<img src="file:///etc/passwd"/>', '<img src="../../../a.png"/>',
        '<img src="/etc/passwd"/>', '<img src="data:image/svg+xml,x"/>',
        '<img srcset="http://exemple.fr/a.png 2x"/>', "<?xml-stylesheet href='x'?>",
    ],
)  # fmt: skip
def test_a_page_that_acts_is_told(tmp_path: Path, inside: str) -> None:
    assert told(book(tmp_path / "l.epub", inside), "texte/c.xhtml : ")


@pytest.mark.parametrize(
    "inside",
    ['<img src="../images/a.png"/>', '<a href="https://exemple.fr">a</a>',
     '<a href="mailto:a@exemple.fr">a</a>', '<a href="#x" id="x">a</a>'],
)  # fmt: skip
def test_a_page_that_acts_not_is_not(tmp_path: Path, inside: str) -> None:
    assert not told(book(tmp_path / "l.epub", inside), "texte/c.xhtml : ")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<?xml-stylesheet type='text/xsl' href='x.xsl'?>" + PAGE, "précède"),
        (PAGE + "<?x y?>", "suit"),
        ("<!DOCTYPE html [<!ATTLIST body onload CDATA 'x'>]>" + PAGE, "illisible"),
        ('<?xml version="1.0" encoding="utf-7"?>' + PAGE, "UTF-8"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>' + PAGE, "UTF-8"),
    ],
)
def test_a_page_that_is_read_otherwise_is_told(
    tmp_path: Path, page: str, words: str
) -> None:
    assert told(book(tmp_path / "l.epub", page=page), words)


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/pdf"])
def test_a_page_to_be_read_is_xhtml(tmp_path: Path, kind: str) -> None:
    assert told(book(tmp_path / "l.epub", kind=kind), "« c » n’est pas une page XHTML")


def test_a_link_in_a_book_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "l.epub")
    with zipfile.ZipFile(path, "a") as made:
        link = zipfile.ZipInfo("lien")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    assert told(path, "lien n’est pas un fichier ordinaire")


def test_what_runs_pages_is_given_those_that_are_sound(tmp_path: Path) -> None:
    given: list[str] = []

    def faults(path: Path) -> Iterable[str]:
        given.append(path.name)
        return ()

    for name in ("a.epub", "b.epub"):
        book(tmp_path / name)
    checker = External("Outil", ("epub",), faults, lambda: None, runs_pages=True)
    ((outcome,), (fault,)) = run_checkers(
        tmp_path, {"epub": ("a.epub", "b.epub")}, checkers=(checker,),
        unsound={"a.epub"}, jobs=1,
    )  # fmt: skip
    assert given == ["b.epub"]
    assert fault.message.startswith("a.epub : Outil n’a pas ouvert ce fichier")
    assert (outcome.files, outcome.state) == (1, "execute")


def test_a_file_listed_twice_stays_unsound(project: Path) -> None:
    assert build("--to", "text") == 0
    out = project / "output"
    forge(out, TEXT, b"\xff")
    catalogue = json.loads((out / "catalogue.json").read_text("utf-8"))
    listed = catalogue["publications"][0]["versions"][0]["files"]
    listed += [{**file, "format": "html"} for file in listed]
    (out / "catalogue.json").write_text(json.dumps(catalogue), "utf-8")
    assert inspect(out).unsound == {TEXT}


# Time


def test_a_pdf_is_read_in_the_time_of_its_length(tmp_path: Path) -> None:
    for piece in (b"stream\n", b"1 0 obj ", b"<dc:title><rdf:Alt><rdf:li ", b"1 "):

        def read(count: int, piece: bytes = piece) -> None:
            path = tmp_path / "a.pdf"
            path.write_bytes(b"%PDF-1.7\nxref\n" + piece * count + b"startxref\n9\n%%EOF")
            assert list(check_pdf(path))

        grows_with_its_length(read, 4_000)


def test_the_names_of_a_book_are_read_in_the_time_of_their_number(tmp_path: Path) -> None:
    def read(count: int) -> None:
        path = book(tmp_path / "l.epub")
        items = "".join(f'<item id="i{n}" href="f{n}"/>' for n in range(count))
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("META-INF/container.xml", CONTAINER)
            made.writestr("c.opf", OPF % items)
            for n in range(count):
                made.writestr(f"f{n}", b"")
        assert list(check_epub(path))

    grows_with_its_length(read, 2_500)


def test_the_links_of_the_page_of_errors_are_read_once(tmp_path: Path) -> None:
    def read(count: int) -> None:
        links = "".join(f'<a href="/{n}">' for n in range(count))
        (tmp_path / "404.html").write_text(links, "utf-8")
        assert len(list(broken_links(tmp_path, ["404.html"]))) == count

    grows_with_its_length(read, 1_500)


@pytest.mark.parametrize("page", ["<![<![", f"<a href='&#{'1' * 5_000};'>"])
def test_a_page_that_python_does_not_parse_is_told(tmp_path: Path, page: str) -> None:
    (tmp_path / "a.html").write_text(page, "utf-8")
    (tmp_path / "b.html").write_text('<a href="c.html">', "utf-8")
    found = broken_links(tmp_path, ["a.html", "b.html"])
    assert [fault.code for fault in found] == ["verificateur-en-panne", "lien-casse"]


def endless(path: Path) -> Iterable[str]:
    """Check a file for twenty seconds of processor time."""
    end = time.process_time() + 20
    while time.process_time() < end:
        pass
    return ()


def test_a_rule_that_does_not_end_is_stopped(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build("--to", "text") == 0
    monkeypatch.setitem(CHECKERS, "text", Checker(__name__, "endless"))
    monkeypatch.setattr("ppun_access.inspect.published_folder.TEXT_SECONDS", 0.2)
    (fault,) = inspect(project / "output").faults
    assert fault.code == "verificateur-en-panne"
    assert "0.2" in fault.message
