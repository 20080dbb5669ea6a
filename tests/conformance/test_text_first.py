"""A text is where people look for it: with its title, and first on its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from builders import bullets, div, heading

from ppun_access.document.build import inlines, para
from ppun_access.document.model import (
    Book,
    Div,
    Document,
    Edition,
    Meta,
    Narration,
    Para,
    Sentence,
    Version,
)
from ppun_access.easy.review.version import LABELS
from ppun_access.french import split_sentences
from ppun_access.report import Report
from ppun_access.site.assets import assets, script_files
from ppun_access.site.pages.home import HomeOptions, home
from ppun_access.writers.html.page import write_html
from ppun_access.writers.model import Download, HtmlOptions, file_path, folder

from . import scroll
from .browser import Browser, opened

ID = "message"
TITLE = "Le message de la Présidente de la Région"
ROLE = "Vice-Présidente en charge de la jeunesse, de la laïcité et du numérique"
MOST = 0.6
"""Of a window: how far the first line of a text may be from its title."""
FIRST = {"integral": "La Région publie ses textes.", "facile": "De quoi parle ce texte ?"}
SIGNED = div("signature", "Ada Lovelace", ROLE)
WORDS = [para(f"La Région publie ses textes. Elle le fait {n} fois.") for n in range(30)]


def by_sentence(text: str) -> Para:
    """Return a paragraph whose sentences are known, as on every published page."""
    return para(*(Sentence(inlines(one), id=one) for one in split_sentences(text)))


TEXTS: dict[Version, Document] = {
    "integral": Document(
        ID, "fr", TITLE, (*WORDS, heading(2, "La suite"), bullets("un", "deux"), SIGNED),
        Meta(author="Ada Lovelace", role=ROLE),
    ),
    "facile": Document(ID, "fr", TITLE, (
        Div(tuple(map(by_sentence, LABELS["brouillon"])), "status"),
        heading(2, FIRST["facile"]), *WORDS,
    )),
}  # fmt: skip
"""Both versions, as the team's own content has them."""
DRAFT = "automatique"
"""The state with the longest label, and the folder of a site with an easy version in it."""
DRAFTED = replace(TEXTS["facile"], blocks=(
    Div(tuple(map(by_sentence, LABELS[DRAFT])), "status"), *TEXTS["facile"].blocks[1:],
))  # fmt: skip


def downloads() -> tuple[Download, ...]:
    return tuple(
        Download(ID, version, name, file_path(ID, version, f".{name}"), 9_000, seconds)
        for version in TEXTS
        for name, seconds in (("mp3", 279.0), ("pdf", None), ("epub", None))
    )


def edition(version: Version) -> Edition:
    voice = Narration(ID, Path("x.mp3"), 279.0, (), "Siwis")
    book = Book("Politique publique", "fr", (TEXTS[version],), (), "la Région")
    return Edition(book, version, (voice,), dates={ID: "2026-12-01"})


def listed(version: Version) -> Mapping[str, object]:
    files = [
        {"format": d.format, "path": d.path, "bytes": d.bytes}
        for d in downloads()
        if d.version == version
    ]
    page = {"format": "html", "path": f"{folder(ID, version)}/index.html", "bytes": 9}
    return {"version": version, "status": "publie", "files": [page, *files]}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A text, its easy version, and the home page."""
    options = HtmlOptions(downloads=downloads(), easy=(ID,), state="non conforme")
    text = {"id": ID, "title": TITLE, "versions": [*map(listed, TEXTS)]}
    catalogue = {"title": "Politique publique", "publications": [text], "files": []}
    files = {**assets(), **script_files(), **home(catalogue, (), HomeOptions())}
    for version in TEXTS:
        files |= write_html(edition(version), options, Report())
    easy = edition("facile")
    drafted = replace(easy, book=replace(easy.book, documents=(DRAFTED,)))
    apart = {**assets(), **script_files(), **write_html(drafted, options, Report())}
    files |= {f"{DRAFT}/{path}": content for path, content in apart.items()}
    root = tmp_path_factory.mktemp("first")
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(bytes(content))
    return root


PLACES = """
first => {
  const top = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getClientRects()[0].top;
  };
  const texts = document.createTreeWalker(
    document.querySelector('.texte'), NodeFilter.SHOW_TEXT);
  let node;
  while ((node = texts.nextNode()) && !node.data.trim().startsWith(first.slice(0, 12)));
  const title = document.querySelector('h1').getBoundingClientRect().top;
  return [title / innerHeight, top(node) / innerHeight];
}
"""
"""Where the title and the first line of the text stand, in windows."""
ORDER = """
() => [...document.querySelectorAll(
  'h1, .auteur, .ecouter, .texte, .credit, .garder, .telecharger')]
  .map((one) => one.localName === 'h1' ? 'h1' : one.className)
