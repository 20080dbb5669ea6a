"""Pictograms of the program: proposed by word, chosen by a person, shown with a credit."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from books import unzipped
from bs4 import BeautifulSoup
from pdf_documents import read_again
from projects import build, codes, failed, project

from ppun_access.cli import main
from ppun_access.easy.draft.pictograms import DATA, by_word, pictograms, proposals
from ppun_access.readers import ReaderOptions, read_markdown
from ppun_access.report import Report
from ppun_access.writers.svg_rebuilding import loses_words, rebuilt

__all__ = ["project"]

SEED = Path(__file__).parents[1] / "content"
EASY = Path("content/facile/bonjour-a-tous.md")
TEXT = """---
source: bonjour-a-tous
---
# Bonjour

## Où aller ?

<!-- source: 8f3a12c0d4e5 -->
Vous pouvez aller à la mairie.
La mairie ouvre à 9 heures.

Vous pouvez prendre le bus.

- le médecin
- la piscine

## Les mots difficiles

- **Train** : il roule sur des rails.
"""


def proposed(text: str) -> list[tuple[str, str, int]]:
    """Return the proposals for an easy text: the pictogram, the word, the line."""
    options = ReaderOptions(sense_lines=True)
    (page,) = read_markdown(text, "a.md", options, Report())
    return [(one.pictogram.name, one.word, one.line) for one in proposals(page)]


@pytest.fixture
def easy(project: Path) -> Path:
    EASY.parent.mkdir()
    EASY.write_text(TEXT, "utf-8")
    return EASY


def facile(*arguments: str) -> None:
    assert main(["facile", "pictos", "bonjour-a-tous", *arguments]) == 0


# What is proposed


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        (
            "edito-de-la-presidente",
            "ordinateur 10, habitants 15, argent 28, internet 32, ville 42, virus 46, "
            "besoin-d-aide 59, danger 63, information 80, planete 84, magasin 98",
        ),
        (
            "edito-du-vice-president",
            "ordinateur 10, habitants 16, nature 27, ville 38, cable 42, virus 49, "
            "travail 91, teletravail 99, planete 104, donnees 110, question 114",
        ),
    ],
)
def test_the_two_easy_editorials(
    id_: str, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    shutil.copytree(SEED, tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert main(["facile", "pictos", id_]) == 0
    told = capsys.readouterr()
    found = re.findall(r"^([a-z-]+) : .*\n  ligne (\d+), « .* »$", told.out, re.M)
    assert ", ".join(map(" ".join, found)) == expected
    assert f"ppun-access facile pictos {id_} ordinateur" in told.err
    assert sorted(tmp_path.rglob("*")) == before, "nothing is chosen for anybody"


def test_a_passage_has_one_at_most_and_each_stands_once() -> None:
    assert proposed("Le bus va à la mairie.\n\nLe bus va à la gare.\n\nLe bus part.\n") == [
        ("bus", "bus", 1), ("gare", "gare", 3),
    ]  # fmt: skip
    assert proposed("Le bus va à la gare. Une gare est belle.\n") == [("gare", "gare", 1)]
    heading = "## Votre médecin\n\nLe bus et le train vont à la gare.\n"
    assert proposed(heading) == [("medecin", "médecin", 3)]


def test_a_passage_with_a_picture_has_one_already() -> None:
    shown = "![](pictos/x.png)"
    assert proposed(f"{shown}\n\nLe bus part.\n\nLe train part.\n") == [
        ("train", "train", 5)
    ]
    for above in (f"## Le bus\n\n{shown}", f"{shown}\n\n## Le bus"):
        assert proposed(f"{above}\n\nIl part.\n") == []


def test_neither_lists_nor_the_glossary_have_any() -> None:
    assert proposed("Vous voyez :\n\n- le bus\n- le train\n") == []
    assert proposed("## Les mots difficiles\n\nUn bus est un véhicule.\n") == []
    assert proposed("## Le bus\n\n- à Dole\n") == [("bus", "bus", 3)]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Vous voyez les hôpitaux et les médecins.", "medecin"),
        ("Apportez une carte d’identité.", "carte-d-identite"),
        ("Vous avez besoin d’aide.", "besoin-d-aide"),
        ("Vous pouvez suivre un cours.", "formation"),
        ("Le numérique change la vie.", "ordinateur"),
        ("Venez à 9 heures.", "heure"),
        ("Le lieu est fermé.", "adresse"),
        ("Vous pouvez voter.", "vote"),
    ],
)
def test_words_in_any_form_have_theirs(sentence: str, name: str) -> None:
    assert [found for found, _, _ in proposed(sentence)] == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "La réunion a lieu ce soir.",
        "Au cours de la journée, il attend.",
        "Il est en train de faire cela.",
        "La Région livre ses idées.",
        "Vous vivez sans Internet.",
        "Il n’y a pas de bus.",
        "Il n’a jamais vu le train.",
        "Vous avez moins d’argent.",
        "Les usages numériques changent.",
        "Au lieu de cela, il dort.",
        "Elle est d’accord.",
        "Une maison de retraite ouvre.",
        "Le mode d’emploi est clair.",
        "La nature des choses est claire.",
        "La chambre de commerce est claire.",
        "Il porte un nom.",
        "L’égalité est une valeur.",
        "Le pouvoir d’achat baisse.",
        "Il travaille 35 heures.",
        "Vous pouvez réparer le préjudice.",
    ],
)
def test_in_doubt_there_is_none(sentence: str) -> None:
    assert proposed(sentence) == []


# What is chosen


def test_choosing_copies_records_and_shows(
    easy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facile("mairie", "Bus")
    expected = TEXT.replace(
        "Vous pouvez aller", "![](pictos/mairie.svg)\n\nVous pouvez aller"
    )
    expected = expected.replace(
        "Vous pouvez prendre", "![](pictos/bus.svg)\n\nVous pouvez prendre"
    )
    assert easy.read_text("utf-8") == expected
    files = sorted(path.name for path in Path("content/pictos").iterdir())
    assert files == ["bus.svg", "mairie.svg", "pictos.toml"]
    records = tomllib.loads(Path("content/pictos/pictos.toml").read_text("utf-8"))
    assert records["bus.svg"] == {
        "licence": "CC BY-SA 4.0", "auteur": "OpenMoji", "source": "https://openmoji.org",
        "description": "Un bus",
    }  # fmt: skip
    capsys.readouterr()
    facile("bus")
    assert "le montre déjà" in capsys.readouterr().out
    assert easy.read_text("utf-8") == expected


def test_every_edition_shows_it_and_says_whose_it_is(
    easy: Path, warm_cache: None, capsys: pytest.CaptureFixture[str]
) -> None:
    facile("mairie", "bus")
    assert build("content", "--to", "html,text,epub,pdf") == 0
    assert "picto-sans-licence" not in codes(Path("output"))
    folder = Path("output/bonjour-a-tous/facile")
    soup = BeautifulSoup((folder / "index.html").read_bytes(), "html.parser")
    images = soup.select(".texte img")
    assert [image["alt"] for image in images] == ["", "Un bus"], "one beside its heading"
    (credit,) = soup.select(".texte .credits")
    line = "Pictogrammes : OpenMoji, licence CC BY-SA 4.0."
    assert " ".join(credit.get_text().split()) == line
    assert [link["href"] for link in credit.select("a")] == [
        "https://openmoji.org", "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
    ]  # fmt: skip
    stem = folder / "bonjour-a-tous-facile"
    assert line in " ".join(stem.with_suffix(".txt").read_text("utf-8").split())
    book = unzipped(stem.with_suffix(".epub").read_bytes())
    assert sum("/images/" in name and name.endswith(".svg") for name in book) == 2
    pages = "".join(page["text"] for page in read_again(stem.with_suffix(".pdf"))["pages"])
    assert line in " ".join(pages.split())
    assert "Adresses des liens" not in pages, "they are nothing that a reader looks for"
    capsys.readouterr()
    facile()
    assert (
        capsys.readouterr().out.strip() == "bonjour-a-tous : aucun pictogramme à proposer."
    )


def test_one_that_no_passage_asks_for_comes_with_its_line(
    easy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facile("piscine")
    assert "![](pictos/piscine.svg)" in capsys.readouterr().out
    assert (
        Path("content/pictos/piscine.svg").read_bytes() == pictograms()["piscine"].drawing
    )
    assert easy.read_text("utf-8") == TEXT


def test_what_a_team_has_under_a_name_stays(easy: Path) -> None:
    folder = Path("content/pictos")
    folder.mkdir()
    (folder / "bus.svg").write_text("<svg/>")
    (folder / "pictos.toml").write_text('["bus.svg"]\nlicence = "x"\nauteur = "y"', "utf-8")
    facile("bus", "mairie")
    assert (folder / "bus.svg").read_text() == "<svg/>"
    records = tomllib.loads((folder / "pictos.toml").read_text("utf-8"))
    assert records["bus.svg"] == {"licence": "x", "auteur": "y"}
    assert records["mairie.svg"]["auteur"] == "OpenMoji"


def test_a_word_without_a_pictogram_changes_nothing(
    easy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = failed(capsys, "facile", "pictos", "bonjour-a-tous", "bus", "piscne")
    assert code == 2
    assert "« piscne »" in told
    assert "piscine" in told
    assert not Path("content/pictos").exists()
    assert easy.read_text("utf-8") == TEXT


def test_nothing_is_written_outside(easy: Path, tmp_path: Path) -> None:
    (tmp_path / "ailleurs").mkdir()
    Path("content/pictos").symlink_to(tmp_path / "ailleurs", target_is_directory=True)
    assert main(["facile", "pictos", "bonjour-a-tous", "bus"]) == 2
    assert not [*(tmp_path / "ailleurs").iterdir()]
    assert easy.read_text("utf-8") == TEXT


def test_the_report_of_the_team_shows_what_is_proposed(easy: Path) -> None:
    Path("ppun.toml").write_text("rapport_public = true\n")
    assert build("content", "--to", "html,report") == 0
    folder = Path("output-rapport")
    soup = BeautifulSoup((folder / "index.html").read_bytes(), "html.parser")
    images = soup.select(".dessins img")
    assert [image["alt"] for image in images] == [
        "Un bâtiment public avec un drapeau", "Un bus",
    ]  # fmt: skip
    assert (folder / str(images[1]["src"])).read_bytes() == pictograms()["bus"].drawing
    told = " ".join(soup.select(".dessins")[0].get_text().split())
    assert "« Vous pouvez aller à la mairie. »" in told
    assert "facile/bonjour-a-tous.md:9" in told
    assert "ppun-access facile pictos bonjour-a-tous mairie" in told
    assert b"pictos" not in Path("output/rapport/index.html").read_bytes()
    facile("mairie")
    assert build("content", "--to", "html,report") == 0
    page = (folder / "index.html").read_text("utf-8")
    assert "1 dessin proposé" in page
    assert not (folder / "pictogrammes" / "mairie.svg").exists()


# The set


def test_each_drawing_is_safe_light_and_has_its_words() -> None:
    files = {path.stem for path in (DATA / "openmoji").iterdir()}
    assert files == set(pictograms())
    sizes = []
    for one in pictograms().values():
        drawing = rebuilt(one.drawing)
        assert drawing is not None, one.name
        assert not loses_words(one.drawing, drawing), one.name
        assert one.words, one.name
        assert one.shows[0].isupper(), one.name
        sizes.append(len(one.drawing))
    assert max(sizes) < 12_000
    assert sum(sizes) < 500_000
    docs = SEED.parent / "docs" / "review.md"
    assert f"apporte {len(files)} dessins" in docs.read_text("utf-8")


def test_a_word_has_one_drawing_and_is_written_plainly() -> None:
    words = [word for one in pictograms().values() for word in one.words]
    assert len(words) == len(set(words)) == len(by_word())
    assert all(word == word.lower() and "’" not in word for word in words)
    table = tomllib.loads((DATA / "pictogrammes.toml").read_text("utf-8"))
    assert set(table["sens"]) <= set(words)
    assert all(re.fullmatch("[a-z-]+", name) for name in pictograms())
