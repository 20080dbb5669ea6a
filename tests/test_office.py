"""Documents of offices: what is read in real ones, and what is refused before pandoc."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from projects import build, codes, project
from test_readers import outline

from ppun_access.cli import main
from ppun_access.document.model import (
    Callout,
    Cell,
    Code,
    CodeBlock,
    Document,
    Emph,
    Figure,
    Image,
    LineBreak,
    Link,
    List,
    ListItem,
    Note,
    Para,
    Quote,
    Span,
    Strong,
    Table,
    Text,
)
from ppun_access.document.walk import children, nodes, plain_text
from ppun_access.errors import InputError, MissingToolError
from ppun_access.readers import READERS, SUFFIXES, ReaderOptions, read
from ppun_access.readers.office import conversion
from ppun_access.readers.office.blocks import _BLOCKS
from ppun_access.readers.office.conversion import MOST_BYTES, check_zip, picture_inside
from ppun_access.readers.space.configuration import read_space
from ppun_access.readers.space.left_out import left_out
from ppun_access.report import Report
from ppun_access.tools import pandoc

__all__ = ["project"]

FOLDER = Path(__file__).parent / "office"
FILES = [
    *(f"accueil{suffix}" for suffix in SUFFIXES if (FOLDER / f"accueil{suffix}").exists()),
    "libreoffice.epub",
]


def has_pandoc() -> bool:
    try:
        pandoc.probe()
    except MissingToolError:
        return False
    return True


needs_pandoc = pytest.mark.skipif(
    not has_pandoc() and not os.environ.get("CI"), reason="pandoc is not installed"
)


def details(document: Document) -> Iterator[str]:
    """Yield what an outline leaves out: headers and spans of cells, numbers, addresses."""
    for node in nodes(document):
        match node:
            case Cell(header=True) | Cell(colspan=2):
                yield f"Cell {plain_text(node)} {node.header} {node.colspan}×{node.rowspan}"
            case List(ordered=True):
                yield f"List from {node.start}"
            case ListItem(checked=bool()):
                yield f"Task {node.checked}"
            case Link() | Image():
                where = node.href if isinstance(node, Link) else node.src
                yield f"{type(node).__name__} {plain_text(node)} → {where}"
            case Note() | Span():
                yield f"{type(node).__name__} {plain_text(node)}"


@pytest.mark.parametrize("name", FILES)
def test_a_real_document(name: str) -> None:
    if Path(name).suffix in conversion.FORMATS and not (
        has_pandoc() or os.environ.get("CI")
    ):
        pytest.skip("pandoc is not installed")
    report = Report()
    documents = read(FOLDER / name, report=report)
    told = [line for document in documents for line in outline(document)]
    told += [line for document in documents for line in ("", *details(document))]
    told += ["", *map(str, report.findings)]
    got = "\n".join(line.rstrip() for line in told) + "\n"
    golden = FOLDER / f"{name}.golden"
    if os.environ.get("PPUN_GOLDEN"):
        golden.write_text(got, "utf-8")
    assert got == golden.read_text("utf-8")


WORDS = re.compile(r"[^\W\d_]+|\d+")


def words_of(document: Document) -> Counter[str]:
    """Return the words that were read, title and descriptions of pictures included."""
    return Counter(WORDS.findall(f"{document.title} {''.join(characters(document))}"))


def characters(tree: object) -> Iterator[str]:
    """Yield characters, a space around each block and each note."""
    if isinstance(tree, Text | Code | CodeBlock | LineBreak):
        yield tree.text
    inline = isinstance(tree, Emph | Strong | Link | Span | Text)
    yield "" if inline else " "
    for child in children(tree):
        yield from characters(child)
    yield "" if inline else " "


def words_inside(path: Path) -> Counter[str]:
    """Return the words of a document as its XML has them, comments and deletions aside."""
    with zipfile.ZipFile(path) as archive:
        if path.suffix == ".docx":
            parts = [archive.read(f"word/{n}.xml") for n in ("document", "footnotes")]
            lines = re.split(
                r"</w:p>|<w:br/>|<w:footnoteReference", b"".join(parts).decode()
            )
            text = "\n".join(
                "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", x)) for x in lines
            )
        else:
            xml = archive.read("content.xml").decode().partition("<office:body>")[2]
            for gone in ("text:tracked-changes", "office:annotation", "text:note-citation"):
                xml = re.sub(f"<{gone}.*?</{gone}>", "", xml)
            xml = re.sub(
                r"</?text:(?:span|a|change|change-start|change-end)\b[^>]*>", "", xml
            )
            text = re.sub("<[^>]*>", "\n", xml)
    return Counter(WORDS.findall(text))


@needs_pandoc
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_no_word_of_a_document_is_lost(kind: str) -> None:
    path = FOLDER / f"accueil.{kind}"
    (document,) = read(path)
    wanted = words_inside(path)
    assert wanted.total() > 90
    assert wanted - words_of(document) == Counter()


@needs_pandoc
@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "epub"])
def test_pictures_come_out_of_documents(kind: str) -> None:
    path = FOLDER / f"accueil.{kind}"
    (document,) = read(path)
    images = [node for node in nodes(document) if isinstance(node, Image)]
    found = [picture_inside(path, image.src) for image in images]
    assert found
    assert all(content and content.startswith(b"\x89PNG") for content in found)
    assert picture_inside(path, "../../etc/passwd") is None
    assert picture_inside(path, "") is None


@needs_pandoc
def test_a_document_is_published_with_its_picture(project: Path) -> None:
    content = project / "content"
    (content / "a.md").unlink()
    (content / "b.docx").write_bytes((FOLDER / "accueil.docx").read_bytes())
    (content / "bombe.docx").write_bytes(bomb())
    (content / "~$b.docx").write_bytes(b"verrou")
    assert build("--to", "html") == 3
    out = project / "output"
    page = (out / "guide-de-l-accueil/index.html").read_text("utf-8")
    assert 'lang="en-GB"' in page
    assert 'alt="Le hall a deux portes' in page
    (picture,) = (out / "medias").iterdir()
    assert f"medias/{picture.name}" in page
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert codes(out).count("page-illisible") == 1
    assert "image-absente" not in codes(out)


@needs_pandoc
@pytest.mark.parametrize("end", ["", "/"])
def test_a_formula_of_an_odt_is_kept(end: str, tmp_path: Path) -> None:
    body = (
        f"<text:p>Soit <draw:frame><draw:object xlink:href='Formula-1{end}'/>"
        "</draw:frame></text:p></office:text>"
    )
    formula = b"<math xmlns='http://www.w3.org/1998/Math/MathML'><mi>E</mi></math>"
    path = with_more("odt", "content.xml", b"</office:text>", body.encode(), tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("Formula-1/content.xml", formula)
    (document,) = read(path)
    assert [n.text for n in nodes(document) if isinstance(n, Code)] == ["E"]


# What is refused


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_more(kind: str, part: str, end: bytes, new: bytes, folder: Path) -> Path:
    """Return a copy of a real document, a part of which ends otherwise."""
    with zipfile.ZipFile(FOLDER / f"accueil.{kind}") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].replace(end, new)
    path = folder / f"a.{kind}"
    path.write_bytes(zipped(parts))
    return path


def bomb() -> bytes:
    return zipped({"word/document.xml": b" " * 31_000_000})


def lying() -> bytes:
    """Return a ZIP that declares less than it unpacks to."""
    content = bytearray(zipped({"word/document.xml": b"<a>" * 11_000_000}))
    size = (33_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    return bytes(content).replace(size, (3_000).to_bytes(4, "little"))


ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "abîmé|vide"),
        (b"PK\x03\x04", "abîmé"),
        (b"texte", "abîmé"),
        (bomb(), "trop gros"),
        (lying(), "trop gros|abîmé"),
        (zipped({f"p{n}": b"" for n in range(5_001)}), "trop gros"),
        (zipped({"a.xml": ENTITY}), "entités"),
        (zipped({"a.xml": ENTITY.decode().encode("utf-16")}), "entités"),
        (zipped({"a.xml": b" " * ((1 << 20) - 5) + ENTITY}), "entités"),
    ],
    ids=[
        "empty",
        "cut",
        "text",
        "bomb",
        "lying",
        "parts",
        "entity",
        "utf-16",
        "cut-entity",
    ],
)
def test_a_dangerous_document_is_refused(content: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=why):
        check_zip(content, "a.docx")
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=why):
        read(path)


def test_a_protected_document_is_refused() -> None:
    content = bytearray(zipped({"a.xml": b"<a/>"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InputError, match="mot de passe"):
        check_zip(bytes(content), "a.odt")


def test_a_document_too_big_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    with path.open("wb") as handle:
        handle.truncate(MOST_BYTES + 1)
    with pytest.raises(InputError, match="trop gros"):
        read(path)


@needs_pandoc
def test_what_pandoc_cannot_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(zipped({"a.xml": b"<a/>"}))
    with pytest.raises(InputError, match=r"a\.docx : ce document ne peut pas être lu"):
        read(path)


@pytest.fixture
def without_pandoc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("ppun_access.tools.pandoc.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    pandoc.probe.cache_clear()
    yield
    pandoc.probe.cache_clear()


@pytest.mark.usefixtures("without_pandoc")
def test_without_pandoc_the_rest_is_published(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = project / "content/b.odt"
    document.write_bytes((FOLDER / "accueil.odt").read_bytes())
    assert build("--to", "text") == 0
    assert (project / "output/bonjour-a-tous/bonjour-a-tous.txt").exists()
    assert "page-sans-outil" in codes(project / "output")
    capsys.readouterr()
    assert main(["show", str(document), "--to", "text"]) == 4
    assert "pip install pypandoc-binary" in capsys.readouterr().err


PANDOC = """#!/bin/sh
if [ "$1" = --version ]; then echo "pandoc {version}"; exit; fi
while read -r line; do :; done
echo '{{"pandoc-api-version":[1,23,1],"meta":{{}},"blocks":[{{"t":"Para","c":[{words}]}}]}}'
"""


@pytest.mark.skipif(os.name == "nt", reason="the program is a script of a shell")
@pytest.mark.usefixtures("without_pandoc")
def test_pandoc_found_or_changed_is_a_change(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing else changes: the pages that it reads are read again."""
    (project / "content/b.odt").write_bytes((FOLDER / "accueil.odt").read_bytes())
    program = project / "programmes" / "pandoc"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", str(program.parent))

    def published(version: str, words: str) -> str:
        said = ',{"t":"Space"},'.join(f'{{"t":"Str","c":"{w}"}}' for w in words.split())
        if version:
            program.write_text(PANDOC.format(version=version, words=said), "utf-8")
            program.chmod(0o755)
        pandoc.probe.cache_clear()
        assert build("--to", "text", "--explain") == 0
        files = (path for path in project.glob("output/b/*.txt"))
        return "".join(path.read_text("utf-8") for path in files)

    assert published("", "") == ""
    assert codes(project / "output") == ["page-sans-outil"]
    assert "Trois mots ici" in published("3.5", "Trois mots ici.")
    assert "page-sans-outil" not in codes(project / "output")
    capsys.readouterr()
    published("3.5", "Trois mots ici.")
    assert "Rien n’a été refait" in capsys.readouterr().err
    assert "Quatre mots" in published("3.6", "Quatre mots de plus.")
    assert "pandoc : modifié" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("a.tex", "\\begin{document}Mot\\end{document}", "LaTeX"),
        ("a.rst", "Titre\n=====\n\nMot.\n", "reStructuredText"),
        ("a.TYP", "= Titre\n\nMot.\n", "Typst"),
    ],
)
def test_a_source_that_is_no_longer_read_says_how_to_convert_it(
    name: str, text: str, what: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError) as raised:
        read(tmp_path / name)
    end = Path(name).suffix.lower()
    advice = rf"écrit en {what}\. Convertissez-le en \.docx.*pandoc texte\{end} -o"
    assert re.search(advice, raised.value.next_step)
    space = read_space(tmp_path)
    (told,) = left_out(space, ())
    assert told.code == "fichier-non-lu"
    assert re.search(advice, told.message)


