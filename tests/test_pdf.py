"""PDF: it is PDF/UA-1, it looks as it says, and what it cannot carry is told."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any, get_args

import pytest
from pdf_documents import (
    EASY,
    FORTY,
    HOSTILE,
    HUGE,
    KINDS,
    PICTURES,
    SPANS,
    TITLE,
    TORTURE,
    WIDE,
    edition,
    image,
    link,
    next_lines,
    para,
    read_again,
    row,
    underlined,
)
from projects import build, catalogue, codes, failed, project
from test_hostile import PNG

from ppun_access.build.context import looking_at
from ppun_access.build.kit_tasks import write_kit
from ppun_access.build.rendered_facts import POINT, rendered_facts, worse_of
from ppun_access.document.model import (
    Callout,
    Cell,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Document,
    Edition,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Meta,
    Note,
    Para,
    Quote,
    Row,
    Span,
    Strong,
    Table,
    Text,
    Version,
)
from ppun_access.errors import MissingToolError, UsageError
from ppun_access.inspect.pdf import check_pdf
from ppun_access.project.project import Project
from ppun_access.report import Report
from ppun_access.runtime.progress import Phase
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.settings.ppun_toml import Settings, load_settings
from ppun_access.settings.sections import Contact, PdfSettings
from ppun_access.site.kit.contents import items
from ppun_access.tools import page_validation, typst
from ppun_access.writers.html.page import easy_title
from ppun_access.writers.model import Files, PdfOptions
from ppun_access.writers.pdf.booklet import BOOK, volumes, write_booklet
from ppun_access.writers.pdf.fonts import read_face
from ppun_access.writers.pdf.look import (
    BLACK,
    PARAGRAPH_SPACING,
    POINTS_A_MM,
    SENTENCE_SPACING,
    WHITE,
    look,
)
from ppun_access.writers.pdf.tables import laid_out
from ppun_access.writers.pdf.whole_text import template
from ppun_access.writers.pdf.write import faces, undrawn, write_pdf

__all__ = ["project"]

OPTIONS = PdfOptions(pictures=PICTURES)
A4 = (595, 842)


def made(
    document: Document, version: Any = "integral", **options: Any
) -> tuple[Files, Report]:
    report = Report()
    given = replace(OPTIONS, **options)
    return write_pdf(edition(document, version=version), given, report), report


def reread(content: object, folder: Path) -> Any:
    assert isinstance(content, bytes)
    path = folder / "read.pdf"
    path.write_bytes(content)
    return read_again(path)


def quick(*blocks: Any) -> Document:
    return Document("t", "fr", "Titre", tuple(blocks))


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Any:
    files, _ = made(TORTURE)
    return reread(files["torture/torture.pdf"], tmp_path_factory.mktemp("torture"))


@pytest.fixture(scope="module")
def easy(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("easy")
    files, report = made(EASY, "facile")
    assert report.findings == []
    return {path.rpartition("/")[2]: reread(c, folder) for path, c in files.items()}


# The standard


@pytest.mark.parametrize("version", ["integral", "facile"])
@pytest.mark.parametrize(
    "document", [TORTURE, EASY, quick()], ids=["torture", "easy", "empty"]
)
def test_it_is_pdf_ua_and_never_changes(document: Document, version: str) -> None:
    files, _ = made(document, version)
    assert files == made(document, version)[0]
    for content in files.values():
        assert isinstance(content, bytes)
        assert list(page_validation.faults_of(content)) == []


def test_what_it_says_of_itself(torture: Any) -> None:
    assert torture["meta"]["title"] == TITLE[:142].rstrip(" ,") + "…" or (
        TITLE.startswith(torture["meta"]["title"].rstrip("…"))
    )
    assert torture["meta"]["author"] == "Jeanne Martin"
    levels = [level for level, *_ in torture["toc"]]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert torture["toc"][0][1] == TITLE.strip()
    assert torture["toc"][1][1] == HOSTILE


def test_links_lead_somewhere_and_notes_come_back(torture: Any) -> None:
    links = [link for page in torture["pages"] for link in page["links"]]
    uris = {uri for kind, uri, _ in links if kind == 2}
    assert uris == {
        "https://exemple.fr/a?b=c&d=%22e", "mailto:a@exemple.fr", "https://exemple.fr/adresse",
    }  # fmt: skip
    inside = [page for kind, _, page in links if kind == 1]
    assert len(inside) == 2 * 3 + 1  # three notes, there and back, and « plus bas »


def test_what_is_lost_is_told() -> None:
    _, report = made(TORTURE)
    found = sorted(f.code for f in report.findings)
    assert found == [
        "image-illisible", "lien-du-site", "pdf-caracteres", "tableau-trop-large",
    ]  # fmt: skip
    (signs,) = (f for f in report.findings if f.code == "pdf-caracteres")
    assert "😀 (U+1F600)" in signs.message
    assert "漢 (U+6F22)" in signs.message
    assert "漢字" in signs.passage


def test_words_are_there_as_they_were_written(torture: Any) -> None:
    text = "\n".join(page["text"] for page in torture["pages"])
    line = " ".join(text.split())
    assert HOSTILE in line
    for words in (
        "Ελλάδα", "Привет", "[émoji] [émoji], [signes non imprimés]", "∑ ≤ ½ x² → ☐",
        "    return x", "Attention", "9. étape", "10. Fait : suite", "Fibre : un câble",
        "Image : Une dame devant un ordinateur.", "SDN (service du numérique), SDN",
        "Année 2013 : 13 habitants", "Téléphone : 03 81 00 00 00", "tout au fond",
        "photo abîmée", "page 1 sur", "La Région", "Date : 2024", "vient de « Le livre ».",
    ):  # fmt: skip
        assert words in text.replace("\u00a0", " ") or words in line.replace("\u00a0", " ")
    assert "anticonstitutionnellement" * 8 in re.sub(r"[\n\u200b]", "", text)


def test_nothing_goes_beyond_the_margins(torture: Any) -> None:
    for page in torture["pages"]:
        for text, _, _, left, top, right, bottom, _ in page["spans"]:
            assert left >= 70, text
            assert right <= page["width"] - 65, text
            assert top >= 60, text
            assert bottom <= page["height"] - 20, text


def test_the_head_of_a_long_table_is_on_each_page(tmp_path: Path) -> None:
    files, _ = made(quick(FORTY))
    pages = reread(files["t/t.pdf"], tmp_path)["pages"]
    assert len(pages) > 1
    assert all("Habitants" in page["text"] for page in pages)


def test_a_row_is_cut_only_when_it_is_higher_than_a_page(tmp_path: Path) -> None:
    rows = [row(f"début-{n} " + "mot " * 90 + f"fin-{n}", "b") for n in range(14)]
    long = row("premier " + "long " * 900 + "dernier", "b")
    files, report = made(quick(Table((row("A", "B", header=True), *rows, long))))
    assert report.findings == []
    content = files["t/t.pdf"]
    texts = [page["text"] for page in reread(content, tmp_path)["pages"]]
    for n in range(14):
        (where,) = (text for text in texts if f"début-{n} " in text.replace("\n", " "))
        assert f"fin-{n}" in where
    assert "".join(texts).count("long") == 900
    assert not any("premier" in text and "dernier" in text for text in texts)
    cut = [text for text in texts if "long" in text]
    assert len(cut) > 2
    assert all(text.startswith("A\nB\n") for text in cut), "the head is on each page"
    assert list(page_validation.faults_of(content)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [
        (Text("mot " * 200),),
        tuple(x for _ in range(14) for x in (Text("une ligne"), LineBreak())),
        (Text("mot " * 60), Note((para("Une note. " * 10),))),
    ],
    ids=["words", "lines", "note"],
)
def test_a_row_higher_than_half_a_page_is_not_cut(
    tmp_path: Path, content: tuple[Inline, ...]
) -> None:
    """What may be higher than a page is measured: only that is cut."""
    rows = []
    for n in range(4):
        line = Para((Text(f"début-{n} "), *content, Text(f" fin-{n}")))
        rows.append(Row((Cell((line,)), *row("b").cells)))
    files, _ = made(quick(Table((row("A", "B", header=True), *rows))))
    texts = [page["text"] for page in reread(files["t/t.pdf"], tmp_path)["pages"]]
    assert len(texts) > 1
    for n in range(4):
        (where,) = (text for text in texts if f"début-{n}" in text)
        assert f"fin-{n}" in where
    assert list(page_validation.faults_of(files["t/t.pdf"])) == []  # type: ignore[arg-type]


def test_a_wide_table_turns_the_page(tmp_path: Path) -> None:
    files, report = made(quick(WIDE))
    pages = reread(files["t/t.pdf"], tmp_path)["pages"]
    assert [page["width"] > page["height"] for page in pages] == [False, True]
    assert report.findings == []


def test_a_link_in_the_head_of_a_long_table() -> None:
    """PDF/UA has no link in what repeats: such a head stands once."""
    cell = Cell(
        (para("Commune", Note((para("Une note."),)), link("ici", "https://a.fr")),), True
    )
    table = Table((Row((cell, *FORTY.rows[0].cells[1:])), *FORTY.rows[1:]))
    files, _ = made(quick(table))
    assert list(page_validation.faults_of(files["t/t.pdf"])) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("table", [SPANS, WIDE, HUGE, FORTY])
def test_every_place_of_a_table_has_one_cell(table: Table) -> None:
    where = laid_out(table)
    places = [
        place
        for c in where.cells
        for place in product(range(c.x, c.x + c.across), range(c.y, c.y + c.down))
    ]
    every = set(product(range(where.columns), range(len(table.rows))))
    assert sorted(places) == sorted(every)


def test_cells_that_span_too_far_are_cut_short() -> None:
    wide = Row((Cell((para("a"),), False, 1, 9), Cell((para("b"),), False, 3, 1)))
    ragged = Table((row("x", "y", header=True), wide, row("c"), row(*"defgh")))
    where = laid_out(ragged)
    assert (where.columns, where.heads) == (6, 1)
    assert [c.down for c in where.cells if c.cell in wide.cells] == [3, 1]


def wrapped(kind: str, block: Any) -> Any:
    return {
        "list": lambda: List((ListItem((block,)),)),
        "quote": lambda: Quote((block,)),
        "callout": lambda: Callout((block,)),
        "box": lambda: Div((block,), "status", "Titre"),
        "terms": lambda: DefinitionList((Definition((Text("mot"),), (block,)),)),
        "note": lambda: para("mot", Note((block,))),
        "table": lambda: Table((row("a", header=True), Row((Cell((block,)),)))),
        "bold": lambda: Para((Strong((Span(block.children, lang="en"),)),)),
    }[kind]()


@pytest.mark.parametrize(
    ("kind", "levels"),
    [("list", 60), ("quote", 60), ("callout", 60), ("box", 60), ("terms", 60),
     ("note", 12), ("table", 8), ("bold", 60)],
)  # fmt: skip
def test_however_deep(kind: str, levels: int) -> None:
    block: Any = para("tout au fond")
    for _ in range(levels):
        block = wrapped(kind, block)
    files, report = made(quick(block))
    assert [f for f in report.findings if f.code != "tableau-trop-large"] == []
    assert list(page_validation.faults_of(files["t/t.pdf"])) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.svg"])
def test_pictures_are_drawn(name: str) -> None:
    """As they are, with their description; a damaged one gives the description alone."""
    pixels = {
        "a.png": PNG,
        "a.gif": bytes.fromhex(
            "47494638396101000100800000000000ffffff2c00000000010001000002024401003b"
        ),
        "a.svg": PICTURES["images/a.svg"],
    }
    document = quick(Figure(image("Un point noir", name)))
    with_it, report = made(document, pictures={name: pixels[name]})
    assert report.findings == []
    content = with_it["t/t.pdf"]
    assert isinstance(content, bytes)
    assert b"/Subtype/Image" in content.replace(b" ", b"") or name == "a.svg"
    assert list(page_validation.faults_of(content)) == []
    _, report = made(document, pictures={name: pixels[name][:20]})
    assert [f.code for f in report.findings] == ["image-illisible"]


def test_headings_in_cells_and_notes_open_no_section(tmp_path: Path) -> None:
    heading = Heading(2, (Text("Dans une case"),))
    table = Table((row("a", header=True), Row((Cell((heading,)),))))
    noted = Note((Heading(3, (Text("Dans une note"),)), para("Texte.")))
    files, _ = made(quick(table, para("Mot", noted), Heading(4, (Text("Après"),))))
    toc = reread(files["t/t.pdf"], tmp_path)["toc"]
    assert [entry[:2] for entry in toc] == [[1, "Titre"], [2, "Après"]]


def test_pictures_that_are_only_for_the_eye() -> None:
    files, report = made(quick(para(image("", "images/a.svg"))))
    assert report.findings == []
    assert b"/Figure" not in files["t/t.pdf"]  # type: ignore[operator]
    assert b"/Figure" in made(quick(para(image("Un plan", "images/a.svg"))))[0]["t/t.pdf"]  # type: ignore[operator]


def test_links_to_the_site_need_its_address() -> None:
    document = quick(para(link("la page", "autre/index.html")))
    files, report = made(document, base_url="https://exemple.fr/textes/")
    assert report.findings == []
    assert b"https://exemple.fr/textes/autre/index.html" in files["t/t.pdf"]  # type: ignore[operator]
    assert [f.code for f in made(document)[1].findings] == ["lien-du-site"]


# How it looks


def test_an_easy_text_looks_as_its_facts_say(easy: dict[str, Any]) -> None:
    assert [*easy] == ["simple-facile.pdf"], "one to read and to print"
    for name in easy:
        drawn = look("facile", OPTIONS.settings)
        pages = easy[name]["pages"]
        spans = [span for page in pages for span in page["spans"]]
        sizes = [round(size, 1) for _, size, *_ in spans]
        assert min(sizes) == drawn.small >= 14
        assert max(set(sizes), key=sizes.count) == drawn.size
        fonts = {font.partition("-")[0] for _, _, font, *_ in spans}
        assert fonts == {typst.FAMILY.replace(" ", "")}
        assert not any("Italic" in font for _, _, font, *_ in spans)
        margin = drawn.margin_mm * 72 / 25.4
        assert drawn.margin_mm >= 30
        assert min(left for _, _, _, left, *_ in spans) >= margin - 1
        assert max(right for *_, right, _, _ in spans) <= A4[0] - margin + 1
        assert [(round(p["width"]), round(p["height"])) for p in pages] == [A4] * len(pages)
        assert all(f"page {n} sur {len(pages)}" in p["text"].replace("\u00a0", " ")
                   for n, p in enumerate(pages, 1))  # fmt: skip
        lines = sorted({round(span[-1], 1) for span in pages[1]["spans"]
                        if round(span[1], 1) == drawn.size})  # fmt: skip
        gaps = [b - a for a, b in pairwise(lines)]
        assert min(gaps) == pytest.approx((SENTENCE_SPACING + 1) * drawn.size, abs=0.3)
        assert drawn.line_spacing >= 1.5
        between = (PARAGRAPH_SPACING + 1) * drawn.size
        assert max(gaps) == pytest.approx(between, abs=0.5)


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The pages of each PDF of ``KINDS``; of a booklet, those of the easy version."""
    folder = tmp_path_factory.mktemp("kinds")
    files = {**made(KINDS)[0], **made(KINDS, "facile", contact=CONTACT)[0]}
    editions = [edition(KINDS, version=version) for version in get_args(Version)]
    (volume,) = volumes(editions)
    book = reread(write_booklet(volume, OPTIONS, Report()), folder)
    (begin,) = (n for _, title, n in book["toc"] if title == easy_title(KINDS.title))
    found = {path.rpartition("/")[2]: reread(c, folder) for path, c in files.items()}
    return {BOOK: book["pages"][begin - 1 :]} | {
        n: one["pages"] for n, one in found.items()
    }


