"""The pages around the texts: home, style sheet; and the site as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from builders import div, heading
from hypothesis import example, given
from hypothesis import strategies as st
from wcag import contrast, luminance

from ppun_access.build.whole_site import corrected
from ppun_access.document.build import link, para
from ppun_access.document.model import Book, Document, Edition, Meta
from ppun_access.formats import NEEDS, PRINT, READERS, WORK, every_format
from ppun_access.report import Report
from ppun_access.settings.ppun_toml import Settings
from ppun_access.settings.sections import SiteSettings
from ppun_access.site.assets import accent, accent_of, assets, painted, script_files
from ppun_access.site.pages.home import HomeOptions, home
from ppun_access.writers.html.page import write_html
from ppun_access.writers.labels import STATUS, format_label
from ppun_access.writers.model import Download, Files, HtmlOptions
from ppun_access.writers.needs import need_of

TITLE = "Politique publique"
PUBLISHER = "la Région"
MP3 = {"format": "mp3", "path": "edito-0/edito-0.mp3", "bytes": 1_130_000, "seconds": 150.4}
TEXT = {"format": "text", "path": "edito-0/edito-0.txt", "bytes": 2100}
OPENING = (
    heading(1, TITLE),
    div("description", "Feuille de route"),
    para(link("https://exemple.fr", "Le site")),
    div("description", "Un plan"),
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
    assert "Feuille de route" not in shown(soup), "the banner is absent"
    assert "Un plan" in shown(soup)
    assert [h.text for h in soup.select("h2")] == [
        "Les textes",
        "Comment écouter, lire, imprimer",
    ]


def test_home_leads_to_every_form_of_a_text() -> None:
    first, second = home_page().select("article")
    assert [a["href"] for a in first.select(".choix")] == [
        "edito-0/index.html#ecouter",
        "edito-0/index.html#texte",
        "edito-0/facile/index.html#texte",
    ]
    assert "non validé" in first.text
    assert "pas encore" not in second.text
    assert [a["href"] for a in second.select(".choix")] == [
        "edito-1/index.html#ecouter",
        "edito-1/index.html#texte",
    ]
    (more,) = first.select("a:not(.choix)")
    assert more["href"] == "edito-0/index.html#telecharger"
    assert more.text == "Imprimer, autres formats\u00a0: L’édito 0"
    assert not first.select("[download], details"), "the page of the text has its files"


def test_home_has_the_files_of_a_text_that_has_no_page() -> None:
    values = catalogue(1)
    for version in values["publications"][0]["versions"]:
        version["files"] = [f for f in version["files"] if f["format"] != "html"]
    (card,) = soup_of(home(values, (), HomeOptions())).select("article")
    audio = card.select_one("a[href$='.mp3'][download]")
    assert audio is not None
    assert "Audio (MP3), 2 min 30 s, 1,1 Mo" in audio.text.replace("\u00a0", " ")
    assert card.select_one("details a[href$='.txt']")


EVERYTHING = (
    ("text", ""), ("mp3", ""), ("opus", ""), ("m4b", ""), ("epub", ""), ("daisy202", ""),
    ("pdf", ""), ("brf", ""), ("brf", "abrege"), ("pef", ""), ("zip", ""),
    ("cover", ""), ("vtt", ""), ("vtt", "words"), ("chapters", ""), ("wav", "telephone"),
    ("wav", "cd"), ("webm", "lsf"), ("mp4", "lsf"), ("vtt", "lsf"),
)  # fmt: skip
WHOLE = (
    ("epub", "book"), ("pdf", "book"), ("podcast", ""), ("cover", "podcast"),
    ("zip", "site"), ("kit", ""),
)  # fmt: skip
"""What the contract says that a text, and the site, may have."""


def files_of(kinds: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    return [
        {"format": name, "variant": variant, "path": f"edito-0/{n}.x", "bytes": 1000 + n}
        | ({"seconds": 150.4} if name in ("mp3", "daisy202") else {})
        for n, (name, variant) in enumerate(kinds)
    ]


def full_catalogue() -> dict[str, Any]:
    page = {"format": "html", "path": "edito-0/index.html", "bytes": 900}
    files = [page, *files_of(EVERYTHING)]
    full = {"version": "integral", "status": "publie", "files": files}
    text = {"id": "edito-0", "title": "L’édito", "versions": [full]}
    return {"title": TITLE, "publications": [text], "files": files_of(WHOLE)}


def needs(place: Tag, title: str) -> dict[str, int]:
    """Return the needs that headings name, and how many files each has."""
    found = ((h.text, h.find_next("ul")) for h in place.select(title))
    return {name: len(files.select("li")) for name, files in found if files}


def for_readers(kinds: tuple[tuple[str, str], ...]) -> list[int]:
    """Return the places in ``kinds`` of what is not for professionals."""
    return [n for n, kind in enumerate(kinds) if need_of(*kind) in READERS]


def test_home_sorts_files_by_need() -> None:
    values = full_catalogue()
    values["publications"][0]["versions"][0]["files"] = files_of(EVERYTHING)
    soup = soup_of(home(values, (), HomeOptions()))
    (box,) = soup.select("details")
    assert needs(box, "h5") == {
        "Écouter": 2,
        "Regarder en langue des signes": 2,
        "Lire à l’écran": 2,
        "Imprimer en gros caractères": 1,
        "Lire en braille": 2,
        "Emporter sur une clé USB ou un lecteur DAISY": 2,
    }
    summary = box.summary
    assert summary is not None
    assert "son, langue des signes, écran, papier, braille, clé USB" in summary.text
    (whole,) = (s for s in soup.select("section") if "ensemble" in s.text[:40])
    assert needs(whole, "h3") == {
        "Écouter": 1,
        "Lire à l’écran": 1,
        "Imprimer en gros caractères": 1,
        "Emporter sur une clé USB ou un lecteur DAISY": 1,
    }
    hrefs = {a["href"] for a in soup.select(".fichiers a")}
    own = {f"edito-0/{n}.x" for n in for_readers(EVERYTHING)}
    assert hrefs == own | {f"edito-0/{n}.x" for n in for_readers(WHOLE)}
    links = [a.text.replace("\u00a0", " ") for a in soup.select(".fichiers a")]
    told = shown(soup).replace("\u00a0", " ")
    assert any("Livre parlé (DAISY), 2 min 30 s, 1 ko" in link for link in links)
    for words in ("lecteur DAISY ?", "« Imprimer en gros caractères »", "en braille (BRF)"):
        assert words in told
        assert words not in shown(home_page()).replace("\u00a0", " ")


def test_every_file_says_whom_it_serves_and_no_two_look_alike() -> None:
    labels = [format_label(*kind) for kind in (*EVERYTHING, *WHOLE)]
    names = [label.name for label in labels]
    assert len(set(names)) == len(names), names
    unknown = format_label("xyz")
    assert unknown.name == "XYZ"
    assert all(label.use.endswith(".") and label.use != unknown.use for label in labels)


def test_every_format_serves_one_need() -> None:
    assert {one.need for one in every_format()} == set(NEEDS)
    assert all(need_of(one.name) is one.need for one in every_format())
    assert need_of("xyz") is NEEDS[-1] is WORK
    for kind in (
        ("vtt", "words"),
        ("chapters", ""),
        ("wav", "telephone"),
        ("cover", ""),
        ("pdf", "affiche"),
        ("text", "kit"),
        ("pef", ""),
    ):
        assert need_of(*kind) is WORK, kind  # fmt: skip
    for kind in (("pdf", ""), ("pdf", "book"), ("text", ""), ("zip", "site"), ("brf", "")):
        assert need_of(*kind) in READERS, kind


def test_a_text_page_sorts_its_files_by_need() -> None:
    text = Document("edito-0", "fr", "L’édito 0", (para("Mot."),))
    downloads = tuple(
        Download("edito-0", "integral", name, f"edito-0/{n}.x", 9, None, variant)
        for n, (name, variant) in enumerate(EVERYTHING)
    )
    edition = Edition(Book(TITLE, "fr", (text,)), "integral")
    files = write_html(edition, HtmlOptions(downloads=downloads), Report())
    (box,) = soup_of(files, "edito-0/index.html").select(".telecharger")
    others = [need.name for need in READERS if need is not PRINT]
    assert list(needs(box, "h3")) == others
    links = [str(a["href"]) for a in box.select("a")]
    assert links[:4] == ["6.x", "7.x", "1.x", "2.x"], "paper and braille come first"
    assert sorted(links) == sorted(f"{n}.x" for n in for_readers(EVERYTHING))


def test_pages_tell_of_a_podcast_only_when_there_is_one() -> None:
    address = "https://exemple.fr/podcast.xml"
    soup = soup_of(home(catalogue(1), (), HomeOptions(feed=address)))
    assert [link["href"] for link in soup.select("link[rel=alternate]")] == ["podcast.xml"]
    assert [code.text for code in soup.select("code")] == [address]
    assert not home_page().select("link[rel=alternate], code")


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
        **script_files(),
        **write_html(Edition(book, "integral"), options, Report()),
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


@pytest.mark.parametrize("path", pages())
def test_pages_follow_french_typography(path: str) -> None:
    soup = pages()[path]
    labels = [str(tag["aria-label"]) for tag in soup.select("[aria-label]")]
    for text in (*soup.stripped_strings, *labels):
        assert not re.search(r"(?<=\w) [:;!?%»]|« |(?<=\w)'|\.\.\.", text), text


@pytest.mark.parametrize("path", pages())
def test_pages_run_nothing_and_call_nobody(path: str) -> None:
    soup = pages()[path]
    assert not soup.select("iframe, object, form, [style]")
    for script in soup.select("script"):
        assert script["src"]
        assert not script.text
    runs = "'self' file:" if soup.select("script") else "'none'"
    assert f"script-src {runs};" in str(soup.select_one("meta[http-equiv]"))
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


def palettes(sheet: str = "") -> dict[str, dict[str, str]]:
    """Return the colours of each scheme, as the cascade gives them."""
    found = [
        dict(re.findall(r"--([\w-]+): (#\w+)", block))
        for block in re.findall(r"\{([^{}]*--paper: [^{}]*)\}", sheet or style())
    ]
    light, dark, chosen, sepia, strong, easy, printed = found
    assert dark == chosen
    return {
        "light": light,
        "dark": light | dark,
        "sepia": light | sepia,
        "contraste": light | strong,
        "easy": light | easy,
        "print": light | printed,
    }


def pale(sheet: str = "") -> list[tuple[str, str, str]]:
    """Return each scheme where two colours are too near, and their names.

    Words, the accent they may have and what stands on it: 7:1; lines: 3:1.
    """
    faults = []
    for scheme, colours in palettes(sheet).items():
        pairs = [(i, g, 7) for i in ("ink", "accent")
                 for g in ("paper", "card", "soft", "lit")]  # fmt: skip
        pairs += [("line", "paper", 3)]
        pairs += [("on-accent", "accent", 7)] if scheme != "print" else []
        faults += [
            (scheme, one, other)
            for one, other, least in pairs
            if contrast(colours[one], colours[other]) < least
        ]
    return faults


def test_easy_pages_follow_the_system() -> None:
    """To its dark scheme, as the others do."""
    ((chosen, colours),) = re.findall(
        r"@media \(prefers-color-scheme: dark\) \{\s*([^{]*?)\s*\{([^{}]*)\}", style()
    )
    assert chosen == ":root:not([data-theme])"
    assert "--paper: #1b1614" in colours
    assert "color-scheme" not in "".join(re.findall(r"\.facile \{[^}]*\}", style()))


def test_contrast_is_seven_to_one() -> None:
    assert pale() == []
    assert ("light", "accent", "paper") in pale(style().replace("#7a1e3c", "#c0506c"))
    assert ("dark", "on-accent", "accent") in pale(style().replace("#2a0f12", "#7a4f52"))


COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(COLOURS)
@example("#000000")
@example("#ffffff")
@example("#ffff00")
@example("#808080")
@example("#0000ff")
def test_any_accent_can_be_read_in_every_theme(colour: str) -> None:
    """The colour itself where it is dark enough, else a shade of it; nothing else moves."""
    sheet = painted(style(), colour)
    assert pale(sheet) == []
    assert re.sub(r"--accent: #\w{6}", "", sheet) == re.sub(
        r"--accent: #\w{6}", "", style()
    )
    if contrast(colour, "#ffffff") >= 9:
        assert accent_of(sheet) == colour


def test_the_accent_is_everywhere() -> None:
    """In the sheet, in the icon and in the browser’s own bar; too pale, it is told."""
    files = assets("#00695c")
    blue = accent("#00695c")
    assert blue != "#00695c"
    assert f"--accent: {blue};" in bytes(files["assets/style.css"]).decode()
    assert f'fill="{blue}"' in bytes(files["assets/icone.svg"]).decode()
    soup = soup_of(home(catalogue(1), (), HomeOptions(colour=blue)))
    assert [m["content"] for m in soup.select("meta[name=theme-color]")] == [blue]
    (told,) = corrected(Settings(site=SiteSettings("#00695c")))
    assert blue in told.message
    assert not list(corrected(Settings(site=SiteSettings(blue.upper()))))
    assert not list(corrected(Settings()))


def test_easy_pages_follow_the_presentation_rules() -> None:
    css = style()
    assert luminance(palettes()["easy"]["ink"]) < luminance(palettes()["easy"]["paper"])
    assert "text-transform" not in css
    assert "justify;" not in css
    assert not re.search(r"(?<!template-)columns", css)
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
    assert len(css.encode()) < 20_500
    assert "url(" not in css
    assert "/*" not in css
    assert not re.search(r"^\s", css, re.MULTILINE)
    assert "@import" not in css
    assert "scroll-behavior" not in css, "the focus would be late"
    assert "forced-colors" in css
    assert "@media print" in css
    assert css.count("{") == css.count("}")


def test_labels_of_states_are_those_of_the_easy_versions() -> None:
    from ppun_access.easy.review.version import LABELS

    assert {status: f"{STATUS[status]}." for status in LABELS} == {
        status: lines[0] for status, lines in LABELS.items()
    }
    assert not re.search(r"[-–—()]", "".join(lines[0] for lines in LABELS.values()))


@pytest.mark.parametrize(("name", "limit"), [("lecture.js", 11_200), ("confort.js", 5_100)])
def test_scripts_are_small_and_need_nobody(name: str, limit: int) -> None:
    """The player takes 11.2 kB as it is served, before any compression."""
    content = script_files()[f"assets/{name}"]
    assert isinstance(content, bytes)
    assert len(content) <= limit
    told = content.decode()
    assert not re.search(r"^\s|//", told, re.MULTILINE)
    for word in ("fetch", "XMLHttpRequest", "import(", "eval", "innerHTML", "`", "http"):
        assert word not in told, word


# The floor: iOS 12 Safari, Android 7 Chrome, Firefox ESR 115

FALLBACKS = {
    r"(clamp|min|max)\(": "the same property, with a plain value",
    r"\banywhere\b": "word-wrap: break-word",
    r"\bsticky\b": "-webkit-sticky",
}
TOO_NEW = (
    r":(is|where|has)\(", r":not\([^)]*,", r"(?<![\w-])(row-|column-)?gap:",
    r"(margin|padding|border)-(inline|block)", r"(inline|block)-size:",
    r"(?<![\w-])inset(-\w+)*:", r"aspect-ratio:", r"place-(items|content|self):",
    r"color-mix|\b(hwb|lab|lch|oklab|oklch|color|env)\(", r"(rgb|hsl)a?\([^,()]*\)",
    r": [^;]*#([\da-f]{4}|[\da-f]{8})\b", r"overflow[-xy]*: clip",
    r"@(layer|container|scope|property|starting-style)", r"@media[^{]*[<>]",
    r"\d([dsl]v[hw]|r?lh|cap|cq\w)\b", r"(?<!:not\():focus-visible",
    r"(?<![\w-])(user-select|appearance):", r"&",
    r"(?m)^[^{}@]*(,[^{]*::(marker|highlight)|::(marker|highlight)[^{]*,)[^{]*\{",
)  # fmt: skip
"""Source: MDN's browser-compat-data 8. The last: a rule falls with one of its selectors."""


