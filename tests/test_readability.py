"""Scores: by hand on small texts, as measured on the seed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from benchmarks.scoring import PEER_LOADED, PEER_MEASURES
from builders import bullets, div, heading, strong
from hypothesis import example, given
from hypothesis import strategies as st

from ppun_access import readability
from ppun_access.document.build import inlines, para
from ppun_access.document.model import (
    Block,
    Callout,
    Definition,
    DefinitionList,
    Div,
    Document,
    Image,
    List,
    ListItem,
    Note,
    Para,
    Pos,
    Quote,
    Sentence,
    Text,
)
from ppun_access.french import split_sentences, words
from ppun_access.french.spoken.capitals import without_shouts
from ppun_access.readability import (
    BasicScores,
    Scores,
    as_json,
    basic_scores,
    counts,
    score,
)
from ppun_access.readability.counts import Totals, count, count_words, total_counts, totals
from ppun_access.readability.document import (
    DocumentScores,
    parts_as_json,
    score_document,
    score_parts,
    sentence_rows,
)
from ppun_access.readability.formulas import kandel_moles, lix, rix
from ppun_access.readability.textstat_scores import (
    TextstatScores,
    textstat_scores,
)
from ppun_access.settings.thresholds import THRESHOLDS

ENGLISH = {field.name for field in fields(TextstatScores)[7:]}
"""The scores that are made for English."""
ROOT = Path(__file__).parents[1]
SEED = ROOT / "content" / "politique-publique-des-usages-numeriques.md"
NOTHING = Scores(0, 0, 0, 0.0, 0.0, 0.0, 0, 0.0)


def doc(*blocks: Block) -> Document:
    return Document("d", "fr", "Titre", blocks)


def editorials() -> list[list[str]]:
    """The paragraphs of the seed's two editorials: bold leads, no signatures."""
    tabs = SEED.read_text("utf-8").split("{% tab title=")[1:]
    bodies = [tab.split("%}", 1)[1].split("{%")[0].strip() for tab in tabs]
    return [
        body.replace("#### ", "").replace("**", "").split("\n\n")[:-1] for body in bodies
    ]


@pytest.mark.parametrize(
    ("at", "sentences", "n_words", "longest", "km", "expected_lix"),
    [(0, 9, 317, 66, 48, 65), (1, 16, 384, 38, 55, 59)],
)
def test_the_seed(
    at: int, sentences: int, n_words: int, longest: int, km: int, expected_lix: int
) -> None:
    lead, *body = editorials()[at]
    got = score_document(doc(div("lead", lead), *map(para, body)))
    assert (got.sentences, got.words, got.longest_sentence) == (sentences, n_words, longest)
    assert round(got.kandel_moles) == km
    assert round(got.lix) == expected_lix
    assert got == score("\n\n".join([lead, *body]))


def test_a_paragraph_counted_by_hand() -> None:
    # La pre-mière prio-rité est l’ é-co-no-mie. Elle compte ! 3 500 gens : oui.
    got = score("La première priorité est l’économie. Elle compte ! 3 500 gens : oui.")
    syllables = (1 + 2 + 4 + 1 + 0 + 4) + (1 + 1) + (4 + 1 + 1)
    assert (got.sentences, got.words, got.syllables) == (3, 11, syllables)
    assert (got.longest_sentence, got.mean_sentence) == (6, 11 / 3)
    assert got.kandel_moles == pytest.approx(207 - 1.015 * 11 / 3 - 73.6 * 20 / 11)
    assert got.lix == pytest.approx(11 / 3 + 100 * 3 / 11)  # première priorité économie
    assert got.rix == pytest.approx(1)
    assert got.share_over_15 == got.share_over_25 == 0
    assert got.share_long_words == pytest.approx(2 / 11)  # priorité, économie
    assert got.share_rare_words == 0
    assert got.lexical_density == pytest.approx(6 / 11)  # and compte, 3 500, gens
    assert got.reading_seconds == 4


def test_shares_of_sentences() -> None:
    got = score(" ".join(f"Un{' mot' * (n - 1)}." for n in (15, 16, 25, 26)))
    assert (got.sentences, got.share_over_15, got.share_over_25) == (4, 0.75, 0.25)
    assert got.reading_seconds == round(82 / 3)


