"""Writing an easy text in the atelier: its passages, its file, its history."""

from __future__ import annotations

import signal
from itertools import count
from pathlib import Path

import pytest
from crashes import child, ended, killed_at
from growth import grows_with_its_length
from hypothesis import assume, given
from hypothesis import strategies as st

from ppun_access.atelier.writing.file import ChangedError, EasyFile, easy_file
from ppun_access.atelier.writing.passages import cut, digest
from ppun_access.easy.review.ties import ties

FRONT = "---\nstatut: brouillon\nsource: a\nreponses: {RLS-6.1.1: C}\n---\n"
BODY = """# Le titre

<!-- Les faits de la page, à ne pas perdre
- somme : 12 € (ligne 3)
-->

<!-- source: -->

## C’est quoi ?

<!-- source: 5a52696fa5c7 -->

<!-- à garder ? histoire -->

Le bus coûte 12 €.
Bus : une grande voiture.

<!-- source: 827edfa7270e 265eb64b3b1f -->

Vous pouvez :

- lire

- écrire

<!-- à écrire : tableau « Prix » -->

## Les mots difficiles

- **Bus** : une grande voiture.
"""
UNTIED = """# Le titre

Un texte *sans* lien.
Il a deux lignes.

<!-- une remarque
de l’éditrice -->

Vous pouvez :

- lire

  encore

- écrire

## La fin
"""
ACTIVE = st.text(
    alphabet=st.sampled_from("ab \n\r#->*!&;é\ufeff"), max_size=12
) | st.sampled_from(
    ["<!-- source: 5a52696fa5c7 -->", "<!-- x -->", "<!--", "-->", "\n\n", "---\n", "- a\n",
     "## Les mots difficiles", "\r\n\r\n"]
)  # fmt: skip
WRITTEN = st.lists(ACTIVE, max_size=12).map("".join)


# Passages


def texts(written: str) -> list[str]:
    return [one.shown for one in cut(written).passages]


def test_a_file_is_cut_at_its_ties() -> None:
    found = cut(FRONT + BODY)
    assert found.front == FRONT
    assert [(one.digests, one.shown) for one in found.passages] == [
        (None, "# Le titre"),
        ((), "## C’est quoi ?"),
        (("5a52696fa5c7",), "Le bus coûte 12 €.\nBus : une grande voiture."),
        (("827edfa7270e", "265eb64b3b1f"), "Vous pouvez :\n\n- lire\n\n- écrire"),
        (None, "## Les mots difficiles\n\n- **Bus** : une grande voiture."),
    ]
    notes = [one.notes for one in found.passages]
    assert notes[0] == ("Les faits de la page, à ne pas perdre\n- somme : 12 € (ligne 3)",)
    assert notes[2:4] == [("à garder ? histoire",), ("à écrire : tableau « Prix »",)]


def test_titles_and_the_glossary_keep_their_marks() -> None:
    found = cut(FRONT + BODY)
    assert [one.words for one in found.passages[:2]] == ["Le titre", "C’est quoi ?"]
    assert found.passages[4].words == "- **Bus** : une grande voiture."
    made = (
        found.reworded(1, "").reworded(1, "Et après ?").reworded(4, "- **Car** : un bus.")
    )
    assert made.passages[1].shown == "## Et après ?"
    assert made.passages[4].shown == "## Les mots difficiles\n\n- **Car** : un bus."


def test_a_file_without_ties_is_cut_at_its_paragraphs() -> None:
    found = cut(UNTIED)
    assert [one.shown for one in found.passages] == [
        "# Le titre",
        "Un texte *sans* lien.\nIl a deux lignes.",
        "Vous pouvez :\n\n- lire\n\n  encore\n\n- écrire",
        "## La fin",
    ]
    assert found.passages[1].notes == ("une remarque\nde l’éditrice",)


@given(WRITTEN)
def test_joined_passages_are_the_file(written: str) -> None:
    assert cut(written).written == written


@given(WRITTEN, st.integers(0, 9), WRITTEN)
def test_an_edit_changes_no_other_character(written: str, number: int, text: str) -> None:
    before = cut(written)
    assume(before.passages)
    number %= len(before.passages)
    after = before.edit(number, text)
    for n, one in enumerate(before.passages):
        if n != number:
            assert after.passages[n].raw == one.raw
    assert after.front == before.front
    old, new = before.passages[number], after.passages[number]
    assert (new.digests, new.notes) == (old.digests, old.notes)


