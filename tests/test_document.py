from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

from builders import bullets, emph, from_json, heading, strong
from hypothesis import given
from hypothesis import strategies as st
from trees import blocks, documents, inlines

from ppun_access.document.build import link, para
from ppun_access.document.model import (
    Block,
    Book,
    Document,
    Figure,
    Image,
    Inline,
    Literal,
    Note,
    Para,
    Pos,
    Sentence,
    Span,
    Table,
    Text,
)
from ppun_access.document.packing import digest, to_json
from ppun_access.document.walk import (
    nodes,
    plain_text,
    running_text,
    sentences,
    shown_text,
    walk,
)
from ppun_access.report import Report
from ppun_access.transforms import STANDARD, TransformOptions, apply
from ppun_access.transforms.segment import segment, split_inlines


def segmented(document: Document) -> Document:
    return segment(document, TransformOptions(), Report())


@given(documents)
def test_json_round_trip(document: Document) -> None:
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


@given(documents)
def test_walk_visits_all_and_changes_nothing(document: Document) -> None:
    seen = []
    assert walk(document, lambda node: seen.append(node) or node) == document
    assert Counter(map(id, seen)) == Counter(map(id, nodes(document)))


@given(documents)
def test_walk_deletes_and_splices(document: Document) -> None:
    doubled = walk(document, lambda n: (n, n) if isinstance(n, Text) else n)
    texts = [n for n in nodes(document) if isinstance(n, Text)]
    assert len([n for n in nodes(doubled) if isinstance(n, Text)]) >= len(texts)
    gone = walk(document, lambda n: () if isinstance(n, Text) else n)
    assert not any(isinstance(n, Text) for n in nodes(gone))


@given(documents)
def test_segment_loses_no_character(document: Document) -> None:
    cut_up = segmented(document)
    assert plain_text(cut_up) == plain_text(document)
    assert segmented(cut_up) == cut_up


@given(documents)
def test_sentence_ids_are_unique_and_hold_words(document: Document) -> None:
    found = list(sentences(segmented(document)))
    assert len({s.id for s in found}) == len(found)
    assert all(shown_text((s,)).strip() for s in found)


@given(st.lists(blocks, min_size=1, max_size=5), st.randoms())
def test_an_id_stays_when_its_sentence_moves(content: list[Block], random) -> None:  # type: ignore[no-untyped-def]
    document = Document("d", "fr", "t", tuple(content))
    random.shuffle(content)
    moved = Document("d", "fr", "t", tuple(content))

    def ids(tree: Document) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for sentence in sentences(segmented(tree)):
            words = " ".join(shown_text((sentence,)).split())
            found.setdefault(words, set()).add(sentence.id)
        return found

    assert ids(document) == ids(moved)


@given(st.lists(inlines, max_size=4).map(tuple), st.integers(0, 40))
def test_cut_is_at_the_character(line: tuple[Inline, ...], at: int) -> None:
    text = shown_text(line)
    offset = at % (len(text) + 1)
    before, after = split_inlines(line, offset)
    assert (shown_text(before), shown_text(after)) == (text[:offset], text[offset:])
    assert plain_text_all(before) + plain_text_all(after) == plain_text_all(line)


def plain_text_all(line: tuple[Inline, ...]) -> str:
    return "".join(map(plain_text, line))


def test_a_note_stays_with_the_sentence_it_follows() -> None:
    note = Note((para("La note. Deux phrases."),))
    document = Document("d", "fr", "t", (Para((Text("Un."), note, Text(" Deux."))),))
    (paragraph,) = segmented(document).blocks
    assert isinstance(paragraph, Para)
    first, space, second = paragraph.children
    assert isinstance(first, Sentence)
    assert isinstance(second, Sentence)
    assert plain_text(first) == "Un.La note. Deux phrases."
    assert space == Text(" ")
    assert plain_text(second) == "Deux."


def test_emphasis_over_two_sentences_is_on_both() -> None:
    document = Document("d", "fr", "t", (para("Un ", strong("gras. Encore"), " là."),))
    (paragraph,) = segmented(document).blocks
    assert isinstance(paragraph, Para)
    kinds = [[type(c).__name__ for c in s.children] for s in sentences(paragraph)]
    assert kinds == [["Text", "Strong"], ["Strong", "Text"]]


def test_position_is_not_content() -> None:
    a, b = Para((Text("x"),)), Para((Text("x"),), pos=Pos("f", 3))
    assert a == b
    assert digest(a) == digest(b)
    assert digest(a) != digest(Para((Text("y"),)))
    assert digest(a) != digest(replace(a, id="z"))


def test_builders_and_text() -> None:
    tree = Book("t", "fr", (Document("d", "fr", "t", (
        heading(2, "Un"), para("a ", emph("b"), link("/x", "c")), bullets("d", "e"),
        Figure(Image((Text("f"),), "x.png"), (Text("g"),)),
    )),))  # fmt: skip
    assert plain_text(tree) == "Una bcdefg"
    assert all(not isinstance(n, Literal) or n.text for n in nodes(tree))


@given(documents)
def test_all_transforms_keep_the_letters(document: Document) -> None:
    """In their order, but for a caption: it comes first where its table becomes text."""
    report = Report()
    done = apply(STANDARD, document, TransformOptions(), report)
    has_caption = any(isinstance(n, Table) and n.caption for n in nodes(document))
    same = sorted if has_caption else list
    assert same(letters(done)) == same(letters(document))


def letters(tree: object) -> str:
    return "".join(c for c in plain_text(tree) if c.isalnum())


def test_running_text_makes_no_other_number_of_what_stands_above_the_line() -> None:
    line = (Text("10"), Span((Text("6"),), "sup"), Text(", 1"), Span((Text("er"),), "sup"))
    assert running_text(line) == "10⁶, 1er"
