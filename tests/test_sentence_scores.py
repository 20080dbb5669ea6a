"""Why sentences are hard, case by case, and where they stand in a document."""

from __future__ import annotations

import pytest
from growth import grows_with_its_length
from harness import Case, cases
from hypothesis import given
from hypothesis import strategies as st
from trees import published

from ppun_access.document.build import para
from ppun_access.document.model import Document, Para, Pos, Sentence, Text
from ppun_access.readability.causes import ALWAYS_EXPLAINED, CODES
from ppun_access.readability.clauses import embedded_clauses
from ppun_access.readability.composite import LEVELS, level_of
from ppun_access.readability.document import hardest, scored_sentences, sentence_rows
from ppun_access.readability.sentence_counts import sentence_counts
from ppun_access.readability.vocabulary import (
    RARE_BELOW,
    RAREST,
    base_forms,
    facts,
    verb_of,
    zipf,
)


def scored(text: str) -> str:
    (sentence,) = scored_sentences(Document("d", "fr", "Titre", (para(text),)))
    lines = [f"{sentence.difficulty:.1f} {sentence.level}"]
    lines += [f"{c.code} : {c.message} → {c.suggestion}" for c in sentence.causes]
    return "\n".join(lines).replace("\u00a0", "~")


@pytest.mark.parametrize("case", cases("clauses"))
def test_clauses(case: Case) -> None:
    case.check(" ".join(embedded_clauses(case.source)) or "–")


@pytest.mark.parametrize("case", cases("causes"))
def test_causes(case: Case) -> None:
    case.check(scored(case.source.strip()))


def test_every_cause_has_a_case() -> None:
    told = {line.split(" : ")[0] for c in cases("causes")
            for line in c.values[0].expected.splitlines()[1:]}  # type: ignore[attr-defined]  # fmt: skip
    assert told == set(CODES)


def test_a_marker_counts_whatever_the_apostrophe_and_the_capitals() -> None:
    assert embedded_clauses("Il faut qu'il parte.") == ("qu'",)
    assert embedded_clauses("IL FAUT QU’IL PARTE.") == ("qu’",)


def test_sentences_come_in_reading_order_with_their_place() -> None:
    easy = Sentence((Text("Il dort."),), id="s-1")
    hard = Sentence(
        (Text("Elle veut que la loi qui change soit lue.", pos=Pos("f", 9)),), id="s-2"
    )
    body = Document("d", "fr", "T", (Para((easy, Text(" "), hard), pos=Pos("f", 7)),))
    first, second = scored_sentences(body)
    assert (first.id, first.line, first.words, first.causes) == ("s-1", 7, 2, ())
    assert (second.id, second.line, second.words) == ("s-2", 9, 9)
    assert [cause.code for cause in second.causes] == ["propositions"]
    assert hardest((first, second), 1) == (second,)
    assert hardest((first, second), 5) == (second, first)


@given(published)
def test_any_document(document: Document) -> None:
    found = scored_sentences(document)
    assert [(s.id, s.text, s.line, s.words) for s in found] == [
        (row.id, row.text, row.line, row.words) for row in sentence_rows(document)
    ]
    for sentence in found:
        assert 0 < sentence.difficulty <= 100
        assert sentence.level == level_of(sentence.difficulty)
        assert sentence.causes or sentence.difficulty <= ALWAYS_EXPLAINED


@given(st.floats(0, 100), st.floats(0, 100))
def test_levels_go_up(one: float, other: float) -> None:
    names = [name for _, name in LEVELS]
    low, high = sorted((one, other))
    assert names.index(level_of(low)) <= names.index(level_of(high))


def test_levels_have_their_bounds() -> None:
    assert [level_of(x) for x in (0, 25, 25.1, 60, 80, 80.1, 100, 101)] == [
        "très facile", "très facile", "facile", "moyen", "difficile",
        "très difficile", "très difficile", "très difficile",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "unit", ["n’", "que ", "ne a", "rien ", "ant", "en passant ", "( ", "12, ", "p. 1, 1"]
)
def test_no_text_takes_for_ever(unit: str) -> None:
    """Each took minutes when an expression could look at the whole of a long sentence."""
    grows_with_its_length(lambda count: embedded_clauses(unit * count), 2_000)
    grows_with_its_length(lambda count: sentence_counts(unit * count), 2_000)


@pytest.mark.parametrize(
    ("sentence", "negations"),
    [
        ("Il ne pourra être fait droit à aucune demande qui ne serait pas accompagnée.", 2),
        ("Il ne peut en être tenu compte dans aucun cas.", 1),
        ("Il ne sera plus jamais possible de venir.", 1),
        ("Elle ne compte que deux jours.", 0),
        ("Elle ne lit que des livres que personne, aucun jour, ne lui donne.", 1),
        ("Elle ne paie que la moitié de ce que rien ne justifie.", 1),
        ("Il faut que ne viennent ici demain matin plus de gens.", 0),
        ("Elle craint qu’il ne parte avec son ami dans un mois, sans rien.", 0),
    ],
)
def test_negations(sentence: str, negations: int) -> None:
    assert sentence_counts(sentence).negations == negations


@pytest.mark.parametrize(
    "noun",
    ["opération", "opérations", "parlement", "information", "habitation", "situation",
     "administration", "logements", "équipement", "gravement", "sauvage", "exploitation",
     "réglementation", "agglomération"],
)  # fmt: skip
def test_nouns_that_hide_no_action(noun: str) -> None:
    assert verb_of(noun) == ""