def test_formulas() -> None:
    assert kandel_moles(1, 10, 15) == pytest.approx(207 - 10.15 - 110.4)
    assert lix(2, 20, 5) == pytest.approx(10 + 25)
    assert rix(2, 5) == pytest.approx(2.5)
    assert (kandel_moles(0, 0, 0), lix(0, 0, 0), rix(0, 0)) == (0.0, 0.0, 0.0)


def test_long_words_are_counted_in_letters() -> None:
    assert score("Chanter.").rix == 1
    assert score("Chante.").rix == 0
    assert score("1234567 et 3 500 000.").rix == 0
    assert score("Arc-en-ciel.").rix == 1


@pytest.mark.parametrize("text", ["", " \n\n ", "… – !", "*** € %"])
def test_text_without_a_word(text: str) -> None:
    assert score(text) == NOTHING


@given(st.text("aÉé1 .!?…«»’-\n\u202f%", max_size=60))
def test_any_text_has_scores(text: str) -> None:
    got = score(text)
    assert got.longest_sentence <= got.words
    assert got.sentences <= got.words
    assert got.words == sum(count(piece)[0] for piece in split_sentences(text))


PIECES = (
    "a|M|M. |OCDE|PLAN|CE PROJET|été|1|500|12|1.500|97 %|l’|qu'|aujourd’hui|c’est-à-dire|C’EST|http://a.fr/b|@|n°|PPUN|"
    "XXIe|élu·e·s|porte-clé|paon|développement|…|«|»|.|,|(|-|_|\n|\u00a0|\u202f|\u2009| "
)


def _read(text: str) -> list[str]:
    return words(without_shouts(text))


@example("aC’ESTCE PROJET")
@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=12).map("".join))
def test_a_count_at_once_is_the_count_word_by_word(text: str) -> None:
    once, again, by_word = count(text), count(text), count_words(_read(text))
    assert once == again == by_word


@pytest.mark.parametrize(
    "text",
    ["mot " * 10_000, "long" * 10_000, "1" * 2_000, "W·" * 3_000, "3 500 " * 3_000],
)
def test_a_count_of_something_huge(text: str) -> None:
    assert count(text) == count_words(_read(text))


def real_texts() -> Iterator[str]:
    for folder in ("content", "tests/pairs", "tests/cases", "benchmarks/corpus"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".md", ".txt", ".test"}:
                yield path.read_text("utf-8")


def test_the_counts_of_real_texts() -> None:
    sentences = {one for text in real_texts() for one in split_sentences(text)}
    assert len(sentences) > 2500
    assert {s: count(s) for s in sentences} == {s: count_words(_read(s)) for s in sentences}


def test_a_text_counted_by_hand() -> None:
    # La pre-mière prio-rité est l’ é-co-no-mie. Elle compte ! 3 500 gens : oui.
    text = "La première priorité est l’économie. Elle compte ! 3 500 gens : oui."
    assert totals(text) == Totals(3, 11, 20, 3, 6)
    assert list(map(count, split_sentences(text))) == [(6, 12, 3), (2, 2, 0), (3, 6, 0)]
    assert score(text).words == basic_scores(text).words == 11


def test_totals_are_the_counts_added_up() -> None:
    assert total_counts([]) == Totals(0, 0, 0, 0, 0)
    assert total_counts([(0, 0, 0), (2, 3, 1), (5, 7, 0), (0, 0, 0)]) == Totals(
        2, 7, 10, 1, 5
    )


