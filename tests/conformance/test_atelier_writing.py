"""The writing screen of the atelier in a real browser: keyboard, two tabs, other hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from ateliers import QUICK, SOURCE, opened, space_of
from PIL import Image

from ppun_access.atelier.space import Space
from ppun_access.atelier.states import state_of
from ppun_access.atelier.writing.passages import cut
from ppun_access.runtime.disk import write_atomically
from ppun_access.tools import spacy_french
from ppun_access.writers.picture_sizes import size_of

from . import axe
from .browser import Browser, Page, Watched, left_behind, watching
from .keys import go, reach

ID = "bus-de-nuit"
EASY = """---
statut: brouillon
source: bus-de-nuit
---
# Le bus de nuit

![](pictos/bus.svg)

Le bus roule la nuit.

<!-- à écrire : le prix -->

La commune aide les usagers, afin de les aider.
"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<path d="M1 1h7v7z"/></svg>"""


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Space:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)
    found = space_of(tmp_path / "projet", f"{SOURCE}\n![Un bus](bus.svg)\n")
    (found.source / "bus.svg").write_text(DRAWING, "utf-8")
    (found.source / "facile").mkdir()
    return found


@pytest.fixture
def address(space: Space) -> Iterator[str]:
    with left_behind(opened(space)) as found:
        yield f"{found}/texte/{ID}/ecrire"


@contextmanager
def writing(browser: Browser, **options: Any) -> Iterator[Watched]:
    """Lend a page where one writes."""
    with watching(browser, online=True, before=QUICK, **options) as shown:
        yield shown


def file_of(space: Space) -> Path:
    return space.source / "facile" / f"{ID}.md"