@pytest.mark.parametrize(
    ("noun", "verb"),
    [("organisation", "organiser"), ("réalisation", "réaliser"), ("inscription", ""),
     ("amélioration", "améliorer"), ("financements", "financer"),
     ("consultation", "consulter"),
     ("investissement", "investir"), ("évaluation", "évaluer"), ("stockage", "stocker")],
)  # fmt: skip
def test_nouns_that_hide_an_action(noun: str, verb: str) -> None:
    assert verb_of(noun) == verb


# Words


def test_frequencies_are_those_of_wordfreq() -> None:
    """Those that weigh the most are all alike."""
    from wordfreq import get_frequency_list, zipf_frequency

    for word in ("maison", "numérique", "Commission"):
        assert zipf(word) == pytest.approx(zipf_frequency(word, "fr"), abs=0.01)
    lists = get_frequency_list("fr")
    rarest = round(100 * (9 - RARE_BELOW + RAREST))
    assert all(zipf(word) for words in lists[:rarest] for word in words)
    assert not any(zipf(word) for words in lists[rarest:] for word in words)
    assert zipf("xyzzyx") == 0


def test_an_address_is_no_hard_word() -> None:
    found = sentence_counts("Voyez bourgognefranchecomte.fr et www.data-publique.gouv.fr.")
    assert (found.rare_words, found.heavy_words, found.words) == ((), (), 4)


@pytest.mark.parametrize("word", ["scolytes", "dépérissement", "porte-scolyte", "Scolyte"])
def test_rare_words(word: str) -> None:
    assert facts(word).rare


@pytest.mark.parametrize(
    "word",
    ["maison", "priorités", "l’", "qu'", "jusqu’", "aujourd’hui", "quelqu'un", "3500",
     "12,5", "DREAL", "www.scolyte.fr", "scolyte.fr/guichets", "a@scolyte.fr", "là-bas",
     "est-ce", "n°",
     "habitant·es"],
)  # fmt: skip
def test_words_that_are_not_rare(word: str) -> None:
    assert not facts(word).rare


@pytest.mark.parametrize(
    "word",
    ["informons", "plaçons", "déposée", "interviendra", "souhaiteriez", "complètent",
     "répondrait", "ruraux", "mènera", "payais", "précieuse", "obtenues", "Déposées",
     "franchirent", "maintenu"],
)  # fmt: skip
def test_a_regular_form_is_as_common_as_its_base(word: str) -> None:
    assert zipf(word) < 4
    assert not facts(word).rare


@pytest.mark.parametrize(
    "word",
    ["fermage", "cadastre", "cadastré", "expérimentons", "subroge", "subrogée", "spirale",
     "dépérissent", "opine", "tarauds", "sylvicoles", "ester", "irait-scolyte"],
)  # fmt: skip
def test_a_form_of_a_rare_word_is_rare(word: str) -> None:
    assert facts(word).rare


@given(st.text("abcdeéirstnuvçè", max_size=20))
def test_any_word_has_base_forms_of_its_own(word: str) -> None:
    assert word not in set(base_forms(word))


def test_names_are_neither_rare_nor_long() -> None:
    found = sentence_counts("Noémie et Scolyte Durand-Scolyte vont à Scolytonanopolis.")
    assert (found.rare_words, found.heavy_words, found.doubtful_words) == ((), (), ())
    assert sentence_counts("Scolytonanopolis dort.").heavy_words == ("Scolytonanopolis",)


def test_what_a_word_is() -> None:
    assert facts("essentiellement").many_syllables
    assert not facts("1789").many_syllables  # said in many, written in four signs
    assert not facts("SNCF-SNCF").many_syllables
    assert [facts(w).number for w in ("2020", "3500", "12,5", "H1N1", "un")] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert [facts(w).acronym for w in ("ARS", "XXI", "A", "Ars", "PLUi")] == [
        True, False, False, False, False,
    ]  # fmt: skip
    assert all(facts(word).acronym for word in ("INSEE", "USB-C", "S.N.C.F.", "L’ONU"))
    assert not facts("DÉCRET").acronym
    assert facts("Bourgogne-Franche-Comté").name
    assert not facts("Arc-en-ciel").name
    assert [facts(w).content for w in ("la", "L’", "est-ce", "maison", "dort-il")] == [
        False, False, False, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "La dématérialisation des procédures administratives est effective.",
        "Le plan numérique est très important pour tous.",
        "Le syndicat de la DREAL et de l’INSEE délibère.",
    ],
)
def test_capitals_change_nothing(text: str) -> None:
    small, large = sentence_counts(text), sentence_counts(text.upper())
    assert small.acronyms == large.acronyms
    assert [w.upper() for w in small.heavy_words] == list(large.heavy_words)
    assert (small.doubtful_words, small.words) == (large.doubtful_words, large.words)
    assert small.long_words == large.long_words


def test_what_interrupts_a_sentence() -> None:
    text = "Il dit (oui), elle [sic] part – dit-on – et revient - ici - tard - bien."
    assert sentence_counts(text).asides == 2 + 2


def test_a_surname_in_capitals_is_no_acronym() -> None:
    assert sentence_counts("Mme DUPONT et M. MARTIN sont venus à l’ARS.").acronyms == (
        "ARS",
    )


def test_verbs_that_nouns_hide() -> None:
    assert verb_of("Accompagnement") == "accompagner"
    assert verb_of("réalisations") == "réaliser"
    assert verb_of("élargissement") == "élargir"
    for word in ("établissements", "environnement", "population", "également", "nation"):
        assert verb_of(word) == ""
