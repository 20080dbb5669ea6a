"""The report as a build writes it: where it is, who sees it, what it remembers."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from projects import PAGE, build, codes, project, snapshot

from ppun_access.build.history import NAME
from ppun_access.cli import main

__all__ = ["project"]

pytestmark = pytest.mark.usefixtures("warm_cache")

LONG = " ".join(["mot"] * 30)
EASY = "---\nstatut: brouillon\n---\n# Bonjour simple\n\nUn texte.\nDeux phrases.\n"


def soup_of(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def history(folder: Path) -> list[dict[str, object]]:
    content = (folder / "output-rapport" / NAME).read_text("utf-8")
    found: list[dict[str, object]] = json.loads(content)["constructions"]
    return found


def test_the_report_has_places_and_links_to_the_published_sentences(project: Path) -> None:
    (project / "content/a.md").write_text(f"{PAGE}\nLe {LONG}.\n", "utf-8")
    build("--to", "html")
    soup = soup_of(project / "output-rapport/index.html")
    (item,) = soup.select(".recrire li[id]")
    assert "a.md:5" in item.text
    assert item.select(".conseil")
    (link,) = item.select(".ou a[href*='output']")
    path, _, anchor = str(link["href"]).partition("#")
    page = project / "output-rapport" / path
    assert page.is_file()
    target = soup_of(page).find(id=anchor)
    assert target is not None
    assert LONG in target.get_text()


def test_places_are_said_as_people_count_and_files_in_small(project: Path) -> None:
    """GitBook shows no line numbers."""
    listed = "## Un titre\n\n- un\n- [deux](absent.md)\n"
    text = f"{PAGE}\n{listed}\nDeux.\n\nLe {LONG}.\n\n![](a.png)\n"
    (project / "content/a.md").write_text(text, "utf-8")
    build("--to", "html")
    soup = soup_of(project / "output-rapport/index.html")
    places = [
        " ".join(one.text.split())
        for one in soup.select(".recrire .ou, .premiers .citation ~ .ou")
    ]
    assert all("page « Bonjour à tous », 3e paragraphe" in place for place in places)
    assert len(places) == 2
    assert {one.text for one in soup.select(".ou small code")} >= {"a.md:12", "a.md:14"}
    where = {}
    for told in soup.select(".constats li"):
        place = " ".join(one.text for one in told.select(".ou"))
        where[place.rpartition(" ")[2]] = " ".join(place.split())
    assert where["a.md:8"] == "Page « Bonjour à tous », 1re liste a.md:8"
    assert where["a.md:14"] == "Page « Bonjour à tous » a.md:14"  # a picture that is lost


def test_pages_of_details_follow_the_texts(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is gone takes its page with it; a file of somebody else stays."""
    monkeypatch.setattr("ppun_access.site.report.page.TOGETHER", 1)
    folder, page = project / "output-rapport", project / "content/b.md"
    page.write_text(f"# Second\n\nLe {LONG}.\n", "utf-8")
    build("--to", "text")
    assert (folder / "texte-second.html").is_file()
    (folder / "texte-mien.html").write_text("<p>À moi</p>", "utf-8")
    (folder / "texte-second.html").unlink()
    build("--to", "text")
    assert (folder / "texte-second.html").is_file(), "what the report lacks is made again"
    page.unlink()
    build("--to", "text")
    assert [path.name for path in folder.glob("texte-*")] == ["texte-mien.html"]
    assert soup_of(folder / "index.html").select(".volet")


def test_without_pages_nothing_is_linked(project: Path) -> None:
    assert main(["build", "--to", "text"]) == 0
    soup = soup_of(project / "output-rapport/index.html")
    assert not soup.select("a[href*='output']")