def wait_for(page: Page, space: Space, words: str) -> None:
    """Wait until the file says something: all is saved at the next pause."""
    for _ in range(600):
        if words in file_of(space).read_text("utf-8"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(file_of(space).read_text("utf-8"))


def test_a_text_goes_from_draft_to_ready_by_keyboard_alone(
    browser: Browser, space: Space, address: str
) -> None:
    with writing(browser) as shown:
        page = shown.page
        page.goto(address)
        go(page, "button[value='commencer brouillon']")
        page.wait_for_selector("#p0:has(#t0:focus) .aide form")
        assert state_of(space.review(ID)) == "brouillon"
        page.keyboard.press("Control+Enter")
        page.keyboard.press("Control+End")
        page.keyboard.press("Enter")
        page.keyboard.insert_text("Afin de venir, appelez la mairie.")  # it is saved once
        wait_for(page, space, "Afin de venir, appelez la mairie.")
        go(page, "#p1 .aide button[value^='prendre']")
        page.wait_for_selector("#p1:has(#t1:focus) .aide form")
        wait_for(page, space, "Pour venir, appelez la mairie.")
        page.keyboard.press("F2")
        page.wait_for_selector("#s0:focus")
        page.keyboard.press("F2")
        page.wait_for_selector("#t1:focus")
        go(page, "button[value^='noter']")  # the picture that no draft carries
        page.wait_for_function("() => !document.querySelector(\"[value^='noter']\")")
        assert state_of(space.review(ID)) == "a-relire"
        assert shown.faults == []


def test_a_draft_that_takes_seconds_says_so_and_is_asked_for_once(
    browser: Browser, space: Space, address: str
) -> None:
    with watching(browser, online=True) as shown:
        page = shown.page
        page.goto(address)
        told = page.evaluate(
            """() => {
                const button = document.querySelector("[value='commencer brouillon']");
                const stopped = [];
                addEventListener("submit", event => stopped.push(event.defaultPrevented));
                button.click();
                button.click();
                return [document.getElementById("annonce").textContent, stopped];
            }"""
        )
        assert told == ["Le brouillon se prépare\u00a0: quelques secondes…", [False, True]]
        page.wait_for_selector("#p0:has(#t0:focus) .aide form")
        assert shown.faults == []


def test_two_tabs_and_another_hand_never_write_over_each_other(
    browser: Browser, space: Space, address: str
) -> None:
    file_of(space).write_text(EASY, "utf-8")
    with ExitStack() as held:
        one, two = (held.enter_context(writing(browser)) for _ in range(2))
        for shown in (one, two):
            shown.page.goto(f"{address}?passage=1")
            shown.page.wait_for_selector("#p1 .aide form")
        one.page.locator("#t1").fill("La première page.")
        wait_for(one.page, space, "La première page.")
        two.page.locator("#t1").fill("La seconde page.")
        block = two.page.get_by_role("alert")
        block.get_by_text("La première page.").wait_for()
        assert "La seconde page." in block.inner_text()
        assert "La seconde page." not in file_of(space).read_text("utf-8")
        block.get_by_text("Garder mon texte").press("Enter")
        wait_for(two.page, space, "La seconde page.")
        _another_hand(two, space)
        assert conflicts(one) + conflicts(two) == 2


def test_a_field_where_one_writes_two_paragraphs_loses_nothing(
    browser: Browser, space: Space, address: str
) -> None:
    file_of(space).write_text(EASY, "utf-8")
    with writing(browser) as shown:
        page = shown.page
        page.goto(f"{address}?passage=1")
        page.wait_for_selector("#p1 .aide form")
        page.keyboard.press("Control+End")
        page.keyboard.type("\n\nUn autre paragraphe.")
        wait_for(page, space, "Un autre paragraphe.")
        page.keyboard.type(" Il continue.")
        wait_for(page, space, "Un autre paragraphe. Il continue.")
        page.keyboard.press("Control+Enter")  # the passages are then shown as they are
        page.wait_for_selector("#p3:has(#t3:focus) .aide form")
        assert page.locator("#t2").input_value() == "Un autre paragraphe. Il continue."
        assert page.locator("#t3").input_value().startswith("La commune")
        assert shown.faults == []


def test_words_typed_while_others_are_on_their_way_are_saved_as_well(
    browser: Browser, space: Space, address: str
) -> None:
    file_of(space).write_text(EASY, "utf-8")
    with writing(browser) as shown:
        page, held = shown.page, list[Any]()
        page.goto(f"{address}?passage=1")
        page.wait_for_selector("#p1 .aide form")

        def save(route: Any) -> None:
            if held:
                route.continue_()
            else:
                held.append(route)

        page.route("**/enregistrer", save)
        with page.expect_request("**/enregistrer"):
            page.locator("#t1").fill("Avant.")
        page.locator("#t1").fill("Avant et après.")
        held[0].continue_()
        wait_for(page, space, "Avant et après.")
        assert not page.get_by_role("alert").count()
        assert shown.faults == []


def test_what_is_typed_survives_a_reload_and_a_server_that_stops(
    browser: Browser, space: Space
) -> None:
    file_of(space).write_text(EASY, "utf-8")
    with writing(browser) as shown:
        page = shown.page
        page.on("dialog", lambda dialog: dialog.accept())
        with opened(space) as base:
            page.goto(f"{base}/texte/{ID}/ecrire?passage=1")
            page.wait_for_selector("#p1 .aide form")
            sent = []
            after = EASY.replace("Le bus roule la nuit.", "Avant.")

            def save(route: Any) -> None:
                """Hold the first until the page is left; it is done before the second."""
                sent.append(route)
                if len(sent) == 2:
                    file_of(space).write_text(after, "utf-8")
                if len(sent) > 1:
                    route.continue_()

            page.route("**/enregistrer", save)
            page.locator("#t1").fill("Avant.")
            page.wait_for_timeout(100)
            page.reload()
            page.wait_for_selector("#etat >> text=Enregistré.")
            assert page.locator("#t1").input_value() == "Avant."
            page.locator("#t1").fill("Avant cela.")
            wait_for(page, space, "Avant cela.")
            assert not page.get_by_role("alert").count()
            page.unroute("**/enregistrer")
        page.locator("#t1").fill("Le serveur est arrêté.")
        page.wait_for_selector("#etat.refus >> text=copiez")
        for place in ("#annuler", "text=Voir"):
            page.locator(place).first.click()
            page.wait_for_timeout(300)
            assert page.locator("#t1").input_value() == "Le serveur est arrêté."
        assert "rechargez" not in page.locator("#etat").inner_text()
        assert shown.script_faults == []


def test_words_of_a_page_that_one_left_are_told_where_their_passage_has_changed(
    browser: Browser, space: Space, address: str
) -> None:
    """Where it only has another number they are saved; else told until one is done."""
    file_of(space).write_text(EASY, "utf-8")
    with writing(browser) as shown:
        page = shown.page
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{address}?passage=1")
        left_while(page, space, "Je le prends.", lambda: more(space, "Avant."))
        wait_for(page, space, "Je le prends.")
        assert "Le bus roule la nuit." not in file_of(space).read_text("utf-8")
        assert not page.get_by_role("alert").count()
        other = file_of(space).read_text("utf-8").replace("Avant.", "Une autre main.")
        left_while(page, space, "Mes  mots.", lambda: put(space, other))
        block = page.get_by_role("alert")
        assert block.locator("pre").inner_text() == "Mes  mots."
        assert "Pas enregistré" in page.locator("#etat").inner_text()
        assert axe.check_both_schemes(page, 320) == []
        page.reload()
        block.get_by_text("Mes mots.").wait_for()
        assert file_of(space).read_text("utf-8") == other, "nothing was written over"
        page.locator("#t1").fill("Mes mots.")
        wait_for(page, space, "Mes mots.")
        page.reload()
        page.wait_for_selector("#p1 .aide form")
        assert not block.count(), "they are in the text"
        left_while(page, space, "Encore.", lambda: put(space, EASY))
        block.get_by_text("Ne plus montrer").press("Enter")
        page.reload()
        page.wait_for_selector("#p1 .aide form")
        assert not block.count()
        assert "Encore." not in file_of(space).read_text("utf-8")
        assert shown.script_faults == []


@pytest.mark.parametrize("then", ["?nouveau=1", ""])
def test_a_new_passage_that_one_left_is_taken_up_where_it_was(
    browser: Browser, space: Space, address: str, then: str
) -> None:
    """Its page loaded again, or its text opened anew; it is there once."""
    file_of(space).write_text(EASY, "utf-8")
    with writing(browser) as shown:
        page = shown.page
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{address}?nouveau=1")
        page.wait_for_selector("#tnouveau:focus")
        page.route("**/enregistrer", lambda route: route.abort())
        page.locator("#tnouveau").fill("Un de plus.")
        page.goto(f"{address}{then}")
        page.unroute("**/enregistrer")
        wait_for(page, space, "Un de plus.")
        page.wait_for_selector("#etat >> text=Enregistré.")
        found = cut(file_of(space).read_text("utf-8"))
        assert [one.words for one in found.passages[1:3]] == [
            "Le bus roule la nuit.", "Un de plus.",
        ]  # fmt: skip
        assert found.written.count("Un de plus.") == 1
        assert not page.get_by_role("alert").count()
        assert shown.script_faults == []


def left_while(page: Page, space: Space, words: str, changed: Callable[[], object]) -> None:
    """Write in the second passage, load the page again before it is saved, once changed."""
    page.wait_for_selector("#p1 .aide form")
    page.route("**/enregistrer", lambda route: route.abort())
    page.locator("#t1").fill(words)
    changed()
    page.reload()
    page.unroute("**/enregistrer")
    page.wait_for_selector("#p1 .aide form")


def more(space: Space, words: str) -> None:
    """Add a passage before the second."""
    text = cut(file_of(space).read_text("utf-8"))
    put(space, text.add(0, words).written)


def put(space: Space, written: str) -> None:
    """Write the file beside the pages that show it."""
    file_of(space).write_text(written, "utf-8")


def test_a_picture_of_ones_own_is_chosen_by_keyboard(
    browser: Browser, space: Space, address: str
) -> None:
    file_of(space).write_text(EASY, "utf-8")
    photo, heavy = space.source.parent / "photo.jpg", space.source.parent / "lourde.png"
    Image.effect_noise((1800, 1200), 99).save(photo, quality=98)
    assert photo.stat().st_size > 2_000_000
    heavy.write_bytes(bytes(2_500_000))
    with watching(browser, online=True) as shown:
        page = shown.page
        page.goto(f"{address}/images/2")
        go(page, "main summary")
        page.set_input_files("#fichier", heavy)
        for field, words in (("#description", "Des usagers"), ("#auteur", "La ville")):
            reach(page, field)
            page.keyboard.type(words)
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=alert] >> text=2 Mo au plus")
        page.set_input_files("#fichier", photo)
        page.locator("#ajouter").press("Enter")
        page.wait_for_selector("#p2 img")
        page.wait_for_function("() => document.querySelector('#p2 img').naturalWidth")
        wait_for(page, space, "![](pictos/des-usagers.jpg)")
        sent = space.source / "pictos" / "des-usagers.jpg"
        assert size_of(sent.read_bytes()) == (1600, 1067)
        assert shown.faults == []


