"""No text makes a regular expression of the package run for long."""

from __future__ import annotations

import re

import pytest
from expressions import Expression, crafted, expressions, took

TEXT = 4_000
"""Characters of a crafted text, and of the longest sentence that is looked into."""
SLOW = 3
"""How many times the plainest quadratic search an expression may take."""
BOUNDED: dict[str, str] = {
    "checks.capitals": "the 40 characters beside a word",
    "easy.audit": "a sentence of 4,000 characters at most",
    "easy.draft.model_answers": "an answer, at most three times its sentence",
    "easy.review.rewording": "a line of an easy version",
    "easy.draft": "a sentence of 4,000 characters at most",
    "easy.review.version": "what precedes the last end of a comment",
    "french.text.inclusive": "the 4 characters before a word",
    "french.lexical.passives": "a sentence of 4,000 characters at most",
    "french.text.sentences": "16 characters, or the spaces at one place",
    "french.spoken": "the 40 to 200 characters beside a word",
    "readers.gitbook.expressions": "Markdown: its blocks have their own bounds",
    "readers.gitbook.tags": "Markdown: its blocks have their own bounds",
    "readers.markdown.parser": "a line, or what precedes the last end of a tag",
    "readers.markdown.to_html": "a tag, up to the next one",
    "readers.html.page": "what precedes the last end of such a tag; the first 2,048 bytes",
    "readers.office.inlines": "a tag or two, as pandoc gives them",
    "site": "pages and sheets that this program wrote",
    "transforms.editorials": "a line of 200 characters at most",
    "writers.daisy.inlines": "markup that this program wrote",
    "writers.markdown.characters": "begins where a match was found",
}
"""Module, or room → what bounds the texts that its slower expressions see."""


def plain(size: int) -> float:
    """Return the time of the plainest search that grows with the square of a text."""
    text = "a" * size
    return max(min(took(lambda: re.search("a*b", text), 10) for _ in range(5)), 1e-4)


def stands_in(place: str, room: str) -> bool:
    return place == room or place.startswith((f"{room}.", f"{room}_"))


def is_bounded(expression: Expression) -> bool:
    return all(
        any(stands_in(place, room) for room in BOUNDED) for place in expression.places
    )


def slowest(
    expression: Expression, size: int, most: float, *, quadratic: bool
) -> tuple[float, str]:
    """Return the longest time of an expression, the first over ``most``, and its text.

    What is quick is tried on a text four times as long; so is what is slow and may be
    ``quadratic``: four times as much takes sixteen times as long, not sixty-four.
    """
    worst = (0.0, "")
    for before, unit, after in crafted(expression.pattern):
        text = before + unit * (size // len(unit)) + after
        spent = _spent(expression, text, most)
        text = before + unit * (4 * size // len(unit)) + after
        if most / 40 < spent < most and not quadratic:
            longer = _spent(expression, text, 2 * most)
            spent = longer if longer > max(8 * spent, 2 * most) else spent
        elif spent > most and quadratic:
            spent = most * (_spent(expression, text, 40 * spent) / spent / 24)
        worst = max(worst, (spent, repr((before, unit, after))))
        if spent > most:
            break
    return worst


def _spent(expression: Expression, text: str, most: float) -> float:
    """Return the time of an expression, of two turns where the first is over ``most``."""
    given = text.encode() if isinstance(expression.pattern.pattern, bytes) else text
    spent = took(lambda: expression.run(given), 10 * most)
    if spent > most:
        spent = min(spent, took(lambda: expression.run(given), 10 * most))
    return spent


def held_up(
    found: list[Expression], size: int, times: float, *, quadratic: bool = False
) -> list[str]:
    """Return the expressions that take more than ``times`` the plainest quadratic one."""
    most = times * plain(size)
    told = ((one, *slowest(one, size, most, quadratic=quadratic)) for one in found)
    return [
        f"{sorted(one.places)} {one.pattern.pattern!r} on {text}"
        for one, spent, text in told
        if spent > most
    ]


@pytest.mark.long
def test_every_expression_is_found() -> None:
    found = expressions()
    assert len(found) > 1_000
    places = {place for one in found for place in one.places}
    assert {"writers.picture_sizes", "french.text.sentences"} <= places
    gone = [room for room in BOUNDED if not any(stands_in(one, room) for one in places)]
    assert gone == []


@pytest.mark.parametrize(
    ("pattern", "is_slow"),
    [
        (r"(?:a|b|ab)*c", True),
        (r"(?:a*b?)*c", True),
        (r"\s*,\s*x", True),
        (r"(?<!\s)\s++x", False),
        (r"(?<!\w)\w++,", False),
    ],
)
def test_the_sweep_finds_what_is_slow(pattern: str, is_slow: bool) -> None:
    one = Expression(re.compile(pattern), frozenset(), searched=True, whole=False)
    assert bool(held_up([one], TEXT, 1)) == is_slow


@pytest.mark.long
def test_no_expression_is_held_up() -> None:
    every = [one for one in expressions() if not is_bounded(one)]
    assert held_up(every, TEXT, SLOW) == []


@pytest.mark.long
def test_no_expression_that_sees_bounded_texts_is_worse_than_quadratic() -> None:
    every = [one for one in expressions() if is_bounded(one)]
    assert held_up(every, TEXT // 4, 20 * SLOW, quadratic=True) == []
