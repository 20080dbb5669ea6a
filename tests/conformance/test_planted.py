"""Each check sees the fault that it is there for: a check that cannot fail is none."""

from __future__ import annotations

from math import ceil
from pathlib import Path
from random import Random

import pytest

from . import axe, budget, layout, links, other_rules, pixels, scroll
from .browser import Browser, opened
from .planted import GOOD, page_with

pytestmark = pytest.mark.usefixtures("checkers")


def test_a_good_page_has_no_fault(tmp_path: Path, browser: Browser) -> None:
    path = page_with(tmp_path, GOOD)
    assert links.check(path, tmp_path) == []
    with opened(browser, path, width=320) as watched:
        assert axe.check(watched.page) == []
        assert other_rules.check_in_light_and_dark(watched.page) == []
        assert scroll.check(watched.page) == []
        assert scroll.check_spaced(watched.page) == []
        assert watched.faults == []


def test_axe_sees(tmp_path: Path, browser: Browser) -> None:
    """Each fault of a page, by its rule and the element where it stands."""
    large, contrast = "font-size: 40px", "color-contrast-enhanced"
    faults = {
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">': "image-alt",
        '<p style="color: #888">Pâle</p>': contrast,
        '<p style="color: #666">Un peu pâle</p>': contrast,
        f'<p style="{large}; color: #aaa">Grand, pâle</p>': contrast,
        f'<p style="{large}; color: #888">Grand, un peu pâle</p>': contrast,
        "<h4>Trop profond</h4>": "heading-order",
        '<a href="#titre"></a>': "link-name",
        "<ul><p>Pas un élément</p></ul>": "list",
    }
    right = f'<p style="{large}; color: #707070">Assez foncé</p>'
    with opened(browser, page_with(tmp_path, "\n".join([*faults, right]))) as watched:
        found = axe.check(watched.page)
    for body, rule in faults.items():
        own = [told for told in found if told.startswith(f"{rule}: ")]
        assert any(told.endswith(f": {body}") for told in own), (rule, found)
    assert not [f for f in found if "Assez foncé" in f]


def test_pa11y_and_ibm_see(tmp_path: Path, browser: Browser) -> None:
    """Each fault; of two that are alike, the one that is no false alarm; what is dark."""
    levels = """<tr><th scope="col">A</th><th scope="col">B</th></tr>
    <tr><th colspan="2" scope="rowgroup">C</th></tr>
    <tr><th scope="row">D</th><td>E</td></tr></table>"""
    box = 'role="region" tabindex="0" aria-label='
    faults = {
        '<p style="color: #666">Un peu pâle</p>': "1_4_6.G17.Fail",
        '<a href="#absent">Là</a>': "2_4_1.G1,G123,G124.NoSuchID",
        f'<table id="a">{levels}': "1_3_1.H43.HeadersRequired",
        f'<div {box}"Une">Une</div>': "element_tabbable_role_valid",
    }
    right = f'<div class="defile" {box}"Deux">Deux</div><table class="longueurs">{levels}'
    path = page_with(tmp_path, "".join(faults) + right, dark="#444")
    with opened(browser, path) as watched:
        found = other_rules.check_pa11y(watched.page) + other_rules.check_ibm(watched.page)
        dark = other_rules.check_in_light_and_dark(watched.page)
    for body, rule in faults.items():
        begin = body.partition(">")[0]
        assert [f for f in found if rule in f and f": {begin}>" in f], (rule, found)
    assert len(found) == len(faults), found
    pale = [f for f in dark if f.startswith("dark: ") and "<h1" in f]
    for rule in ("1_4_6.", "text_contrast_sufficient"):
        assert rule in "".join(pale), pale


def test_the_dark_scheme_is_seen(tmp_path: Path, browser: Browser) -> None:
    """What is too pale there, and what is shown there alone."""
    alone = "<style>.nuit { display: none } @media (prefers-color-scheme: dark) {"
    alone += " .nuit { display: block } }</style>"
    path = page_with(tmp_path, dark="#444")
    with opened(browser, path, color_scheme="light") as watched:
        page = watched.page
        assert axe.check(page) == []
        light = layout.boxes(page)
        page.emulate_media(color_scheme="dark")
        assert layout.boxes(page) == light
        found = axe.check_recoloured(page, light)
        assert {f.partition(":")[0] for f in found} >= {"color-contrast-enhanced"}
    path = page_with(tmp_path, '<a class="nuit" href="#titre"></a>', head=alone)
    with opened(browser, path, color_scheme="light") as watched:
        page = watched.page
        assert axe.check(page) == []
        light = layout.boxes(page)
        page.emulate_media(color_scheme="dark")
        assert any(f.startswith("link-name:") for f in axe.check_recoloured(page, light))
        found = other_rules.check_in_light_and_dark(page)
        assert any(f.startswith("dark: a_text_purpose:") for f in found), found


def test_pixels_see(tmp_path: Path, browser: Browser) -> None:
    styles = {
        "color: #666": False,
        "color: #888": True,
        "background: #888": False,
        "background: #555": True,
        "color: #ddd; background: #333": False,
    }
    words = [f'<p style="{style}">Des mots : {style}</p>' for style in styles]
    with opened(browser, page_with(tmp_path, "\n".join(words))) as watched:
        found = "\n".join(pixels.pale(watched.page.get_by_text("Des mots")))
    for style, pale in styles.items():
        assert (f"Des mots : {style}: " in found) == pale, (style, found)