TOGETHER = (
    ("Jeanne Martin", "La Région"), ("Date : 2024", "Ce texte vient"),
    ("À savoir", "Avant (info)"), ("Vous pouvez demander", "Service"),
)  # fmt: skip
"""How paragraphs begin that follow each other, beside those that begin with « Après »."""


@pytest.mark.parametrize(
    ("version", "variant", "name"),
    [("integral", "", "sortes.pdf"), ("facile", "", "sortes-facile.pdf"),
     ("facile", BOOK, BOOK)],
)  # fmt: skip
def test_every_kind_of_block_looks_as_the_audit_says(
    version: Version, variant: str, name: str, kinds: dict[str, Any]
) -> None:
    """What is measured in a PDF is no worse than what the audit tells of it."""
    drawn = look(version, OPTIONS.settings, variant)
    told = worse_of(rendered_facts(KINDS, version), drawn)
    assert told.size
    assert told.fonts
    pages, margin = kinds[name], drawn.margin_mm * POINTS_A_MM
    spans = [span for page in pages for span in page["spans"] if span[0].strip()]
    assert min(size for _, size, *_ in spans) * POINT >= told.size.value
    fonts = {font.partition("-")[0] for _, _, font, *_ in spans}
    assert len(fonts) == len(told.fonts), fonts
    assert not any("Italic" in font for _, _, font, *_ in spans)
    assert {ink for page in pages for ink in page["inks"]} == {int(drawn.ink[1:], 16)}
    lined = [line for page in pages for line in underlined(page)]
    assert lined
    assert all(of_link for _, of_link in lined), lined
    if version == "facile":
        assert not any("\u200b" in text for text, *_ in spans), "a word is cut"
    for width, (text, size, font, left, _, right, *_) in (
        (page["width"], span) for page in pages for span in page["spans"]
    ):
        end = right - size * 0.3 * text.endswith(" ")
        assert margin - 1 <= left <= end <= width - margin + 1, text
        if typst.FAMILY.replace(" ", "") in font and len(text) > 9 and "\u200b" not in text:
            natural = faces()["Bol" in font].width(text) * size
            assert right - left == pytest.approx(natural, rel=0.02), text  # not justified


