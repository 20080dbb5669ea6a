"""The reading workshop of the atelier: what is asked, what is kept, what may be signed."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from ateliers import TOKEN, Answered, ask, space_of
from starlette.applications import Starlette

from ppun_access.atelier.app import create
from ppun_access.atelier.session import (
    Line,
    Passage,
    Session,
    beside,
    kept_sheets,
    session_of,
)
from ppun_access.atelier.space import Space
from ppun_access.atelier.workshop import sheets_of
from ppun_access.cli import main
from ppun_access.easy.review.answers import Readers, summary, tally
from ppun_access.readers.office.sheet_tables import filled

EASY = """---
statut: brouillon
source: bus-de-nuit
---
# Le bus de nuit

Le bus passe le vendredi.
Il coûte 2 €.

## Qui peut monter ?

Vous pouvez monter :

- avec un adulte
- avec un ami

Bon voyage.
"""
WHO = {"lieu": "ESAT du Doubs", "jour": "2026-01-05", "personnes": "4"}
PLACE = f"/{TOKEN}/texte/bus-de-nuit/atelier"


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Space:
    monkeypatch.chdir(tmp_path)
    made = space_of(tmp_path)
    (tmp_path / "content" / "facile").mkdir()
    (tmp_path / "content" / "facile" / "bus-de-nuit.md").write_text(EASY, "utf-8")
    return made


@pytest.fixture
def app(space: Space) -> Starlette:
    return create(space, TOKEN)


def post(app: Starlette, path: str, **fields: str) -> Answered:
    found = ask(app, path, "POST", urlencode(fields).encode())
    if found.status == 303:
        return ask(app, found.headers["location"])
    return found


def version(app: Starlette) -> dict[str, str]:
    """Return the text that the page of the facilitator was opened on."""
    found = re.search(r'name="version" value="(\w+)"', ask(app, PLACE).text)
    assert found
    return {"version": found[1]}


def begun(app: Starlette, **fields: str) -> str:
    found = ask(app, PLACE, "POST", urlencode(WHO | version(app) | fields).encode())
    assert found.status == 303, found.text
    return found.headers["location"].removesuffix("/1")


def kept(space: Space) -> Session:
    (one,) = kept_sheets(space.out.with_name("output-rapport") / "relecture", "bus-de-nuit")
    assert one.session
    return one.session


def easy(space: Space) -> Path:
    return space.source / "facile" / "bus-de-nuit.md"


def test_a_passage_is_a_paragraph_or_a_list_below_its_titles(
    app: Starlette, space: Space
) -> None:
    begun(app)
    found = [[line.text for line in one.lines] for one in kept(space).passages]
    assert found == [
        ["Le bus de nuit", "Le bus passe le vendredi.", "Il coûte 2\u00a0€."],
        [
            "Qui peut monter\u202f?", "Vous pouvez monter\u00a0:", "avec un adulte",
            "avec un ami",
        ],
        ["Bon voyage."],
    ]  # fmt: skip
    assert [line.is_title for line in kept(space).passages[1].lines] == [True] + 3 * [False]


def test_each_press_is_kept_and_a_session_is_taken_up_where_it_stopped(
    app: Starlette, space: Space
) -> None:
    page = begun(app, **{"question-1": "Quand passe le bus ?"})
    assert "Passage 1 sur 3" in ask(app, f"{page}/1").text
    post(app, f"{page}/1", reponse="pas tout")
    post(app, f"{page}/1", mot="2:vendredi")
    post(app, f"{page}/1", mot="2:bus")
    post(app, f"{page}/1", mot="2:bus")  # once more: it is not difficult
    post(app, f"{page}/1", question="pas encore")
    assert post(app, f"{page}/2", reponse="oui").text.count('aria-pressed="true"') == 1
    one, two, three = kept(space).passages
    assert (one.answer, one.hard) == ("pas tout", ("vendredi",))
    assert (one.question, one.reply) == ("Quand passe le bus ?", "pas encore")
    assert (two.answer, two.question, three.answer) == ("oui", "", "")
    again = ask(create(space, TOKEN), page).text
    assert "Reprendre au passage 3" in again
    assert "Difficile : vendredi." in again
    assert "2 passages sur 3." in " ".join(ask(app, PLACE).text.split())


def test_the_sheet_of_a_screen_is_one_of_paper(
    app: Starlette, space: Space, capsys: pytest.CaptureFixture[str]
) -> None:
    page = begun(app, **{"question-1": "Quand passe le bus ?"})
    for number, answer in enumerate(("pas tout", "non", "oui"), 1):
        post(app, f"{page}/{number}", reponse=answer)
    post(app, f"{page}/1", mot="2:vendredi")
    post(app, f"{page}/1", question="bonne réponse")
    (path,) = (space.out.with_name("output-rapport") / "relecture").glob("*.csv")
    assert main(["facile", "import", str(path)]) == 0
    told = capsys.readouterr()
    assert "Personnes, chacune une fois : 4." in told.out
    assert "  pas tout compris : 1 sur 1\n  difficile : vendredi" in told.out
    assert "- Quand passe le bus ?\n  dit : « bonne réponse »" in told.out
    assert "Phrases sans réponse : 0." in told.out
    asked = '--atelier "ESAT du Doubs" --date 2026-01-05 --participants 4 --version-lue'
    assert f"{asked} {kept(space).version}" in told.err


def test_what_was_read_is_signed_and_a_sentence_that_changes_is_to_be_read_again(
    app: Starlette, space: Space, capsys: pytest.CaptureFixture[str]
) -> None:
    page = begun(app)
    refused = post(app, f"{page}/noter")
    assert (refused.status, "Finissez la lecture" in refused.text) == (400, True)
    for number in (1, 2, 3):
        post(app, f"{page}/{number}", reponse="oui")
    noted = post(app, f"{page}/noter").text
    assert "Cette lecture est notée. État du texte : relu." in noted
    assert f"empreinte: {kept(space).version}" in easy(space).read_text("utf-8")
    assert main(["facile", "status", "bus-de-nuit"]) == 0
    assert "ESAT du Doubs, 4 personnes : celle du fichier" in capsys.readouterr().out
    easy(space).write_text(easy(space).read_text("utf-8").replace("2 €", "3 €"), "utf-8")
    assert "il est à relire" in ask(app, PLACE).text
    assert "il est à relire" in ask(app, page).text
    assert 'id="valider"' not in ask(app, page).text
    late = post(app, f"{page}/noter")
    assert (late.status, "n’est pas celui qui a été lu" in late.text) == (400, True)
    assert post(app, f"{PLACE}/valider").status == 400
    easy(space).write_text(easy(space).read_text("utf-8").replace("3 €", "2 €"), "utf-8")
    assert "État du texte : validé." in " ".join(post(app, f"{PLACE}/valider").text.split())
    other = begun(app, lieu="Foyer des Tilleuls", personnes="1")
    for number in (1, 2, 3):
        post(app, f"{other}/{number}", reponse="oui")
    assert "État du texte : validé." in post(app, f"{other}/noter").text


def test_only_what_was_not_understood_is_to_be_written_again(app: Starlette) -> None:
    page = begun(app, **{"question-1": "Quand ?", "question-2": "Qui ?"})
    for number in (1, 2, 3):
        post(app, f"{page}/{number}", reponse="oui")
    post(app, f"{page}/1", question="bonne réponse")
    assert "Récrivez ces passages" not in ask(app, page).text
    post(app, f"{page}/2", question="pas encore")
    told = ask(app, page).text.partition("Récrivez ces passages")[2]
    assert ("Passage 2" in told, "Passage 1" in told) == (True, False)


def test_a_text_that_is_not_finished_is_told_before_it_is_read_and_never_validated(
    app: Starlette, space: Space
) -> None:
    easy(space).write_text(f"{EASY}\n<!-- à écrire : le prix -->\n", "utf-8")
    before = ask(app, PLACE).text
    assert "Ce texte n’est pas fini." in before
    assert "1\u00a0passage à écrire." in before
    assert 'bus-de-nuit/ecrire">Continuer à l’écrire' in before
    page = begun(app)
    for number in (1, 2, 3):
        post(app, f"{page}/{number}", reponse="oui")
    noted = post(app, f"{page}/noter").text
    assert "Cette lecture est notée" in noted
    assert "Il ne peut pas encore être validé." in noted
    assert 'id="valider"' not in noted
    easy(space).write_text(
        easy(space).read_text("utf-8").replace("<!-- à écrire : le prix -->", ""), "utf-8"
    )
    assert 'id="valider"' in ask(app, page).text
    assert 'id="valider"' in ask(app, PLACE).text, "the home page leads there"
    post(app, f"{PLACE}/valider")
    assert "n’est pas fini" not in ask(app, PLACE).text
    assert 'href="/un-jeton-de-test/texte/bus-de-nuit/ecrire"' in ask(app, PLACE).text


def test_what_is_said_under_an_item_does_not_cut_its_list(
    app: Starlette, space: Space
) -> None:
    items = "- avec un adulte\n\n  Adulte : qui a 18 ans.\n\n- avec un ami\n"
    listed = EASY.replace("- avec un adulte\n- avec un ami\n", items)
    easy(space).write_text(listed, "utf-8")
    begun(app)
    assert [len(one.lines) for one in kept(space).passages] == [3, 5, 1]


def test_a_change_of_typography_is_looked_at_and_a_workshop_counts_once(
    app: Starlette, space: Space, capsys: pytest.CaptureFixture[str]
) -> None:
    first, again = begun(app), begun(app, jour="2026-01-06", personnes="5")
    for number in (1, 2, 3):
        post(app, f"{first}/{number}", reponse="oui")
        post(app, f"{again}/{number}", reponse="oui")
    post(app, f"{first}/noter")
    post(app, f"{again}/noter")
    assert main(["facile", "status"]) == 0
    assert re.search(r"bus-de-nuit +relu +1 \(5 pers\.\)", capsys.readouterr().out)
    easy(space).write_text(EASY.replace("Bon voyage", "BON VOYAGE"), "utf-8")
    assert post(app, f"{first}/noter").status == 400
    assert "seule la typographie a changé" in ask(app, first).text
    noted = post(app, f"{first}/noter", typographie="oui")
    assert (noted.status, "empreinte: " in easy(space).read_text("utf-8")) == (200, True)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("lieu", " ", "manque le lieu"),
        ("lieu", "chez Jeanne Dupont", "semble nommer une personne"),
        ("personnes", "0", "le nombre de personnes"),
        ("personnes", "-3", "le nombre de personnes"),
        ("jour", "2999-01-01", "aujourd’hui, ou un jour passé"),
        ("jour", "hier", "aujourd’hui, ou un jour passé"),
    ],
)
def test_no_person_is_ever_noted(
    app: Starlette, space: Space, field: str, value: str, told: str
) -> None:
    found = post(app, PLACE, **WHO | version(app) | {field: value})
    assert (found.status, told in found.text) == (400, True)
    assert not (space.out.with_name("output-rapport")).exists()


def test_a_note_names_nobody(app: Starlette, space: Space) -> None:
    page = begun(app)
    assert post(app, f"{page}/remarque", remarque="Jeanne Dupont a ri").status == 400
    post(app, f"{page}/remarque", remarque="Trop long.\nDate : 2020-01-01")
    assert kept(space).note == "Trop long. Date : 2020-01-01"
    assert kept(space).readers.day == "2026-01-05"


@pytest.mark.parametrize(
    "fields",
    [{}, {"reponse": "peut-être"}, {"mot": "2:licorne"}, {"mot": "99:bus"},
     {"question": "bonne réponse"}],
)  # fmt: skip
def test_a_press_of_no_button_changes_nothing(
    app: Starlette, space: Space, fields: dict[str, str]
) -> None:
    page = begun(app)
    before = kept(space)
    assert (
        post(app, f"{page}/3" if "question" in fields else f"{page}/1", **fields).status
        == 400
    )
    assert post(app, f"{page}/9", reponse="oui").status == 400
    assert post(app, f"{page[:-1]}7/1", reponse="oui").status == 400
    assert kept(space) == before


def test_the_words_of_a_passage_are_said(app: Starlette) -> None:
    page = begun(app)
    found = ask(app, f"{page}/1/son?ligne=1")
    assert (found.status, found.body[:4]) == (200, b"RIFF")
    assert found.headers["content-type"] == "audio/wav"
    for wrong in ("", "?ligne=x", "?ligne=1&morceau=5"):
        assert ask(app, f"{page}/1/son{wrong}").status == 400


def test_the_pictures_of_a_passage_are_seen_with_it(app: Starlette, space: Space) -> None:
    pictures = EASY.replace("Vous pouvez", "![](pictos/bus.svg)\n\nVous pouvez")
    easy(space).write_text(EASY, "utf-8")
    assert main(["facile", "pictos", "bus-de-nuit", "bus"]) == 0
    easy(space).write_text(pictures, "utf-8")
    page = begun(app)
    assert "<img" not in ask(app, f"{page}/1").text
    (src,) = re.findall(r'<img src="([^"]+)"', ask(app, f"{page}/2").text)
    found = ask(app, src)
    assert (found.status, found.headers["content-type"][:13]) == (200, "image/svg+xml")
    assert b"<svg" in found.body
    assert "script" not in found.headers["content-security-policy"]
    assert ask(app, f"{src}9").status == 400


def test_a_text_that_changed_meanwhile_is_looked_at_again(
    app: Starlette, space: Space
) -> None:
    before = WHO | version(app)
    easy(space).write_text(EASY.replace("2 €", "3 €"), "utf-8")
    found = post(app, PLACE, **before)
    assert (found.status, "Le texte a changé" in found.text) == (400, True)


def test_what_was_answered_stays_when_the_text_is_gone(
    app: Starlette, space: Space
) -> None:
    page = begun(app)
    easy(space).unlink()
    assert post(app, f"{page}/1", reponse="oui").status == 200
    assert kept(space).passages[0].answer == "oui"
    assert "il n’y a rien à lire" in ask(app, PLACE).text
    assert "il est à relire" in ask(app, page).text
    assert ask(app, f"{page}/1/son?ligne=1").status == 400
    assert ask(app, f"{PLACE}/image/0").status == 400


def test_any_session_is_read_back() -> None:
    lines = (Line(1, "=1+1 ; « bus »", True), Line(2, "Il coûte 3,5 €.", hard=("3,5", "€")))
    made = Session(
        "bus", "0123456789abcdef", Readers("ESAT", "2026-01-05", 1, False),
        (Passage(lines, "pas tout", "Combien ?", "pas encore"), Passage((Line(3, "-"),))),
        "Rien.",
    )  # fmt: skip
    assert session_of(filled(made.content(), "a.csv").rows) == made


def test_answers_stand_beside_the_passages_as_they_are(
    app: Starlette, space: Space
) -> None:
    page = begun(app)
    post(app, f"{page}/1", reponse="non")
    post(app, f"{page}/1", mot="2:vendredi")
    sheets = sheets_of(space, "bus-de-nuit")
    found = beside("1. Le [bus](b.md) passe le *vendredi*.\n2. Il coûte 2 €.", sheets)
    assert not found.is_changed
    assert found.said == (("ESAT du Doubs", ("Je ne comprends pas",), ("vendredi",)),)
    changed = beside("Le bus passe le vendredi soir.\nIl coûte 2 €.", sheets)
    assert changed.is_changed
    assert changed.said == (("ESAT du Doubs", ("Je ne comprends pas",), ()),)
    assert beside("Bon voyage.", ()) == beside("Autre chose.", ())
    assert sheets_of(space, "autre") == ()
    rows = [line.text for one in kept(space).passages for line in one.lines]
    assert "Phrases pas comprises : 3 sur 8." in summary(tally(rows, sheets))


def test_paper_and_screen_are_told_together(app: Starlette, space: Space) -> None:
    assert main(["facile", "sheet", "bus-de-nuit"]) == 0
    (path,) = (space.out.with_name("output-rapport") / "relecture").glob("*.csv")
    text = path.read_text("utf-8-sig")
    assert re.search(r";Bon voyage\.;;", text)
    path.write_text(text.replace(";Bon voyage.;;", ";Bon voyage.;non;"), "utf-8")
    begun(app)
    sheets = sheets_of(space, "bus-de-nuit")
    assert len(sheets) == 4, "ODT, DOCX and CSV of paper, one of a screen"
    assert [answers for _, answers, _ in beside("Bon voyage.", sheets).said] == [
        ("Je ne comprends pas",)
    ]