@pytest.mark.parametrize(
    "body",
    [
        '<div style="width: 800px">Large</div>',
        '<div style="overflow: hidden"><p style="width: 800px">Coupé</p></div>',
        f"<p>{'x' * 200}</p>",
        f'<p style="white-space: nowrap">{"Un texte sur une ligne. " * 4}</p>',
    ],
)
def test_scroll_sees(tmp_path: Path, browser: Browser, body: str) -> None:
    path = page_with(tmp_path, body)
    with opened(browser, path, width=320) as watched:
        assert scroll.check(watched.page) != []


def test_scroll_sees_what_spreads(tmp_path: Path, browser: Browser) -> None:
    """A page that holds until the reader spreads its text, and holds again afterwards."""
    body = '<p style="white-space: nowrap; width: min-content">Vingt-trois caractères.</p>'
    with opened(browser, page_with(tmp_path, body)) as watched:
        text = watched.page.locator("p[style]").bounding_box()
        assert text
        size = {"width": ceil(text["x"] + text["width"]), "height": 800}
        watched.page.set_viewport_size(size)  # its text just holds, whatever the font
        assert scroll.check(watched.page) == []
        assert scroll.check_spaced(watched.page) != []
        assert scroll.check(watched.page) == []


def test_a_wide_table_may_scroll_in_its_box(tmp_path: Path, browser: Browser) -> None:
    body = '<div style="overflow-x: auto"><p style="width: 800px">Large</p></div>'
    with opened(browser, page_with(tmp_path, body), width=320) as watched:
        assert scroll.check(watched.page) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<a href="absent.html">Ici</a>', "does not exist"),
        ('<a href="#absent">Ici</a>', "no such passage"),
        ('<a href="index.html#absent">Ici</a>', "no such passage"),
        ('<a href="/index.html">Ici</a>', "absolute"),
        ('<a href="dossier/">Ici</a>', "folder"),
        ('<a href="../ailleurs.html">Ici</a>', "out of the site"),
        ('<a href="javascript:void 0">Ici</a>', "no address"),
        ('<img src="https://exemple.fr/x.png" alt="">', "from elsewhere"),
        ('<p style="background: url(//exemple.fr/x.png)">Ici</p>', "from elsewhere"),
        ('<img srcset="absent.png 2x" src="data:," alt="">', "does not exist"),
    ],
)
def test_links_see(tmp_path: Path, body: str, fault: str) -> None:
    site = tmp_path / "site"
    (site / "dossier").mkdir(parents=True)
    (tmp_path / "ailleurs.html").write_text("", encoding="utf-8")
    assert fault in "\n".join(links.check(page_with(site, body), site))


def test_links_see_a_style_sheet_from_elsewhere(tmp_path: Path) -> None:
    head = '<link rel="stylesheet" href="https://exemple.fr/x.css">'
    assert "elsewhere" in "\n".join(links.check(page_with(tmp_path, head=head), tmp_path))
    sheet = tmp_path / "style.css"
    sheet.write_text('@import "https://exemple.fr/x.css";', encoding="utf-8")
    assert "elsewhere" in "\n".join(links.check_style(sheet, tmp_path))


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ('<script src="https://exemple.fr/x.js"></script>', "exemple.fr"),
        ('<script>throw Error("cassé")</script>', "Content Security Policy"),
    ],
)
def test_browser_sees(tmp_path: Path, browser: Browser, head: str, fault: str) -> None:
    with opened(browser, page_with(tmp_path, head=head)) as watched:
        watched.page.wait_for_timeout(100)
        assert fault in "\n".join(watched.faults)


@pytest.mark.parametrize(
    ("size", "more", "fault"),
    [(30_000, 6, ""), (45_000, 0, "bytes"), (100, 8, "requests")],
)
def test_budget_sees(
    tmp_path: Path, browser: Browser, size: int, more: int, fault: str
) -> None:
    """Pictures below the first screen count, and so does each file; text is compressed."""
    body = f"<!--{'x' * 100_000}--><div style='height: 9000px'></div>"
    for n in range(more + 1):
        content = Random(n).randbytes(size if n == 0 else 100)
        (tmp_path / f"{n}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + content)
        body += f'<img src="{n}.png" alt="" loading="lazy">'
    page_with(tmp_path, body, head='<link rel="icon" href="data:,">')
    with budget.served_compressed(tmp_path) as address:
        (page,) = budget.fetched(browser, address, ["index.html"])
    faults = page.faults()
    assert len(faults) == bool(fault)
    assert fault in "".join(faults)


def test_browser_sees_a_request(tmp_path: Path, browser: Browser) -> None:
    path = page_with(tmp_path, head='<script src="https://exemple.fr/x.js"></script>')
    text = path.read_text(encoding="utf-8").replace("default-src 'none'", "default-src *")
    path.write_text(text, encoding="utf-8")
    with opened(browser, path) as watched:
        assert "network: https://exemple.fr/x.js" in watched.faults