@pytest.mark.parametrize(
    ("version", "name"),
    [("integral", "sortes.pdf"), ("facile", "sortes-facile.pdf"), ("facile", BOOK)],
)
def test_lines_and_paragraphs_are_as_far_apart_as_the_audit_says(
    version: Version, name: str, kinds: dict[str, Any]
) -> None:
    """From each line to the next one under it, whatever it is in; they begin together."""
    drawn = look(version, OPTIONS.settings)
    told = worse_of(rendered_facts(KINDS, version), drawn)
    assert told.line_spacing
    assert told.paragraph_spacing
    met = set()
    for above, under in (pair for page in kinds[name] for pair in next_lines(page)):
        apart = (under[-1] - above[-1]) / above[1] + 0.02
        words = above[0].replace("\u00a0", " "), under[0].replace("\u00a0", " ")
        assert apart >= told.line_spacing.value, words
        together = [pair for pair in TOGETHER if all(map(str.startswith, words, pair))]
        if words[1].startswith("Après") or together:
            assert apart - 1 >= told.paragraph_spacing.value, words
            met |= {words[1], *together}
        elif words[0].startswith(("Après", "Cette")):
            assert under[3] == pytest.approx(above[3], abs=0.1), words
    assert len(met) > 20
    assert met.issuperset(TOGETHER) or "-facile" not in name