def _another_hand(shown: Watched, space: Space) -> None:
    """Change the file beside a page: what it shows, then something else."""
    page, file = shown.page, file_of(space)
    theirs = file.read_text("utf-8").replace("La seconde", "Une autre")
    write_atomically(file, theirs.encode())  # as editors do
    page.locator("#t1").fill("Ce que la page voulait.")
    page.get_by_role("alert").get_by_text("Garder le texte enregistré").press("Enter")
    assert page.locator("#t1").input_value() == "Une autre page."
    text = cut(file.read_text("utf-8"))
    write_atomically(file, text.edit(2, "La commune paie.").written.encode())
    page.locator("#t1").fill("Enfin.")
    wait_for(page, space, "Enfin.")
    assert "La commune paie." in file.read_text("utf-8")
    assert "Ce que la page voulait." not in file.read_text("utf-8")


def conflicts(shown: Watched) -> int:
    """Return how many times a page was refused; nothing else went wrong in it."""
    refused = [fault for fault in shown.faults if "409 (Conflict)" in fault]
    assert [fault for fault in shown.faults if fault not in refused] == []
    return len(refused)


def test_writing_is_accessible(
    browser: Browser, checkers: None, space: Space, address: str
) -> None:
    """In light and dark, on a telephone and a screen, with the help of a passage open."""
    with watching(browser, online=True) as shown:
        is_accessible(shown, address)
        shown.page.locator("button[value='commencer plan']").press("Enter")
        shown.page.wait_for_selector(".aide form")
        text = cut(file_of(space).read_text("utf-8"))
        written = text.add(1, "Afin de venir, appelez la commune.", ()).written
        file_of(space).write_text(written, "utf-8")
        is_accessible(shown, f"{address}?passage=2", ".aide h3")
        is_accessible(shown, f"{address}/images/2")


