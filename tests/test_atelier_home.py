"""The home page of the atelier: where texts stand, from files that anybody may change."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from ateliers import SOURCE, TOKEN, ask, space_of

from ppun_access.atelier.app import create
from ppun_access.atelier.space import Space
from ppun_access.build import Request, build
from ppun_access.commands import facile
from ppun_access.easy.review.ties import tie
from ppun_access.report import Report

HOME = f"/{TOKEN}/"
BUS = "bus-de-nuit"


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Space:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return space_of(tmp_path / "projet")


def home(space: Space) -> str:
    return " ".join(ask(create(space, TOKEN), HOME).text.split())


def write(space: Space, *passages: str) -> Path:
    """Write an easy version: a passage for each paragraph of the source, in order."""
    review = space.review(BUS)
    parts = zip(review.units, passages, strict=True)
    body = "\n\n".join(f"{tie([unit.digest])}\n{said}" for unit, said in parts)
    front = f"---\nsource: {BUS}\nempreinte: {review.stamp}\n---\n"
    review.path.parent.mkdir(exist_ok=True)
    review.path.write_text(f"{front}# Le bus de nuit\n\n{body}\n", "utf-8")
    return review.path


EASY = (
    "Le bus de nuit roule tous les vendredis, de 22 h à 2 h.\nIl coûte 2 €.",
    "Les personnes de moins de 18 ans viennent avec un adulte.",
)


def sign(space: Space) -> None:
    now = space.review(BUS).review_digests
    assert now is not None
    day = date.today().isoformat()
    asked = facile.SigningRequest("ESAT du Doubs", day, 4, now.version)
    facile.sign(space.source, BUS, asked, False, Report())


def test_a_text_goes_from_state_to_state_as_its_files_change(space: Space) -> None:
    assert "À écrire (1)" in home(space)
    write(space, EASY[0], "<!-- à écrire : l’âge -->")
    assert "Brouillons à finir (1)" in (page := home(space))
    assert "1 passage à écrire." in page
    write(space, *EASY)
    assert "À faire relire (1)" in home(space)
    sign(space)
    assert "Relus, à faire valider (1)" in home(space)
    sign(space)
    assert "Validés (1)" in (page := home(space))
    assert "1 texte facile validé sur 1" in page
    assert "Tous les textes sont validés" in page
    path = space.review(BUS).path
    path.write_text(path.read_text("utf-8").replace("viennent", "montent"), "utf-8")
    assert "À faire relire (1)" in home(space)


def test_what_moved_in_the_full_text_is_told(space: Space) -> None:
    write(space, *EASY)
    page = space.source / "bus.md"
    page.write_text(SOURCE.replace("2 €", "3 €"), "utf-8")
    found = home(space)
    assert "À revoir : le texte complet a changé (1)" in found
    assert re.search(r"Il coûte 2.€\.</dd>.*dit maintenant</dt> <dd>.*Il coûte 3.€", found)


def test_a_save_reads_that_text_again_and_no_other(space: Space) -> None:
    (space.source / "velo.md").write_text("# Le vélo\n\nLe vélo est là.\n", "utf-8")
    other = space.review("velo")
    project = space.project
    path = write(space, *EASY)
    assert space.review(BUS).easy is not None
    assert space.review("velo") is other
    path.unlink()
    assert space.review(BUS).easy is None
    assert space.project is project
    (space.source / "lexique.toml").write_text('[sigles]\nTER = "train"\n', "utf-8")
    assert space.project is not project


def test_what_cannot_be_read_is_told_on_the_page(space: Space) -> None:
    app = create(space, TOKEN)
    (space.source.parent / "ppun.toml").write_text("titre = \n", "utf-8")
    found = ask(app, HOME)
    assert (found.status, "ppun.toml" in found.text) == (400, True)
    assert "ppun-access" not in found.text


def test_a_page_that_is_not_in_the_list_is_told(space: Space) -> None:
    (space.source / "facile").mkdir()
    (space.source / "facile" / "metro.md").write_text("# Le métro\n\nIl roule.\n", "utf-8")
    (space.source / "abime.md").write_bytes(b"\x00\x01\x02")
    found = home(space)
    assert "Ce qui n’a pas pu être lu" in found
    assert "facile/metro.md ne correspond à aucun texte publié" in found
    assert "abime.md" in found


def test_the_home_page_tells_what_the_report_asks_for(space: Space) -> None:
    write(space, EASY[0], "Un adulte vient avec les jeunes.")
    build(Request((space.source,), space.out, ("html",), "silence"))
    found = home(space)
    assert "Ce que le rapport demande d’abord" in found
    assert "À faire dans les réglages du site" in found
    assert "Le texte complet dit « 18 ans » ; le texte simplifié ne le dit pas." in found
    assert "À faire dans le texte facile" in found
    assert "&lt;!--" not in found
    assert "ppun-access" not in found