def test_the_template_does_what_the_audit_says_of_a_pdf() -> None:
    """One weight beside bold, no line under words that are no link, marks of lists, no
    word cut, nothing justified, indented or in columns.
    """
    drawn = template("pdf.typ").decode()
    assert set(re.findall(r'weight: "(\w+)"', drawn)) == {"bold"}
    assert re.findall(r"(\w*)\(tracking: \S+ (.*)\)", drawn) == [("text", r'"\u{a0}"')]
    lined = [line for line in drawn.splitlines() if "underline(" in line]
    assert all("link(" in line or "set underline" in line for line in lined)
    assert "marker: ([•], [–])" in drawn
    for name, only in (("hyphenate", "false"), ("justify", "false"), ("style", None),
                       ("first-line-indent", "0pt"), ("align", "start + top")):  # fmt: skip
        assert set(re.findall(rf"\b{name}: ([^,)]+)", drawn)) == {only} - {None}, name
    assert "columns(" not in drawn


def test_no_word_of_a_heading_of_an_easy_text_is_cut(tmp_path: Path) -> None:
    """Headings are smaller where one has a word that is too wide, and never under the
    text.
    """
    region, size = "Bourgogne-Franche-Comté", 30
    document = replace(quick(para("Mot."), Heading(2, (Text(region),))), title=region)
    files, _ = made(document, "facile", settings=PdfSettings(size=size))
    pages = reread(files["t/facile/t-facile.pdf"], tmp_path)["pages"]
    headings = [span for page in pages for span in page["spans"] if span[0] == region]
    assert len(headings) == 2
    assert all(size <= span[1] <= size * 1.1 for span in headings)


