"""What a build tells the team: few lines, one a decision, and first what changes most."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from projects import COMPLETE, PAGE, build, project

from ppun_access.cli import main
from ppun_access.document.model import Pos
from ppun_access.report import Finding
from ppun_access.site.report.decisions import decisions
from ppun_access.tools import spacy_french

__all__ = ["project"]

LONG = (
    "Afin de répondre aux demandes des communes, des associations et des habitants qui "
    "attendent depuis longtemps une réponse claire à leurs questions, la Région, les "
    "départements et les intercommunalités signent chaque année une convention nouvelle "
    "qui fixe les moyens, les délais et les personnes à qui écrire."
)
EASY = "---\nstatut: {}\n---\n# Simple\n\nUn texte simple.\n"


@pytest.fixture
def many(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of twelve texts, each with the same acronym and a picture."""
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)
    for n in range(12):
        text = f"# Texte {n}\n\nLe SRADDET compte. Le SRADDET aide.\n\n![](a.svg)\n"
        (project / f"content/p{n:02}.md").write_text(text, "utf-8")
    (project / "content/a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        '<path d="M0 0h9"/></svg>'
    )
    (project / "content/p03.md").write_text(f"# Texte 3\n\n{LONG}\n", "utf-8")
    return project


def report(folder: Path) -> BeautifulSoup:
    path = folder / "output-rapport/index.html"
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def closing(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the lines that end a build, every space a plain one."""
    lines = capsys.readouterr().err.replace("\u00a0", " ").splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith(("Publié", "Rien")))
    return lines[first:]


def titles(soup: BeautifulSoup) -> list[str]:
    found = [h3.get_text().replace("\u00a0", " ") for h3 in soup.select(".premiers h3")]
    assert len(found) <= 7
    return found


def test_a_build_ends_in_fifteen_lines(
    many: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build("--to", "html") == 0
    first = closing(capsys)
    assert len(first) <= 15
    assert first[0] == "Publié dans output : 13 textes"
    at = first.index("À faire d’abord :")
    assert "Dites qui publie ce site" in first[at + 1]
    assert any(
        "Décidez de 1 sigle : SRADDET (22 fois sur 11 pages)" in line for line in first
    )
    assert any(
        "Décrivez 11 images sur 11 pages (p00.md, p01.md, p02.md et 8 de plus)" in x
        for x in first
    )
    assert any("output-rapport/index.html (" in line for line in first)
    assert build("--to", "html") == 0
    again = closing(capsys)
    assert again[again.index("À faire d’abord :") :] == first[at:]
    log = json.loads((many / "output-rapport/build.json").read_text("utf-8"))
    told = [f for f in log["findings"] if f.get("subject") == "SRADDET"]
    assert [(f["file"], f["line"], f["times"]) for f in told[:2]] == [
        ("p00.md", 3, 2), ("p01.md", 3, 2),
    ]  # fmt: skip


def test_verbose_tells_every_text_and_every_finding(
    many: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build("--to", "html", "--verbose") == 0
    told = closing(capsys)
    assert "  - Texte 3 : texte complet" in told
    assert sum("[sigle-inexplique]" in line for line in told) == 11


def test_the_first_screen_is_what_to_do_with_what_to_paste(many: Path) -> None:
    assert build("--to", "html") == 0
    soup = report(many)
    found = titles(soup)
    assert [title.split(" ")[0] for title in found] == [
        "Dites", "Écrivez", "Récrivez", "Décidez", "Décrivez",
    ]  # fmt: skip
    assert "Décrivez 11 images sur 11 pages" in found
    items = soup.select(".premiers > li")
    links = [str(link["href"]) for link in items[4].select(".ou a")]
    assert links == [f"../output/texte-{n}/index.html" for n in range(3)], "a page each"
    assert '[contact]\n# courriel = "…"' in items[0].get_text()
    asked = '# titre = "…"' in items[0].get_text()
    assert asked, "without settings, a site is called like its first text"
    assert "ppun-access facile new texte-3" in items[1].get_text(), "the hardest first"
    assert 'SRADDET = "schéma régional d’aménagement' in items[3].get_text()
    assert items[0].find_all_previous("h2") == [soup.select("h2")[0]]


def test_the_line_of_an_acronym_holds_the_name_that_another_page_gives(many: Path) -> None:
    (many / "content/p01.md").write_text(
        "# Un\n\nPour tous, la Direction des œuvres et du numérique (DOEN) aide.\n", "utf-8"
    )
    (many / "content/p02.md").write_text("# Deux\n\nLa DOEN aide le CDTQ.\n", "utf-8")
    assert build("--to", "html") == 0
    (item,) = (li for li in report(many).select(".premiers > li") if "sigle" in li.text)
    lines = item.select("pre")[0].get_text().splitlines()
    assert 'DOEN = "Direction des œuvres et du numérique"' in lines
    assert '# CDTQ = "nom entier"' in lines


def test_a_proposal_that_makes_nothing_easier_is_none(many: Path) -> None:
    """One word less in a sentence of fifty-two is no help."""
    assert build("--to", "html") == 0
    (item,) = (li for li in report(many).select(".premiers > li") if li.select(".citation"))
    assert "Par exemple" not in item.get_text()
    assert item.select("summary")[0].get_text() == "Où la couper"
    assert "Afin de répondre" in item.get_text()
    (link,) = item.select("a")
    target = report(many).find(id=str(link["href"]).removeprefix("#"))
    assert target is not None
    assert "Afin de répondre" in target.get_text()


def test_the_oldest_easy_version_is_to_be_reviewed_first(many: Path) -> None:
    (many / "content/facile").mkdir()
    for n, day in ((1, "2025-01-02"), (2, "2023-01-02")):
        page = many / f"content/p{n:02}.md"
        page.write_text(f"---\ndate: {day}\n---\n{page.read_text('utf-8')}", "utf-8")
        easy = many / f"content/facile/texte-{n}.md"
        easy.write_text(EASY.format("brouillon"), "utf-8")
    (many / "ppun.toml").write_text(COMPLETE, "utf-8")
    assert main(["build", "--voice", "aucune", "--to", "html,epub"]) == 0
    first = report(many).select(".premiers > li")[0].get_text().replace("\u00a0", " ")
    assert "de « Texte 2 », la plus ancienne de 2" in first
    assert "ppun-access facile sheet texte-2" in first


@pytest.mark.parametrize(
    ("folder", "typed"),
    [
        ("t", "t"),
        ("l’été & nous", "'l’été & nous'"),
        ("l'été à nous", """'l'"'"'été à nous'"""),
    ],
)
def test_a_command_to_paste_names_the_folder_that_was_read(
    many: Path, folder: str, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (many / "content").rename(many / folder)
    (many / "ppun.toml").write_text(COMPLETE, "utf-8")
    assert main(["build", folder, "--voice", "aucune", "--to", "html"]) == 0
    command = f"ppun-access facile new --source {typed} texte-3"
    (one,) = (c for c in report(many).select(".premiers code") if "facile" in c.text)
    assert one.get_text() == command
    page = (many / "output-rapport/index.html").read_text("utf-8")
    assert "ppun-access facile new texte" not in page, "the part of each text neither"
    assert main(shlex.split(command)[1:]) == 0
    said = capsys.readouterr().err
    assert f"« ppun-access facile sheet --source {typed} texte-3 »" in said
    assert main(["facile", "sign", "--source", folder, "texte-4"]) == 3
    assert f"facile new --source {typed} texte-4 »" in capsys.readouterr().err
    assert main(["facile", "status", "--source", folder]) == 0
    assert f"facile sheet --source {typed} texte-3" in capsys.readouterr().out


def test_what_is_not_published_comes_first_with_its_reason(
    many: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (many / "content/z.md").write_bytes(b"\0")
    assert build("--to", "html") == 3
    lines = closing(capsys)
    assert len(lines) <= 15
    first = lines[lines.index("À faire d’abord :") + 1]
    assert first.startswith("  1. Page illisible (z.md:1) : ")


def test_two_links_of_a_line_are_told_by_their_words(project: Path) -> None:
    """They were « a.md:3 · a.md:3 », in a line of five links."""
    text = "Voir [le plan](plan.md), [les dates](dates.md) et [Dijon](#bonjour)."
    (project / "content/a.md").write_text(f"# Bonjour\n\n{text}\n", "utf-8")
    assert build("--to", "html") == 0
    told = [li.get_text(" ").replace("\u00a0", " ") for li in report(project).select("li")]
    (dead,) = [one for one in told if "Lien mort" in one and "le plan" in one]
    assert dead.index("« le plan », page « Bonjour »") < dead.index("« les dates », page")


def test_nothing_to_do_is_not_said(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "ppun.toml").write_text(COMPLETE, "utf-8")
    (project / "content/a.md").write_text(PAGE, "utf-8")
    (project / "content/facile").mkdir()
    easy = project / "content/facile/bonjour-a-tous.md"
    easy.write_text(EASY.format("brouillon"), "utf-8")
    assert build("--to", "html", "--quiet") == 0
    assert capsys.readouterr().err == ""
    assert build("--to", "html") == 0
    assert len(closing(capsys)) < 10


# Decisions


def test_a_page_without_a_text_does_not_come_before_the_legal_details(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content/vide.md").write_text("", "utf-8")
    assert build("--to", "text") == 0
    lines = closing(capsys)
    at = lines.index("À faire d’abord :") + 1
    assert "Dites qui publie ce site" in lines[at]
    assert "Page vide" in lines[at + 1]


def test_who_says_whom_to_ask_is_not_told_to_say_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = 'editeur = "Région Exemple"\n[contact]\ncourriel = "a@exemple.fr"\n'
    (project / "ppun.toml").write_text(said, "utf-8")
    assert build("--to", "text") == 0
    lines = closing(capsys)
    assert lines[lines.index("À faire d’abord :") + 1] == (
        "  1. Complétez la déclaration d’accessibilité et les mentions légales (ppun.toml)"
    )


def test_a_reason_is_told_of_the_page_that_has_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content/octets.md").write_bytes(b"Un\0texte")
    (project / "content/z.docx").write_bytes(b"PK\3\4 rien")
    assert build("--to", "text") == 3
    first = closing(capsys)
    told = next(line for line in first if "Page illisible" in line).replace("\u00a0", " ")
    assert (
        "Page illisible : 2 pages, dont octets.md:1 : Ce fichier n’est pas du texte" in told
    )


def test_what_one_choice_settles_is_one_decision() -> None:
    def acronym(page: str, times: int) -> Finding:
        place = Pos(f"{page}.md", 1)
        return Finding("sigle-inexplique", page, place, subject="SCORAN", times=times,
                       line='SCORAN = "…"')  # fmt: skip

    pictures = [Finding("image-sans-description", "m", Pos("a.md", n)) for n in range(6)]
    broken = Finding("page-illisible", "m", Pos("z.md", 1))
    other = Finding("sigle-inexplique", "m", Pos("a.md", 2), subject="BFC")
    found = decisions([acronym("a", 30), *pictures, acronym("b", 8), broken, other])
    assert [one.title.replace("\u00a0", " ") for one in found] == [
        "Page illisible",
        "Image sans description : 6",
        "SCORAN : 38 fois sur 2 pages",
        "BFC : 1 fois",
    ]
    empty = [Finding("page-vide", "m", Pos(f"{n}.md", 1)) for n in range(3)]
    assert decisions(empty)[0].title.replace("\u00a0", " ") == "Page vide : 3 pages"
    unread = [Finding("fichier-non-lu", "m", Pos(f"{n}.zip", 1)) for n in range(7)]
    title = decisions(unread)[0].title.replace("\u00a0", " ")
    assert title == "Fichier non lu : 7 fichiers"
    assert (found[2].line, found[2].pages) == ('SCORAN = "…"', ("a.md", "b.md"))
    assert decisions([]) == ()
