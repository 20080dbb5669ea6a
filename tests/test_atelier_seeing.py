"""What the atelier shows of a text is what is published, and « Publier » publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from time import sleep

import pytest
from ateliers import TOKEN, Answered, ask, space_of
from starlette.applications import Starlette

from ppun_access.atelier.app import create
from ppun_access.atelier.space import Space

HOME = f"/{TOKEN}/"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" '
    'height="9"/></svg>'
)
SETTINGS = """
titre = "Transports"
voix = "silence"
formats = ["html", "text", "pdf"]
"""
EASY = "# Le bus de nuit\n\nLe bus roule la nuit.\n\n![Un bus](bus.svg)\n"


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Space]:
    folder = tmp_path_factory.mktemp("vu")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        found = space_of(folder / "projet")
        (folder / "projet" / "ppun.toml").write_text(SETTINGS, "utf-8")
        (found.source / "facile").mkdir()
        (found.source / "facile" / "bus-de-nuit.md").write_text(EASY, "utf-8")
        (found.source / "facile" / "bus.svg").write_text(DRAWING, "utf-8")
        yield found


@pytest.fixture(scope="module")
def app(space: Space) -> Starlette:
    return create(space, TOKEN)


def published(app: Starlette) -> str:
    """Press « Publier », wait, and return the page that comes after."""
    assert ask(app, f"{HOME}publier", "POST").status == 303
    while "en cours" in (page := ask(app, f"{HOME}publier").text):
        sleep(0.05)
    return page


def seen(app: Starlette, path: str) -> Answered:
    return ask(app, f"{HOME}vu/{path}")


def test_what_is_seen_is_what_is_published(app: Starlette, space: Space) -> None:
    files = ("bus-de-nuit/bus-de-nuit.pdf", "bus-de-nuit/bus-de-nuit.txt",
             "bus-de-nuit/facile/bus-de-nuit-facile.pdf",
             "bus-de-nuit/facile/bus-de-nuit-facile.txt")  # fmt: skip
    before = {path: seen(app, path) for path in files}
    page = published(app)
    assert "C’est publié." in page
    assert "Publié dans" in page
    for path, found in before.items():
        assert found.body == (space.out / path).read_bytes(), path
    assert before[files[0]].headers["content-type"] == "application/pdf"
    easy = seen(app, "bus-de-nuit/facile/").text
    whole = (space.out / "bus-de-nuit/facile/index.html").read_text("utf-8")
    assert easy[easy.index('id="texte"') : easy.index("</article>")] in whole


def test_pictures_and_assets_are_those_of_the_pages(app: Starlette) -> None:
    page = seen(app, "bus-de-nuit/facile/").text
    picture = page.split('src="../../medias/')[1].split('"')[0]
    drawing = seen(app, f"medias/{picture}")
    assert drawing.body.startswith(b"<svg")
    assert drawing.headers["content-security-policy"].endswith("sandbox")
    assert seen(app, "assets/style.css").status == 200
    for path in ("medias/../ppun.toml", "index.html", "autre/", "bus-de-nuit/a.epub"):
        assert (found := seen(app, path)).status == 404
        assert "Pas dans l’aperçu" in found.text


def test_the_published_site_is_shown_below_its_address(app: Starlette) -> None:
    published(app)
    assert ask(app, f"{HOME}publie/").status == 200
    moved = ask(app, f"{HOME}publie/bus-de-nuit")
    assert moved.headers["location"] == f"{HOME}publie/bus-de-nuit/"
    for path in ("../ppun.toml", "%2e%2e/ppun.toml", ".verrou"):
        assert ask(app, f"{HOME}publie/{path}").status == 404


def test_why_nothing_was_published_is_told(app: Starlette, space: Space) -> None:
    held = space.out.with_name("output-rapport")
    moved = held.rename(held.with_name("ailleurs"))
    held.write_text("un fichier", "utf-8")
    try:
        page = published(app)
    finally:
        held.unlink()
        moved.rename(held)
    assert "Rien n’a été publié." in page
    assert "C’est publié." not in page


def test_a_text_is_seen_in_three_forms(app: Starlette) -> None:
    address = f"{HOME}texte/bus-de-nuit/voir"
    assert "vu/bus-de-nuit/facile/index.html" in ask(app, address).text
    whole = ask(app, f"{address}?version=complet&forme=pdf").text
    assert "vu/bus-de-nuit/bus-de-nuit.pdf" in whole
    assert "Le bus roule la nuit." in ask(app, f"{address}?forme=texte").text
    assert ask(app, f"{HOME}texte/absent/voir").status == 400