def test_an_easy_text_has_one_sentence_a_line(easy: dict[str, Any]) -> None:
    for found in easy.values():
        lines = [
            line.strip() for page in found["pages"] for line in page["text"].split("\n")
        ]
        assert "Ce texte parle du numérique." in lines
        assert "Le numérique est important." in lines
        assert lines.count("Tout le monde comprend.") == 30


def test_a_paragraph_of_an_easy_text_is_never_cut(easy: dict[str, Any]) -> None:
    for found in easy.values():
        for page in found["pages"]:
            goals, known = (page["text"].count(s) for s in ("est simple.", "Tout le monde"))
            assert goals == known


@pytest.mark.parametrize("version", get_args(Version))
def test_compounds_are_never_cut(version: Version, tmp_path: Path) -> None:
    """Neither at their hyphens nor from what follows them, also at the end of a line of
    text, of a title, of what is said of an author.
    """
    region, noted = "Bourgogne-Franche-Comté", Note((para("Une note."),))
    lines = [
        para("m" * n, f" {region}", *more)
        for n in range(1, 40) for more in ((), (noted,), (Strong((Text("s"),)), "."))
    ]  # fmt: skip
    said = f"La présidente du conseil régional de {region}"
    document = replace(
        quick(*lines), title=f"{'m' * 9} {region}", meta=Meta(author=said, role=said)
    )
    files, _ = made(document, version)
    pages = reread(files[min(files, key=len)], tmp_path)["pages"]
    text = "".join(page["text"] for page in pages).replace("\u2060", "")
    assert text.count(region) == 3 * 39 + 3
    assert len(re.findall(rf"{region}\d", text)) == 39
    assert text.count(f"{region}s.") == 39


@pytest.mark.long
def test_an_announcement_stays_with_its_list(tmp_path: Path) -> None:
    for count in (8, 10, 12, 13):
        lines = [para(f"Ligne {n}.") for n in range(count)]
        blocks = (*lines, para("La Région aide :"), EASY.blocks[3])
        files, _ = made(quick(*blocks))
        for page in reread(files["t/t.pdf"], tmp_path)["pages"]:
            assert ("aide :" in page["text"]) == ("commerçants" in page["text"])


def test_looks() -> None:
    settings = PdfSettings(20, 1.3, "#ffffff", "#102030")
    full, simple = look("integral", settings), look("facile", settings)
    assert (full.size, full.line_spacing, full.ink, full.paper) == (
        20,
        1.3,
        "#ffffff",
        "#102030",
    )
    assert (simple.line_spacing, simple.margin_mm) == (1.5, 30)
    assert full.accent == "#ffffff"
    assert (simple.size, simple.ink, simple.paper) == (full.size, full.ink, full.paper)
    assert simple.printed, "one PDF, for the screen and for paper"
    paper = look("facile", settings, "book")
    assert (paper.ink, paper.paper, paper.accent) == (BLACK, WHITE, BLACK)
    assert look("integral", PdfSettings(), "book").margin_mm == 30


def test_the_paper_has_its_colour() -> None:
    dark = made(quick(para("Mot")), settings=PdfSettings(ink="#ffffff", paper="#000000"))
    assert dark[0] != made(quick(para("Mot")))[0]
    assert list(page_validation.faults_of(dark[0]["t/t.pdf"])) == []  # type: ignore[arg-type]


def test_colours_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ppun.toml"
    path.write_text('[pdf]\nencre = "#777777"\n', "utf-8")
    with pytest.raises(UsageError, match=r"contraste est de 4\.5, il faut au moins 7"):
        load_settings(path)


CONTACT = Contact(
    "La mission pour les politiques publiques et les usages du numérique",
    "03 81 00 00 00", "\n".join(f"ligne{n} de l’adresse postale" for n in range(9)),
    "numerique@exemple.fr",
)  # fmt: skip


