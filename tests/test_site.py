"""The pages around the texts: home, style sheet; and the site as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from bs4 import BeautifulSoup

from ppun_access.document.build import div, heading, link, para
from ppun_access.document.model import Book, Document, Edition, Meta
from ppun_access.report import Report
from ppun_access.site.assets import assets
from ppun_access.site.home import HomeOptions, home
from ppun_access.writers.html import missing_easy_page, write_html
from ppun_access.writers.labels import STATUS
from ppun_access.writers.model import Download, Files, HtmlOptions

TITLE = "Politique publique"
PUBLISHER = "la Région"
MP3 = {"format": "mp3", "path": "edito-0/edito-0.mp3", "bytes": 1_130_000, "seconds": 150.4}
TEXT = {"format": "text", "path": "edito-0/edito-0.txt", "bytes": 2100}
OPENING = (
    heading(1, TITLE),
    div("description", "Feuille de route"),
    para(link("https://exemple.fr", "Le site")),
)


def publication(n: int, *, easy: bool) -> dict[str, Any]:
    page = {"format": "html", "path": f"edito-{n}/index.html", "bytes": 900}
    easy_page = {**page, "path": f"edito-{n}/facile/index.html"}
    full = {"version": "integral", "status": "publie", "files": [page, MP3, TEXT]}
    short = {"version": "facile", "status": "brouillon", "files": [easy_page]}
    return {
        "id": f"edito-{n}",
        "title": f"L’édito {n}",
        "author": "Ada Lovelace",
        "role": "Présidente",
        "versions": [short, full] if easy else [full],
    }


def catalogue(texts: int) -> dict[str, Any]:
    publications = [publication(n, easy=n == 0) for n in range(texts)]
    return {"title": TITLE, "publications": publications, "files": []}


def soup_of(files: Files, path: str = "index.html") -> BeautifulSoup:
    content = files[path]
    assert isinstance(content, bytes)
    return BeautifulSoup(content.decode(), "html.parser")


def shown(soup: BeautifulSoup) -> str:
    return " ".join(soup.get_text(" ").split())


def home_page(texts: int = 2) -> BeautifulSoup:
    report = Report()
    files = home(catalogue(texts), OPENING, HomeOptions(PUBLISHER), report)
    assert report.findings == []
    assert list(files) == ["index.html"]
    return soup_of(files)


def test_home_says_what_the_site_is() -> None:
    soup = home_page()
    assert [h.text for h in soup.select("h1")] == [TITLE]
    assert [t.text for t in soup.select("title")] == [TITLE]
    assert "2 textes." in shown(soup)
    assert "Éditeur du site : la Région" in shown(soup)
    assert "Image : Feuille de route" in shown(soup)
    assert [h.text for h in soup.select("h2")] == [
        "Les textes",
        "Comment écouter, lire, imprimer",
    ]


def test_home_leads_to_every_form_of_a_text() -> None:
    first, second = home_page().select("article")
    assert [a["href"] for a in first.select(".choix")] == [
        "edito-0/index.html#ecouter",
        "edito-0/index.html",
        "edito-0/facile/index.html",
    ]
    assert "brouillon non validé" in first.text
    assert "pas encore prête" in second.text
    audio = first.select_one("a[href$='.mp3']")
    assert audio is not None
    assert "Audio (MP3), 2 min 30 s, 1,1 Mo" in audio.text.replace("\u00a0", " ")
    assert first.select_one("details a[href$='.txt']")


@pytest.mark.parametrize("texts", [0, 1, 40])
def test_home_stands_any_number_of_texts(texts: int) -> None:
    soup = home_page(texts)
    assert len(soup.select("article")) == texts
    names = [" ".join(a.text.split()) for a in soup.select("article a")]
    assert len(names) == len(set(names)), "two links with one name"


def test_home_tells_a_refused_link() -> None:
    report = Report()
    home(catalogue(1), (para(link("javascript:x", "non")),), HomeOptions(), report)
    assert [f.code for f in report.findings] == ["lien-refuse"]


# The whole site


def whole_site() -> dict[str, bytes | Path]:
    text = Document("edito-0", "fr", "L’édito 0", (para("Mot."),), Meta(author="Ada"))
    downloads = tuple(
        Download(text.id, "integral", str(f["format"]), str(f["path"]), 9, 2.0)
        for f in (MP3, TEXT)
    )
    options = HtmlOptions(TITLE, PUBLISHER, downloads)
    book = Book(TITLE, "fr", (text,), OPENING, PUBLISHER)
    return {
        **assets(),
        **write_html(Edition(book, "integral"), options, Report()),
        **missing_easy_page(text, options),
        **home(
            {**catalogue(2), "publications": [publication(0, easy=False)]},
            OPENING,
            HomeOptions(PUBLISHER),
        ),
        **{str(f["path"]): b"" for f in (MP3, TEXT)},
    }


def pages() -> Mapping[str, BeautifulSoup]:
    site = whole_site()
    return {path: soup_of(site, path) for path in site if path.endswith(".html")}


def test_every_local_address_leads_somewhere() -> None:
    site = whole_site()
    for path in [path for path in site if path.endswith(".html")]:
        for tag in soup_of(site, path).select("[href], [src]"):
            address = str(tag.get("href") or tag.get("src"))
            if address.startswith("https://"):
                continue
            file, _, fragment = address.partition("#")
            target = resolved(path, file) if file else path
            assert target in site, f"{path}: {address}"
            assert not fragment or soup_of(site, target).find(id=fragment), address


def resolved(page: str, address: str) -> str:
    parts: list[str] = list(PurePosixPath(page).parent.parts)
    for part in address.split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


@pytest.mark.parametrize("path", pages())
def test_pages_follow_french_typography(path: str) -> None:
    soup = pages()[path]
    labels = [str(tag["aria-label"]) for tag in soup.select("[aria-label]")]
    for text in (*soup.stripped_strings, *labels):
        assert not re.search(r"(?<=\w) [:;!?%»]|« |(?<=\w)'|\.\.\.", text), text


@pytest.mark.parametrize("path", pages())
def test_pages_run_nothing_and_call_nobody(path: str) -> None:
    soup = pages()[path]
    assert not soup.select("script, iframe, object, form, [style]")
    assert not [t for t in soup.select("[src]") if ":" in str(t["src"])]
    assert soup.select("meta[http-equiv=Content-Security-Policy]")
    assert not [
        t.name for t in soup.find_all(True) if any(a.startswith("on") for a in t.attrs)
    ]


# The style sheet


def style() -> str:
    content = assets()["assets/style.css"]
    assert isinstance(content, bytes)
    return content.decode()


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> dict[str, dict[str, str]]:
    """Return the colours of each scheme, as the cascade gives them."""
    found = [
        dict(re.findall(r"--([\w-]+): (#\w+)", block))
        for block in re.findall(r"\{([^{}]*--paper: [^{}]*)\}", style())
    ]
    light, dark, easy, printed = found
    return {
        "light": light,
        "dark": light | dark,
        "easy": light | easy,
        "print": light | printed,
    }


@pytest.mark.parametrize("scheme", ["light", "dark", "easy", "print"])
def test_contrast_is_seven_to_one(scheme: str) -> None:
    colours = palettes()[scheme]
    for ink in ("ink", "accent"):
        for ground in ("paper", "card", "soft"):
            assert contrast(colours[ink], colours[ground]) >= 7, (ink, ground)
    assert contrast(colours["on-accent"], colours["accent"]) >= 7 or scheme == "print"
    assert contrast(colours["line"], colours["paper"]) >= 3


def test_easy_pages_follow_the_presentation_rules() -> None:
    css = style()
    assert luminance(palettes()["easy"]["ink"]) < luminance(palettes()["easy"]["paper"])
    assert "text-transform" not in css
    assert "justify;" not in css
    assert "columns" not in css
    assert "text-indent" not in css
    assert "hyphens: none" in css
    assert ".facile .s { display: block; }" in css
    assert ".facile em { font-style: normal;" in css
    easy = re.findall(r"\.facile[^{}]*\{[^{}]*\}", css)
    sizes = [
        float(x)
        for rule in easy
        for x in re.findall(r"([\d.]+)rem", rule)
        if "font" in rule
    ]
    assert sizes
    assert min(sizes) * 16 >= 19
    heights = [
        float(x)
        for rule in easy
        for x in re.findall(r"rem/([\d.]+)|height: ([\d.]+)", rule)
        for x in x
        if x
    ]
    assert min(heights) >= 1.5


def test_style_sheet_is_small_and_calls_nobody() -> None:
    css = style()
    assert len(css.encode()) < 13_000
    assert "url(" not in css
    assert "@import" not in css
    assert "prefers-reduced-motion" in css
    assert "forced-colors" in css
    assert "@media print" in css
    assert css.count("{") == css.count("}")


def test_labels_of_states_are_those_of_the_easy_versions() -> None:
    from ppun_access.easy.version import LABELS

    assert {status: STATUS[status] for status in LABELS} == {
        status: lines[0] for status, lines in LABELS.items()
    }
