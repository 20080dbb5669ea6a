"""Rules that look at the word after: a sentence may end, or be cut, anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ppun_access.easy.draft.lines.sense_lines import sense_lines
from ppun_access.easy.draft.model import Parse, Token
from ppun_access.easy.draft.parse.tree import grow
from ppun_access.easy.draft.structure.rounds import STRUCTURE
from ppun_access.easy.draft.words.words import words

CASES = Path(__file__).parent / "cases"


def cut_sentences() -> Iterator[tuple[str, Parse]]:
    """Yield the beginning and the end of real sentences, cut at every word."""
    held = json.loads((CASES / "words-parses.json").read_text("utf-8"))
    for text, rows in held.items():
        parse = tuple(Token(*row) for row in rows)
        for place in range(1, len(parse)):
            yield part(text, parse, 0, place)
            yield part(text, parse, place, len(parse))


def part(text: str, parse: Parse, first: int, after: int) -> tuple[str, Parse]:
    """Return some tokens in a row as a sentence; what hung from another is a root."""
    kept, start = parse[first:after], parse[first].start
    tokens = tuple(
        replace(token, head=token.head - first, start=token.start - start)
        if first <= token.head < after
        else replace(token, head=place, dep="ROOT", start=token.start - start)
        for place, token in enumerate(kept)
    )
    return text[start : kept[-1].start + len(kept[-1].text)], tokens


def test_no_rule_looks_past_the_last_word() -> None:
    """« une maladie, / d’ », « une offre sérieuse / et »: nothing follows."""
    seen = 0
    for text, parse in cut_sentences():
        tree = grow(text, parse)
        for rule in STRUCTURE:
            list(rule.propose(tree))
        sense_lines(text, tree)
        words(text, parse, ())
        seen += 1
    assert seen > 1000