MARKUP = {
    "docx": {
        "cell": "<w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc>",
        "row": "<w:tr>%s</w:tr>",
        "table": "<w:tbl>%s</w:tbl>",
        "line": "<w:p><w:r><w:t>%s</w:t></w:r></w:p>",
    },
    "odt": {
        "cell": "<table:table-cell><text:p>c</text:p></table:table-cell>",
        "row": "<table:table-row>%s</table:table-row>",
        "table": "<table:table>%s</table:table>",
        "line": "<text:p>%s</text:p>",
    },
}


@needs_pandoc
@pytest.mark.parametrize(
    ("kind", "part", "end"),
    [
        ("docx", "word/document.xml", b"</w:body>"),
        ("odt", "content.xml", b"</office:text>"),
    ],
)
def test_a_long_line_and_many_cells(
    kind: str, part: str, end: bytes, tmp_path: Path
) -> None:
    markup = MARKUP[kind]
    table = markup["table"] % (markup["row"] % (markup["cell"] * 10) * 1_000)
    added = (table + markup["line"] % ("mot " * 20_000)).encode()
    (document,) = read(with_more(kind, part, end, added + end, tmp_path))
    found = words_of(document)
    assert (found["mot"], found["c"]) == (20_000, 10_000)


# The tree of pandoc, node by node


