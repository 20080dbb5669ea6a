"""EPUB: what a book holds, says and plays; generated documents lose nothing in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from books import edition, narration, rezipped, segmented, unzipped
from builders import bullets, emph, heading, strong
from hypothesis import given
from lxml import etree
from trees import documents, published

from ppun_access.document.build import para
from ppun_access.document.model import (
    Abbr,
    Block,
    Cell,
    CodeBlock,
    Div,
    Document,
    Edition,
    Figure,
    Image,
    Link,
    Literal,
    Meta,
    Narration,
    Node,
    Note,
    Para,
    Pos,
    Row,
    Span,
    Table,
    Text,
)
from ppun_access.document.walk import nodes, plain_text, walk
from ppun_access.inspect.epub import check_epub
from ppun_access.report import Report
from ppun_access.writers.characters import clean
from ppun_access.writers.dates import day
from ppun_access.writers.epub.book import EpubBook
from ppun_access.writers.epub.metadata import PARTLY_HEARD, accessibility
from ppun_access.writers.epub.overlays import SMIL
from ppun_access.writers.epub.package import contents
from ppun_access.writers.epub.write import whole_book, write_epub, write_whole_epub
from ppun_access.writers.html.xhtml import TYPE, XHTML, text_of
from ppun_access.writers.model import EpubOptions
from ppun_access.writers.units import clock

X = f"{{{XHTML}}}"
PNG = b"\x89PNG\r\n\x1a\n"
ID = "edito"


def document(*blocks: Block, title: str = "L’édito & co", **meta: str) -> Document:
    return segmented(Document(ID, "fr", title, blocks, Meta(**meta)))  # type: ignore[arg-type]


def book(
    made: Edition, options: EpubOptions | None = None, report: Report | None = None
) -> dict[str, bytes]:
    told = Report() if report is None else report
    (content,) = write_epub(made, options or EpubOptions(), told).values()
    if report is None:
        assert told.findings == []
    assert isinstance(content, bytes)
    return unzipped(content)


def page(files: dict[str, bytes], name: str = ID) -> etree._Element:
    return etree.fromstring(files[f"EPUB/{name}.xhtml"])


def html(element: etree._Element | None) -> str:
    assert element is not None
    return re.sub(
        r' xmlns(:\w+)?="[^"]*"',
        "",
        etree.tostring(element, encoding="unicode", with_tail=False),
    )


def by_id(root: etree._Element, id_: str) -> etree._Element:
    (found,) = root.xpath("//*[@id=$id]", id=id_)
    return found  # type: ignore[no-any-return]


def faults(content: bytes, folder: Path) -> list[str]:
    path = folder / "livre.epub"
    path.write_bytes(content)
    return list(check_epub(path))


@pytest.mark.parametrize("columns", [3, 4, 7])
def test_a_book_has_tables_and_no_boxes_that_scroll(columns: int) -> None:
    head = tuple(Cell((para(f"C{n}"),), header=True) for n in range(columns))
    row = tuple(Cell((para(str(n)),)) for n in range(columns))
    made = book(edition(document(Table((Row(head), Row(row))))))
    assert page(made).xpath("//*[@role='region' or @tabindex or @data-titre]") == []
    assert len(page(made).xpath("//*[local-name() = 'td']")) == columns


# Nothing is lost


def words(document: Document) -> list[str]:
    held = [node.text for node in nodes(document) if isinstance(node, Literal)]
    titles = [node.title for node in nodes(document) if isinstance(node, Div)]
    found = re.findall(r"\w+", "\0".join(map(clean, held + titles)))
    return [unicodedata.normalize("NFD", word) for word in found]


@given(published)
def test_a_book_loses_no_word_and_is_sound(
    tmp_path_factory: pytest.TempPathFactory, document: Document
) -> None:
    (content,) = write_epub(edition(document), EpubOptions(), Report()).values()
    assert isinstance(content, bytes)
    root = page(unzipped(content), "t")
    shown = ["".join(map(str, root.itertext()))]
    shown += [e.get("alt") or "" for e in root.iter(f"{X}img")]
    shown += [e.get("title") or "" for e in root.iter(f"{X}abbr")]
    whole = unicodedata.normalize("NFD", "\0".join(shown))
    assert [word for word in words(document) if word not in whole] == []
    taken = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(taken) == len(set(taken))
    for link in root.iter(f"{X}a"):
        href = link.get("href") or ""
        if href.startswith("#"):
            assert unquote(href[1:]) in taken
    assert faults(content, tmp_path_factory.mktemp("livre")) == []


def sayable(node: Node) -> Node | tuple[Node, ...]:
    """Leave out what a page shows and nobody wrote, and what no voice can say."""
    if isinstance(node, Literal):
        return replace(node, text=clean(node.text))
    if isinstance(node, Abbr | Link) and not plain_text(node).strip():
        return ()
    return node


@given(documents)
def test_all_that_is_said_is_written_where_it_is_said(
    tmp_path_factory: pytest.TempPathFactory, document: Document
) -> None:
    """Overlays follow the page, cover it and add up, notes and tables included."""
    folder = tmp_path_factory.mktemp("livre")
    ready = segmented(walk(document, sayable))
    report = Report()
    made = edition(ready, sounds=(narration(ready, folder),))
    (content,) = write_epub(made, EpubOptions(), report).values()
    assert isinstance(content, bytes)
    assert faults(content, folder) == []
    assert "passage-hors-livre" not in {finding.code for finding in report.findings}


def test_the_same_text_gives_the_same_bytes_and_another_one_another_book(
    tmp_path: Path,
) -> None:
    text = document(para("Un mot."))
    sound = narration(text, tmp_path)
    one, again = (write_epub(edition(text, sounds=(sound,)), EpubOptions(), Report())
                  for _ in range(2))  # fmt: skip
    assert one == again
    other = write_epub(edition(document(para("Deux."))), EpubOptions(), Report())
    first, second = (
        re.search(rb"urn:uuid:[\w-]+", unzipped(b)["EPUB/package.opf"])  # type: ignore[arg-type]
        for b in (one["edito/edito.epub"], other["edito/edito.epub"])
    )
    assert first
    assert second
    assert first[0] != second[0]


# Pages


def test_notes_stand_after_the_paragraph_that_calls_them() -> None:
    def note(words: str) -> Note:
        return Note((para(words),))

    files = book(
        edition(
            document(
                heading(2, "Titre", note("Un.")),
                para("Texte", note("Deux."), " et", note("Trois."), "."),
                bullets("fin"),
            )
        )
    )
    section = page(files).find(f".//{X}section")
    assert section is not None
    kinds = [(str(e.tag).removeprefix(X), e.get("id")) for e in section]
    assert kinds == [
        ("h1", "titre"), ("p", None), ("h2", "partie-1"), ("aside", "note-1"), ("p", None),
        ("aside", "note-2"), ("aside", "note-3"), ("ul", None),
    ]  # fmt: skip
    aside = by_id(page(files), "note-2")
    assert aside.get("role") == "doc-footnote"
    assert aside.get("{http://www.idpf.org/2007/ops}type") == "footnote"
    (back,) = aside.iter(f"{X}a")
    assert back.get("href") == "#appel-2"
    assert by_id(page(files), "appel-2").get("href") == "#note-2"


def test_languages_are_told_twice_and_have_a_direction() -> None:
    said = "مرحبا"
    files = book(
        edition(
            document(
                para("En grec ", Span((Text("Καλημέρα"),), lang="el"), "."),
                para("En arabe ", Span((Text(said),), lang="ar"), "."),
                para(said),
            )
        )
    )
    text = html(page(files))
    assert '<span lang="el" xml:lang="el">Καλημέρα</span>' in text
    assert f'<span lang="ar" dir="rtl" xml:lang="ar">{said}</span>' in text
    assert re.search(rf'<p dir="auto"><span class="s" id="[\w-]+">{said}</span></p>', text)
    package = files["EPUB/package.opf"].decode()
    assert re.findall(r"<dc:language>(.*?)<", package) == ["fr", "el", "ar"]


def test_what_is_said_around_the_text_is_in_the_book(tmp_path: Path) -> None:
    text = document(para("Un mot."))
    root = page(book(edition(text, sounds=(narration(text, tmp_path),))))
    said = [(by_id(root, id_).text or "") for id_ in ("debut", "titre", "mention", "fin")]
    mention = "Texte lu par une voix de synthèse."
    assert said == ["Bonjour.", "L’édito & co", mention, "C’est tout."]


@pytest.mark.parametrize(
    ("blocks", "named"),
    [
        ((para("Un."),), ["Ada", "Présidente", "la Région"]),
        ((para("Un."), Div((para("Ada"),), "signature")), ["la Région"]),
    ],
)
def test_an_author_is_named_once_and_the_publisher(
    blocks: tuple[Block, ...], named: list[str]
) -> None:
    root = page(book(edition(document(*blocks, author="Ada", role="Présidente"))))
    shown = root.find(f".//{X}p[@class='auteur']")
    assert shown is not None
    assert list(map(str, shown.itertext())) == named


# What stands around the text


def hrefs(files: dict[str, bytes]) -> list[str]:
    """Return the pages of a book in the order in which they are read."""
    root = etree.fromstring(files["EPUB/package.opf"])
    items = {item.get("id"): item.get("href") for item in root.iter("{*}item")}
    return [str(items[ref.get("idref")]) for ref in root.iter("{*}itemref")]


def lines(root: etree._Element) -> list[str]:
    found = (" ".join("".join(map(str, p.itertext())).split()) for p in root.iter(f"{X}p"))
    return [line.replace("\u00a0", " ") for line in found]


def test_a_book_opens_with_its_cover_and_ends_with_its_credits(tmp_path: Path) -> None:
    text = document(para("Un mot."), author="Ada", role="Présidente", date="6 mai 2024")
    (cover := tmp_path / "c.png").write_bytes(PNG)
    sounds = (narration(text, tmp_path),)
    made = replace(edition(text, sounds=sounds), covers={ID: cover})
    files = book(made, EpubOptions(base_url="https://region.fr/ppun"))
    assert hrefs(files) == ["livre_couverture.xhtml", "edito.xhtml", "livre_credits.xhtml"]
    (image,) = page(files, "livre_couverture").iter(f"{X}img")
    assert files[f"EPUB/{image.get('src')}"] == PNG
    assert image.get("alt") == "Couverture : L’édito & co, Ada".replace(" :", "\u00a0:")
    assert lines(page(files, "livre_credits")) == [
        "Titre : L’édito & co",
        "Auteur : Ada, Présidente",
        "Éditeur : la Région",
        "Date : 6 mai 2024",
        "Ce livre fait partie de : Le livre",
        "Texte lu par une voix de synthèse : Siwis.",
        "Personne n’a encore vérifié ce livre selon une norme d’accessibilité.",
        "Sur internet : https://region.fr/ppun",
    ]
    nav = files["EPUB/nav.xhtml"].decode()
    links = re.findall(r'<a (?:epub:type="(\w+)" )?href="([^"]+)"', nav)
    assert links == [
        ("", "edito.xhtml#titre"), ("", "livre_credits.xhtml#titre"),
        ("cover", "livre_couverture.xhtml#titre"), ("bodymatter", "edito.xhtml#titre"),
        ("colophon", "livre_credits.xhtml#titre"),
    ]  # fmt: skip
    package = files["EPUB/package.opf"].decode()
    assert re.findall(r'accessMode">(.*?)<', package) == ["textual", "auditory"]
    assert faults_of(files, tmp_path) == []


def test_the_credits_of_an_easy_book_say_its_state() -> None:
    text = document(para("Un mot."), title="Le message", status="brouillon")
    files = book(edition(text, version="facile"))
    assert hrefs(files) == ["edito-facile.xhtml", "livre_credits.xhtml"]
    told = lines(page(files, "livre_credits"))
    assert told[:2] == [
        "Titre : Le message (version simplifiée)",
        "Version simplifiée. Brouillon non validé.",
    ]
    assert "Ce livre n’a pas de son." in told


# Links and pictures


@pytest.mark.parametrize("wrapped", [lambda node: node, lambda node: emph(node)])
@pytest.mark.parametrize(
    "made", [lambda text: Link(text, "https://a.fr"), lambda text: Abbr(text, "Un Titre")]
)
def test_a_link_that_ends_with_a_space_shows_no_address(made: Any, wrapped: Any) -> None:
    root = page(book(edition(document(para("Voir ", wrapped(made((Text("le mot "),))))))))
    (line,) = root.xpath("//x:section/x:p[not(@class)]", namespaces={"x": XHTML})
    assert text_of(line) == "Voir le mot"


def link_of(href: str, options: EpubOptions, report: Report) -> str:
    files = book(edition(document(para(Link((Text("mot"),), href)))), options, report)
    return html(page(files).find(f".//{X}section/{X}p/{X}span/*"))


@pytest.mark.parametrize(
    ("href", "expected", "told"),
    [
        ("https://a.fr/x y", '<a href="https://a.fr/x%20y">mot</a>', []),
        ("mailto:a@b.fr", '<a href="mailto:a@b.fr">mot</a>', []),
        ("edito/index.html", '<a href="edito.xhtml">mot</a>', []),
        ("edito/index.html#titre", '<a href="#titre">mot</a>', []),
        ("autre/index.html", '<span>mot</span>', ["lien-hors-livre"]),
        ("#nulle-part", "<span>mot</span>", ["lien-hors-livre"]),
        ("http://[x/", "<span>mot</span>", ["lien-hors-livre"]),
        ("https://", "<span>mot</span>", ["lien-hors-livre"]),
        ("https://a.fr:port/", "<span>mot</span>", ["lien-hors-livre"]),
    ],
)  # fmt: skip
def test_links_lead_somewhere(href: str, expected: str, told: list[str]) -> None:
    report = Report()
    assert link_of(href, EpubOptions(), report) == expected
    assert [finding.code for finding in report.findings] == told


def test_what_is_not_in_the_book_is_sought_on_the_site() -> None:
    report = Report()
    options = EpubOptions(base_url="https://region.fr/ppun/")
    found = link_of("autre/index.html#a", options, report)
    assert found == '<a href="https://region.fr/ppun/autre/index.html#a">mot</a>'
    assert report.findings == []


def figure(src: str, alt: str = "Un carré") -> Figure:
    return Figure(Image((Text(alt),) if alt else (), src))


def test_pictures_are_in_the_book_under_their_true_kind() -> None:
    options = EpubOptions({"medias/a.gif": PNG + b"x", "medias/b.jpg": b"\xff\xd8\xffy"})
    text = document(figure("medias/a.gif"), figure("medias/b.jpg"))
    files = book(edition(text), options)
    sources = [image.get("src") for image in page(files).iter(f"{X}img")]
    assert [str(src).rpartition(".")[2] for src in sources] == ["png", "jpg"]
    assert [files[f"EPUB/{src}"][-1:] for src in sources] == [b"x", b"y"]


@pytest.mark.parametrize("content", [b"rien", b"\0\0\0\x1cftypavif", None])
def test_a_picture_that_epub_refuses_is_described(content: bytes | None) -> None:
    report = Report()
    options = EpubOptions({} if content is None else {"medias/a.png": content})
    files = book(edition(document(figure("medias/a.png"))), options, report)
    assert [finding.code for finding in report.findings] == ["image-hors-livre"]
    found = html(page(files).find(f".//{X}figure/*")).replace("\u00a0", " ")
    told = r'<span class="image-absente" id="i-[0-9a-f]{8}">Image : Un carré</span>'
    assert re.fullmatch(told, found)


# What a book says of itself


def said_of(
    *blocks: Block, pictures: dict[str, bytes] | None = None, sound: Path | None = None
) -> dict[str, list[str]]:
    text = document(*blocks)
    sounds: tuple[Narration, ...] = (narration(text, sound),) if sound else ()
    made = edition(text, sounds=sounds)
    options = EpubOptions(pictures or {})
    package = book(made, options)["EPUB/package.opf"].decode()
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<meta property="schema:(\w+)">(.*?)</meta>', package):
        found.setdefault(name, []).append(value)
    return found


def test_a_text_alone_says_so() -> None:
    said = said_of(para("Un mot."))
    assert said["accessMode"] == said["accessModeSufficient"] == ["textual"]
    assert said["accessibilityHazard"] == ["none"]
    assert "synchronizedAudioText" not in said["accessibilityFeature"]
    assert "Ce livre n’a pas de son." in said["accessibilitySummary"][0]


def test_a_book_that_is_wholly_read_is_enough_to_listen_to(tmp_path: Path) -> None:
    said = said_of(para("Un mot."), sound=tmp_path)
    assert said["accessMode"] == ["textual", "auditory"]
    assert said["accessModeSufficient"] == ["textual", "auditory"]
    assert "synchronizedAudioText" in said["accessibilityFeature"]
    assert "une voix de synthèse" in said["accessibilitySummary"][0]


def test_what_the_voice_skipped_is_not_heard(tmp_path: Path) -> None:
    text = document(para("Un mot."), para("Αθήνα dit-il."))
    sound = narration(text, tmp_path)
    whole, partly = (
        book(edition(text, sounds=(replace(sound, unsaid=ids),)))["EPUB/package.opf"]
        for ids in (frozenset[str](), frozenset({sound.clips[-2].node_id}))
    )
    told = PARTLY_HEARD.encode()
    assert (told in whole, told in partly) == (False, True)
    enough = b'schema:accessModeSufficient">auditory'
    assert (enough in whole, enough in partly) == (True, False)


def test_code_is_not_read_and_that_is_told(tmp_path: Path) -> None:
    said = said_of(para("Un mot."), CodeBlock("a = 1"), sound=tmp_path)
    assert said["accessModeSufficient"] == ["textual"]
    assert PARTLY_HEARD not in said["accessibilitySummary"][0]
    assert "Les lignes de code sont seulement écrites." in said["accessibilitySummary"][0]


@pytest.mark.parametrize(
    ("alt", "content", "sufficient", "feature", "hazard"),
    [
        ("Un carré", PNG, ["textual", "textual,visual"], True, "none"),
        ("", PNG, ["textual,visual"], False, "none"),
        ("Un", b"GIF89a NETSCAPE2.0", ["textual", "textual,visual"], True, "unknown"),
    ],
)
def test_pictures_are_described_or_not(
    alt: str, content: bytes, sufficient: list[str], feature: bool, hazard: str
) -> None:
    said = said_of(figure("m/a.png", alt), pictures={"m/a.png": content})
    assert said["accessMode"] == ["textual", "visual"]
    assert said["accessModeSufficient"] == sufficient
    assert ("alternativeText" in said["accessibilityFeature"]) is feature
    assert said["accessibilityHazard"] == [hazard]


def test_nothing_claims_a_conformance(tmp_path: Path) -> None:
    text = document(para("Un mot."))
    package = book(edition(text, sounds=(narration(text, tmp_path),)))["EPUB/package.opf"]
    assert b"conformsTo" not in package
    assert "Personne n’a encore vérifié".encode() in package


def test_a_book_says_who_certifies_that_it_conforms(tmp_path: Path) -> None:
    options = EpubOptions(certifier="Voir & co")
    files = book(edition(document(para("Un mot."))), options)
    package = files["EPUB/package.opf"].decode()
    norm = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
    assert f'<meta property="dcterms:conformsTo" id="norme">{norm}</meta>' in package
    assert '"a11y:certifiedBy" refines="#norme">Voir &amp; co<' in package
    assert "Personne n’a encore vérifié" not in package
    told = "Ce livre respecte EPUB Accessibility 1.1 et WCAG 2.1, niveau AA : Voir & co"
    assert f"{told} le certifie." in lines(page(files, "livre_credits"))
    assert faults_of(files, tmp_path) == []


def test_a_book_that_cannot_conform_is_certified_by_nobody() -> None:
    options = EpubOptions({"m/a.png": PNG}, certifier="Voir & co")
    undescribed = document(figure("m/a.png", ""))
    package = book(edition(undescribed), options)["EPUB/package.opf"]
    assert b"conformsTo" not in package
    assert b"certifiedBy" not in package
    assert "Personne n’a encore vérifié".encode() in package


def test_an_easy_book_says_what_it_is() -> None:
    text = document(para("Un mot."), title="Le message", status="brouillon")
    package = book(edition(text, version="facile"))["EPUB/package.opf"].decode()
    assert (
        '<dc:title id="titre-livre">Le message (version simplifiée)</dc:title>' in package
    )
    assert "Version simplifiée. Brouillon non validé." in package


@pytest.mark.parametrize(
    ("date", "stated", "modified"),
    [
        ("2025-03-01", ["2025-03-01"], "2025-03-01"),
        ("6 mai 2024", ["2024-05-06"], "2024-05-06"),
        ("06/05/2024", ["2024-05-06"], "2024-05-06"),
        ("mars", [], "1980-01-01"),
    ],
)
def test_dates_are_those_of_the_text(date: str, stated: list[str], modified: str) -> None:
    package = book(edition(document(date=date)))["EPUB/package.opf"].decode()
    assert re.findall(r"<dc:date>(.*?)<", package) == stated
    assert f'"dcterms:modified">{modified}T00:00:00Z<' in package
    assert day("2025-02-31") == ""


@pytest.mark.parametrize(
    ("codes", "sufficient", "summary"),
    [
        (("image-sans-description",), ["textual", "textual,visual"], "ne font que décorer"),
        ((), ["textual,visual"], "Certaines images n’ont pas de description."),
    ],
)
def test_an_ornament_needs_no_description(
    codes: tuple[str, ...], sufficient: list[str], summary: str
) -> None:
    picture = Image((), "medias/é.png", pos=Pos("a.md", 3, frozenset(codes)))
    package = book(edition(document(Figure(picture))), EpubOptions({"medias/é.png": PNG}))[
        "EPUB/package.opf"
    ].decode()
    assert re.findall(r'accessModeSufficient">(.*?)<', package) == sufficient
    assert summary in package
    assert "alternativeText" not in package


def test_the_collection_has_the_last_date() -> None:
    dates = ("6 mai 2024", "3 mars 2025", "2024-12-31", "un jour")
    texts = [replace(document(date=date), id=f"t{n}") for n, date in enumerate(dates)]
    whole = whole_book(
        (edition(*texts), edition(version="facile")), EpubOptions(), Report()
    )
    assert whole.date == "2025-03-03"


def test_a_person_who_reads_is_named(tmp_path: Path) -> None:
    text = document(para("Un mot."))
    sound = narration(text, tmp_path)
    sound = replace(
        sound, recorded=True, voice="Jeanne Martin",
        clips=tuple(c for c in sound.clips if c.node_id not in sound.asides), asides={},
    )  # fmt: skip
    files = book(edition(text, sounds=(sound,)))
    assert b'"media:narrator">Jeanne Martin<' in files["EPUB/package.opf"]
    assert "Texte lu par Jeanne Martin." in lines(page(files, "livre_credits"))
    assert "Jeanne" not in "".join(map(str, page(files).itertext()))


# Sound


def test_an_overlay_plays_each_sentence(tmp_path: Path) -> None:
    text = document(para("Un. Deux."), bullets("trois"))
    files = book(edition(text, sounds=(narration(text, tmp_path),)))
    smil = etree.fromstring(files[f"EPUB/{ID}.smil"])
    spans = [s.get("id") for s in page(files).iter(f"{X}span") if s.get("class") == "s"]
    texts = [t.get("src") for t in smil.iter(f"{{{SMIL}}}text")]
    around = ["debut", "titre", "mention", *spans, "fin"]
    assert texts == [f"{ID}.xhtml#{id_}" for id_ in around]
    ends = [a.get("clipEnd") for a in smil.iter(f"{{{SMIL}}}audio")]
    assert ends == [f"{1.25 * n:.3f}s" for n in range(1, 8)]
    package = files["EPUB/package.opf"].decode()
    assert re.findall(r'media:duration">(.*?)<', package) == [clock(8750)] * 2
    assert files[f"EPUB/audio/{ID}.mp3"] == (tmp_path / "7.mp3").read_bytes()


def test_the_description_of_a_picture_is_heard_with_the_picture(tmp_path: Path) -> None:
    """In the order of the page, in the figure that a listener may skip."""
    picture = Image((Text("Un carré"),), "medias/a.png")
    text = document(Figure(picture, (Text("Une légende."),)), para("Un mot."))
    options = EpubOptions({"medias/a.png": PNG})
    files = book(edition(text, sounds=(narration(text, tmp_path),)), options)
    smil = etree.fromstring(files[f"EPUB/{ID}.smil"])
    (figures,) = [s for s in smil.iter(f"{{{SMIL}}}seq") if s.get(TYPE) == "figure"]
    heard = [t.get("src").partition("#")[2] for t in figures.iter(f"{{{SMIL}}}text")]
    places = {e.get("id"): e for e in page(files).iter() if e.get("id")}
    assert [places[id_].tag.removeprefix(X) for id_ in heard] == ["img", "span"]
    assert faults_of(files, tmp_path) == []
    assert 'accessModeSufficient">auditory' in files["EPUB/package.opf"].decode()


def test_a_caption_that_repeats_its_picture_is_seen_and_heard_once(tmp_path: Path) -> None:
    """All of the book is in its sound: the picture says those words."""
    picture = Image((Text("Un carré noir et blanc"),), "medias/a.png")
    repeated = Figure(picture, (Text("Un carré noir et blanc"),))
    text = document(repeated, para("Un mot."))
    options = EpubOptions({"medias/a.png": PNG})
    files = book(edition(text, sounds=(narration(text, tmp_path),)), options)
    (caption,) = page(files).iter(f"{X}figcaption")
    assert "".join(caption.itertext()) == "Un carré noir et blanc"
    assert [e.get("id") for e in page(files).iter() if e.get("data-son")] == []
    assert 'accessModeSufficient">auditory' in files["EPUB/package.opf"].decode()
    assert faults_of(files, tmp_path) == []


def test_a_passage_that_the_voice_cannot_say_is_marked(tmp_path: Path) -> None:
    """The page, the summary and the modes of the book agree; and the check looks at it."""
    text = document(para("Un. Deux."), para("Trois."))
    sound = narration(text, tmp_path)
    wordy = [clip.node_id for clip in sound.clips if clip.node_id.startswith("s-")]
    for lost in ("titre", wordy[1]):
        partly = replace(sound, clips=tuple(c for c in sound.clips if c.node_id != lost))
        for one in (partly, replace(sound, unsaid=frozenset((lost,)))):
            files = book(edition(text, sounds=(one,)))
            marked = [e.get("id") for e in page(files).iter() if e.get("data-son")]
            assert marked == [lost]
            package = files["EPUB/package.opf"].decode()
            assert "Une partie du livre n’est pas dans le son." in package
            assert 'accessModeSufficient">auditory' not in package
            assert faults_of(files, tmp_path) == []


def test_what_is_said_and_not_written_is_told(tmp_path: Path) -> None:
    text = document(para("Un mot."))
    sound = narration(document(para("Un mot."), para("Un autre.")), tmp_path)
    report = Report()
    book(edition(text, sounds=(sound,)), report=report)
    assert [finding.code for finding in report.findings] == ["passage-hors-livre"]


def test_a_sound_without_mp3_gives_a_book_without_sound(tmp_path: Path) -> None:
    text = document(para("Un mot."))
    sound = replace(narration(text, tmp_path), encodings={})
    files = book(edition(text, sounds=(sound,)))
    assert not [name for name in files if name.endswith((".mp3", ".smil"))]
    assert faults_of(files, tmp_path) == []


def faults_of(files: dict[str, bytes], folder: Path) -> list[str]:
    return faults(rezipped(files), folder)


# Fonts


@pytest.mark.parametrize(
    ("block", "faces"),
    [
        (para("Un."), {"Regular", "Bold"}),
        (para(emph("Un.")), {"Regular", "Bold", "Italic"}),
        (para(strong(emph("Un."))), {"Regular", "Bold", "BoldItalic"}),
    ],
)
def test_only_the_faces_that_serve_are_in_with_their_licence(
    block: Para, faces: set[str]
) -> None:
    files = book(edition(document(block)))
    held = {
        name.rpartition("-")[2].removesuffix(".ttf") for name in files if ".ttf" in name
    }
    assert held == faces
    style = files["EPUB/style.css"].decode()
    assert style.count("@font-face") == len(faces)
    assert b"SIL OPEN FONT LICENSE" in files["EPUB/fonts/OFL.txt"].upper()


RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")


def test_zeros_of_easy_pages_alone_have_no_slash(tmp_path: Path) -> None:
    """Theirs comes from a font of one sign, in the books that have such pages."""
    zeros = {
        f"EPUB/fonts/AtkinsonHyperlegible-Zero{face}.ttf" for face in ("Regular", "Bold")
    }
    full = book(edition(document(para("En 2030."))))
    assert not zeros & {*full}
    assert b"ZeroRegular.ttf" not in full["EPUB/style.css"]
    files = book(edition(document(para("En 2030.")), version="facile"))
    assert zeros <= {*files}
    families = {
        where.strip(): said
        for where, said in RULE.findall(files["EPUB/style.css"].decode())
    }
    assert families["body"].startswith(' font-family: "Atkinson Hyperlegible", ')
    easy = families[".facile body"]
    assert 'font-family: "Atkinson Hyperlegible Zero", "Atkinson Hyperlegible", ' in easy
    assert faults_of(files, tmp_path) == []


def test_no_box_holds_the_words_of_a_picture_that_is_absent() -> None:
    files = book(edition(document(Div((para("Image : un carré"),), "description"))))
    assert b'<div class="image-absente"' in files[f"EPUB/{ID}.xhtml"]
    rules = RULE.findall(files["EPUB/style.css"].decode())
    assert not [said for where, said in rules if "image-absente" in where]


# The whole collection


def whole(tmp_path: Path) -> tuple[EpubBook, tuple[Edition, ...]]:
    texts = [replace(document(heading(2, f"Partie {n}")), id=f"t{n}", title=f"Texte {n}")
             for n in (1, 2)]  # fmt: skip
    easy = replace(texts[0], title="Facile", meta=Meta(status="brouillon"))
    sounds = tuple(narration(text, tmp_path) for text in texts)
    full = edition(*texts, sounds=sounds)
    full = replace(full, book=replace(full.book, opening=(para("Bienvenue."),)))
    editions = (full, edition(easy, version="facile"))
    return whole_book(editions, EpubOptions(), Report()), editions


def test_the_collection_has_its_parts(tmp_path: Path) -> None:
    made, editions = whole(tmp_path)
    shown = [
        (branch.label, [(below.label, [b.label for b in below.below])
                        for below in branch.below])
        for branch in contents(made)
    ]  # fmt: skip
    assert shown == [
        ("Le livre", []),
        ("Textes complets", [("Texte 1", ["Partie 1"]), ("Texte 2", ["Partie 2"])]),
        ("Versions simplifiées", [("Facile", ["Partie 1"])]),
        ("À propos de ce livre", []),
    ]
    files = unzipped(
        bytes(write_whole_epub(editions, EpubOptions(), Report())["ppun.epub"])
    )  # type: ignore[arg-type]
    assert b"Bienvenue." in files["EPUB/page-de-titre.xhtml"]
    opening = files["EPUB/versions-simplifiees.xhtml"].decode().replace("\u00a0", " ")
    assert "Facile : version simplifiée, brouillon non validé" in opening
    landmarks = re.findall(r'epub:type="(\w+)" href', files["EPUB/nav.xhtml"].decode())
    assert landmarks == ["toc", "titlepage", "bodymatter", "part", "colophon"]
    assert hrefs(files)[:3] == ["page-de-titre.xhtml", "nav.xhtml", "t1.xhtml"]
    assert dict(accessibility(made))["accessModeSufficient"] == "textual"
    assert faults_of(files, tmp_path) == []


def test_no_text_no_collection() -> None:
    assert write_whole_epub([edition()], EpubOptions(), Report()) == {}


def test_an_empty_text_is_a_book_all_the_same(tmp_path: Path) -> None:
    files = book(edition(document(title="\x00")))
    assert "Sans titre" in files["EPUB/nav.xhtml"].decode()
    assert faults_of(files, tmp_path) == []
