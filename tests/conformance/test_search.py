"""The search of the texts, as readers use it: from a file, off line, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ppun_access.cli import main
from ppun_access.french.lexical.stems import search_words, stem

from . import axe, budget, layout, scroll
from .browser import Browser, Watched, opened, served, watching

pytestmark = pytest.mark.usefixtures("checkers")

BUS = """# Le bus des écoliers

La Région organise le bus.

## Les élèves du lycée

Les transports scolaires régionaux sont payés par la Région. Ils montent gratuitement.
"""
EASY = (
    "---\nstatut: brouillon\nsource: bus-des-ecoliers\n---\n\n# Le bus des écoliers\n\n"
    "Le bus des élèves est gratuit.\n"
)
TEXTS = {
    "bus": BUS,
    "eau": "# L’eau potable\n\nL’eau est contrôlée. Vos yeux ne suffisent pas.\n",
    "foret": "# La forêt\n\nDes travaux de 2006 ont lieu en forêt. Les bus attendent.\n",
    "sante": "# La santé\n\nVous choisissez votre médecin. Un œil fatigué se soigne.\n",
    "logement": "# Le logement\n\nLa Région aide des familles à trouver un logement.\n\n"
    "Lisez le P.L.U. de Mme Łukasz.\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    (folder / "content" / "facile").mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / "content" / f"{name}.md").write_text(text, "utf-8")
    (folder / "content" / "facile" / "bus-des-ecoliers.md").write_text(EASY, "utf-8")
    out = folder / "site"
    source = str(folder / "content")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.chdir(folder)
        assert main(["build", source, "-o", str(out), "--to", "html", "-q"]) == 0
    return out


FOUND = """n => {
  const status = document.querySelector('.chercher [role=status]').textContent;
  return / trouvé/.test(status)
    && document.querySelectorAll('.chercher li').length === n;
}"""


@contextmanager
def searching(
    browser: Browser, page: Path, query: str = "", found: int = 0, **options: Any
) -> Iterator[Watched]:
    """Open a page and look for ``query``."""
    with opened(browser, page, **options) as watched:
        if query:
            watched.page.fill("#chercher", query)
            watched.page.keyboard.press("Enter")
            watched.page.wait_for_function(FOUND, arg=found)
        yield watched


def results(watched: Watched) -> list[str]:
    """Return the words of each result, its title first."""
    return [
        " ".join(text.split())
        for text in watched.page.locator(".chercher li").all_inner_texts()
    ]


def told(watched: Watched) -> str:
    return watched.page.inner_text(".chercher [role=status]").replace("\xa0", " ")


def test_a_reader_finds_a_passage_by_keyboard_alone(browser: Browser, site: Path) -> None:
    """From a text, off line; on return the query and its results are there."""
    with opened(browser, site / "foret" / "index.html") as watched:
        page = watched.page
        page.focus(".menu > a")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement?.id === 'chercher'")
        assert page.url.endswith("plan-du-site/index.html#chercher")
        page.keyboard.type("TRANSPORT scolaire")
        page.wait_for_function(FOUND, arg=1)
        assert told(watched) == "1 texte trouvé."
        (passage,) = results(watched)
        assert passage.startswith("Le bus des écoliers › Les élèves du lycée")
        marked = page.locator(".chercher mark").all_inner_texts()
        assert marked == ["transports", "scolaires"]
        for key in ("Tab", "Tab", "Enter"):
            page.keyboard.press(key)
        page.wait_for_function("() => location.pathname.includes('/bus-des-ecoliers/')")
        assert page.inner_text(":is(h2, h3) :target") == "Les élèves du lycée"
        page.go_back()
        page.wait_for_function(FOUND, arg=1)
        assert page.input_value("#chercher") == "TRANSPORT scolaire"
        assert watched.faults == []


def test_nothing_comes_before_the_field_is_used(browser: Browser, site: Path) -> None:
    """Pages keep to their budget, and the home page does not ask for the index."""
    names = ["index.html", "plan-du-site/index.html", "foret/index.html"]
    with budget.served_compressed(site) as address:
        for page in budget.fetched(browser, address, names):
            assert page.faults() == []
    with opened(browser, site / "index.html") as watched:
        asked = [url.rpartition("/")[2] for url in watched.asked]
        assert "recherche-index.js" not in asked
        watched.page.focus("#chercher")
        watched.page.wait_for_function(
            "() => document.querySelector('script[src$=\"recherche-index.js\"]')"
        )


@pytest.mark.parametrize(
    ("query", "status", "titles"),
    [
        ("œil", "2 textes trouvés.", {"La santé", "L’eau potable"}),
        ("travail", "1 texte trouvé.", {"La forêt"}),
        ("FORET", "1 texte trouvé.", {"La forêt"}),
        ("forê", "1 texte trouvé.", {"La forêt"}),
        ("élève", "2 textes trouvés, dont 1 version simplifiée.",
         {"Le bus des écoliers › Les élèves du lycée",
          "Le bus des écoliers (version simplifiée)"}),
        ("le logement martien", "1 texte trouvé. Aucun texte ne contient « martien ».",
         {"Le logement"}),
        ("PLU", "1 texte trouvé.", {"Le logement"}),
        ("p.l.u. lukasz", "1 texte trouvé.", {"Le logement"}),
        ("leau", "1 texte trouvé. Aucun texte ne contient « leau » : voici un mot proche.",
         {"L’eau potable"}),
        ("medessin", "1 texte trouvé. Aucun texte ne contient « medessin » : "
         "voici un mot proche.", {"La santé"}),
        ("bus scolere", "3 textes trouvés, dont 1 version simplifiée. Aucun texte ne "
         "contient « scolere » : voici un mot proche.",
         {"Le bus des écoliers", "La forêt", "Le bus des écoliers (version simplifiée)"}),
        ("trenport", "1 texte trouvé. Aucun texte ne contient « trenport » : "
         "voici un mot proche.", {"Le bus des écoliers › Les élèves du lycée"}),
        ("busard 2005", "Aucun texte trouvé. Essayez un mot plus court, ou un autre mot. "
         "Voir toutes les pages", set()),
        ("martien", "Aucun texte trouvé. Essayez un mot plus court, ou un autre mot. "
         "Voir toutes les pages", set()),
    ],
)  # fmt: skip
def test_what_is_found(
    browser: Browser, site: Path, query: str, status: str, titles: set[str]
) -> None:
    with searching(browser, site / "index.html", query, len(titles)) as watched:
        assert told(watched) == status
        links = watched.page.locator(".chercher li a").all_inner_texts()
        assert {" ".join(text.split()) for text in links} == titles
        assert watched.faults == []


def test_initials_are_marked_as_they_are_written(browser: Browser, site: Path) -> None:
    with searching(browser, site / "index.html", "plu lukasz", 1) as watched:
        marked = watched.page.locator(".chercher mark").all_inner_texts()
        assert marked == ["P.L.U", "Łukasz"]
        assert watched.faults == []


def test_an_index_that_does_not_come_is_told(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    copy = copytree(site, tmp_path / "site")
    (copy / "assets" / "recherche-index.js").unlink()
    with opened(browser, copy / "index.html") as watched:
        watched.page.fill("#chercher", "bus")
        watched.page.wait_for_selector(".chercher [role=status] a")
        assert told(watched) == "La recherche ne marche pas ici. Voir toutes les pages"
        watched.page.click(".chercher [role=status] a")
        watched.page.wait_for_function("() => location.pathname.includes('/plan-du-site/')")


def test_it_works_from_a_server_below_any_path(browser: Browser, site: Path) -> None:
    with served(site.parent) as address, watching(browser, online=True) as watched:
        watched.page.goto(f"{address}site/plan-du-site/index.html#q=bus")
        watched.page.wait_for_function(FOUND, arg=3)
        assert "recherche.js" in {url.rpartition("/")[2] for url in watched.asked}
        assert watched.faults == []


def test_without_script_the_plan_is_shown(browser: Browser, site: Path) -> None:
    path = site / "plan-du-site" / "index.html"
    with opened(browser, path, scripts=False) as watched:
        assert not watched.page.is_visible("#chercher")
        assert watched.page.is_visible("text=La forêt")


def test_results_are_accessible(browser: Browser, site: Path) -> None:
    with searching(browser, site / "index.html", "bus", 3, width=320) as watched:
        page = watched.page
        page.click(".confort summary")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            first = ""
            for theme in ("clair", "sombre", "sepia", "contraste"):
                page.select_option("#confort-theme", theme)
                assert axe.check_recoloured(page, first) == [], (width, theme)
                first = first or layout.boxes(page)
            page.select_option("#confort-taille", "2")
            assert scroll.check(page) == [], width
            page.select_option("#confort-taille", "")
        page.emulate_media(media="print")
        assert not page.is_visible("#chercher")


WRITTEN = st.lists(
    st.sampled_from(
        [*"aeiorsntlxzé èÉœŒæÇçŁđ'’-·.12ßΣд\u0301", "p.l.u", "ent", "aux", "eaux", "aient"]
    ),
    max_size=20,
).map("".join)
"""Of what the rules look at."""


def test_the_page_makes_the_stems_of_the_index(browser: Browser, site: Path) -> None:
    with searching(browser, site / "index.html", "bus", 3) as watched:

        @settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck])
        @given(st.lists(WRITTEN, min_size=20, max_size=40))
        def same(texts: list[str]) -> None:
            ours = [[stem(word) for word in search_words(text)] for text in texts]
            script = "texts => texts.map((text) => rechercheRacines(text))"
            assert watched.page.evaluate(script, texts) == ours

        same()
