"""Pictograms of easy versions: whose they are is recorded, and they stay quiet."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import pytest
from books import unzipped
from bs4 import BeautifulSoup
from pdf_documents import read_again
from projects import build, codes, failed, project

from ppun_access.cli import main
from ppun_access.commands.reviews import reviews
from ppun_access.report import Report

__all__ = ["project"]

pytestmark = pytest.mark.usefixtures("warm_cache")

FOLDER = Path("output/bonjour-a-tous/facile")
STEM = "bonjour-a-tous-facile"
EASY = """---
statut: brouillon
source: bonjour-a-tous
---
# Bonjour

## Un titre

![](pictos/lieu.png)

Un texte facile.

![](pictos/dessin.svg)
"""
RECORD = """["lieu.png"]
licence = "CC BY-SA 4.0"
auteur = "Camille Exemple"
source = "https://exemple.fr/lieu"
description = "Une maison"

["dessin.svg"]
licence = "Licence ouverte 2.0"
auteur = "la Région"
description = "Un ordinateur"
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
    '<rect width="9" height="9"/></svg>'
)


def png(size: int = 300) -> bytes:
    """Return a grey square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x60" * size) * size
    parts = (
        chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""),
    )  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.fixture
def easy(project: Path) -> Path:
    """Return the easy version of a project that has two pictograms."""
    pictos = project / "content" / "pictos"
    pictos.mkdir()
    (pictos / "lieu.png").write_bytes(png())
    (pictos / "dessin.svg").write_text(SVG)
    (pictos / "pictos.toml").write_text(RECORD, "utf-8")
    path = project / "content" / "facile" / "bonjour-a-tous.md"
    path.parent.mkdir()
    path.write_text(EASY, "utf-8")
    return path


def records(project: Path) -> Path:
    return project / "content" / "pictos" / "pictos.toml"


def page() -> BeautifulSoup:
    return BeautifulSoup((FOLDER / "index.html").read_bytes(), "html.parser")


def test_the_page_shows_them_and_says_whose_they_are(easy: Path) -> None:
    assert build("content", "--to", "html,text") == 0
    first, second = page().select(".texte img")
    assert (first["alt"], second["alt"]) == ("", "Un ordinateur")
    for image in (first, second):
        assert image["class"] == ["picto"]
        assert (FOLDER / str(image["src"])).resolve().is_file()
    (credits,) = page().select(".texte .credits")
    told = " ".join(credits.get_text().split())
    assert told == (
        "Pictogrammes : Camille Exemple, licence CC BY-SA 4.0. "
        "Pictogrammes : la Région, Licence ouverte 2.0."
    )
    assert [link["href"] for link in credits.select("a")] == [
        "https://exemple.fr/lieu",
        "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
    ]
    assert codes(Path("output")) == []


def test_the_text_has_the_words_and_no_noise(easy: Path) -> None:
    assert build("content", "--to", "html,text") == 0
    text = (FOLDER / f"{STEM}.txt").read_text("utf-8")
    assert text.count("Image\N{NO-BREAK SPACE}:") == 1
    assert "Image\N{NO-BREAK SPACE}: Un ordinateur" in text
    assert "Pictogrammes\N{NO-BREAK SPACE}: Camille Exemple, licence CC BY-SA 4.0." in text
    assert "pictos/" not in text


def test_a_picture_without_a_licence_is_told_and_not_published(
    project: Path, easy: Path
) -> None:
    for record in ("", RECORD.replace("licence =", "source =", 1).replace(
        'source = "https://exemple.fr/lieu"\n', ""
    ), RECORD.replace('"Camille Exemple"', '" "')):  # fmt: skip
        records(project).write_text(record, "utf-8")
        assert build("content", "--to", "html,text") == 0
        assert "picto-sans-licence" in codes(Path("output"))
        shown = [str(image["src"]) for image in page().select(".texte img")]
        assert not any(src.endswith(".png") for src in shown)
        assert not list(Path("output/medias").glob("*.png"))


def test_the_words_of_a_refused_picture_stay(project: Path, easy: Path) -> None:
    easy.write_text(EASY.replace("![](pictos/lieu", "![Une maison](pictos/lieu"), "utf-8")
    records(project).write_text("")
    assert build("content", "--to", "html,text") == 0
    assert "Une maison" in page().get_text()
    assert codes(Path("output")).count("picto-sans-licence") == 2
    assert "image-absente" not in codes(Path("output"))


def test_books_and_pdf_hold_them(easy: Path, tmp_path: Path) -> None:
    assert build("content", "--to", "html,epub,daisy,pdf") == 0
    book = unzipped((FOLDER / f"{STEM}.epub").read_bytes())
    kinds = {Path(name).suffix for name in book if "/images/" in name}
    assert kinds == {".png", ".svg"}
    (name,) = (n for n in book if n.endswith("-facile.xhtml"))
    first, second = BeautifulSoup(book[name], "html.parser").select("img")
    assert (first["role"], first["alt"]) == ("presentation", "")
    assert second["alt"] == "Un ordinateur"
    talking = unzipped((FOLDER / f"{STEM}-daisy202.zip").read_bytes())
    (content,) = (n for n in talking if n.endswith("content.html"))
    text = talking[content].decode()
    assert text.count("<img") == 1
    assert "Un ordinateur" in text  # DAISY 2.02 has no SVG: its words are there
    pdf = read_again(FOLDER / f"{STEM}.pdf")
    assert any("Camille Exemple" in leaf["text"] for leaf in pdf["pages"])
    assert "image-illisible" not in codes(Path("output"))


def test_a_pictogram_is_signed_with_the_text(project: Path, easy: Path) -> None:
    signing = ("facile", "sign", "bonjour-a-tous")
    read = ("--atelier", "Atelier", "--date", "2026-01-15", "--participants", "4")
    found = reviews((Path("content"),), signing[2], Report()).of(signing[2])
    assert found.review_digests is not None
    read = (*read, "--version-lue", found.review_digests.version)
    assert main([*signing, *read]) == 0
    assert main([*signing]) == 0
    assert build("content", "--to", "html,text") == 0
    assert "images-changees" not in codes(Path("output"))
    (project / "content" / "pictos" / "lieu.png").write_bytes(png(200))
    assert build("content", "--to", "html,text") == 0
    assert "images-changees" in codes(Path("output"))


def test_the_audit_sees_them(easy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", str(easy), "--json"])
    text = json.loads(capsys.readouterr().out)
    verdicts = {test["id"]: test["verdict"] for test in text["tests"]}
    assert verdicts["RLS-3.1.1"] == "C"
    assert verdicts["RLS-3.1.2"] == "NT"


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ('["lieu.png"]\nlicense = "x"', "license"),
        ('["lieu.png"]\nlicence = 3', "licence"),
        ('"lieu.png" = "x"', "lieu.png"),
        ("[lieu", "pictos.toml:1"),
    ],
)
def test_a_bad_record_is_a_clear_error(
    project: Path, easy: Path, capsys: pytest.CaptureFixture[str], record: str, told: str
) -> None:
    records(project).write_text(record)
    code, words = failed(capsys, "build", "content", "--to", "text", "--voice", "silence")
    assert code == 2
    assert told in words
    assert "pictos.toml" in words


def test_the_glossary_of_the_project_ends_a_text_that_has_none(
    project: Path, easy: Path
) -> None:
    (project / "content" / "lexique.toml").write_text(
        '[definitions]\n"texte" = "Des mots écrits."\n"bus" = "Il roule."\n', "utf-8"
    )
    assert build("content", "--to", "html,text") == 0
    (terms,) = page().select(".texte dl")
    assert terms.get_text(" ", strip=True) == "Texte des mots écrits."
    heading = terms.find_previous("h2")
    assert heading is not None
    assert heading.get_text() == "Les mots difficiles"
    assert not page().select(".texte [title]")  # never a tooltip
    easy.write_text(
        f"{EASY}\n## Les mots difficiles\n\n- **Texte** : ce sont des mots.\n", "utf-8"
    )
    assert build("content", "--to", "html,text") == 0
    assert not page().select(".texte dl")
    assert page().get_text().count("Les mots difficiles") == 1


def test_an_acronym_of_the_project_is_in_the_glossary_and_in_no_bracket(
    project: Path, easy: Path
) -> None:
    """Neither tooltip nor bracket in an easy text (RLS-4.2.1); a full text has both."""
    (project / "content" / "lexique.toml").write_text(
        '[sigles]\nARS = "agence régionale de santé"\nCAF = "caisse d’aide"\n', "utf-8"
    )
    easy.write_text(f"{EASY}\nL’ARS aide la CAF.\n\nCAF : caisse d’aide.\n", "utf-8")
    assert build("content", "--to", "html,text,pdf") == 0
    (terms,) = page().select(".texte dl")
    assert terms.get_text(" ", strip=True) == (
        "ARS agence régionale de santé. CAF caisse d’aide."
    )
    assert not page().select(".texte abbr, .texte [title]")
    text = (FOLDER / f"{STEM}.txt").read_text("utf-8")
    assert "L’ARS aide la CAF.\n" in text
    pdf = read_again(FOLDER / f"{STEM}.pdf")
    assert "L’ARS aide la CAF." in "".join(one["text"] for one in pdf["pages"])
    easy.write_text(f"{EASY}\nLes ARSX aident.\n", "utf-8")
    assert build("content", "--to", "html") == 0
    assert not page().select(".texte dl")


def test_the_state_is_told_in_every_format(easy: Path) -> None:
    assert build("content", "--to", "html,text,epub,daisy,pdf,vtt,mp3") == 0
    label = "Version simplifiée. Brouillon non validé"
    (status,) = page().select(".statut")
    assert label in status.get_text()
    files = {path.suffix: path for path in FOLDER.glob(f"{STEM}.*")}
    for suffix in (".txt", ".vtt"):  # a sentence a line, and what is heard
        told = files[suffix].read_text("utf-8")
        assert all(f"{part}." in told for part in label.split(". "))
    assert label in " ".join(read_again(files[".pdf"])["pages"][0]["text"].split())
    for book in (files[".epub"], FOLDER / f"{STEM}-daisy202.zip"):
        assert any(label in text.decode("utf-8", "ignore") for text in unzipped(
            book.read_bytes()
        ).values())  # fmt: skip
