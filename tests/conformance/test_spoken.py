"""The main pages, as a screen reader says them: golden files that people read.

``PPUN_GOLDEN=1`` writes them again (``tests/cases/screen-reader/``): read the diff.
"""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from builders import bullets, div, heading, strong

from ppun_access.document.build import inlines, link, para
from ppun_access.document.model import (
    Book,
    Clip,
    Document,
    Edition,
    Figure,
    Image,
    Meta,
    Narration,
    Sentence,
    Text,
    Version,
)
from ppun_access.report import Report
from ppun_access.settings.sections import Contact
from ppun_access.site.assets import assets, script_files
from ppun_access.site.pages.around import AroundOptions, around
from ppun_access.site.pages.home import HomeOptions, home
from ppun_access.writers.html.page import write_html
from ppun_access.writers.model import Download, HtmlOptions, file_path, folder

from . import listening, spoken
from .browser import Browser, Page, opened, served, watching
from .listening import Heard

pytestmark = pytest.mark.usefixtures("checkers")

WEIGHT = re.compile(rb'data-(octets|poids)="\d*"')
"""What it takes to keep a text: another size at each change of a script or of the style."""
GOLDEN = Path(__file__).parents[1] / "cases" / "screen-reader"
PUBLISHER = "la Région Exemple"
TITLE = "Les transports de demain"
STATE = "non conforme"
FILES: dict[Version, tuple[tuple[str, str, int], ...]] = {
    "integral": (
        ("text", "", 2_100), ("mp3", "", 1_130_000), ("opus", "", 298_000),
        ("pdf", "", 45_000), ("epub", "", 1_200_000), ("brf", "", 3_000),
        ("webm", "lsf", 4_200_000),
    ),
    "facile": (
        ("text", "", 1_800), ("mp3", "", 2_100_000), ("pdf", "", 40_000),
    ),
}  # fmt: skip
BUS = Document(
    "le-bus", "fr", "Le bus", (
        para(Sentence(
            inlines("Le bus passe ", strong("toutes les dix minutes"), "."), id="s-1",
        )),
        heading(2, "Les arrêts"),
        bullets("la gare", "le parc"),
        para("Voir ", link("https://exemple.fr", "les horaires"), "."),
        Figure(Image((Text("Le plan du réseau"),), "medias/plan.png")),
    ),
    Meta(author="Ada Lovelace", role="Présidente"),
)  # fmt: skip
SAID = (Clip("titre", 0, 2), Clip("s-1", 2, 150))
HEARD = Narration("le-bus", Path("x.mp3"), 150.4, SAID, "Siwis")
PARK = Document("le-parc", "fr", "Le parc", (para("Le parc ouvre à huit heures."),))
EASY = Document(
    "le-bus", "fr", "Le bus", (
        div("status", "Version simplifiée. Brouillon non validé"),
        para("Le bus passe souvent."),
    ),
)  # fmt: skip
CONTACT = Contact("la mission", "03 00 00 00 00", "4 rue A\n25000 B", "a@exemple.fr")
PAGES = {
    "accueil": "index.html",
    "texte": "le-bus/index.html",
    "texte-seul": "le-parc/index.html",
    "facile": "le-bus/facile/index.html",
    "declaration": "accessibilite/index.html",
    "aide": "aide/index.html",
}
"""Name of the golden file → page."""


def downloads() -> list[Download]:
    return [
        Download(
            "le-bus", version, name, file_path("le-bus", version, f"{variant}.{name}"),
            size, 150.4 if name in ("mp3", "opus") else None, variant,
        )
        for version, files in FILES.items()
        for name, variant, size in files
    ]  # fmt: skip


def listed(id_: str, version: Version, status: str) -> dict[str, Any]:
    """Return a version as the catalogue has it."""
    page = {"format": "html", "path": f"{folder(id_, version)}/index.html", "bytes": 900}
    own = [
        {"format": d.format, "path": d.path, "bytes": d.bytes, "variant": d.variant}
        | ({"seconds": d.seconds} if d.seconds else {})
        for d in downloads()
        if (d.document_id, d.version) == (id_, version)
    ]
    return {"version": version, "status": status, "files": [page, *own]}