def floor_faults(css: str) -> list[str]:
    """Return what old browsers would not read and that nothing replaces."""
    faults = [found[0] for new in TOO_NEW for found in re.finditer(new, css)]
    for block in re.findall(r"\{([^{}]*)\}", css):
        names: list[str] = []
        for declaration in filter(None, map(str.strip, block.split(";"))):
            name = declaration.partition(":")[0].strip()
            name = "overflow-wrap" if name == "word-wrap" else name
            newer = any(re.search(new, declaration) for new in FALLBACKS)
            old = "-webkit-sticky" in declaration
            if newer and not old and name not in names:
                faults.append(declaration)
            names.append(name)
    return faults


def test_the_style_sheet_serves_old_browsers() -> None:
    assert floor_faults(style()) == []


@pytest.mark.parametrize(
    "css",
    [
        "a { padding: clamp(1rem, 2vw, 3rem); }", "a { display: flex; gap: 1rem; }",
        "a { overflow-wrap: anywhere; }", ":is(a, b) { color: red; }",
        "a { position: sticky; }", ":focus-visible { outline: 1px; }", "a { inset: 0; }",
        "a { color: rgb(0 0 0 / .5); }", "@media (width >= 30rem) { a { top: 0; } }",
        "a { width: min(1rem, 2vw); }", "a:has(b) { color: red; }", "a { color: #0008; }",
        "a { aspect-ratio: 1; }", "li, li::marker { top: 0; }", ":not(a, b) { top: 0; }",
        "a { user-select: none; }", "a { height: 100dvh; }",
    ],
)  # fmt: skip
def test_the_floor_sees(css: str) -> None:
    assert floor_faults(css)


def test_the_font_is_small_and_has_its_licence() -> None:
    font, licence = (
        script_files()["assets/atkinson.woff2"],
        script_files()["assets/atkinson-OFL.txt"],
    )
    assert isinstance(font, bytes)
    assert isinstance(licence, bytes)
    assert font[:4] == b"wOF2"
    assert len(font) < 13_000
    assert "SIL OPEN FONT LICENSE" in licence.decode()
