"""Web pages as browsers save them, and plain text: what is read, and in which encoding."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_office import WORDS, words_of
from test_readers import outline

from ppun_access.document.model import Document, Heading, Image, List, Node
from ppun_access.document.walk import children, nodes, plain_text
from ppun_access.errors import InputError
from ppun_access.readers import READERS, ReaderOptions, read
from ppun_access.readers.space.pages import find_pages
from ppun_access.report import Report


def from_text(kind: str, text: str, report: Report | None = None) -> Document:
    (document,) = READERS[kind](text, f"a.{kind}", ReaderOptions(), report or Report())
    return document


def lines(document: Document) -> list[str]:
    """Return the outline without places."""
    return [
        " ".join(x for x in line.split() if not x.isdigit()) for line in outline(document)
    ][1:]


# Web pages


@pytest.mark.parametrize(
    "page",
    [
        "<main>{}</main>",
        "<div role=main>{}</div>",
        "<article>{}</article>",
        "<div><div class=x>{}</div><div>Un petit bloc.</div></div>",
        "<table><tr><td>Menu</td><td>{}</td></tr></table>",
    ],
)
def test_the_main_content_is_found(page: str) -> None:
    text = "<h1>Titre</h1>" + "<p>Un paragraphe de sept mots en tout.</p>" * 3
    around = "<nav>Aller ailleurs</nav>{}<footer>Mentions</footer>"
    report = Report()
    html = f"<html><body>{around.format(page.format(text))}</body></html>"
    document = from_text("html", html, report)
    assert document.title == "Titre"
    assert plain_text(document) == "Un paragraphe de sept mots en tout." * 3
    assert [f.code for f in report.findings] == ["hors-contenu"]


@pytest.mark.parametrize(
    ("menu", "told"),
    [
        ("Menu", " 1 mot autour de lui est laissé"),
        ("A B", " 2 mots autour de lui sont laissés"),
    ],
)
def test_what_is_left_out_agrees_in_number(menu: str, told: str) -> None:
    report = Report()
    from_text("html", f"<nav>{menu}</nav><main><p>Un mot.</p></main>", report)
    assert told in report.findings[0].message


def test_a_bare_page_is_read_whole() -> None:
    report = Report()
    document = from_text("html", "<p>Un mot.</p><p>Deux mots.</p>", report)
    assert lines(document) == ["Para Un mot.", "Para Deux mots."]
    assert report.findings == []


def test_the_title_of_a_page() -> None:
    head = "<title>Les aides | Région</title>"
    outside = f"{head}<header><h1>Toutes les aides</h1></header><main><p>Mot.</p></main>"
    assert from_text("html", outside).title == "Toutes les aides"
    assert from_text("html", f"{head}<main><p>Mot.</p></main>").title == "Les aides"
    two = f"{head}<main><h1>Un</h1><p>Mot.</p><h1>Deux</h1></main>"
    assert from_text("html", two).title == "Un"
    assert from_text("html", "<p>Mot.</p>").title == "a"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<meta charset=utf-8><p>L’été à Dole €</p>".encode(), []),
        ("<p>L’été à Dole €</p>".encode("utf-8-sig"), []),
        (
            "<meta charset=iso-8859-1><p>L’été à Dole €</p>".encode("cp1252"),
            ["texte-recode"],
        ),
        ("<p>L’été à Dole €</p>".encode("cp1252"), ["texte-recode"]),
        ("\ufeff<p>L’été à Dole €</p>".encode("utf-16-le"), ["texte-recode"]),
        ("\ufeff<p>L’été à Dole €</p>".encode("utf-16-be"), ["texte-recode"]),
        ("\ufeff<p>L’été à Dole €</p>".encode("utf-32-le"), ["texte-recode"]),
        ("<p>L’été à Do\0le €</p>".encode(), ["texte-recode"]),
        (
            b'<?xml version="1.0" encoding="iso-8859-15"?>'
            + "<p>L'été à Dole €</p>".encode("iso-8859-15"),
            ["texte-recode"],
        ),
    ],
)
def test_encodings(content: bytes, code: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(content)
    report = Report()
    (document,) = read(path, report=report)
    assert plain_text(document).replace("'", "’") == "L’été à Dole €"
    assert [f.code for f in report.findings] == code


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_what_is_no_text_is_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(bytes(range(8)) * 30)
    with pytest.raises(InputError, match="octet nul en position 0"):
        read(path)


def test_lone_surrogates_and_damaged_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("L’été à\n".encode() + b"\xed\xa0\x80 Dole \xff")
    report = Report()
    (document,) = read(path, report=report)
    assert "L’été à" in plain_text(document)
    assert "Dole" in plain_text(document)
    assert [str(f).split(" : ")[0] for f in report.findings] == ["a.txt:2"]


ATTACKS = (
    "<script>alert('mot')</script>", "<style>mot{}</style>",
    "<svg><script>mot</script></svg>",
    "<math><mtext><script>mot</script></mtext></math>", "<template><p>mot</p></template>",
    "<noscript>mot</noscript>", "<!-- mot -->", "<?php mot ?>",
    "<p style='display: none'>mot</p>", "<object data='data:text/html,mot'></object>",
    "<iframe src='javascript:mot'></iframe>", "<base href='https://x/'><link href=mot>",
)  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_active_is_read(attack: str) -> None:
    document = from_text("html", f"<main><p>Un</p>{attack}<p>Deux</p></main>")
    assert plain_text(document) == "UnDeux"


def test_media_are_links_and_pictures_have_places() -> None:
    text = (
        "<main><iframe src='https://x.fr/v' title='Une vidéo'></iframe>"
        "<video><source src='v.mp4'>La visite</video>"
        "<p>a <img src='data:,x' data-src='a_files/b.png' alt=c> <img src='data:,x'></p>"
    )
    report = Report()
    document = from_text("html", text, report)
    assert "Une vidéo" in plain_text(document)
    assert "La visite" in plain_text(document)
    assert [n.src for n in nodes(document) if isinstance(n, Image)] == ["a_files/b.png", ""]
    assert [f.code for f in report.findings] == ["image-dans-adresse"]


def test_the_folder_of_a_saved_page_holds_no_page(tmp_path: Path) -> None:
    for name in ("a.html", "a_files/cadre.html", "b_fichiers/pub.htm", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [p.name for p in find_pages(tmp_path)] == ["a.html", "c.txt"]


HTML = "<>/=\"' ampdivscrtble&;!-#\n\0\ufdd2\U000f0061é"


@given(st.text(HTML, max_size=60))
def test_any_page_is_read(text: str) -> None:
    assert "<script" not in plain_text(from_text("html", text)).lower()


# Plain text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Titre\n\nTexte.", "Para Texte."),
        ("Titre\n=====\nTexte.", "Para Texte."),
        ("Une phrase\nsur deux lignes.", "Para Une phrase sur deux lignes."),
        ("T\n\nUn\n===\nTexte\n\nDeux\n---\n", "Heading Un|Para Texte|Heading Deux"),
        (
            "T\n\n1. Un\n\na\n\n1.1 Deux\n\nb",
            "Heading 1. Un|Para a|Heading 1.1 Deux|Para b",
        ),
        (
            "T\n\nI. Un\n\na\n\nII. Deux\n\nb",
            "Heading I. Un|Para a|Heading II. Deux|Para b",
        ),
        ("T\n\n1. a\n\n2. b", "List ordered|ListItem|Para a|ListItem|Para b"),
        ("T\n\n1. Une phrase.\n\nb", "List ordered|ListItem|Para Une phrase.|Para b"),
        ("T\n\n- a\n  suite\n- b", "List|ListItem|Para a suite|ListItem|Para b"),
        ("T\n\n- a\n1) b", "List|ListItem|Para a|List ordered|ListItem|Para b"),
        ("T\n\n> a\n>\n> b", "Quote|Para a|Para b"),
        ("T\n\na\n\n-----\n\nb", "Para a|Rule|Para b"),
        ("T\n\n-a, −5 et 1.5 fois", "Para -a, −5 et 1.5 fois"),
        ("T\n\n# *b* [c](d) &amp; <e> {% f %}", "Para # *b* [c](d) &amp; <e> {% f %}"),
    ],
)
def test_the_convention_of_plain_text(text: str, expected: str) -> None:
    assert "|".join(lines(from_text("plain", text))) == expected


def test_lists_of_plain_text_are_nested() -> None:
    text = "T\n\n" + "\n".join("  " * n + f"- mot{n}" for n in range(200))
    document = from_text("plain", text)
    assert all(f"mot{n}" in plain_text(document) for n in range(200))
    assert 10 <= depth(document.blocks[0]) <= 40


def depth(node: Node) -> int:
    return isinstance(node, List) + max((depth(c) for c in children(node)), default=0)


ACTIVE = " \n\t\f>-*•=~_1.)IV#ab<&é\ufdd2\u00a0"


@given(st.text(ACTIVE, max_size=80))
def test_no_word_of_a_text_is_lost(text: str) -> None:
    document = from_text("plain", text)
    kept = words_of(document)
    for word in WORDS.findall(text):
        if word.isdigit() or word in ("I", "V", "IV"):
            continue  # the number of an item
        assert kept[word], word
    levels = [n.level for n in nodes(document) if isinstance(n, Heading)]
    assert set(levels) <= {2, 3, 4, 5, 6}


def test_a_long_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Titre\n\n" + "mot " * 500_000)
    (document,) = read(path)
    assert plain_text(document).count("mot") == 500_000
