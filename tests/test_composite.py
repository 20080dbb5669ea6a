"""The composite difficulty: the pairs that it must order, and how it must move."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import pytest
from easy_pairs import HARDER, ROOT, Pair, difficulty, ordered, pairs, refitted
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.readability import score, score_sentences
from ppun_access.readability.composite import (
    WEIGHTS,
    amount,
    contributions,
    sentence_difficulty,
    text_difficulty,
)
from ppun_access.readability.formulas import LONG_WORD
from ppun_access.readability.sentence_counts import SentenceCounts, sentence_counts
from ppun_access.readability.vocabulary import facts

NUMBERS = range(12)


def hard(sentence: str) -> float:
    return sentence_difficulty(sentence_counts(sentence))


def is_ordered(pair: Pair, weights: dict[str, float]) -> bool:
    return difficulty(pair.hard, weights) > difficulty(pair.easy, weights)


# Pairs


def test_there_are_twelve_pairs() -> None:
    assert len(pairs()) == len(NUMBERS)
    for pair in pairs()[:10]:
        assert 60 <= len(" ".join(pair.hard).split()) <= 110, pair.name
        assert score_sentences(pair.easy).longest_sentence <= 13, pair.name


@pytest.mark.parametrize("number", NUMBERS)
def test_the_composite_orders_the_pair(number: int) -> None:
    pair = pairs()[number]
    before, after = score_sentences(pair.hard), score_sentences(pair.easy)
    assert before.difficulty > after.difficulty + 20
    assert after.level == "facile"
    assert before.level not in ("très facile", "facile")


@pytest.mark.parametrize("number", NUMBERS)
def test_weights_found_without_the_pair_order_it(number: int) -> None:
    pair = pairs()[number]
    others = [other for other in pairs() if other != pair]
    assert is_ordered(pair, refitted(others))


@pytest.mark.parametrize("name", WEIGHTS)
@pytest.mark.parametrize("factor", [0, 0.5, 2])
def test_no_weight_decides_alone(name: str, factor: float) -> None:
    weights = {**WEIGHTS, name: WEIGHTS[name] * factor}
    assert all(is_ordered(pair, weights) for pair in pairs())


def test_the_documentation_tells_how_measures_order_the_pairs() -> None:
    page = (ROOT / "docs" / "readability.md").read_text("utf-8")
    for measure in HARDER:
        assert f"| {measure} | {ordered(measure, pairs())} of 12 |" in page


SENTENCES = [
    ("La mise en place du dispositif est effective.", "Le service marche."),
    ("Il est procédé à l’examen du dossier.", "Nous lisons votre dossier."),
    ("Nul n’est censé ignorer la loi.", "Tout le monde doit connaître la loi."),
    ("La demande doit faire l’objet d’un dépôt.", "Déposez votre demande."),
    ("Le bailleur perçoit le loyer.", "Le patron reçoit le loyer."),
    ("Le maire, dont le mandat finit, part.", "Le maire part. Son mandat finit."),
    ("Elle vient si elle le peut, et part si elle le veut.", "Elle vient et part."),
    ("Vous ne pouvez pas ne pas payer.", "Vous devez payer."),
    ("Le prix (hors taxe) est de 12,5 euros.", "Le prix est de 12 euros."),
    ("L’ARS et la DREAL ont dit oui.", "Les deux services ont dit oui."),
    ("La pluviométrie est faible.", "Il pleut peu."),
    ("Préalablement à la visite, appelez.", "Avant la visite, appelez."),
    ("Bénéficiez d’un accompagnement personnalisé.", "Une personne vous aide."),
    ("Cette aide, la plus grande de toutes, est là.", "Cette aide est la plus grande."),
]  # fmt: skip


@pytest.mark.parametrize(("harder", "easier"), SENTENCES)
def test_hand_picked_sentences(harder: str, easier: str) -> None:
    assert score(harder).difficulty > score(easier).difficulty


# Where the weights and the scale come from


def press() -> list[SentenceCounts]:
    path = ROOT / "reference" / "ud-gsd-dev-sentences.txt"
    found = map(sentence_counts, path.read_text("utf-8").splitlines())
    return [one for one in found if one.words]


def test_weights_follow_the_recipe() -> None:
    """Ordering power above chance, halved for the two that see long words, over spread."""
    power = {"words": 0.31, "long_words": 0.145, "heavy_words": 0.15, "rarity": 0.10}
    found = press()
    raw = {
        name: value / statistics.pstdev(amount(one, name) for one in found)
        for name, value in power.items()
    }
    for name, value in raw.items():
        assert WEIGHTS[name] == pytest.approx(value / raw["words"], abs=0.5)


def test_the_scale_puts_an_average_sentence_of_25_words_at_60() -> None:
    found = [sentence_difficulty(one) for one in press() if one.words == 25]
    assert statistics.mean(found) == pytest.approx(60, abs=1.5)


# How it moves

EVERYDAY = "la le un chat maison dort mange grande petite avec pour dans est rue aide"
HEAVY = "que qui accompagnement collectivité scolyte pas ne 3500 ARS essentiellement si"
words_ = st.sampled_from([*EVERYDAY.split(), *HEAVY.split(), "et", "(", ")", ",", "–"])
sentences_ = st.lists(words_, min_size=1, max_size=25).map(" ".join)


@given(sentences_, sentences_, st.sampled_from([" et ", ", ", " ; ", " "]))
def test_joining_two_sentences_makes_neither_easier(a: str, b: str, joint: str) -> None:
    joined = hard(f"{a}{joint}{b}")
    assert joined >= max(hard(a), hard(b)) - 1e-9


@given(st.lists(sentences_, min_size=2, max_size=6))
def test_joining_sentences_never_makes_a_text_easier(pieces: Sequence[str]) -> None:
    first, second, *rest = pieces
    together = score_sentences([f"{first}, {second}", *rest])
    assert together.difficulty >= score_sentences(pieces).difficulty - 1e-9


SHORT_TO_LONG = "mer vie maison mairie école mobilité nécessité scolyte colline administré "
SHORT_TO_LONG += "collectivité économie expérimentation dématérialisation"
LADDER = SHORT_TO_LONG.split()


def _weight(word: str) -> tuple[bool, bool, float]:
    fact = facts(word)
    return len(word) > LONG_WORD, fact.many_syllables, fact.rarity


@given(sentences_, st.sampled_from(LADDER), st.sampled_from(LADDER), st.integers(1, 20))
def test_a_longer_and_rarer_word_never_makes_it_easier(
    text: str, one: str, other: str, at: int
) -> None:
    one, other = sorted((one, other), key=_weight)
    if not all(x <= y for x, y in zip(_weight(one), _weight(other), strict=True)):
        return
    around = text.split()
    before, after = ([*around[:at], word, *around[at:]] for word in (one, other))
    assert hard(" ".join(after)) >= hard(" ".join(before)) - 1e-9


@given(sentences_)
def test_there_is_no_cliff(text: str) -> None:
    """A plain word more changes little; the heaviest word a fifth of the scale or so."""
    text = f"la {text} rue"
    assert 0 <= hard(f"{text} maison") - hard(text) <= 2
    heaviest = WEIGHTS["words"] + WEIGHTS["long_words"] + WEIGHTS["heavy_words"]
    assert hard(f"{text} accompagnement") - hard(text) <= 2 * (heaviest + 4) + 1e-9


@given(st.text("aÉé1 .!?…«»’-(,\n\u202f%quei", max_size=80))
def test_any_text_is_on_the_scale(text: str) -> None:
    got = score(text)
    assert 0 <= got.difficulty <= 100
    assert bool(got.words) == bool(got.difficulty) == bool(got.level)


@given(sentences_)
def test_a_text_of_one_sentence_is_as_hard_as_it(text: str) -> None:
    assert score_sentences([text]).difficulty == pytest.approx(hard(text))


def test_a_text_is_harder_than_its_mean() -> None:
    assert text_difficulty([(10, 20.0), (10, 80.0)]) == pytest.approx(3400**0.5)
    assert text_difficulty([(30, 20.0), (10, 80.0)]) == pytest.approx(1900**0.5)
    assert text_difficulty([]) == 0
    assert text_difficulty([(5, 100.0), (7, 100.0)]) == 100


def test_loads_add_up() -> None:
    rare = facts("dématérialisation").rarity
    found = contributions(
        sentence_counts("Les deux mairies ne veulent pas (encore) de la dématérialisation.")
    )
    assert rare > 1
    assert {name: load for name, load in found.items() if load} == {
        "words": 10.0,
        "long_words": 1.5 * 3,
        "heavy_words": 4.0,
        "rarity": 2 * rare,
        "negations": 2.0,
        "asides": 2.0,
    }