def test_the_report_is_for_the_team_alone(project: Path) -> None:
    (project / "content/facile").mkdir()
    (project / "content/facile/bonjour-a-tous.md").write_text(EASY, "utf-8")
    build()
    out = project / "output"
    assert not (out / "rapport").exists()
    for path in out.rglob("*"):
        if path.suffix in (".html", ".json", ".xml", ".txt", ".css", ".vtt"):
            assert "rapport" not in path.read_text("utf-8").lower(), path
        if path.suffix == ".zip":
            names = zipfile.ZipFile(path).namelist()
            assert not [name for name in names if "rapport" in name.lower()]
    page = soup_of(project / "output-rapport/index.html")
    assert page.select("meta[name=robots][content=noindex]")


def test_a_public_report_is_its_pages_only(project: Path) -> None:
    (project / "ppun.toml").write_text("rapport_public = true\n")
    build()
    out = project / "output"
    found = sorted(p.relative_to(out).as_posix() for p in out.glob("rapport/**/*.*"))
    assert found == ["rapport/assets/rapport.css", "rapport/index.html"]
    assert soup_of(out / "index.html").select("a[href='rapport/index.html']")
    soup = soup_of(out / "rapport/index.html")
    assert soup.select("meta[name=robots][content=noindex]")
    local = [str(t.get("href")) for t in soup.select("[href]")]
    for address in (a.partition("#")[0] for a in local if not a.startswith("#")):
        assert (out / "rapport" / address).is_file(), address
    build("-o", "deux")
    assert (project / "deux/rapport/index.html").read_bytes() == (
        out / "rapport/index.html"
    ).read_bytes()
    (project / "ppun.toml").write_text("rapport_public = false\n")
    build()
    assert not (out / "rapport").exists()


def test_the_history_grows_when_figures_change_and_only_then(project: Path) -> None:
    build("--to", "html")
    assert len(history(project)) == 1
    build("--to", "html")
    assert len(history(project)) == 1
    (project / "ppun.toml").write_text('titre = "Un site"\n')
    build("--to", "html")
    assert len(history(project)) == 1, "a title is no figure"
    page = project / "output-rapport/index.html"
    assert "première mesure" in page.read_text("utf-8")
    (project / "content/a.md").write_text(f"# Bonjour à tous\n\nLe {LONG}.\n", "utf-8")
    build("--to", "html")
    assert len(history(project)) == 2
    told = soup_of(page).select_one(".tendance")
    assert told is not None
    assert re.search(r"plus difficile qu’à \d+\sh\s\d\d\s: \+", told.text)
    assert told.select("svg desc")


def test_a_damaged_history_is_mended_when_nothing_else_has_changed(project: Path) -> None:
    folder = project / "output-rapport"
    build("--to", "html")
    for content, kept in (("{", "historique-abime.json"), ("[", "historique-abime-2.json")):
        (folder / NAME).write_text(content)
        assert build("--to", "html") == 0
        assert codes(project / "output") == ["historique-abime"]
        assert kept in (folder / "index.html").read_text("utf-8")
        assert len(history(project)) == 1
    assert (folder / "historique-abime.json").read_text() == "{"
    assert (folder / "historique-abime-2.json").read_text() == "["
    before = snapshot(folder)
    build("--to", "html")
    assert snapshot(folder) == before, "a sound history is no reason to build"


def test_a_damaged_history_stops_nothing(project: Path) -> None:
    build("--to", "html")
    (project / "output-rapport" / NAME).write_text("{")
    (project / "content/a.md").write_text(PAGE.replace("des", "les"), "utf-8")
    assert build("--to", "html") == 0
    assert codes(project / "output") == ["historique-abime"]
    assert "historique-abime" in (project / "output-rapport/index.html").read_text("utf-8")
    assert len(history(project)) == 1
    build("--to", "text")
    (project / "content/a.md").write_text(PAGE, "utf-8")
    assert build("--to", "html") == 0
    assert codes(project / "output") == [], "told once"
    assert len(history(project)) == 2