def s(text: str) -> dict[str, Any]:
    return {"t": "Str", "c": text}


def para(*inlines: Any) -> dict[str, Any]:
    return {"t": "Para", "c": list(inlines)}


NO_ATTR = ["", [], []]


def from_tree(*blocks: Any, meta: Any = None) -> tuple[Document, list[str]]:
    beside = {
        "lang": "", "comments": [], "deleted": [], "changes": False, "descriptions": [],
    }  # fmt: skip
    tree = {"meta": meta or {}, "blocks": list(blocks)}
    given = json.dumps({"tree": tree, "log": [], "beside": beside})
    report = Report()
    (document,) = READERS["pandoc"](given, "a.docx", ReaderOptions(), report)
    return document, [finding.code for finding in report.findings]


def test_every_node_of_pandoc_types_is_known() -> None:
    blocks = """Plain Para LineBlock CodeBlock RawBlock BlockQuote OrderedList BulletList
    DefinitionList Header HorizontalRule Table Figure Div"""
    assert set(_BLOCKS) == set(blocks.split())
    attr, one, place = ["", [], []], [s("a")], ["x", ""]
    marks = "Emph Underline Strong Strikeout Superscript Subscript SmallCaps"
    inlines = {
        **dict.fromkeys(marks.split(), one), "Str": "a", "Code": [attr, "a"],
        "Quoted": [{"t": "DoubleQuote"}, one], "Cite": [[], one], "Span": [attr, one],
        "Space": None, "SoftBreak": None, "LineBreak": None, "RawInline": ["html", "a"],
        "Math": [{"t": "InlineMath"}, "a"], "Link": [attr, one, place],
        "Image": [attr, one, place], "Note": [para(*one)],
    }  # fmt: skip
    _, told = from_tree(para(*({"t": kind, "c": c} for kind, c in inlines.items())))
    assert told == ["passage-brut", "formule-en-source"]