def is_accessible(shown: Watched, address: str, wait: str = "h1") -> None:
    shown.page.goto(address)
    shown.page.wait_for_selector(wait)
    for width in (1280, 320):
        assert axe.check_both_schemes(shown.page, width) == [], address
    assert shown.faults == []


@pytest.mark.parametrize(("width", "height"), [(768, 1024), (360, 740), (320, 256)])
def test_on_a_small_screen_each_passage_has_its_source_above_it(
    browser: Browser, space: Space, address: str, width: int, height: int
) -> None:
    with writing(browser, width=width, height=height) as shown:
        page = shown.page
        page.goto(address)
        page.click("button[value='commencer brouillon']")
        page.wait_for_selector("#p0:has(#t0:focus) .aide form")
        words = page.locator("#s0 p").first.text_content()
        assert page.locator("#source").is_hidden(), "it would be screens away"
        page.keyboard.press("Control+Enter")
        page.keyboard.press("F2")
        page.wait_for_selector("#p1 .vis-a-vis:focus")
        beside = page.locator("#p1 .vis-a-vis")
        assert (beside.text_content() or "").strip() == words
        box, field = beside.bounding_box(), page.locator("#t1").bounding_box()
        assert box
        assert field
        assert 0 <= field["y"] - box["y"] - box["height"] < 20
        page.keyboard.press("F2")
        page.wait_for_selector("#t1:focus")
        page.keyboard.insert_text("Bonjour. ")  # it is saved once
        page.wait_for_selector("#etat >> text=Enregistré.")
        said = page.locator("#etat").bounding_box()
        assert said
        assert 0 <= said["y"] < height, "one sees that it is saved"
        page.goto("about:blank")  # it asks for no help about what is replaced
        file_of(space).write_text(EASY.partition("![]")[0], "utf-8")
        page.goto(address)
        assert page.locator("#s0 >> text=Écrire ce paragraphe").is_visible()
        page.click("#s0 >> text=Écrire ce paragraphe")
        page.wait_for_selector("#pnouveau .vis-a-vis >> text=vendredis")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert shown.faults == []
