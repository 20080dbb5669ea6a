"""Drafting by rules: golden cases with the real parser, facts and properties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from harness import Case, cases
from hypothesis import given
from hypothesis import strategies as st
from rewriting import reworded

from ppun_access.build.rewriting import rewrite_parser
from ppun_access.easy.draft.composition import draft
from ppun_access.easy.draft.kept import facts_kept, words_kept
from ppun_access.easy.draft.lines.sense_lines import LONGEST, SHORTEST, sense_lines
from ppun_access.easy.draft.model import Parse, Parser, Rewrite, Source
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.parse.grammar import is_sentence
from ppun_access.easy.draft.structure.rounds import LONG, STRUCTURE, Piece, restructure
from ppun_access.easy.draft.words.lexicon import KINDS, Entry, entries, explanations
from ppun_access.easy.draft.words.words import words
from ppun_access.easy.text import balanced, capital, count, stopped
from ppun_access.french import split_sentences
from ppun_access.tools.spacy_french import is_installed, open_parser

needs_spacy = pytest.mark.skipif(not is_installed(), reason="l’extra « syntax » manque")


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with open_parser() as parse:
        yield rewrite_parser(parse)


def of_kind(kind: str) -> list[Any]:
    found: list[Any] = cases("rewrite")
    return [one for one in found if one.values[0].kind == kind]


def structured(sentences: Sequence[str], parser: Parser) -> list[list[Piece]]:
    return restructure(sentences, [()] * len(sentences), Forest(parser))


@needs_spacy
@pytest.mark.parametrize("case", of_kind("structure"))
def test_structure(case: Case, parser: Parser) -> None:
    lines = case.source.splitlines()
    assert all(count(line) > LONG for line in lines), "nothing looks at short sentences"
    case.check("\n".join(map(_shown, lines, structured(lines, parser))))


def _shown(source: str, pieces: Sequence[Piece]) -> str:
    rules = dict.fromkeys(rule for piece in pieces for rule in piece.rules)
    if not rules:
        return "="
    return f"[{', '.join(rules)}] " + " ¶ ".join(piece.text for piece in pieces)


@needs_spacy
@pytest.mark.parametrize("case", of_kind("words"))
def test_words(case: Case, parser: Parser) -> None:
    """What changes; « = » says that nothing does."""
    lines = case.source.splitlines()
    case.check("\n".join(map(_words_shown, lines, parser(lines))))


def _words_shown(line: str, parse: Parse) -> str:
    done = reworded(line, words(line, parse))
    return "=" if done == line else done


SHOWN = [entry for kind in KINDS for entry in entries(kind) if entry.right or entry.wrong]


@pytest.fixture(scope="module")
def examples(parser: Parser) -> dict[str, Parse]:
    """The examples of the lexicon, parsed in one call."""
    lines = [line for entry in SHOWN for line in (*entry.right, *entry.wrong)]
    return dict(zip(lines, parser(lines), strict=True))


@needs_spacy
@pytest.mark.parametrize("entry", SHOWN, ids=[entry.expression for entry in SHOWN])
def test_an_entry_is_applied_where_its_examples_say(
    entry: Entry, examples: dict[str, Parse]
) -> None:
    def applies(line: str) -> bool:
        return rule in {one.rule for one in words(line, examples[line])}

    rule = f"mots/{entry.expression}"
    assert [line for line in entry.right if not applies(line)] == []
    assert [line for line in entry.wrong if applies(line)] == []


@needs_spacy
def test_an_explanation_is_a_noun_an_act_or_what_is(parser: Parser) -> None:
    """« Accompagnement : l’aide d’une personne. », not « une personne vous aide »."""
    said = {word: split_sentences(text)[0] for word, text in explanations().items()}
    texts = {word: stopped(capital(text)) for word, text in said.items()}
    forest = Forest(parser)
    forest.grow(texts.values())
    whole = {w: t for w, t in texts.items() if is_sentence(forest[t])}
    assert {
        w: t for w, t in whole.items() if not t.startswith(("Ce qu", "Celui qui"))
    } == {}


@needs_spacy
@pytest.mark.parametrize("case", of_kind("lines"))
def test_lines(case: Case, parser: Parser) -> None:
    lines = case.source.splitlines()
    forest = Forest(parser)
    forest.grow(lines)
    case.check("\n".join(" | ".join(sense_lines(line, forest[line])) for line in lines))


def test_there_are_cases() -> None:
    assert len(cases("rewrite")) >= 12


# Rules, guards and shapes


def test_names_of_rules_are_unique() -> None:
    names = [rule.name for rule in STRUCTURE]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("source", "pieces", "kept"),
    [
        ("Il a 12 ans, mais pas 13.", ["Il a 12 ans.", "Mais pas 13."], True),
        ("Il verse 12 millions en 2024.", ["Il verse des millions en 2024."], False),
        ("Il verse trois aides.", ["Il verse des aides."], False),
        ("Il ne verse aucune aide.", ["Il verse une aide."], False),
        ("Il signe avec Dijon et Besançon.", ["Il signe avec Dijon."], False),
        ("Il dit « non merci ».", ["Il dit « non, merci »."], False),
        ("Il vient le 3 mai.", ["Il vient le 3 juin."], False),
        ("Il vient.", ["Il vient en 2024."], False),
        ("Voir www.ppun.fr et partir.", ["Voir le site et partir."], False),
        ("Le plan de Dijon, qui aide, dure.", ["Dijon aide.", "Le plan dure."], True),
    ],
)  # fmt: skip
def test_facts(source: str, pieces: list[str], kept: bool) -> None:
    assert facts_kept(source, pieces) is kept


def test_facts_of_words() -> None:
    assert words_kept("Le 12/07/2026, au marché.", "Le 12 juillet 2026, au marché.")
    assert not words_kept("Il vient en 2024.", "Il vient.")
    assert words_kept("Il agit sans délai.", "Il agit tout de suite.")
    assert not words_kept("Il n’agit pas.", "Il agit.")
    assert not words_kept("Il agit à Dijon.", "Il agit ici.")
    assert not words_kept("Lisez Germinal vite.", "Lisez Nana vite.", ["Germinal"])


def _no_words(text: str, parse: Parse, spans: object) -> tuple[Rewrite, ...]:
    return ()


@needs_spacy
def test_titles_are_not_touched(parser: Parser) -> None:
    """A sentence that a rule would cut is not, when the cut is in a title."""
    title = "la région, vous pouvez"
    text = f"Si vous habitez une des communes de {title} demander une aide à la mairie."
    (free,) = draft([Source(text)], parser, _no_words)
    (kept,) = draft([Source(text, (title,))], parser, _no_words)
    assert "si-en-tete" in free.rules
    assert "si-en-tete" not in kept.rules


def test_without_a_parser() -> None:
    """Sense lines that punctuation shows, and the words that need no parse."""
    text = (
        "La commune verse une aide aux familles du quartier, lorsque leurs revenus sont "
        "inférieurs au plafond fixé par la loi."
    )
    (made,) = draft([Source(text)], None, _no_words)
    assert made.rules == ("lignes",)
    assert made.sentences == (text.replace(", lorsque", ",\nlorsque"),)
    (short,) = draft([Source("La fibre arrive.")], None, _no_words)
    assert (short.sentences, short.rules) == (("La fibre arrive.",), ())


# Properties

_SOME = (
    "la commune aide verse une gratuite simple mais car lorsque entre et ou qui 3,5 12 "
    "euros (voir là) « oui » l’État, aujourd’hui; : que afin de pour lire"
)
_WORDS = st.sampled_from(_SOME.split())
_TEXTS = st.lists(_WORDS, min_size=1, max_size=60).map(" ".join)


@given(_TEXTS)
def test_sense_lines_change_no_word(text: str) -> None:
    lines = sense_lines(text)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert len(lines) == 1 or all(count(line) >= SHORTEST for line in lines)
    assert len(lines) == 1 or count(text) > LONGEST


@given(_TEXTS)
def test_sense_lines_do_not_open_brackets(text: str) -> None:
    """No line ends inside quotation marks or brackets, in a text where they go by pairs."""
    if balanced(text):
        assert all(balanced(line) for line in sense_lines(text))


@needs_spacy
def test_facts_are_kept_on_real_sentences(parser: Parser) -> None:
    """Whatever structure does to sentences of public bodies, every fact is still there."""
    folder = Path(__file__).parents[1] / "reference" / "politique-publique"
    path = folder / "developpement.txt"
    found = [s for s in path.read_text("utf-8").splitlines() if count(s) > LONG][:300]
    drafts = draft([Source(s) for s in found], parser, _no_words)
    changed = [d for d in drafts if set(d.rules) - {"lignes"}]
    assert len(changed) > 5
    for one in drafts:
        assert facts_kept(one.source, one.sentences), one
        if set(one.rules) <= {"lignes"}:
            assert " ".join(one.sentences).split() == one.source.split()


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Il vient (lundi, mardi, etc.)", ")."),
        ("Il vient (lundi, mardi...)", ")."),
        ("(Il vient lundi.)", ".)"),
        ("Il vient lundi, mardi, etc.", "etc."),
        ("Il dit : « Je viens. »", ". »"),
    ],
)
def test_stop_in_brackets_is_not_that_of_the_sentence(text: str, end: str) -> None:
    assert stopped(text).endswith(end)
    assert len(stopped(text)) <= len(text) + 1