@pytest.mark.parametrize(
    "piece", ["W ", "97 ", "797 ", "0 ", "a ", "WW-WW-WW ", "développement "]
)
def test_the_count_of_a_long_sentence(piece: str) -> None:
    """As much as the fields of a packed count ever hold."""
    sentence = piece * (4096 // len(piece))
    assert count(sentence) == count_words(words(sentence))


def test_counts_are_forgotten_before_they_fill_the_memory() -> None:
    most = 1 << 14
    for n in range(most // 100 + 2):
        assert count(" ".join(f"n{n}x{at}" for at in range(100)))[0] == 100
    assert 0 < len(counts.PIECES) <= most
    assert count(f"{'long' * 11} six")[0] == 2
    assert {len(piece) > 40 for piece in counts.PIECES} == {False}


def test_json_has_the_keys_of_the_catalogue() -> None:
    assert as_json(score("Il est là. Il dort.")) == {
        "sentences": 2,
        "words": 5,
        "syllables": 5,
        "kandel_moles": 130.86,
        "lix": 2.5,
        "rix": 0.0,
        "longest_sentence": 3,
        "mean_sentence": 2.5,
        "difficulty": 4.3,
        "scale": 2,
        "level": "très facile",
        "share_over_15": 0.0,
        "share_over_25": 0.0,
        "share_long_words": 0.0,
        "share_rare_words": 0.0,
        "lexical_density": 0.2,
        "reading_seconds": 2,
    }


# Documents


def test_only_running_text_is_scored() -> None:
    body = doc(
        heading(1, "Un titre."),
        div("lead", "La tête."),
        para("Un corps ", strong("gras"), "."),
        bullets("Un élément."),
        div("signature", "Marie Durand"),
        div("description", "Une image."),
        div("status", "Un brouillon."),
        Quote((para("Une citation."),)),
        Callout((para("Une note."),)),
        Div((heading(2, "Partie"), para("Une section.")), "section", "Partie"),
    )
    texts = [row.text for row in sentence_rows(body)]
    expected = ["La tête.", "Un corps gras.", "Une citation.", "Une note.", "Une section."]
    assert texts == expected
    assert score_document(body).words == 11
    assert score_document(body) == score(" ".join(expected))


def test_lists_and_headings_are_scored_apart() -> None:
    inner = List((ListItem((para("Un détail."),)),))
    body = doc(
        heading(2, "Le titre."),
        para("Le corps."),
        List((ListItem((para("Un élément."), inner)), ListItem((para("La fin"),)))),
        DefinitionList((Definition(inlines("Mot"), (para("Ce que c’est."),)),)),
        Callout((bullets("Une note."), heading(3, "Une partie"))),
        div("signature", "Marie Durand"),
    )
    got = score_parts(body)
    assert got.body == score("Le corps.")
    assert got.headings == score("Le titre. Une partie")
    assert got.lists == score("Un élément. Un détail. La fin.\n\nCe que c’est. Une note.")
    values = parts_as_json(got)
    assert values["words"] == 2
    assert values["lists"]["words"] == 12
    assert values["headings"]["sentences"] == 2
    assert score_parts(doc()) == DocumentScores(NOTHING, NOTHING, NOTHING)


def test_notes_and_pictures_are_not_read() -> None:
    picture = Image(inlines("Un chat."), "chat.png")
    note = Note((para("Une note."),))
    rows = sentence_rows(doc(para("Il dort", note, picture, ".")))
    assert [row.text for row in rows] == ["Il dort."]


def test_rows_tell_where_a_sentence_is() -> None:
    first = Sentence((Text("Il dort. "),), id="s-1")
    second = Sentence((Text("Elle rit.", pos=Pos("f", 8)),), id="s-2")
    rows = sentence_rows(doc(Para((first, Text(" "), second), pos=Pos("f", 7))))
    assert [(row.id, row.text, row.line, row.words) for row in rows] == [
        ("s-1", "Il dort.", 7, 2),
        ("s-2", "Elle rit.", 8, 2),
    ]


def test_rows_before_segmentation() -> None:
    rows = sentence_rows(doc(para("Il dort. Elle rit.")))
    assert [(row.id, row.text, row.line) for row in rows] == [
        ("", "Il dort.", None),
        ("", "Elle rit.", None),
    ]


def test_a_document_without_body() -> None:
    assert score_document(doc()) == NOTHING
    assert sentence_rows(doc(heading(1, "Titre"))) == ()


# textstat


def test_textstat_is_only_for_comparison() -> None:
    text = "\n\n".join(editorials()[1])
    theirs, ours = textstat_scores(text), score(text)
    assert theirs.words < ours.words  # « l’accès » is one word for textstat
    assert theirs.kandel_moles == pytest.approx(ours.kandel_moles, abs=5)
    assert theirs.lix == pytest.approx(ours.lix, abs=5)
    assert textstat_scores("") == TextstatScores(0, 0, 0, 0.0, 0.0, 0.0, 0.0)


def test_english_measures_are_textstats_own_and_nobody_judges_them() -> None:
    text = "\n\n".join(editorials()[1])
    theirs = textstat_scores(text)
    words, sentences, syllables = theirs.words, theirs.sentences, theirs.syllables
    grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
    ease = 206.835 - 1.015 * words / sentences - 84.6 * syllables / words
    assert theirs.flesch_kincaid == pytest.approx(grade)
    assert theirs.flesch == pytest.approx(ease)
    assert theirs.flesch < theirs.kandel_moles - 10  # the two would part a French text
    assert 10 < theirs.smog < theirs.dale_chall  # French words are none of its easy ones
    assert not ENGLISH & {field.name for field in fields(Scores)}
    assert not any(THRESHOLDS.limit(name) for name in ENGLISH)


def test_each_english_measure_is_what_textstat_gives() -> None:
    reference = Path(__file__).parents[1] / "reference" / "ud-gsd-dev-sentences.txt"
    lines = reference.read_text("utf-8").splitlines()
    texts = ["\n".join(lines[at : at + 4]) for at in range(0, 400, 4)]
    functions = {
        "flesch_kincaid": "flesch_kincaid_grade",
        "automated_readability": "automated_readability_index",
        "coleman_liau": "coleman_liau_index",
        "gunning_fog": "gunning_fog",
        "smog": "smog_index",
        "dale_chall": "dale_chall_readability_score",
    }
    for text in [*texts, "Il dort.", "3.500", "3 500 € !", "²", "l’eau d'ici"]:
        ours = asdict(textstat_scores(text))
        theirs = {
            name: getattr(sys.modules["textstat"], function)(text)
            for name, function in functions.items()
        }
        assert {name: ours[name] for name in functions} == pytest.approx(theirs), text


def test_textstat_says_nothing_of_its_own(recwarn: pytest.WarningsRecorder) -> None:
    """Its list of easy words is English, and it warns of it each time it reads it."""
    textstat_scores.__globals__["_textstat"].cache_clear()
    textstat_scores("Un texte de la mairie.")
    assert not [w for w in recwarn if "vocabulary" in str(w.message)]


def test_the_benchmark_asks_textstat_for_all_that_both_give() -> None:
    ours = set(BasicScores._fields)
    theirs = {field.name for field in fields(TextstatScores)} - ENGLISH
    assert ours - theirs == {"longest_sentence"}
    assert theirs <= ours
    assert set(PEER_MEASURES) == theirs


def test_the_benchmark_asks_textstat_as_its_users_do() -> None:
    """Its time holds nothing of ours, and its figures are those that are shown."""
    text = "\n\n".join(editorials()[0])
    code = (
        f"import sys{PEER_LOADED}measure('Un texte.')\n"
        "print(any('ppun' in name for name in sys.modules))\n"
        f"print(*[float(function({text!r})) for function in functions])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded, figures = run.stdout.splitlines()
    wanted = asdict(textstat_scores(text))
    assert loaded == "False"
    assert figures.split() == [str(float(wanted[name])) for name in PEER_MEASURES]


def test_counting_does_not_load_the_difficulty() -> None:
    code = (
        "from ppun_access import readability; import sys; name = readability.__name__;"
        "readability.basic_scores('Il dort.'); print(f'{name}.scores' in sys.modules);"
        "readability.score('Il dort.'); print(f'{name}.scores' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["False", "True"]
    with pytest.raises(AttributeError, match="scoer"):
        readability.scoer  # noqa: B018


def test_textstat_does_not_remember_every_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ppun_access.readability.textstat_scores.REMEMBERED", 10)
    textstat_scores(" ".join(f"mot{n}" for n in range(50)))
    textstat_scores("Le syndicat mixte départemental délibère.")
    (known,) = (table.cache for table in sys.modules["pyphen"].hdcache.values())
    assert 0 < len(known) <= 10


def test_scores_do_not_load_textstat() -> None:
    module = "ppun_access.readability.textstat_scores"
    code = f"import {module}, sys; print('textstat' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"