def catalogue() -> dict[str, Any]:
    bus = {
        "id": "le-bus", "title": "Le bus", "author": "Ada Lovelace", "role": "Présidente",
        "versions": [
            listed("le-bus", "integral", "publie"), listed("le-bus", "facile", "brouillon"),
        ],
    }  # fmt: skip
    park = {"id": "le-parc", "title": "Le parc", "versions": [
        listed("le-parc", "integral", "publie"),
    ]}  # fmt: skip
    return {"title": TITLE, "publications": [bus, park], "files": []}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages around two texts, one of which has everything."""
    folder = tmp_path_factory.mktemp("spoken")
    options = HtmlOptions(TITLE, PUBLISHER, tuple(downloads()), ("le-bus",), state=STATE)
    full = Edition(Book(TITLE, "fr", (BUS, PARK), (), PUBLISHER), "integral", (HEARD,))
    easy = Edition(Book(TITLE, "fr", (EASY,), (), PUBLISHER), "facile")
    report = Report()
    files = {
        **assets(),
        **script_files(),
        **write_html(full, options, report),
        **write_html(easy, options, report),
        **home(catalogue(), (), HomeOptions(PUBLISHER, state=STATE), report),
        **around(catalogue(), AroundOptions(PUBLISHER, contact=CONTACT)),
    }
    assert report.findings == []
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(WEIGHT.sub(rb'data-poids="350 ko"', bytes(content)))
    return folder


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_well(browser: Browser, site: Path, name: str) -> None:
    """On line, with the player and what keeps a text on the device."""
    with served(site) as address, watching(browser, online=True) as watched:
        page = watched.page
        page.goto(f"{address}{PAGES[name]}")
        page.wait_for_function("() => !document.querySelector('template')")
        told = spoken.log(page)
    compare(name, told)


def compare(name: str, told: list[str]) -> None:
    """Compare what is said with a golden file; nothing may be said twice in a row."""
    said = [re.sub(r"^(end of )?\w+, |, level \d$", "", phrase) for phrase in told]
    assert [one for one, two in pairwise(said) if one == two] == []
    golden, text = GOLDEN / f"{name}.txt", "\n".join(told) + "\n"
    if os.environ.get("PPUN_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text("utf-8")


HEAD = "end of navigation, Choisir comment lire"
"""What is said last above a text."""


def test_the_first_minute(browser: Browser, site: Path, heard: Heard) -> None:
    """From the home page to the sound in one press, and to a pause in another."""
    for suffix in (".mp3", ".opus"):
        sound = heard.folder / file_path(listening.ID, "integral", suffix)
        (site / file_path("le-bus", "integral", suffix)).write_bytes(sound.read_bytes())
    with served(site) as address, watching(browser, online=True) as watched:
        page = watched.page
        page.goto(f"{address}index.html")
        told = said_until(page, "link, Écouter")
        page.click(".choix.premier")
        page.wait_for_selector("html.ecoute")
        page.wait_for_selector(".barre [role]:empty", state="attached")
        told += ["", "Entrée", "", *said_until(page, HEAD)]
        page.click(".jouer")
        page.wait_for_selector("html:not(.ecoute)")
        button = "() => document.activeElement.textContent"
        told += ["", "Entrée", "", str(page.evaluate(button))]
    compare("premiere-minute", told)


def said_until(page: Page, last: str) -> list[str]:
    """Return what is said from the first word of a page to what begins with ``last``."""
    phrases = [re.sub(r"\d:\d\d", "0:00", phrase) for phrase in spoken.log(page)]
    end = next(n for n, phrase in enumerate(phrases) if phrase.startswith(last))
    return phrases[: end + 1]


NAMED = """
() => [...document.querySelectorAll('a[href]')].map((link) =>
  [(link.getAttribute('aria-label') || link.textContent).trim(), link.href])
"""


def test_a_name_leads_to_one_place(browser: Browser, site: Path) -> None:
    """Read out of its place, in the list of links of a screen reader."""
    for path in PAGES.values():
        with opened(browser, site / path) as watched:
            named: dict[str, set[str]] = {}
            for name, href in watched.page.evaluate(NAMED):
                named.setdefault(name, set()).add(href)
        assert all(named), path
        assert not {n: places for n, places in named.items() if len(places) > 1}, path