@pytest.mark.parametrize(
    ("inline", "expected", "told"),
    [
        ({"t": "Quoted", "c": [{"t": "DoubleQuote"}, [s("a")]]}, "«\u202fa\u202f»", []),
        ({"t": "Quoted", "c": [{"t": "SingleQuote"}, [s("a")]]}, "‘a’", []),
        ({"t": "Strikeout", "c": [s("a")]}, "a", []),
        ({"t": "Underline", "c": [s("a")]}, "a", []),
        ({"t": "SmallCaps", "c": [s("a")]}, "a", []),
        ({"t": "RawInline", "c": ["html", "<b>a</b>"]}, "a", ["passage-brut"]),
        ({"t": "RawInline", "c": ["tex", "\\a"]}, "\\a", ["passage-brut"]),
        ({"t": "Math", "c": [{"t": "InlineMath"}, "x^2"]}, "x^2", ["formule-en-source"]),
        ({"t": "Nouveau", "c": [s("a")]}, "a", ["bloc-inconnu"]),
        ({"t": "Cite", "c": [[], [s("(a)")]]}, "(a)", []),
        (
            {
                "t": "Cite",
                "c": [[{"citationId": "a"}], [{"t": "RawInline", "c": ["", ""]}]],
            },
            "[a]",
            [],
        ),
    ],
)
def test_an_inline(inline: Any, expected: str, told: list[str]) -> None:
    document, found = from_tree(para(s("|"), inline, s("|")))
    assert plain_text(document) == f"|{expected}|"
    assert found == told


