"""Hostile passages are checked, measured and drafted in a time that grows as they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from growth import grows_with_its_length

from ppun_access.checks import CheckOptions, check
from ppun_access.checks.capitals import capitals
from ppun_access.document.model import Document, Para, Sentence, Text
from ppun_access.easy.draft.composition import draft
from ppun_access.easy.draft.model import Source
from ppun_access.french import split_sentences
from ppun_access.french.spoken.capitals import without_shouts
from ppun_access.french.spoken.spoken_form import spoken_form
from ppun_access.french.text.typography import french_spacing
from ppun_access.readability import vocabulary
from ppun_access.readability.textstat_scores import textstat_scores
from ppun_access.settings.thresholds import ENDLESS_CHARACTERS, LONGEST_WORD
from ppun_access.tools import spacy_french
from ppun_access.tools.spacy_french_child import whole_words


def test_few_words_may_be_endless_too() -> None:
    """Twenty thousand brackets and a word were cut in tokens for minutes."""

    def parser(sentences: Sequence[str]) -> list[Any]:
        assert max(map(len, sentences), default=0) <= ENDLESS_CHARACTERS
        return [()] * len(sentences)

    text = "[" * ENDLESS_CHARACTERS + " mot"
    (made,) = draft([Source(text)], parser)
    assert (made.sentences, made.rules) == ((text,), ())


def test_an_endless_word_is_one_token() -> None:
    whole = whole_words({"l’eau": True}.get)
    assert whole("[" * (LONGEST_WORD + 1))
    assert whole("l’eau")
    assert not whole("[" * LONGEST_WORD)
    assert not whole_words(None)("mot")


@pytest.mark.long
@pytest.mark.skipif(not spacy_french.is_installed(), reason="l’extra « syntax » manque")
def test_the_parser_cuts_nothing_from_an_endless_word() -> None:
    signs = "[" * 20_000
    (found,) = spacy_french.parse([f"{signs} mot."])
    assert [token.text for token in found] == [signs, "mot", "."]


@pytest.mark.parametrize("sign", ["l’", "3 500 ", "SAMU, ", "É "])
def test_many_words_that_are_read_otherwise(sign: str) -> None:
    """All that stands before and after each was copied: seven seconds."""

    def checked(times: int) -> None:
        said = Sentence((Text("mot " + sign * times),))
        document = Document("d", "fr", "T", (Para((said,)),))
        assert len([*check(document, CheckOptions(), (capitals,))]) < 2

    grows_with_its_length(checked, 3_000)


@pytest.mark.parametrize("sign", ["É", "Jean-", "aB", "É-"])
def test_letters_without_end_may_be_no_surname(sign: str) -> None:
    """They were looked at as far as the end from each capital: fourteen seconds."""

    def read(times: int) -> None:
        assert without_shouts(sign * times) == sign * times

    grows_with_its_length(read, 10_000)


def test_many_lines_that_may_be_items() -> None:
    """All that stands before was copied at each: it took a second, and four of two."""

    def cut(times: int) -> None:
        assert len(split_sentences("mot\n- mot\nmot\n" * times)) == 1

    grows_with_its_length(cut, 10_000)


def test_many_quotes() -> None:
    """All that stands before was counted at each."""

    def spaced(times: int) -> None:
        assert french_spacing('"a" ' * times).count("«") == times

    grows_with_its_length(spaced, 5_000)


def test_no_dictionary_is_asked_for_what_is_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vocabulary, "base_forms", lambda form: pytest.fail(form))
    assert vocabulary.facts("z" * (LONGEST_WORD + 1)).rare
    assert textstat_scores("z" * 3_000_000 + " mot").words == 2


@pytest.mark.parametrize("sign", ["a_", "Jean-", "A-", "a.", "  "])
def test_signs_without_end_may_be_read_otherwise(sign: str) -> None:
    """They were looked at as far as the end from each one: ten seconds."""

    def said(times: int) -> None:
        assert "mot" in spoken_form(f"mot{sign * times}", {})

    grows_with_its_length(said, 4_000)
