"""Texts without a stop are cut in pieces that a voice can say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.document.model import Document, Para, Sentence, Text
from ppun_access.document.walk import nodes, plain_text
from ppun_access.french.text.sentences import LONGEST, pieces
from ppun_access.report import Report
from ppun_access.transforms.model import TransformOptions
from ppun_access.transforms.segment import segment


@given(
    st.lists(st.sampled_from(["mot ", "mot, ", "mots", "\u00a0", "x" * 900]), max_size=80)
)
def test_pieces_give_their_sentence_back(parts: list[str]) -> None:
    text = "".join(parts) * 30
    found = list(pieces(text))
    assert "".join(found) == text
    assert all(found)
    assert len(text) > LONGEST or len(found) < 2


@pytest.mark.parametrize(("mark", "end"), [(",", ", "), ("", " ")])
def test_a_piece_ends_where_there_is_a_breath(mark: str, end: str) -> None:
    text = f"{'mot ' * 90}mot{mark} " * 100
    found = list(pieces(text))
    assert len(found) == 5
    assert all(LONGEST / 3 < len(piece) <= LONGEST for piece in found)
    assert all(piece.endswith(f"mot{end}") for piece in found)


def test_what_nothing_ends_is_several_sentences() -> None:
    """Twenty-four thousand words were one: hours of sound at once, in gigabytes."""
    text = "la commune décide puis elle vote " * 4000
    document = Document("a", "fr", "A", (Para((Text(text),)),))
    made = segment(document, TransformOptions(), Report())
    found = [plain_text(n) for n in nodes(made) if isinstance(n, Sentence)]
    assert max(map(len, found)) <= LONGEST
    assert plain_text(made) == text
