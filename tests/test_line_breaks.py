"""Where lines break: nothing is lost or torn, no row of the tables is dead."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from harness import cases
from test_rewrite_edges import part

from ppun_access.build.rewriting import rewrite_parser
from ppun_access.easy.draft.lines.gaps import Parsed
from ppun_access.easy.draft.lines.openers import OPENERS, opened
from ppun_access.easy.draft.lines.sense_lines import (
    LEAD,
    LONGEST,
    SHORTEST,
    places,
    sense_lines,
)
from ppun_access.easy.draft.lines.signs import FORBIDS, SIGNS
from ppun_access.easy.draft.model import Parser, Token
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.parse.tree import Tree, grow
from ppun_access.easy.text import count, listed, plain
from ppun_access.tools.spacy_french import is_installed, open_parser

needs_spacy = pytest.mark.skipif(not is_installed(), reason="l’extra « syntax » manque")
REFERENCE = Path(__file__).parents[1] / "reference"
POLICIES = REFERENCE / "politique-publique"
UNITS = listed("€ % euro euros jour jours mois an ans heure heures km m kg °")


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with open_parser() as parse:
        yield rewrite_parser(parse)


def trees(texts: Sequence[str], parser: Parser) -> list[Tree]:
    forest = Forest(parser)
    forest.grow(texts)
    return [forest[text] for text in texts]


def breaks(text: str, lines: Sequence[str]) -> list[int]:
    """Return the characters where the lines of a text begin, without the first."""
    found, at = [], 0
    for line in lines:
        at = text.index(line, at)
        found.append(at)
        at += len(line)
    return found[1:]


def check(tree: Tree) -> None:
    """Assert what holds of the lines of any sentence."""
    text = tree.text
    lines = sense_lines(text, tree)
    assert "".join("".join(lines).split()) == "".join(text.split())
    cuts = breaks(text, lines)
    for cut in cuts:
        before, after = plain(text[:cut]).split(), plain(text[cut:]).split()
        assert text[cut - 1].isspace(), text
        assert not before[-1].endswith("'"), text
        assert not (before[-1][-1].isdigit() and after[0].lower() in UNITS), text
        place = tree.at(cut)
        named = (i for i in range(place, len(tree)) if tree.dep(i) == "flat:name")
        marked = tree.lows[place - 1] in (",", ";", ":", ")")
        assert marked or all(tree.head(i) >= place for i in named), text
    if len(lines) > 1:
        assert count(lines[0]) >= LEAD
        assert all(count(line) >= SHORTEST for line in lines[1:]), text
    assert not _could_be_shorter(tree, (0, *cuts, len(text))), text


def _could_be_shorter(tree: Tree, edges: Sequence[int]) -> bool:
    """Return whether a line over the longest has a place where it might have ended."""
    text = tree.text
    found = places(text, tree)
    return any(
        count(text[start:at]) >= (SHORTEST if start else LEAD)
        and count(text[at:end]) >= SHORTEST
        and found[at].limit >= end
        for start, end in pairwise(edges)
        if count(text[start:end]) > LONGEST
        for at in found
        if start < at < end
    )


def sentences() -> list[str]:
    files = [REFERENCE / "ud-gsd-dev-sentences.txt", POLICIES / "developpement.txt"]
    files += sorted(POLICIES.glob("jugement-*.txt"))
    return [text for file in files for text in file.read_text("utf-8").splitlines()]


def parts(tree: Tree, step: int) -> Iterator[Tree]:
    """Yield a sentence, and its beginning and end cut at every few words."""
    yield tree
    for place in range(step, len(tree), step):
        yield grow(*part(tree.text, tree.tokens, 0, place))
        yield grow(*part(tree.text, tree.tokens, place, len(tree)))


@needs_spacy
def test_lines_of_real_sentences(parser: Parser) -> None:
    texts = sentences()[::30]
    for tree in trees(texts, parser):
        for one in parts(tree, 9):
            check(one)


@needs_spacy
@pytest.mark.long
def test_lines_of_5000_sentences(parser: Parser) -> None:
    seen = 0
    for tree in trees(sentences(), parser):
        for one in parts(tree, 12):
            check(one)
            seen += 1
    assert seen > 5000


WORDS = sorted(
    listed(
        "la commune aide verse une gratuite simple mais car lorsque entre et ou qui que "
        "dont 3 12 euros ( ) « » , , ; : . — est sont a ne pas pour lire de du à en si "
        "comme afin vivant réunis Dijon l' qu' puis soit"
    )
)
POS = sorted(listed("DET NOUN PROPN VERB AUX ADJ ADV ADP PRON SCONJ CCONJ PUNCT NUM X"))
DEPS = sorted(
    listed(
        "det case nsubj nsubj:pass obj obl:mod obl:arg conj cc punct mark acl acl:relcl "
        "advcl flat:name fixed amod nmod xcomp ccomp cop aux:pass appos dep"
    )
)
MORPHS = ("", "VerbForm=Fin", "VerbForm=Inf", "PronType=Rel", "VerbForm=Part")


def generated(pick: random.Random) -> Tree:
    """Return a tree in which anything may hang from anything, without a cycle."""
    words = pick.choices(WORDS, k=pick.randint(1, 45))
    order = pick.sample(range(len(words)), len(words))
    tokens, at = [], 0
    for place, word in enumerate(words):
        rank = order.index(place)
        head = order[pick.randrange(rank)] if rank else place
        dep = pick.choice(DEPS) if rank else "ROOT"
        of = pick.choice(POS), dep, head, pick.choice(MORPHS), at
        tokens.append(Token(word, *of))
        at += len(word) + (not word.endswith("'"))
    text = "".join(w if w.endswith("'") else f"{w} " for w in words).rstrip()
    return grow(text, tuple(tokens))


@pytest.mark.parametrize("seed", range(3))
def test_lines_of_generated_trees(seed: int) -> None:
    """Whatever the parser answers, no word is lost and nothing fails."""
    pick = random.Random(seed)
    for _ in range(150):
        tree = generated(pick)
        lines = sense_lines(tree.text, tree)
        assert "".join("".join(lines).split()) == "".join(tree.text.split())
        assert not _could_be_shorter(tree, (0, *breaks(tree.text, lines), len(tree.text)))


@needs_spacy
def test_no_row_of_the_tables_is_dead(parser: Parser) -> None:
    """Each opener, each sign and each guard is seen in the golden cases."""
    golden = [one.values[0] for one in cases("rewrite")]  # type: ignore[attr-defined]
    texts = [t for one in golden if one.kind == "lines" for t in one.source.splitlines()]
    gaps = [gap for tree in trees(texts, parser) for gap in opened(Parsed(tree))]
    assert set(OPENERS) == {gap.opener for gap in gaps}
    unseen = [name for name, (_, holds) in SIGNS.items() if not any(map(holds, gaps))]
    assert unseen == []
    idle = [guard.__name__ for guard in FORBIDS if not any(map(guard, gaps))]
    assert idle == []


def judged() -> list[dict[str, str]]:
    text = (REFERENCE / "line-breaks.tsv").read_text("utf-8").splitlines()
    return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_table_was_judged_as_right_as_the_guards_before_it() -> None:
    shares = {}
    for engine in ("guards", "table"):
        rows = [row["right"] for row in judged() if row["engine"] == engine]
        shares[engine] = rows.count("yes") / len(rows)
    assert len(judged()) >= 200
    assert shares["table"] >= shares["guards"]


@needs_spacy
def test_judged_breaks_stay(parser: Parser) -> None:
    """Of the judged breaks that are made today, as many are right as when first read."""
    rows = judged()
    texts = [row["sentence"].replace(" | ", " ") for row in rows]
    made = [
        row["right"]
        for row, text, tree in zip(rows, texts, trees(texts, parser), strict=True)
        if row["sentence"].index(" | ") + 1 in breaks(text, sense_lines(text, tree))
    ]
    assert len(made) >= 120
    assert made.count("yes") >= 0.95 * len(made)
