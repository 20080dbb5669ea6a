"""What readers know: the table, the weights, words that must not be told hard."""

from __future__ import annotations

import gzip

import known_words
import pytest

from ppun_access.readability.familiarity import (
    BIAS,
    BOOKS,
    DOUBTFUL_FROM,
    FILMS,
    HARD_FROM,
    SYLLABLES,
    TABLE,
    ZIPF,
    unknown_share,
)


def test_the_table_is_that_of_lexique() -> None:
    assert gzip.decompress(TABLE.read_bytes()).decode("utf-8") == known_words.table()


def test_the_weights_are_those_of_the_words_marked_by_hand() -> None:
    fitted = known_words.weights()
    assert fitted == pytest.approx((BIAS, FILMS, BOOKS, ZIPF, SYLLABLES), abs=0.02)


@pytest.mark.parametrize("apart", [False, True])
def test_few_known_words_are_told_hard(apart: bool) -> None:
    """Of words drawn where wordfreq leaves a doubt; a Zipf under 4 told half of them."""
    assert len(known_words.marked(apart=apart)[0]) > 200
    hard, known = known_words.measured(HARD_FROM, apart=apart)
    assert hard > 0.5
    assert known < 0.09
    hard, known = known_words.measured(DOUBTFUL_FROM, apart=apart)
    assert hard > 0.72
    assert known < 0.18


@pytest.mark.parametrize("word", ["cabine", "maïs", "sentier", "guichet", "aout", "cout"])
def test_what_is_said_at_home_is_known_however_it_is_spelled(word: str) -> None:
    assert unknown_share(word) < DOUBTFUL_FROM


def test_old_and_new_spellings_are_as_well_known() -> None:
    for new, old in (
        ("évènement", "événement"),
        ("bœuf", "boeuf"),
        ("boite", "boîte"),
        ("gout", "goût"),
    ):
        assert unknown_share(new) <= unknown_share(old)