@pytest.mark.parametrize(
    "text", ["a <!-- b", "<!--", "--> a <!-- <!--", "```\nx", "\x00a\ud800"]
)
def test_what_is_typed_swallows_nothing(text: str) -> None:
    made = cut(FRONT + BODY).edit(2, text)
    again = cut(made.written.encode().decode())
    assert [one.raw for one in again.passages[3:]] == [
        one.raw for one in cut(FRONT + BODY).passages[3:]
    ]
    assert len(again.passages) == 5


def test_what_a_word_processor_pastes_is_lines_and_lists() -> None:
    pasted = (
        "\u2022\tUn\r\n\uf0b7\tDe\u00adux\u200b\r\no\tTrois\x0bSuite\u2028"
        "Fin 👩\u200d🚒\n\u2013 5 \u00b7 6"
    )
    made = cut(FRONT + BODY).edit(2, pasted)
    assert (
        made.passages[2].shown
        == "- Un\n- Deux\n- Trois\nSuite\nFin 👩\u200d🚒\n- 5 \u00b7 6"
    )


@pytest.mark.parametrize(
    "run", ["a\n\n<!-- x -->\n\n", "<!-- x -->\n\n", "<!--", "a :\n\n- b\n\n"]
)
def test_a_file_is_cut_in_time_that_grows_with_it(run: str) -> None:
    grows_with_its_length(lambda count: cut(run * count), 2000)


def test_ends_of_lines_and_byte_order_mark_stay() -> None:
    written = "\ufeff" + (FRONT + BODY).replace("\n", "\r\n")
    made = cut(written).edit(2, "Une ligne.\nUne autre.").written
    assert made == written.replace(
        "Le bus coûte 12 €.\r\nBus : une grande voiture.\r\n\r\n<!--",
        "Une ligne.\r\nUne autre.\r\n\r\n<!--",
    )
    assert len(cut(made).passages) == 5


def test_passages_are_added_moved_and_removed_with_their_ties() -> None:
    found = cut(FRONT + BODY)
    more = cut(found.add(2, "Nouveau.", ["0123456789ab"]).written)
    assert more.passages[3].digests == ("0123456789ab",)
    assert cut(more.remove(3).written).written == found.written
    moved = cut(found.move(3, -1).written)
    assert [one.shown for one in moved.passages[2:4]] == [
        found.passages[3].shown, found.passages[2].shown,
    ]  # fmt: skip
    assert moved.passages[2].digests == found.passages[3].digests
    assert cut(moved.move(2, 1).written).written == found.written


@given(st.integers(0, 4), st.integers(-5, 5), st.sampled_from([BODY, UNTIED]))
def test_a_passage_that_moves_runs_into_no_other(number: int, by: int, body: str) -> None:
    before = cut(FRONT + body)
    number %= len(before.passages)
    after = before.move(number, by)
    said = " ".join(after.written.split())
    for one in before.passages:
        assert " ".join(one.text.split()) in said
    tied = {(t.digests, t.passage) for t in ties(before.written) if t.digests and t.passage}
    glossary = next((n for n, p in enumerate(after.passages) if p.is_glossary), 9)
    if glossary >= 4:  # nothing after the glossary is a passage of the text
        assert tied <= {(t.digests, t.passage) for t in ties(after.written)}


def test_a_paragraph_without_tie_gets_one() -> None:
    made = cut(cut(FRONT + UNTIED).tied(1, ["0123456789ab"]).written)
    (first, *others) = ties(made.written)
    assert first.digests == ("0123456789ab",)
    assert first.passage == "Un texte sans lien. Il a deux lignes."
    assert {one.digests for one in others} == {()}
    assert cut(made.tied(1, []).written).passages[1].digests == ()


def test_what_was_to_do_goes_once_it_is_done() -> None:
    found = cut(FRONT + BODY)
    made = found.without_note(3, "à écrire : tableau « Prix »")
    assert made.written == found.written.replace(
        "<!-- à écrire : tableau « Prix » -->\n\n", ""
    )
    assert "à garder" not in found.without_note(2, "à garder ? histoire").written


def test_a_fact_is_left_out_on_purpose() -> None:
    made = cut(cut(FRONT + BODY).omitting(2, "12 €").written)
    assert "faits omis : 12 €" in made.passages[2].notes
    assert made.passages[2].shown == cut(FRONT + BODY).passages[2].shown