@pytest.mark.parametrize("version", ["integral", "facile"])
def test_no_word_of_the_contact_is_lost(version: str, tmp_path: Path) -> None:
    """At the largest sizes that the settings allow, it is higher than a page."""
    settings = PdfSettings(size=40, line_spacing=3.0)
    signed = Div(tuple(para(f"Signataire{n}") for n in range(12)), "signature")
    files, _ = made(
        quick(para("Mot."), signed), version, settings=settings, contact=CONTACT
    )
    pages = reread(files[min(files, key=len)], tmp_path)["pages"]
    for page in pages:
        assert all(span[-1] <= page["height"] - 10 for span in page["spans"]), page["text"]
    text = " ".join("".join(page["text"] for page in pages).split())
    for words in (CONTACT.service, CONTACT.telephone, CONTACT.address, CONTACT.email):
        for word in words.split():
            assert word in text
    assert [f"Signataire{n}" for n in range(12)] == re.findall(r"Signataire\d+", text)


def test_numbers_and_times_are_never_cut(tmp_path: Path) -> None:
    told = ("03 80 44 33 00", "0 800 123 456", "+33 3 80 44 33 00", "10 h 30", "9 h")
    lines = [para("m" * n, " ", words, " suite.") for n in range(1, 40) for words in told]
    pages = reread(made(quick(*lines))[0]["t/t.pdf"], tmp_path)["pages"]
    found = [re.sub(r"\s", " ", line) for p in pages for line in p["text"].split("\n")]
    for words in told:
        whole = re.compile(rf"(?<![\d ] ){re.escape(words)}(?! \d)")
        assert sum(bool(whole.search(line)) for line in found) >= 39, words


def test_notes_and_code_are_as_large_as_the_text(tmp_path: Path) -> None:
    document = replace(
        quick(para("Mot", Note((para("Une note."),))), CodeBlock("print(1)")),
        meta=Meta(author="Ana Roy", role="Maire", date="2024"),
    )
    (page,) = reread(made(document)[0]["t/t.pdf"], tmp_path)["pages"]
    sizes = {span[0].strip(): round(span[1], 1) for span in page["spans"]}
    for words in ("Une note.", "print(1)", "La Région", "Ana Roy", "Maire"):
        assert sizes[words] == 18
    small = {words for words, size in sizes.items() if size < 18}
    assert small <= {"1", "page 1 sur 1", "page\u00a01 sur\u00a01", ""}
    drawn = look("integral", OPTIONS.settings)
    assert {sizes[words] for words in small} == {drawn.small}


# Fonts


def test_the_font_is_read_right() -> None:
    regular, bold = faces()
    assert set(regular.widths) == set(bold.widths)
    assert len(regular.widths) == 342
    assert regular.holds("œ")
    assert not regular.holds("α")
    assert regular.width("é") == pytest.approx(0.539 + 0.0, abs=0.08)
    assert bold.width("mot") > regular.width("mot")


def test_what_no_font_draws() -> None:
    assert undrawn(frozenset("aé\u202f\u2011😀漢αЖم☎\u200d\ufe0f")) == {"😀", "漢"}
    assert typst.undrawn([]) == frozenset()


# Checks


def check(content: bytes, folder: Path) -> list[str]:
    path = folder / "x.pdf"
    path.write_bytes(content)
    return list(check_pdf(path))


@pytest.fixture(scope="module")
def sound() -> bytes:
    content = made(quick(para("Mot ", image("Un plan", "images/a.svg"))))[0]["t/t.pdf"]
    assert isinstance(content, bytes)
    return content


def test_a_sound_pdf(sound: bytes, tmp_path: Path) -> None:
    assert check(sound, tmp_path) == []
    for content in made(TORTURE, "facile")[0].values():
        assert check(content, tmp_path) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"%PDF-1.7", b"<html>..", "pas un PDF"),
        (b"%%EOF", b"", "sa fin manque"),
        (b"<pdfuaid:part>1", b"<pdfuaid:part>3", "PDF/UA-1"),
        (
            b'<rdf:li xml:lang="x-default">Titre<',
            b'<rdf:li xml:lang="x-default"> <',
            "titre",
        ),
        (b"/Lang(fr)", b"/Lung(fr)", "langue"),
        (b"/Marked true", b"/Marked null", "balisé"),
        (b"/StructTreeRoot ", b"/StructTreeLoot ", "structure"),
        (b"/DisplayDocTitle true", b"/DisplayDocTitle null", "nom du fichier"),
        (b"/Alt(", b"/Alp(", "description"),
        (b"/FontFile", b"/FontLost", "police"),
    ],
)
def test_planted_faults(
    sound: bytes, old: bytes, new: bytes, told: str, tmp_path: Path
) -> None:
    assert old in sound
    spoilt = sound.replace(old, new)
    if len(old) != len(new) and told != "sa fin manque":  # keep the table in its place
        place = sound.rindex(b"\nxref") + 1 + len(spoilt) - len(sound)
        spoilt = spoilt[: spoilt.rindex(b"startxref")] + b"startxref\n%d\n%%%%EOF" % place
    (found,) = check(spoilt, tmp_path)
    assert told in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/S/H1", b"/S/H7"),
        (b"/Lang(fr)", b"/Lung(fr)"),
        (b"/Marked true", b"/Marked null"),
        (b"/Alt(", b"/Alp("),
        (b"%PDF-1.7", b"%PDF-1.7 nothing\0"),
    ],
)
def test_page_validation_finds_planted_faults(sound: bytes, old: bytes, new: bytes) -> None:
    assert list(page_validation.faults_of(sound)) == []
    assert old in sound
    assert list(page_validation.faults_of(sound.replace(old, new)))


