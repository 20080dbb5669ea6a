"""The composite difficulty: the texts that it must order, and how it must move."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import pytest
from easy_pairs import HARDER, ROOT, Pair, difficulty, ordered, pairs
from graded_texts import APART, FIT, STEP, graded, press, rarity, refitted, spearman
from hypothesis import assume, given
from hypothesis import strategies as st

from ppun_access.readability import score, score_sentences
from ppun_access.readability.composite import WEIGHTS, contributions, level_of
from ppun_access.readability.composite import difficulty as composite
from ppun_access.readability.counts import LONG_WORD
from ppun_access.readability.familiarity import unknown_share
from ppun_access.readability.sentence_counts import sentence_counts
from ppun_access.readability.vocabulary import facts
from ppun_access.settings.thresholds import EASY_THRESHOLDS, THRESHOLDS

NUMBERS = range(12)


def hard(sentence: str) -> float:
    return composite((sentence_counts(sentence),))


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
    assert after.level in ("très facile", "facile")
    assert before.level not in ("très facile", "facile")


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


# Graded texts, and where the weights and the scale come from


def test_the_graded_texts_are_split_once() -> None:
    assert (len(graded(FIT)), len(graded(APART))) == (20, 10)
    for text in (*graded(FIT), *graded(APART)):
        assert 80 <= len(text.text.split()) <= 200, text.id


def test_the_weights_are_those_of_the_graded_texts() -> None:
    assert WEIGHTS["long_words"] == pytest.approx(refitted("long_words"), abs=0.25)
    assert WEIGHTS["heavy_words"] == pytest.approx(refitted("heavy_words"), abs=0.25)
    assert WEIGHTS["rarity"] == pytest.approx(rarity(), abs=STEP), "the fit is flat"


@pytest.mark.parametrize(
    ("words", "threshold"), [(15, EASY_THRESHOLDS.difficulty), (25, THRESHOLDS.difficulty)]
)
def test_the_scale_puts_sentences_of_the_press_at_the_thresholds(
    words: int, threshold: int
) -> None:
    found = [composite((one,)) for one in press() if one.words == words]
    assert statistics.mean(found) == pytest.approx(threshold, abs=2)


def test_the_difficulty_orders_the_graded_texts() -> None:
    """The scale before this one: 0.80."""
    assert spearman(graded(FIT), lambda text: composite(text.counts)) > 0.93


def test_each_class_stands_where_it_is_judged() -> None:
    found = {text.id: score(text.text) for text in graded(FIT)}
    easy = ("album-train", "album-herisson", "falc-vote", "liste-colonie", "dialogue-bus")
    assert all(found[one].difficulty < EASY_THRESHOLDS.difficulty for one in easy)
    hard = ("lettre-impots", "assurance-contrat", "botanique-brefs", "cassation-vente")
    assert all(found[one].difficulty > THRESHOLDS.difficulty for one in hard)


def test_rare_words_make_short_sentences_hard() -> None:
    for text in ("Il grève la nue-propriété.", "Le cadastre et le fermage restent."):
        found = score(text)
        assert found.difficulty > EASY_THRESHOLDS.difficulty
        limit = EASY_THRESHOLDS.limit("rare_words")
        assert limit is not None
        assert not limit.holds(found.rare_words)


def test_everyday_words_are_not_rare() -> None:
    text = "Envoyez un courriel à l’aide-soignante, ou téléphonez-nous. Lili répond."
    assert score(text).rare_words == 0


# How it moves

EVERYDAY = "la le un chat maison dort mange grande petite avec pour dans est rue aide"
HEAVY = "que qui accompagnement collectivité scolyte pas ne 3500 ARS essentiellement si"
words_ = st.sampled_from([*EVERYDAY.split(), *HEAVY.split(), "et", "(", ")", ",", "–"])
sentences_ = st.lists(words_, min_size=1, max_size=25).map(" ".join)


@given(
    st.lists(sentences_, min_size=2, max_size=6),
    st.sampled_from([" et ", ", ", " ; ", " "]),
)
def test_splitting_a_sentence_never_makes_a_text_harder(
    pieces: Sequence[str], joint: str
) -> None:
    """« ne … que » cut in two is another sentence: « que » then opens a clause."""
    first, second, *rest = pieces
    assume("ne" not in first.split())
    whole, split = [f"{first}{joint}{second}", *rest], list(pieces)
    if joint == " et ":
        split[0] += " et"  # the word stays: a text without it has another length
    assert score_sentences(whole).difficulty >= score_sentences(split).difficulty - 1e-9


ITEMS = "du lait|des pommes|un beau gâteau|trois chaises|de la farine|une fourchette|le sel"


@given(st.lists(st.sampled_from(ITEMS.split("|")), min_size=4, max_size=60))
def test_items_more_do_not_make_an_easy_list_hard(items: list[str]) -> None:
    for text in (
        f"Il faut {', '.join(items)}.",
        "Il faut :\n" + "\n".join(f"- {item} ;" for item in items),
    ):
        assert score(text).difficulty <= EASY_THRESHOLDS.difficulty


def test_a_hard_item_is_no_easy_thing() -> None:
    easy = "Il faut du lait, du sel, du pain, du vin, du thé, de l’eau"
    rare = f"{easy}, de la sylviculture, de la subrogation"
    assert hard(f"{easy}, des pommes, des noix.") == pytest.approx(hard(f"{easy}."), abs=1)
    assert hard(f"{rare}.") > hard(f"{easy}.") + 15


SHORT_TO_LONG = "mer vie maison mairie école mobilité nécessité scolyte colline administré "
SHORT_TO_LONG += "collectivité économie expérimentation dématérialisation"
LADDER = SHORT_TO_LONG.split()


def _weight(word: str) -> tuple[bool, bool, float]:
    fact = facts(word)
    unknown = unknown_share(word) if fact.rare or fact.many_syllables else 0.0
    return len(word) > LONG_WORD, fact.many_syllables, unknown


@given(sentences_, st.sampled_from(LADDER), st.sampled_from(LADDER), st.integers(1, 20))
def test_a_longer_and_rarer_word_never_makes_it_easier(
    text: str, one: str, other: str, at: int
) -> None:
    """Where it is new: the same hard word again is easier than another one."""
    one, other = sorted((one, other), key=_weight)
    around = text.split()
    assume(all(x <= y for x, y in zip(_weight(one), _weight(other), strict=True)))
    assume(other not in around)
    before, after = ([*around[:at], word, *around[at:]] for word in (one, other))
    assert hard(" ".join(after)) >= hard(" ".join(before)) - 1e-9
    others = ["Il dort.", "La maison est grande."]
    texts = (score_sentences([" ".join(one), *others]) for one in (before, after))
    easier, harder = texts
    assert harder.difficulty >= easier.difficulty - 1e-9


@given(sentences_)
def test_there_is_no_cliff(text: str) -> None:
    """A plain word more changes little; where words are rare, it thins them out."""
    text = f"la {text} rue"
    more = hard(f"{text} maison") - hard(text)
    assert more <= 2
    assert more >= 0 or facts_are_rare(text)
    assert hard(f"{text} accompagnement") >= hard(text)


def facts_are_rare(text: str) -> bool:
    return bool(sentence_counts(text).doubtful_words)


@given(st.text("aÉé1 .!?…«»’-(,\n\u202f%quei", max_size=80))
def test_any_text_is_on_the_scale(text: str) -> None:
    got = score(text)
    assert 0 <= got.difficulty <= 100
    assert bool(got.words) == bool(got.difficulty) == bool(got.level)


@given(sentences_)
def test_a_text_of_one_sentence_is_as_hard_as_it(text: str) -> None:
    assert score_sentences([text]).difficulty == pytest.approx(hard(text))


def test_a_text_is_harder_than_its_mean() -> None:
    plain, long = "Il dort.", f"Il dort {'sur la rue ' * 9}."
    mean = (2 * hard(plain) + 29 * hard(long)) / 31
    assert mean < score_sentences([plain, long]).difficulty < hard(long)
    assert score_sentences([]).difficulty == 0
    assert score_sentences([long * 40] * 2).difficulty == pytest.approx(100)


def test_loads_add_up() -> None:
    text = "Les deux mairies ne veulent pas (encore) de la dématérialisation."
    found = contributions(sentence_counts(text))
    rare = unknown_share("dématérialisation")
    assert rare > 0.9
    assert {name: load for name, load in found.items() if load} == {
        "words": 10.0,
        "long_words": 1.5 * 3,
        "heavy_words": 4.5,
        "rarity": pytest.approx(350 * rare / (10 + 5)),
        "negations": 2.0,
        "asides": 2.0,
    }


def test_levels_end_at_the_thresholds() -> None:
    assert level_of(EASY_THRESHOLDS.difficulty) == "facile"
    assert level_of(EASY_THRESHOLDS.difficulty + 1) == "moyen"
    assert level_of(THRESHOLDS.difficulty) == "moyen"
    assert level_of(THRESHOLDS.difficulty + 1) == "difficile"