def test_a_picture_stands_before_its_passage() -> None:
    made = cut(cut(FRONT + BODY).showing(2, "pictos/bus.svg").written)
    assert made.passages[2].picture == "pictos/bus.svg"
    other = cut(made.showing(2, "pictos/car.svg").written)
    assert other.passages[2].picture == "pictos/car.svg"
    assert cut(other.showing(2, "").written).written == FRONT + BODY
    untied = cut(cut(UNTIED).showing(1, "pictos/bus.svg").written)
    assert [one.picture for one in untied.passages] == ["", "pictos/bus.svg", "", ""]
    assert untied.passages[1].words == cut(UNTIED).passages[1].words


def test_a_word_takes_its_place_in_the_glossary() -> None:
    made = cut(FRONT + BODY).explaining("Arrêt\u00a0: là où le bus s’arrête.", "arrêt")
    assert cut(made.written).passages[4].shown == (
        "## Les mots difficiles\n\n- **Arrêt**\u00a0: là où le bus s’arrête.\n"
        "- **Bus** : une grande voiture."
    )
    assert cut(UNTIED).explaining("Arrêt : là.", "arrêt").written == UNTIED


# The file


@pytest.fixture
def easy(tmp_path: Path) -> EasyFile:
    path = tmp_path / "content" / "facile" / "a.md"
    path.parent.mkdir(parents=True)
    path.write_bytes((FRONT + BODY).encode())
    return easy_file(path, tmp_path, "a")


def test_a_save_writes_the_file_and_keeps_what_was_there(easy: EasyFile) -> None:
    before = easy.text
    after = cut(before).edit(2, "Autre.").written
    assert easy.save(after, digest(before)) == digest(easy.text)
    assert easy.text == after
    assert [one.read() for one in easy.versions()] == [before, after]


def test_what_somebody_else_wrote_is_never_written_over(easy: EasyFile) -> None:
    started = digest(easy.text)
    theirs = cut(easy.text).edit(2, "Le leur.").written
    easy.path.write_bytes(theirs.encode())
    with pytest.raises(ChangedError):
        easy.save("le mien", started)
    with pytest.raises(ChangedError):
        easy.undo(started)
    with pytest.raises(ChangedError):
        easy.restore(1, started)
    assert easy.text == theirs


def test_one_goes_back_change_by_change_and_nothing_is_lost(easy: EasyFile) -> None:
    wordings = [easy.text]
    for text in ("un", "deux", "trois"):
        wordings.append(text)
        easy.save(text, digest(easy.text))
    for text in reversed(wordings[:-1]):
        assert easy.may_undo
        easy.undo(digest(easy.text))
        assert easy.text == text
    assert not easy.may_undo
    assert easy.undo(digest(easy.text)) == digest(wordings[0])
    number = next(one.number for one in easy.versions() if one.read() == "trois")
    easy.restore(number, digest(easy.text))
    assert easy.text == "trois"
    easy.undo(digest(easy.text))
    assert easy.text == "deux"


def test_one_goes_back_to_what_another_hand_wrote(easy: EasyFile) -> None:
    easy.save("un", digest(easy.text))
    easy.path.write_text("d’ailleurs", "utf-8")
    easy.save("deux", digest(easy.text))
    easy.undo(digest(easy.text))
    assert easy.text == "d’ailleurs"


def test_history_has_bounds_and_is_hidden(easy: EasyFile) -> None:
    for number in range(450):
        easy.save(f"{number}", digest(easy.text))
    found = easy.versions()
    assert len(found) <= 400
    assert [one.read() for one in found[-200:]] == [f"{n}" for n in range(250, 450)]
    assert easy.history.is_relative_to(easy.path.parents[2] / ".ppun")
    assert (
        (easy.path.parents[2] / ".ppun" / ".gitignore").read_text("utf-8").endswith("*\n")
    )


def test_whoever_is_killed_at_a_write_loses_nothing(easy: EasyFile) -> None:
    """Every place where a save changes the disk: the old text or the new, both kept."""
    before = easy.text
    codes = []
    for place in count():
        text = f"version {place}"

        def work(text: str = text) -> int:
            easy.save(text, digest(easy.text))
            return 0

        codes.append(ended(child(killed_at(place), work)))
        assert easy.text in (before, text)
        then = f"ensuite {place}"
        assert ended(child(work=lambda then=then: work(then))) == 0
        assert not [*easy.path.parent.glob(".*")]
        assert {before, then} <= {one.read() for one in easy.versions()}
        before = easy.text
        if codes[-1] == 0:
            break
    assert codes[:-1] == [-signal.SIGKILL] * (len(codes) - 1)
    assert len(codes) > 4
