"""Where a page stands in its site: breadcrumb, menu, the texts before and after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from projects import build, catalogue, project

from ppun_access.build.navigation import MENU, NEAR, site_places
from ppun_access.document.model import Book, Document, Edition, Meta
from ppun_access.inspect.published_folder import inspect

__all__ = ["project"]

SUMMARY = """# Table

* [Accueil](README.md)

## Se déplacer

* [Le bus](bus.md)
  * [Les tarifs](tarifs.md)
  * [La carte](carte.md)

## Vivre

* [Ailleurs](https://exemple.fr/)
* [L’eau](eau.md)
* [Caché](cache.md)
"""
EASY = (
    "---\nstatut: brouillon\nsource: tarifs\n---\n\n# Les tarifs\n\nLe bus coûte 1 euro.\n"
)


def write(folder: Path) -> None:
    for name, title in (
        ("README", "Bienvenue"), ("bus", "Le bus"), ("tarifs", "Les tarifs"),
        ("carte", "La carte"), ("eau", "L’eau"),
    ):  # fmt: skip
        (folder / f"{name}.md").write_text(f"# {title}\n\nUn texte.\n", "utf-8")
    hidden = "---\nhidden: true\n---\n\n# Caché\n\nUn texte.\n"
    (folder / "cache.md").write_text(hidden, "utf-8")
    (folder / "SUMMARY.md").write_text(SUMMARY, "utf-8")
    (folder / "facile").mkdir()
    (folder / "facile" / "tarifs.md").write_text(EASY, "utf-8")


def page(out: Path, id_: str) -> BeautifulSoup:
    return BeautifulSoup((out / id_ / "index.html").read_bytes(), "lxml")


def links(place: Tag | None) -> list[tuple[str, str]]:
    """Return the words and the address of each link of a part of a page."""
    assert place
    return [
        (" ".join(a.get_text().split()), str(a["href"])) for a in place.select("a[href]")
    ]


def stranded(site: Path) -> list[str]:
    """Return the pages that have not one ``h1``, or no way home."""
    home, found = site / "index.html", []
    for path in sorted(site.rglob("*.html")):
        soup = BeautifulSoup(path.read_bytes(), "lxml")
        addresses = [str(a["href"]).partition("#")[0] for a in soup.select("a[href]")]
        ways = [a for a in addresses if (path.parent / a).resolve() == home.resolve()]
        ways += ["/"] if path.name == "404.html" and "/index.html" in addresses else []
        if len(soup.select("h1")) != 1 or not (ways or path == home):
            found.append(path.relative_to(site).as_posix())
    return found


def test_a_page_leads_to_the_texts_around_it(project: Path) -> None:
    """As SUMMARY orders them; nothing of it needs a script."""
    (project / "content" / "a.md").unlink()
    write(project / "content")
    (project / "ppun.toml").write_text(
        'rapport_public = true\n[pages]\nmasquees = "publier"\n', "utf-8"
    )
    assert build("--to", "html") == 0
    out = project / "output"
    fares = page(out, "tarifs")
    assert links(fares.select_one("nav.retour")) == [("Accueil du site", "../index.html")]
    assert links(fares.select_one("nav.fil")) == [("Le bus", "../bus/index.html")]
    assert [one.get_text(strip=True) for one in fares.select(".fil li")] == [
        "Se déplacer", "Le bus", "Les tarifs",
    ]  # fmt: skip
    assert links(fares.select_one("nav.suite")) == [
        ("Texte précédent : Le bus", "../bus/index.html"),
        ("Texte suivant : La carte", "../carte/index.html"),
    ]
    menu = fares.select_one("nav.menu details:not([open])")
    assert links(menu) == [
        ("Accueil du site", "../index.html"), ("Accueil", "../bienvenue/index.html"),
        ("Le bus", "../bus/index.html"),
        ("Les tarifs", "../tarifs/index.html"), ("La carte", "../carte/index.html"),
        ("Ailleurs", "https://exemple.fr/"), ("L’eau", "../eau/index.html"),
        ("Toutes les pages du site", "../plan-du-site/index.html"),
    ]  # fmt: skip
    here = [one.get_text() for one in menu.select("[aria-current=page]")]  # type: ignore[union-attr]
    assert here == ["Les tarifs"]
    assert links(page(out, "eau").select_one("nav.suite")) == [
        ("Texte précédent : La carte", "../carte/index.html")
    ]
    easy = page(out, "tarifs/facile")
    assert ("Le bus (texte complet)", "../../bus/index.html") in links(
        easy.select_one("nav.menu")
    )
    assert ("Les tarifs", "../../tarifs/facile/index.html") in links(
        easy.select_one("nav.menu")
    )
    (hidden,) = (one["id"] for one in catalogue(out)["publications"] if one.get("hidden"))
    assert page(out, hidden).select(".menu, .suite, .fil") == []
    assert ("Accueil du site", "../index.html") in links(page(out, hidden).header)
    assert inspect(out).faults == ()
    assert stranded(out) == []


def edition(*ids: str) -> Edition:
    documents = tuple(
        Document(id_, "fr", id_, (), Meta(hidden=id_ == "caché")) for id_ in ids
    )
    return Edition(Book("Site", "fr", documents), "integral")


@pytest.mark.parametrize("ids", [(), ("un",), ("un", "caché")])
def test_a_text_alone_has_no_menu(ids: tuple[str, ...]) -> None:
    assert site_places((), [edition(*ids)], "integral") == {}


def test_without_contents_texts_follow_each_other_in_the_order_of_the_site() -> None:
    places = site_places((), [edition("un", "caché", "deux", "trois")], "integral")
    around = {
        id_: tuple(line and line.path for line in (one.previous, one.next))
        for id_, one in places.items()
    }
    assert around == {
        "un": (None, "deux/index.html"),
        "deux": ("un/index.html", "trois/index.html"),
        "trois": ("deux/index.html", None),
    }


@pytest.mark.parametrize("deep", [False, True])
def test_the_menu_of_many_texts_stays_small(deep: bool) -> None:
    """What is around the page is there, and the page itself, whatever their number."""
    texts = [{"title": f"T{n}", "id": f"t{n}"} for n in range(300)]
    contents = [*texts]
    if deep:
        contents = [
            {"title": f"P{n}", "below": texts[n : n + 10]} for n in range(0, 300, 10)
        ]
    places = site_places(contents, [edition()], "integral")
    for id_, place in places.items():
        own = [line for top in place.menu for line in (top, *top.below)]
        assert len(own) <= NEAR + 10 <= MENU
        assert [line.path for line in own if line.here] == [f"{id_}/index.html"]
