"""Paper: how an easy text is set, and what no page of a PDF may look like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from benchmarks.font import OUTPUT, ZEROS, font_tools
from pdf_documents import SVG, edition, image, link, para, read_again, row, sentences

from ppun_access.document.model import (
    Block,
    Callout,
    Code,
    Deleted,
    Div,
    Document,
    Figure,
    Heading,
    Link,
    List,
    ListItem,
    Meta,
    Strong,
    Table,
    Text,
)
from ppun_access.report import Report
from ppun_access.settings.sections import Contact
from ppun_access.site.assets import assets
from ppun_access.site.kit.contents import items
from ppun_access.tools import page_validation
from ppun_access.transforms.model import TransformOptions
from ppun_access.transforms.segment import segment
from ppun_access.writers.model import PdfOptions
from ppun_access.writers.pdf.booklet import volumes, write_booklet
from ppun_access.writers.pdf.look import PARAGRAPH_SPACING, Look, look
from ppun_access.writers.pdf.poster import Poster, write_poster
from ppun_access.writers.pdf.write import write_pdf

REGION = "Bourgogne-Franche-Comté"


@dataclass(frozen=True)
class Line:
    """A line of a page: its words, and how far its foot is from that of the page."""

    text: str
    top: float
    size: float


def lines_of(page: Any) -> list[Line]:
    """Return the lines of a page of one column, from the top, but for its number."""
    rows: dict[float, list[Any]] = {}
    for span in page["spans"]:
        near = next((y for y in rows if abs(y - span[-1]) < 2), span[-1])
        rows.setdefault(near, []).append(span)
    found = []
    for y, spans in sorted(rows.items()):
        text = "".join(span[0] for span in sorted(spans, key=lambda one: float(one[3])))
        if text.strip() and not text.startswith("page"):
            found.append(Line(text.strip(), y, max(span[1] for span in spans)))
    return found


def pages_of(content: object, folder: Path) -> list[Any]:
    assert isinstance(content, bytes)
    path = folder / "read.pdf"
    path.write_bytes(content)
    return list(read_again(path)["pages"])


def easy_pages(
    blocks: Sequence[Block], folder: Path, title: str = "Titre", **options: Any
) -> list[Any]:
    """Return the pages of the PDF of an easy text."""
    report = Report()
    whole = Document("t", "fr", title, tuple(blocks))
    document = segment(whole, TransformOptions(), report)
    files = write_pdf(edition(document, version="facile"), PdfOptions(**options), report)
    return pages_of(files["t/facile/t-facile.pdf"], folder)


# Easy texts


@pytest.mark.parametrize(
    "around",
    [
        lambda *found: found,
        lambda *found: [List((ListItem(found), ListItem(found)))],
        lambda *found: [Callout(found)],
    ],
    ids=["text", "list", "box"],
)
def test_the_lines_of_a_sentence_are_closer_than_sentences(
    around: Any, tmp_path: Path
) -> None:
    """And sentences closer than paragraphs."""
    long = f"Cette phrase est assez longue pour tenir sur deux lignes de la {REGION}."
    content = around(para(f"Un mot. {long}"), para(f"Deux mots. {long}"))
    (page,) = easy_pages(content, tmp_path)
    drawn = look("facile", PdfOptions().settings)
    gaps = dict[str, float]()
    for above, under in pairwise(lines_of(page)):
        apart = round((under.top - above.top) / drawn.size - 1, 2)
        if under.text.startswith("Cette"):
            gaps["sentence"] = apart
        elif above.text.startswith("Cette"):
            gaps["line"] = apart
        elif under.text.startswith("Deux"):
            gaps["paragraph"] = apart
    assert gaps["line"] + 0.3 <= gaps["sentence"] <= gaps["paragraph"] - 0.3
    assert gaps["line"] == pytest.approx(drawn.line_spacing - 1, abs=0.02)
    assert gaps["paragraph"] == pytest.approx(PARAGRAPH_SPACING, abs=0.02)


def test_no_line_of_an_easy_text_is_one_word(tmp_path: Path) -> None:
    """The last line of a sentence has two words at least, in bold and beside a compound
    too, in a list, a box, a cell, a heading or a title.
    """
    said = [
        "La Région aide " + "mot " * n + end
        for n in range(5, 22)
        for end in ("les communes.", f"la {REGION}.", "qui\u00a0?", "à ceux-ci\u00a0?")
    ]
    bold = [Strong((Text("en gras"),)), Strong((Text("important"),))]
    marked = [
        para("La Région " + "dit " * n, bold[0], " et ", bold[1], ".") for n in range(5, 20)
    ]
    blocks: list[Block] = [sentences(one) for one in said[:20]]
    blocks += [*marked, List(tuple(ListItem((para(one),)) for one in said[20:40]))]
    blocks += [Callout(tuple(para(one) for one in said[40:50]))]
    rows = (row("-", one) for one in said[50:54])
    blocks += [Table((row("Un mot", "Deux mots", header=True), *rows))]
    blocks += [Heading(2, (Text(one.rstrip(".")),)) for one in said[54:]]
    pages = easy_pages(blocks, tmp_path, said[6].rstrip("."))
    alone = [
        line.text
        for page in pages
        for line in lines_of(page)
        if " " not in line.text.removeprefix("• ").replace("\u00a0?", "?").strip()
    ]
    assert set(alone) <= {"mot"}, "none of them ends a sentence"


def test_a_picture_is_on_the_page_of_its_idea(tmp_path: Path) -> None:
    for count in range(5, 9):
        lines = [para(f"Ligne {n}.") for n in range(count)]
        blocks = [*lines, Figure(image("Un bus", "pictos/a.svg")), para("Le bus passe.")]
        pages = easy_pages(blocks, tmp_path, pictures={"pictos/a.svg": SVG})
        drawn = [any(d[3] - d[1] > 80 for d in page["drawn"]) for page in pages]
        assert drawn == ["Le bus passe." in page["text"] for page in pages]
        assert any(drawn)


def test_no_zero_of_an_easy_text_has_a_slash(tmp_path: Path) -> None:
    """Not in bold, in code, in a heading, in the number of a page, nor on the poster."""
    blocks = [
        Heading(2, (Text("Depuis 2020"),)),
        para("10 ans, ", Strong((Text("100 communes"),)), ", ", Code("a0"), "."),
        *(para(f"Ligne {n}.") for n in range(200)),
    ]
    pages = easy_pages(blocks, tmp_path, "De 2000 à 2010", contact=CONTACT)
    assert len(pages) >= 10
    assert [words for page in pages for words in page["slashed"]] == []
    said = {"contact": CONTACT, "date": "2020-10-10", "base_url": "https://a0.fr"}
    assert poster(tmp_path, "De 2000 à 2010", **said)["slashed"] == []
    full = Document("t", "fr", "En 2020", (para("En 2020."),))
    texts = (
        edition(full),
        edition(segment(full, TransformOptions(), Report()), version="facile"),
    )
    (volume,) = volumes(texts)
    booklet = pages_of(
        write_booklet(volume, PdfOptions(contact=CONTACT), Report()), tmp_path
    )
    assert [words for page in booklet for words in page["slashed"]] == [
        "En 2020",
        "En 2020.",
    ]


# Pages


def filled(pages: Sequence[Any], drawn: Look) -> list[float]:
    """Return how much of each page is above the foot of its last line."""
    top = (pages[0]["height"] - drawn.page_height) / 2
    return [round((lines_of(page)[-1].top - top) / drawn.page_height, 2) for page in pages]


CONTACT = Contact("La mission", "03 81 00 00 00", "4, square Castan\n25000 Besançon")
SIGNED = Div((para("Jeanne Martin"), para("Maire")), "signature")


@pytest.mark.parametrize("contact", [Contact(), CONTACT], ids=["alone", "contact"])
@pytest.mark.parametrize("last", ["text", "list"])
def test_a_text_does_not_end_on_a_page_of_a_signature(
    last: str, contact: Contact, tmp_path: Path
) -> None:
    """Wherever its last page begins, it has words of the text before the signature."""
    seen = set()
    for count in range(8, 14):
        end: Block = para("Voici la fin.")
        if last == "list":
            end = List((ListItem((para("Un point."),)), ListItem((para("La fin."),))))
        lines = [para(f"Ligne {n}.") for n in range(count)]
        document = Document("t", "fr", "Titre", (*lines, end, SIGNED))
        files = write_pdf(edition(document), PdfOptions(contact=contact), Report())
        pages = pages_of(files["t/t.pdf"], tmp_path)
        assert any("fin." in line.text for line in lines_of(pages[-1]))
        assert "Jeanne Martin" in pages[-1]["text"]
        seen.add(len(pages))
    assert max(seen) == 2


def test_parts_of_an_easy_text_leave_no_half_page_blank(tmp_path: Path) -> None:
    """A short one is on one page; a longer one begins where the one before ends."""
    blocks = [
        block for part, count in enumerate((2, 7, 8, 2, 9, 8, 3, 7)) for block in (
            Heading(2, (Text(f"Partie {part}"),)),
            *(para(f"Ligne {line} de {part}.") for line in range(count)),
        )
    ]  # fmt: skip
    pages = easy_pages(blocks, tmp_path)
    drawn = look("facile", PdfOptions().settings)
    assert min(filled(pages, drawn)[:-1]) > 0.5
    for short in ("de 0.", "de 3.", "de 6."):
        assert sum(short in page["text"] for page in pages) == 1


def test_no_page_of_a_booklet_is_nearly_blank(tmp_path: Path) -> None:
    """Not where a text ends, where a part of an easy one does, nor in the contents."""
    texts = [
        Document(f"t{n}", "fr", f"Texte {n}", tuple(
            block for part in range(1 + n % 3) for block in (
                Heading(2, (Text(f"Partie {part}"),)),
                *(para(f"Ligne {line}. Une autre.") for line in range(1 + n % 7)),
            )
        ))
        for n in range(12)
    ]  # fmt: skip
    easy = [segment(text, TransformOptions(), Report()) for text in texts]
    editions = edition(*texts), edition(*easy, version="facile")
    (volume,) = volumes(editions)
    content = write_booklet(volume, PdfOptions(contact=CONTACT), Report())
    assert list(page_validation.faults_of(content)) == []
    pages = pages_of(content, tmp_path)
    assert len(pages) > 12
    drawn = look("integral", PdfOptions().settings, "book")
    assert min(filled(pages, drawn)[:-1]) > 0.35
    assert "page\u00a01 sur" not in pages[0]["text"], "the cover has no number"


# The poster


def poster(tmp_path: Path, *titles: str, **said: Any) -> Any:
    """Return the page of a poster; ``said`` is what it knows beside titles."""
    report = Report()
    content = write_poster(Poster("Usages numériques", titles, **said), report)
    assert report.findings == []
    assert list(page_validation.faults_of(content)) == []
    (page,) = pages_of(content, tmp_path)
    return page


def test_the_poster_names_the_easy_versions_the_stick_and_the_day(tmp_path: Path) -> None:
    page = poster(
        tmp_path, "Un", "Deux", publisher="La Région", contact=CONTACT,
        base_url="https://exemple.fr", simplified=2, heard=True, stick=True,
        date="2026-11-25",
    )  # fmt: skip
    text = " ".join(page["text"].replace("\u00a0", " ").split())
    for words in (
        "Vous pouvez lire ou écouter ces textes.", "Date : 25 novembre 2026",
        "Chaque texte a aussi une version simplifiée.", "03 81 00 00 00", "25000 Besançon",
        "en braille, en gros caractères, sur CD ou sur clé USB.", "https://exemple.fr",
        "Demandez ces textes", "Un", "Deux", "La Région", "La mission", "4, square Castan",
    ):  # fmt: skip
        assert words in text
    label, value = (
        next(span for span in page["spans"] if words in span[0].replace("\u00a0", " "))
        for words in ("Téléphone", "03 81 00 00 00")
    )
    assert abs(label[4] - value[4]) < 12, "they stand on one line"
    bare = " ".join(poster(tmp_path, "Un")["text"].replace("\u00a0", " ").split())
    assert "Vous pouvez lire ce texte." in bare
    assert "en braille ou en gros caractères." in bare
    assert "Demandez à l’accueil." in bare
    absent = ("Date", "simplifiée", "clé", "CD", "Téléphone", "Internet", "•")
    assert not any(word in bare for word in absent)


@pytest.mark.parametrize(
    "said", [{}, {"contact": CONTACT, "base_url": "https://exemple.fr", "simplified": 1}]
)
def test_the_poster_fills_its_page(said: dict[str, Any], tmp_path: Path) -> None:
    """From its top to its foot, and no word of its title is cut."""
    page = poster(tmp_path, "Un", "Deux", publisher="La Région", **said)
    edges = [span[6] for span in page["spans"]] + [drawn[3] for drawn in page["drawn"]]
    assert max(edges) > 0.9 * page["height"]
    tops = sorted({round(span[-1]) for span in page["spans"]})
    assert max(under - above for above, under in pairwise(tops)) < 0.2 * page["height"]
    assert any("numériques" in span[0] for span in page["spans"])
    assert all(span[5] < page["width"] - 40 for span in page["spans"])


def test_the_kit_tells_its_poster_what_is_published() -> None:
    text = Document("t", "fr", "Un", (para("Mot."),), Meta(date="2024-05-06"))
    simple = replace(edition(text, version="facile"), dates={"t": "2026-01-02"})
    found = [
        one.content
        for one in items((edition(text), simple), PdfOptions(), stick=False)
        if isinstance(one.content, Poster)
    ]
    assert [(one.simplified, one.heard, one.stick, one.date) for one in found] == [
        (1, False, False, "2026-01-02")
    ]


# What PDF/UA does not let be drawn


@pytest.mark.parametrize(
    "deleted",
    [
        Deleted((link("le site", "https://exemple.fr"), Text(" fermé"))),
        Link((Text("le site "), Deleted((Text("fermé"),))), "https://exemple.fr"),
    ],
    ids=["link in it", "in a link"],
)
def test_a_link_of_deleted_words_is_not_underlined(
    deleted: Deleted | Link, tmp_path: Path
) -> None:
    """It was, and PDF/UA-1 refused the whole text."""
    files = write_pdf(
        edition(Document("t", "fr", "Titre", (para(deleted, "."),))), PdfOptions(), Report()
    )
    (page,) = pages_of(files["t/t.pdf"], tmp_path)
    assert "le site fermé" in page["text"]
    assert page["links"]


def ring_of(font: Any) -> list[tuple[int, int]]:
    """Return the inside of the zero of a font, from its right; it has no more than that."""
    glyph = font["glyf"][font.getBestCmap()[ord("0")]]
    points, ends, _ = glyph.getCoordinates(font["glyf"])
    assert len(ends) == 2
    return [*points][ends[0] + 1 :]


@pytest.mark.parametrize(
    "path", [OUTPUT, *sorted(ZEROS.glob("*.ttf"))], ids=lambda path: path.name
)
def test_the_inside_of_a_zero_is_one_ring(path: Path) -> None:
    """As wide on the left as on the right, and as high: nothing is left of the slash."""
    ring = ring_of(font_tools().TTFont(BytesIO(path.read_bytes())))
    (right, middle), (centre, top) = ring[0], ring[3]
    for across, up in ((-1, 1), (1, -1)):
        turned = {
            (centre + across * (x - centre), middle + up * (y - middle)) for x, y in ring
        }
        assert turned == set(ring)
    assert right == max(x for x, _ in ring)
    assert top == max(y for _, y in ring)


def test_the_font_of_the_site_has_two_zeros() -> None:
    """One without slash, and the other where a page asks for it: full texts do."""
    tools = font_tools()
    font = tools.TTFont(BytesIO(OUTPUT.read_bytes()))
    drawn, table = font["glyf"], font["GSUB"].table
    assert drawn[font.getBestCmap()[ord("0")]].numberOfContours == 2
    (lookup,) = table.LookupList.Lookup
    (slashed,) = lookup.SubTable[0].mapping.values()
    assert drawn[slashed].numberOfContours == 3
    asked = {script.Script.DefaultLangSys.FeatureCount for script in
             table.ScriptList.ScriptRecord}  # fmt: skip
    assert (asked, table.FeatureList.FeatureRecord[0].FeatureTag) == ({1}, "zero")
    sheet = bytes(assets()["assets/style.css"]).decode()
    (where,) = re.findall(r"([^{}]*)\{[^{}]*slashed-zero", sheet)
    assert where.strip() == ":root:not(.facile)[data-police] body"
    easy = "".join(re.findall(r"\.facile \{([^}]*)\}", sheet))
    assert "--font: var(--plain)" in easy
    (plain,) = re.findall(r"--plain: ([^;]*)", sheet)
    assert "Atkinson" not in plain