def test_without_page_validation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ppun_access.tools.run.find_spec", lambda name: None)
    page_validation.probe.cache_clear()
    with pytest.raises(MissingToolError, match="page-validation manque"):
        list(page_validation.faults_of(b""))
    page_validation.probe.cache_clear()


# The kit, and a whole build


@pytest.fixture
def no_typst(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    caches = (typst.probe, typst.font_folder, faces, undrawn)
    for cached in caches:
        cached.cache_clear()
    monkeypatch.setattr("ppun_access.tools.run.find_spec", lambda name: None)
    yield
    for cached in caches:
        cached.cache_clear()


def test_the_kit_is_in_the_catalogue(project: Path) -> None:
    (project / "ppun.toml").write_text('[contact]\ntelephone = "03 81 00 00 00"\n', "utf-8")
    assert build("--to", "pdf,kit") == 0
    assert codes(project / "output") == []
    listed = catalogue(project / "output")
    assert [(f["format"], f["variant"], f["path"]) for f in listed["files"]] == [
        ("pdf", "book", "kit-hors-ligne/livret.pdf"),
        ("pdf", "affiche", "kit-hors-ligne/affiche.pdf"),
        ("text", "kit", "kit-hors-ligne/LISEZ-MOI.txt"),
        ("zip", "players", "kit-hors-ligne/lecteur-daisy-mp3.zip"),
        ("zip", "site", "cle-usb.zip"),
    ]
    (version,) = listed["publications"][0]["versions"]
    assert "bonjour-a-tous/bonjour-a-tous.pdf" in [f["path"] for f in version["files"]]
    home = (project / "output/index.html").read_text("utf-8")
    assert "kit-hors-ligne/livret.pdf" in home


def test_a_kit_that_was_asked_for_needs_a_contact(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build("--to", "kit") == 0
    assert "Dites qui publie ce site et comment vous joindre" in capsys.readouterr().err


def printed(*editions: Edition) -> Files:
    """Return the PDFs of the kit."""
    nothing = Project(Settings(), None, Lexicon(), ())
    build, phase = looking_at(nothing, Report()), Phase("Formats", 0)
    return write_kit(build, items(editions, OPTIONS), phase)


def test_the_booklet_has_every_text(tmp_path: Path) -> None:
    both = (edition(TORTURE, EASY), edition(EASY, version="facile"))
    files = printed(*both)
    book = reread(files["kit-hors-ligne/livret.pdf"], tmp_path)
    titles = [title for level, title, _ in book["toc"] if level == 1]
    assert titles == [
        "Le livre", "Sommaire", TITLE.strip(), "Un texte simple",
        "Un texte simple (version simplifiée)",
    ]  # fmt: skip
    assert "Un texte simple (version simplifiée), page" in " ".join(
        book["pages"][0]["text"].replace("\u00a0", " ").split()
    )
    order = "elle vient après le texte complet"
    assert order in " ".join(book["pages"][0]["text"].split())
    alone = printed(edition(EASY), edition(version="facile"))
    cover = reread(alone["kit-hors-ligne/livret.pdf"], tmp_path)["pages"][0]["text"]
    assert "Livret en gros caractères" in cover
    assert "simplifiée" not in cover
    assert "https://exemple.fr/adresse" in "".join(p["text"] for p in book["pages"])
    assert list(page_validation.faults_of(files["kit-hors-ligne/livret.pdf"])) == []  # type: ignore[arg-type]
    assert printed(edition(), edition(version="facile")) == {}


def test_an_easy_text_has_its_addresses_at_its_end(tmp_path: Path) -> None:
    """No brackets in it (RLS-4.2.1); each address once, told with the words of its link."""
    away = Link((Text("le site"),), "https://exemple.fr/a")
    said = Link((Text("exemple.fr"),), "https://exemple.fr")
    sentence = Para((Text("Allez sur "), away, Text(" ou sur "), said, Text(".")))
    again = Para((Text("Encore "), Link((Text("ici"),), "https://exemple.fr/a"), Text(".")))
    files, _ = made(quick(sentence, again), "facile")
    (name,) = files
    pages = reread(files[name], tmp_path)["pages"]
    text = " ".join("".join(one["text"] for one in pages).replace("\u00a0", " ").split())
    assert "Allez sur le site ou sur exemple.fr. Encore ici." in text
    assert "(" not in text
    assert text.count("https://exemple.fr/a") == 1
    assert "Adresses des liens • le site : https://exemple.fr/a" in text
    assert [link for one in pages for link in one["links"]], "the words still lead there"


def test_links_between_texts_stay_in_the_booklet(tmp_path: Path) -> None:
    whole, part = "b/index.html", "b/index.html#ancre-dates"
    line = para(link("le plan", whole), " et ", link("les dates", part))
    dates = Heading(2, (Text("Les dates"),), id="ancre-dates")
    texts = Document("a", "fr", "Un", (line,)), Document("b", "fr", "Deux", (dates, line))
    report = Report()
    (whole_one,) = volumes((edition(*texts),))
    made = write_booklet(whole_one, replace(OPTIONS, base_url=""), report)
    pages = reread(made, tmp_path)["pages"]
    inside = [at for page in pages for _, uri, at in page["links"] if not uri]
    (there,) = (n for n, page in enumerate(pages) if "Les dates\n" in page["text"])
    assert inside[-4:] == [there] * 4
    assert report.findings == []


@pytest.mark.long
def test_many_texts_are_volumes(tmp_path: Path) -> None:
    """Each stands by itself; what another one holds is named, for paper."""
    names = ("a", "b", "c")
    line = para(*(link(f"le texte {n}", f"{n}/index.html#x") for n in names))
    texts = [Document(n, "fr", f"Texte {n}", (line,)) for n in names]
    easy = Document("b", "fr", "Texte b", (para("Oui."),))
    book = replace(edition(*texts).book, opening=(para("Bienvenue."),))
    editions = Edition(book, "integral"), edition(easy, version="facile")
    found = volumes(editions, most=2)
    held = [[(v, d.id) for v, d in volume.texts] for volume in found]
    assert held == [
        [("integral", "a"), ("integral", "b"), ("facile", "b")], [("integral", "c")],
    ]  # fmt: skip
    assert [volume.elsewhere for volume in found] == [
        {"c/index.html": 2}, {"a/index.html": 1, "b/index.html": 1},
    ]  # fmt: skip
    report = Report()
    options = replace(OPTIONS, base_url="", contact=Contact(telephone="03 81"))
    made = [write_booklet(volume, options, report) for volume in found]
    assert report.findings == []
    for number, content in enumerate(made, 1):
        pages = reread(content, tmp_path)["pages"]
        text = " ".join(
            "".join(page["text"] for page in pages).replace("\u00a0", " ").split()
        )
        before, _, _ = text.partition(" le texte a")
        assert f"Livret en gros caractères, volume {number} sur 2" in before
        assert ("Bienvenue." in before) is (number == 1)
        assert ("Texte c, page" in before) is (number == 2)
        assert "03 81" in before
        assert ("le texte c (volume 2)" in text) is (number == 1)
        assert ("le texte a (volume 1)" in text) is (number == 2)
        assert list(page_validation.faults_of(content)) == []
    assert [volume.title.replace("\u00a0", " ") for volume in found] == [
        "Volume 1 sur 2 : Le livre", "Volume 2 sur 2 : Le livre",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(1, [1]), (5, [5]), (6, [3, 3]), (10, [5, 5]), (11, [5, 3, 3]), (14, [5, 5, 4])],
)
def test_no_volume_is_thin(count: int, sizes: list[int]) -> None:
    texts = [Document(f"{n}", "fr", f"{n}", ()) for n in range(count)]
    found = volumes((edition(*texts),), most=5)
    assert [len(volume.texts) for volume in found] == sizes
    order = [document.id for volume in found for _, document in volume.texts]
    assert order == [document.id for document in texts]


def test_without_typst_the_rest_is_published(
    project: Path, no_typst: None, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = 'voix = "silence"\nformats = ["text", "pdf", "kit"]\n'
    (project / "ppun.toml").write_text(settings, "utf-8")
    assert build() == 0
    found = ["couverture-absente", "format-absent", "format-absent"]
    assert codes(project / "output") == found
    assert (project / "output/kit-hors-ligne/LISEZ-MOI.txt").is_file()
    assert (project / "output/bonjour-a-tous/bonjour-a-tous.txt").is_file()
    code, told = failed(capsys, "build", "--to", "pdf")
    assert code == 4
    assert "typst manque" in told


def test_a_title_that_no_poster_holds_stops_nothing(project: Path) -> None:
    endless = f'titre = "{"mot " * 2000}"\n[contact]\ntelephone = "1"\n'
    (project / "ppun.toml").write_text(endless, "utf-8")
    assert build("--to", "kit") == 5
    assert codes(project / "output") == ["pdf-rate"]
    assert (project / "output/kit-hors-ligne/livret.pdf").is_file()
    assert not (project / "output/kit-hors-ligne/affiche.pdf").exists()


def test_a_damaged_font_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.ttf"
    path.write_bytes(b"\0\1\0\0\0\0")
    with pytest.raises((KeyError, ValueError, struct.error)):
        read_face(path)