"""
SIZES = {"desktop": (1280, 800), "phone": (360, 740)}


@pytest.mark.parametrize("version", TEXTS)
def test_the_first_line_is_in_sight_with_its_title(
    browser: Browser, site: Path, version: Version
) -> None:
    path = site / folder(ID, version) / "index.html"
    with opened(browser, path) as watched:
        page = watched.page
        for name, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            title, first = page.evaluate(PLACES, FIRST[version])
            assert first - title <= MOST, name
            assert first < 1, name
            assert scroll.check(page) == []
        assert page.evaluate(ORDER) == [
            "h1", "auteur", "ecouter", "texte", "credit", "telecharger",
        ]  # fmt: skip
        assert not page.is_visible(".telecharger .fichiers")
        page.click(".telecharger summary")
        assert page.is_visible(".telecharger .fichiers")
        assert watched.faults == []


SIZE = "selector => getComputedStyle(document.querySelector(selector)).fontSize"
LARGE = {f"{ID}/": 1.1, f"{ID}/facile/": 1.6, f"{DRAFT}/{ID}/facile/": 1.4}
"""In windows of a phone, of text twice as large, for one of a long title."""


@pytest.mark.parametrize("path", LARGE)
def test_the_first_line_is_near_in_large_letters_too(
    browser: Browser, site: Path, path: str
) -> None:
    double = "localStorage.setItem('ppun-confort', JSON.stringify({ taille: '2' }))"
    width, height = SIZES["phone"]
    size = {"width": width, "height": height}
    with opened(browser, site / path / "index.html", before=double, **size) as watched:
        version: Version = "facile" if "facile" in path else "integral"
        watched.page.evaluate("localStorage.clear()")
        title, first = watched.page.evaluate(PLACES, FIRST[version])
        assert first - title <= LARGE[path]
        assert watched.page.evaluate(SIZE, ".auteur") == "32px"
        assert watched.page.evaluate(SIZE, ".texte p") in ("38px", "42px")
        assert scroll.check(watched.page) == []


def test_the_label_of_an_automatic_draft_is_in_sight_and_the_rest_opens(
    browser: Browser, site: Path
) -> None:
    width, height = SIZES["phone"]
    path = site / DRAFT / ID / "facile" / "index.html"
    with opened(browser, path, width=width, height=height) as watched:
        page = watched.page
        title, first = page.evaluate(PLACES, FIRST["facile"])
        assert first - title <= MOST
        label, *rest = LABELS[DRAFT]
        assert page.inner_text("div.statut").split() == label.split()
        assert not page.locator("details.statut p").first.is_visible()
        page.click("details.statut summary")
        shown = page.locator("details.statut p").all_inner_texts()
        assert [" ".join(one.split()) for one in shown] == rest
        assert scroll.check(page) == []


@pytest.mark.parametrize("version", TEXTS)
def test_links_to_the_text_lead_to_its_first_line(
    browser: Browser, site: Path, version: Version
) -> None:
    """From the home page, from the other version and from the top of the page."""
    name = f"{folder(ID, version)}/index.html#texte"
    other: Version = "integral" if version == "facile" else "facile"
    with opened(browser, site / "index.html", width=320, height=640) as watched:
        page = watched.page

        def arrives() -> None:
            page.wait_for_function("() => location.hash === '#texte' && pageYOffset > 9")
            assert page.url.endswith(name)
            page.wait_for_function(
                f"first => ({PLACES})(first)[1] < 0.3", arg=FIRST[version]
            )
            assert page.evaluate(PLACES, FIRST[version])[1] >= 0

        page.click(f".choix[href='{name}']")
        arrives()
        watched.open(site / folder(ID, other) / "index.html")
        page.click(".voies li:first-child a")
        arrives()
        watched.open(site / folder(ID, version) / "index.html")
        page.keyboard.press("Tab")
        assert page.inner_text(":focus") == "Aller au texte"
        page.keyboard.press("Enter")
        arrives()
        assert page.evaluate("document.activeElement.id") == "texte"
        assert watched.faults == []


def test_the_complete_text_has_a_heading_and_what_it_is(
    site: Path, browser: Browser
) -> None:
    """Its own headings are below; a text that begins with one needs no other."""
    with opened(browser, site / ID / "index.html", scripts=False) as watched:
        page = watched.page
        heads = [page.locator(f".texte {h}").all_inner_texts() for h in ("h2", "h3")]
        assert heads == [["Le texte"], ["La suite"]]
        told = page.inner_text(".auteur").replace("\u00a0", " ")
        assert told == "Texte complet, par Ada Lovelace. Mis à jour le 1er décembre 2026."
    easy = site / ID / "facile" / "index.html"
    with opened(browser, easy, scripts=False) as watched:
        assert watched.page.locator(".texte h2").count() == 1
        told = watched.page.inner_text(".auteur").replace("\u00a0", " ")
        assert told == "Date : 1er décembre 2026."


def test_what_is_known_of_a_text_is_said() -> None:
    """The date that its author wrote, the role that no signature says, its summary."""
    text = TEXTS["integral"]
    meta = replace(text.meta, date="2024-05-06", description="La Région écrit à tous.")
    unsigned = replace(text, blocks=text.blocks[:-1], meta=meta)
    book = Book("Politique publique", "fr", (unsigned,), (), "la Région")
    (content,) = write_html(Edition(book, "integral"), HtmlOptions(), Report()).values()
    shown = bytes(content).decode().replace("\u00a0", " ")
    assert f"<strong>Ada Lovelace</strong>, {ROLE}. Publié le 6 mai 2024." in shown
    assert "<p>La Région écrit à tous.</p>" in shown