def test_a_page_that_fails_is_in_the_report_with_the_others(project: Path) -> None:
    (project / "content/z.md").write_bytes(b"\0")
    (project / "content/liste.md").write_text("# Une liste\n\n- un\n- deux\n", "utf-8")
    assert build("--to", "html") == 3
    soup = soup_of(project / "output-rapport/index.html")
    assert "page-illisible" in soup.select(".gravite.g3")[0].text
    titles = [h.text for h in soup.select(".texte-vu h3")]
    assert titles == ["Bonjour à tous", "Une liste"]
    assert "pas de phrase à mesurer" in soup.select(".texte-vu")[1].text
    assert len(history(project)[0]["textes"]) == 1  # type: ignore[arg-type]


def test_a_finding_goes_with_its_text_and_version(project: Path) -> None:
    (project / "content/a.md").write_text(f"{PAGE}\n![x](x.png)\n", "utf-8")
    (project / "content/facile").mkdir()
    wrong = EASY.replace("brouillon", "fini")
    (project / "content/facile/bonjour-a-tous.md").write_text(wrong, "utf-8")
    build("--to", "html")
    soup = soup_of(project / "output-rapport/index.html")
    for view, code in zip(
        soup.select(".version"), ("image-absente", "statut-inconnu"), strict=True
    ):
        (link,) = view.select("a[href^='#c']")
        target = soup.find(id=str(link["href"])[1:])
        assert target is not None
        section = target.find_parent("section")
        assert section is not None
        heading = target.find_previous("summary")
        assert heading is not None
        assert code in heading.text


def test_the_thresholds_of_the_settings_judge(project: Path) -> None:
    (project / "content/a.md").write_text(f"# Bonjour à tous\n\nLe {LONG}.\n", "utf-8")
    build("--to", "html")
    page = project / "output-rapport/index.html"
    assert soup_of(page).select(".recrire li[id]")
    limits = "phrase_longue = 50\nphrase_tres_longue = 60\ndifficulte = 100\n"
    (project / "ppun.toml").write_text(f"[lisibilite]\n{limits}")
    build("--to", "html")
    assert not soup_of(page).select(".recrire li[id]")
    assert "plus de 50 mots" in soup_of(page).text.replace("\u00a0", " ")


def test_the_summary_says_where_the_report_is(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build("--to", "text")
    place = "Le rapport pour l’équipe : output-rapport/index.html"
    assert place in capsys.readouterr().err.replace("\u00a0", " ")
    build("--to", "text")
    assert place in capsys.readouterr().err.replace("\u00a0", " ")


# Words that no lexicon knows

NAMES = "# Bonjour\n\nM. Wauthy parle à Mme Wauthy et aux Davezies de Dole.\n"


def words_of(folder: Path) -> dict[str, str]:
    """Return the words of the report that no lexicon knows, each with what stands by it."""
    items = soup_of(folder / "output-rapport/index.html").select("#mots-inconnus li")
    return {item.select_one("strong").get_text(): str(item) for item in items}  # type: ignore[union-attr]


def test_words_that_no_lexicon_knows_are_heard_and_have_their_line(project: Path) -> None:
    (project / "content/a.md").write_text(NAMES, "utf-8")
    build("--to", "html,mp3", "--voice", "pyttsx3")
    found = words_of(project)
    assert list(found) == ["Wauthy", "Davezies"]
    assert '"Wauthy" = "/woti/"' in BeautifulSoup(found["Wauthy"], "html.parser").text
    audio = BeautifulSoup(found["Wauthy"], "html.parser").select_one("audio")
    assert audio is not None
    assert audio["aria-label"] == "Écouter «\u00a0Wauthy\u00a0»"
    sound = project / "output-rapport" / str(audio["src"])
    assert sound.read_bytes().startswith(b"RIFF")
    (project / "content/lexique.toml").write_text(
        '[prononciations]\n"Wauthy" = "/woti/"\n"Davezies" = "/davəzi/"\n', "utf-8"
    )
    build("--to", "html,mp3", "--voice", "pyttsx3")
    assert words_of(project) == {}
    assert not sound.exists()


def test_where_no_sound_is_published_no_word_is_looked_for(project: Path) -> None:
    (project / "content/a.md").write_text(NAMES, "utf-8")
    build("--to", "html")
    assert words_of(project) == {}
    assert not (project / "output-rapport/mots").exists()