def test_line_blocks_and_tasks() -> None:
    lines = {"t": "LineBlock", "c": [[s("a")], [s("b")]]}
    plain = {"t": "Plain", "c": [s("☒"), {"t": "Space"}, s("fait")]}
    other = {"t": "Plain", "c": [s("☐"), {"t": "Space"}, s("reste")]}
    document, told = from_tree(lines, {"t": "BulletList", "c": [[plain], [other]]})
    assert document.blocks == (
        Para((Text("a"), LineBreak(), Text("b"))),
        List(
            (
                ListItem((Para((Text("fait"),)),), True),
                ListItem((Para((Text("reste"),)),), False),
            )
        ),
    )
    assert told == []


def test_a_table_of_every_kind() -> None:
    def cell(text: str, rows: int = 1, columns: int = 1) -> Any:
        align = {"t": "AlignDefault"}
        return [NO_ATTR, align, rows, columns, [{"t": "Plain", "c": [s(text)]}]]

    def row(*cells: Any) -> Any:
        return [NO_ATTR, list(cells)]

    body = [NO_ATTR, 1, [row(cell("entre", 1, 2))], [row(cell("a"), cell("b", 99_999))]]
    head, foot = [NO_ATTR, [row(cell("h"), cell("i"))]], [NO_ATTR, [row(cell("f"))]]
    caption = [None, [para(s("Titre")), para(s("suite"))]]
    table = {"t": "Table", "c": [NO_ATTR, caption, [], head, [body], foot]}
    document, told = from_tree(table)
    (found,) = document.blocks
    assert isinstance(found, Table)
    assert found.caption == (Text("Titre suite"),)
    assert [[c.header for c in row.cells] for row in found.rows] == [
        [True, True], [True], [True, False], [False],
    ]  # fmt: skip
    assert found.rows[1].cells[0].colspan == 2
    assert found.rows[2].cells[1].rowspan == 1000
    assert told == []


def test_divisions_pictures_and_addresses() -> None:
    note = {"t": "Div", "c": [["", ["warning"], []], [para(s("Gare"))]]}
    german = {"t": "Div", "c": [["", [], [["lang", "de"]]], [para(s("Gut"))]]}
    held = {"t": "Image", "c": [NO_ATTR, [s("vu")], ["data:image/png;base64,AAAA", ""]]}
    document, told = from_tree(note, german, para(held))
    first, second, third = document.blocks
    assert first == Callout((Para((Text("Gare"),)),), "warning")
    assert second == Para((Text("Gut"),), lang="de")
    assert third == Figure(Image((Text("vu"),), ""))
    assert told == ["image-dans-adresse"]


def test_what_is_nested_too_deep_keeps_its_words() -> None:
    tree = para(s("fond"))
    for _ in range(200):
        tree = {"t": "BlockQuote", "c": [tree, para(s("après"))]}
    document, told = from_tree(tree)
    assert plain_text(document).count("après") == 200
    assert "fond" in plain_text(document)
    assert set(told) == {"imbrication-profonde"}
    assert isinstance(document.blocks[0], Quote)


def test_metadata() -> None:
    def said(text: str) -> Any:
        return {"t": "MetaInlines", "c": [s(text)]}

    meta = {
        "title": said("Titre"),
        "subtitle": said("Sous-titre"),
        "author": {"t": "MetaList", "c": [said("Anne"), said("Bob")]},
        "date": said("2026-11-26T01:25:18Z"),
        "lang": {"t": "MetaList", "c": [said("en"), said("fr")]},
        "abstract": {"t": "MetaBlocks", "c": [para(s("Résumé"))]},
    }
    document, told = from_tree(para(s("Texte")), meta=meta)
    assert (document.title, document.lang) == ("Titre", "fr")
    assert (document.meta.author, document.meta.date) == ("Anne, Bob", "2026-11-26")
    assert [plain_text(b) for b in document.blocks] == ["Sous-titre", "Résumé", "Texte"]
    assert told == []
