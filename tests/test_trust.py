"""A page that earns trust: who speaks, whom to ask, and nothing that is not there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from conformance.variety import PLAN
from projects import codes, project

from ppun_access.cli import main
from ppun_access.document.build import para
from ppun_access.document.model import Book, Document, Edition
from ppun_access.inspect.published_folder import inspect
from ppun_access.report import Report
from ppun_access.settings.ppun_toml import Settings, load_settings
from ppun_access.site.pages.around import AroundOptions, around
from ppun_access.site.pages.home import HomeOptions, home
from ppun_access.site.pages.offline import Weight
from ppun_access.writers.html.page import write_html
from ppun_access.writers.model import HtmlOptions

__all__ = ["project"]

ABOUT = "La Région explique ici ce qu’elle fait pour le numérique."
SETTINGS = f"""
editeur = "Région Exemple"
[site]
phrase = "{ABOUT}"
[contact]
service = "la mission accessibilité"
courriel = "a@exemple.fr"
telephone = "03 00 00 00 00"
[mentions]
adresse = "4 square Exemple\\n25000 Besançon"
"""
LISTENING = re.compile(
    r"écout|entend|audio|\b(le|un|du|les|des) sons?\b|\bvoix\b|podcast|daisy|transcription",
    re.I,
)
UNFINISHED = re.compile(r"à donner|pas encore de|image-absente|sans réseau", re.I)


def catalogue(*formats: str) -> dict[str, Any]:
    files = [
        {"format": name, "path": f"bus/{'index.html' if name == 'html' else name}",
         "bytes": 900, **({"seconds": 9.0} if name == "mp3" else {})}
        for name in ("html", *formats)
    ]  # fmt: skip
    text = {"id": "bus", "title": "Le bus", "versions": [
        {"version": "integral", "status": "publie", "files": files},
    ]}  # fmt: skip
    return {"title": "Les transports", "publications": [text], "files": []}


def pages(settings: Settings, *formats: str) -> dict[str, str]:
    """Return the pages of a site of one text, as the settings have them."""
    given, asked, site = catalogue(*formats), settings.asked, settings.site
    text = Document("bus", "fr", "Le bus", (para("Le bus passe."),))
    book = Book("Les transports", "fr", (text,), (), settings.publisher)
    made = {
        **home(given, (), HomeOptions(
            settings.publisher, state="non conforme", about=site.about, contact=asked,
        )),
        **around(given, AroundOptions(
            settings.publisher, contact=asked, technologies=("HTML", "JavaScript"),
            accessibility=settings.accessibility, notice=settings.notice,
            weights=(Weight("index.html", 900, 3),),
        )),
        **write_html(Edition(book, "integral"), HtmlOptions(contact=asked), Report()),
    }  # fmt: skip
    return {path: bytes(content).decode() for path, content in made.items()}


def words(page: str, selector: str = "html") -> str:
    found = BeautifulSoup(page, "html.parser").select(selector)
    return " ".join(" ".join(one.get_text(" ") for one in found).split())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "ppun.toml").write_text(SETTINGS, "utf-8")
    return load_settings(tmp_path / "ppun.toml")


def test_every_page_says_who_publishes_and_whom_to_ask(settings: Settings) -> None:
    for path, page in pages(settings, "text").items():
        told = words(page, "footer")
        assert "Éditeur du site : Région Exemple" in told, path
        assert "Nous contacter (la mission accessibilité) : a@exemple.fr" in told, path
        post = "par la poste : Région Exemple, 4 square Exemple, 25000 Besançon"
        assert post in told, path
        assert 'href="mailto:a@exemple.fr"' in page, path
        assert '<a href="tel:0300000000">' in page, path


def test_the_home_page_says_what_the_site_is(settings: Settings) -> None:
    page = pages(settings)["index.html"]
    assert words(page, "h1 + .chapeau") == ABOUT
    assert f'name="description" content="{ABOUT}"' in page
    assert not BeautifulSoup(pages(Settings())["index.html"], "html.parser").select(
        ".chapeau"
    )


def test_nothing_unfinished_is_printed_for_citizens() -> None:
    for path, page in pages(Settings()).items():
        assert not UNFINISHED.search(page), path
        assert "Nous contacter" not in page, path


def test_a_site_without_sound_never_speaks_of_listening() -> None:
    for path, page in pages(Settings(), "text", "pdf").items():
        said = re.sub(r"<script[^>]*></script>", "", page)
        assert not LISTENING.search(said), (path, LISTENING.search(said))
    heard = pages(Settings(), "mp3")
    for path in ("index.html", "aide/index.html", "eco-conception/index.html"):
        assert "Écouter" in words(heard[path]), path


def test_a_page_says_its_day(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of its front matter, else what dates the books."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1714989600")
    dated = "---\ndate: 2025-03-01\n---\n\n# Bonsoir\n\nUn texte.\n"
    (project / "content" / "b.md").write_text(dated, "utf-8")
    assert main(["build", "--voice", "silence", "--to", "html,epub"]) == 0
    said = [
        words(Path(f"output/{id_}/index.html").read_text("utf-8"), ".auteur").split(". ")[
            -1
        ]
        for id_ in ("bonsoir", "bonjour-a-tous")
    ]
    assert said == ["Publié le 1er mars 2025.", "Mis à jour le 6 mai 2024."]


HELPED = {
    "confort": "Appuyez sur « Confort », en haut de la page.",
    "vitesse-voix": "Allez sur « Vitesse de la voix ».",
    "une-phrase": "Cochez la case « Cliquer sur une phrase pour l’écouter ».",
    "clavier": "La touche « Tab » va au bouton suivant.",
    "garder": "Appuyez sur « Garder ce texte sur mon appareil ».",
}
"""Id of a heading of « Aide » → what its part teaches."""


def test_the_help_teaches_what_a_page_can_do() -> None:
    """With small pictures, those of the buttons."""
    page = pages(Settings(), "mp3")["aide/index.html"]
    soup = BeautifulSoup(page, "html.parser")
    for id_, taught in HELPED.items():
        (heading,) = soup.select(f"#{id_}")
        part = " ".join(
            one.get_text(" ") for one in heading.find_next_siblings(["ol", "ul", "p"])
        )
        assert taught in " ".join(part.split()), id_
    assert len(soup.select("main .dessin svg[aria-hidden=true]")) >= 6
    assert soup.select("main #confort + ol .dessin")


# The logo


def test_the_logo_stands_beside_the_name_of_the_publisher(project: Path) -> None:
    """On the home page; one that cannot be shown is told, and the name stays."""
    settings = 'editeur = "Région Exemple"\n[site]\nlogo = "{}"\n'
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7"/></svg>'
    )
    (project / "logo.svg").write_text(drawn, "utf-8")
    (project / "lourd.png").write_bytes(PLAN + bytes(15_000))
    (project / "plan.png").write_bytes(PLAN)
    (project.parent / "loin.png").write_bytes(PLAN)
    for name, shown in (("logo.svg", True), ("plan.png", True), ("lourd.png", False),
                        ("absent.png", False), ("../loin.png", False)):  # fmt: skip
        (project / "ppun.toml").write_text(settings.format(name), "utf-8")
        assert main(["build", "--to", "html"]) == 0
        page = (project / "output/index.html").read_text("utf-8")
        assert words(page, ".bandeau .site") == "Région Exemple"
        pictures = BeautifulSoup(page, "html.parser").select(".bandeau .site img[alt='']")
        assert [(project / "output" / str(one["src"])).is_file() for one in pictures] == (
            [True] * shown
        ), name
        assert (codes(project / "output") == ["logo-absent"]) is not shown, name
    assert inspect(project / "output").faults == ()


# Nobody to ask


def test_who_cannot_be_reached_is_told_first(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the build and by « check »; fatal where the settings want it."""
    monkeypatch.setattr("ppun_access.commands.check.EXTERNAL", ())
    page = "# Bonjour\n\n![Un pont](pont.png)\n\nUn texte.\n"
    (project / "content" / "a.md").write_text(page, "utf-8")
    assert main(["build", "--to", "html,text"]) == 0
    lines = capsys.readouterr().err.splitlines()
    first = lines[lines.index("À faire d’abord :") + 1]
    assert first == "  1. Dites qui publie ce site et comment vous joindre (ppun.toml)"
    told = Path("output-rapport/index.html").read_text("utf-8")
    assert "Les pages ne disent pas à qui écrire ni téléphoner" in told
    assert main(["check"]) == 0
    listed = capsys.readouterr().out.partition("Pour les rédacteurs")[2].splitlines()
    assert listed[1] == "contact-absent : 1"
    Path("ppun.toml").write_text('[check]\nfatal = ["contact-absent"]\n', "utf-8")
    assert main(["check"]) == 1
    Path("ppun.toml").write_text('[mentions]\nadresse = "4 square A"\n', "utf-8")
    assert main(["build", "--to", "html,text"]) == 0
    log = json.loads(Path("output-rapport/build.json").read_text("utf-8"))
    assert "contact-absent" not in {one["code"] for one in log["findings"]}


def test_a_description_is_shown_once_and_a_hidden_one_never(project: Path) -> None:
    """GitBook puts it above the text, unless the layout of the page says otherwise."""
    hidden = "layout:\n  description:\n    visible: false\n"
    for name, layout in (("a", ""), ("b", hidden)):
        front = f"---\ndescription: De quoi parle {name}.\n{layout}---\n"
        page = f"{front}# Page {name}\n\nUn texte.\n"
        (project / "content" / f"{name}.md").write_text(page, "utf-8")
    (project / "content" / "c.html").write_text(
        '<html lang="fr"><head><title>Page c</title><meta name="description" '
        'content="De quoi parle c."></head><body><h1>Page c</h1><p>Un texte.</p></body>',
        "utf-8",
    )
    assert main(["build", "--to", "html"]) == 0
    for name, times in (("a", 1), ("b", 0), ("c", 1)):
        page = Path(f"output/page-{name}/index.html").read_text("utf-8")
        shown = BeautifulSoup(page, "html.parser").select_one("main")
        assert shown is not None
        assert shown.text.replace("\u00a0", " ").count(f"De quoi parle {name}.") == times
