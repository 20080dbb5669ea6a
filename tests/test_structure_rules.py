"""Rules of structure: the examples beside each of them, and no crash whatever the parse."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.build.rewriting import rewrite_parser
from ppun_access.easy.draft.model import Parse, Parser, Token
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.structure import rule as rules
from ppun_access.easy.draft.structure.rounds import LONG, STRUCTURE, Piece, restructure
from ppun_access.easy.draft.structure.rule import phrases
from ppun_access.easy.text import count, plain
from ppun_access.tools.spacy_french import is_installed, open_parser

REFERENCE = Path(__file__).parents[1] / "reference"
DATA = sorted(Path(rules.__file__).parent.glob("*.toml"))
FEW = 300
needs_spacy = pytest.mark.skipif(not is_installed(), reason="l’extra « syntax » manque")


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with open_parser() as parse:
        yield rewrite_parser(parse)


def structured(sentences: Sequence[str], parser: Parser) -> list[list[Piece]]:
    return restructure(sentences, [()] * len(sentences), Forest(parser))


@needs_spacy
@pytest.mark.parametrize("rule", STRUCTURE, ids=lambda rule: rule.name)
def test_examples(rule: rules.Rule, parser: Parser) -> None:
    assert rule.right
    assert rule.wrong
    assert rule.label
    sources = [source for source, _ in rule.right]
    assert all(count(one) > LONG for one in (*sources, *rule.wrong)), "nothing looks there"
    made = structured(sources, parser)
    told = [" ¶ ".join(plain(piece.text) for piece in pieces) for pieces in made]
    assert told == [plain(draft) for _, draft in rule.right]
    assert {name for pieces in made for one in pieces for name in one.rules} == {rule.name}
    kept = structured(rule.wrong, parser)
    assert [[piece.text for piece in pieces] for pieces in kept] == [
        [s] for s in rule.wrong
    ]


def test_every_list_is_looked_for() -> None:
    """A list that no guard looks for any more would only be read by people."""
    for path in DATA:
        data, code = tomllib.loads(path.read_text("utf-8")), path.with_suffix(".py")
        told = [*data.get("words", ()), *data["phrases"]]
        assert [key for key in told if f'"{key}"' not in code.read_text("utf-8")] == []


@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        ("tenu(e)(s)", "elles sont tenues", True),
        ("tenu(e)(s)", "elles sont soutenues", False),
        ("en cas de/d'", "en cas d'accord", True),
        ("en cas de/d'", "en cas du moins", False),
        ("sa* bien | , alors", "il part, alors que", True),
        ("s'il(s)", "S'ils viennent", True),
    ],
)
def test_phrases(written: str, text: str, found: bool) -> None:
    assert bool(phrases(written).search(text)) is found


def real_sentences() -> list[str]:
    """Return what reference/ holds, and its neighbours joined by two and by three."""
    files = (REFERENCE / "ud-gsd-dev-sentences.txt", *sorted(
        (REFERENCE / "politique-publique").glob("[dj]*.txt")
    ))  # fmt: skip
    single = [line for file in files for line in file.read_text("utf-8").splitlines()]
    joints = (", et ", " car ", " afin de ", ", mais ", " si ", " (")
    joined = [
        one.rstrip(" .") + joints[n % len(joints)] + other[:1].lower() + other[1:]
        for n, (one, other) in enumerate(zip(single, single[7:], strict=False))
    ]
    whole = [a.rstrip(".") + " ; " + b for a, b in zip(joined, single[3:], strict=False)]
    return [one for three in zip(single, joined, whole, strict=False) for one in three]


@needs_spacy
def test_real_sentences_are_drafted(parser: Parser) -> None:
    assert len(structured(real_sentences()[:FEW], parser)) == FEW


@pytest.mark.long
@needs_spacy
def test_five_thousand_real_sentences_are_drafted(parser: Parser) -> None:
    sentences = real_sentences()
    assert len(sentences) >= 5000
    for at in range(0, len(sentences), 500):
        some = sentences[at : at + 500]
        assert len(structured(some, parser)) == len(some)


# Generated trees

_TOKEN = re.compile(r"\w+['’]|[\w-]+|[^\w\s]")
_POS = (
    "NOUN", "VERB", "AUX", "ADJ", "DET", "ADP", "PRON", "ADV", "PROPN", "NUM",
    "SCONJ", "PUNCT",
)  # fmt: skip
_DEPS = (
    "nsubj", "nsubj:pass", "obj", "obl:mod", "obl:arg", "nmod", "amod", "acl", "acl:relcl",
    "advcl", "conj", "cc", "det", "case", "mark", "aux:tense", "aux:pass", "cop", "xcomp",
    "ccomp", "punct", "nummod", "expl:subj", "parataxis",
)  # fmt: skip
_MORPHS = (
    "", "VerbForm=Fin|Mood=Ind|Tense=Pres|Number=Sing|Person=3", "VerbForm=Inf",
    "VerbForm=Fin|Mood=Ind|Tense=Past|Number=Plur|Person=3", "PronType=Rel",
)  # fmt: skip


def words_of_rules() -> list[str]:
    """Return the words that guards look for, and those that openings are made of."""
    tables = [tomllib.loads(path.read_text("utf-8")) for path in DATA]
    told = " ".join(
        text
        for table in tables
        for kind in ("words", "phrases")
        for text in table.get(kind, {}).values()
    )
    found = re.sub(r"[|*/()]", " ", told).split()
    usual = (
        "la commune aide les familles , elle verse une prime permettant de payer qui si "
        "est ouverte afin d' ouvrir car mais et ; : ( ) . En cas de refus Il 12 lorsque "
        "sauf ce qui Sans À défaut notera que"
    )
    return [*sorted(set(found)), *usual.split() * 12]


def random_parser(seed: int) -> Parser:
    """Return a parser that sees any tree, the same one of a text each time."""

    def parse(text: str) -> Parse:
        random = Random(f"{seed} {text}")
        found = [*_TOKEN.finditer(text)]
        order = random.sample(range(len(found)), len(found))
        heads = {
            place: random.choice(order[:n]) if n else place for n, place in enumerate(order)
        }
        return tuple(
            Token(
                one[0],
                random.choice(_POS),
                "ROOT" if heads[place] == place else random.choice(_DEPS),
                heads[place],
                random.choice(_MORPHS),
                one.start(),
            )
            for place, one in enumerate(found)
        )

    return lambda texts: [parse(text) for text in texts]


_SENTENCES = st.lists(st.sampled_from(words_of_rules()), min_size=3, max_size=50).map(
    " ".join
)


@given(_SENTENCES, st.integers(0, 1000))
def test_any_tree_is_drafted(text: str, seed: int) -> None:
    """Whatever the parser says, no rule crashes, and every piece says something."""
    parser = random_parser(seed)
    (pieces,) = structured([text], parser)
    assert pieces
    assert all(piece.text for piece in pieces)
    forest = Forest(parser)
    forest.grow([text])
    for rule in STRUCTURE:
        for proposed in rule.propose(forest[text]):
            forest.grow(proposed)
            if all(len(forest[piece]) for piece in proposed):
                rule.accept(forest[text], [forest[piece] for piece in proposed])
