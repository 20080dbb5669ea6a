"""Verbs that are no present, active and affirmative."""

from __future__ import annotations

import pytest
from harness import Case, cases
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.french.lexical.passives import maybe_passives, passives
from ppun_access.french.lexical.tenses import negations, verb_forms, verbs_of


@pytest.mark.parametrize("case", cases("tenses"))
def test_case(case: Case) -> None:
    text = case.source.strip()
    forms = (*verb_forms(text), *passives(text), *negations(text))
    case.check("\n".join(f"{form.kind} : {text[form.start : form.end]}" for form in forms))


KINDS = {
    "passé", "imparfait", "passé simple", "futur", "conditionnel", "subjonctif",
    "participe présent", "négation",
}  # fmt: skip
WORDS = "a est été s’ en ne pas que fait venu aidant sera , ."


@given(st.lists(st.sampled_from(WORDS.split())))
def test_any_words_give_forms_inside_them(found: list[str]) -> None:
    text = " ".join(found)
    forms = (*verb_forms(text), *negations(text))
    assert {form.kind for form in forms} <= KINDS
    for form in (*forms, *passives(text), *maybe_passives(text)):
        assert 0 <= form.start < form.end <= len(text)


def test_verbs_that_are_nothing_else() -> None:
    assert list(verbs_of("La porte est ouverte et la Région décide.")) == ["est", "décide"]


def test_a_passive_is_sure_or_may_be_a_state() -> None:
    text = "La porte a été ouverte, le guichet est installé, le bureau est fermé."
    assert [text[f.start : f.end] for f in passives(text)] == ["a été ouverte"]
    assert [text[f.start : f.end] for f in maybe_passives(text)] == ["est installé"]
