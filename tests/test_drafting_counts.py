"""What independent judges counted decides what drafts change without asking."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import judged as judged_sheets

from ppun_access.easy.draft.structure.rounds import STRUCTURE
from ppun_access.easy.draft.words.lexicon import KINDS, entries
from ppun_access.easy.draft.words.words import dates

DOCS = Path(__file__).parents[1] / "docs"
MENDED = {
    "mots/afin de": 1,  # a second « pour »
    "mots/ainsi que": 1,  # « des données sur A et B »
    "mots/disposer de": 1,  # « supposons qu’elle a »
    "mots/durant": 1,  # « trois siècles durant »
    "mots/généralement": 1,  # « en outre en général »
    "mots/il s’agit de": 1,  # « c’est le…, c’est-à-dire du… »
}
"""Errors of a word whose kind a guard leaves out since; `cases/rewrite.test` has them."""
SHARE_OF_BREAKS = 0.97
"""Of the sense lines that judges read last."""


def judged() -> judged_sheets.Counts:
    return sum(judged_sheets.rounds(), Counter())


def last_judged(rule: str) -> Counter[tuple[str, bool]]:
    """Return the last applications of a rule, whole sets, until there are enough.

    What a guard leaves out since is no longer what the rule does.
    """
    found: Counter[tuple[str, bool]] = Counter()
    for one in reversed(judged_sheets.rounds()):
        if found[rule, False] < judged_sheets.ENOUGH:
            found += one
    return found


def stands(rule: str, found: Counter[tuple[str, bool]]) -> bool:
    """Return whether a rule may be applied without asking."""
    return judged_sheets.is_right((found[rule, False], found[rule, True]))


def test_the_sheets_are_read() -> None:
    found = judged()
    assert (found["lignes", False], found["lignes", True]) == (10428, 9844)
    assert (found["participe-qui", False], found["mots/lorsque", False]) == (290, 56)


def test_rules_of_structure_were_right() -> None:
    """Every one of them is applied without asking."""
    last = {one.name: last_judged(one.name) for one in STRUCTURE}
    sure = {
        rule
        for rule, found in last.items()
        if found[rule, False] >= judged_sheets.ENOUGH and stands(rule, found)
    }
    assert set(last) == sure


def test_no_word_that_judges_found_wrong_is_automatic() -> None:
    """Five instances of development text make a word automatic; one error unmakes it.

    A guard that surely leaves its kind out keeps the word, never more errors than it had;
    a later set of round 11, which saw the guards of today, decides alone.
    """
    found = judged()
    automatic = {f"mots/{one.expression}" for kind in KINDS for one in entries(kind)}
    wrong = {w: found[w, False] - found[w, True] for w in automatic}
    left = {w for w, errors in wrong.items() if errors > MENDED.get(w, 0)}
    decided = {w for w in left if judged_sheets.decides(w.removeprefix("mots/"))}
    assert {word for word in left - decided if not stands(word, found)} == set()
    assert automatic >= set(MENDED)
    assert len(automatic & {rule for rule, _ in found}) > 20


def test_dates_follow_the_same_rule_and_lines_their_own() -> None:
    found = judged()
    assert stands("dates", found + judged_sheets.counted(judged_sheets.of_words("count")))
    assert dates("Le 12/07/2026.")
    assert not dates("Il vient au mois de mai.")
    last = last_judged("lignes")
    assert last["lignes", True] >= SHARE_OF_BREAKS * last["lignes", False]


def uses() -> dict[str, str]:
    """Return what the program makes of each rule."""
    found = {one.name: "auto" for one in STRUCTURE}
    return found | {"lignes": "auto"}


def test_the_table_of_rules_says_what_the_program_does_and_what_judges_counted() -> None:
    text = (DOCS / "drafting.md").read_text("utf-8")
    table = text.split("| Rule | What it does | Use | Right |")[1].split("\n\n")[0]
    rows = [re.split(r" ?\| ?", row)[1:-1] for row in table.splitlines()[2:]]
    found, counted = uses(), judged()
    said = set[str]()
    for names, _, use, right in rows:
        rules = re.findall("`(.+?)`", names)
        assert {found[rule] for rule in rules} == {use}, names
        shares = [f"{counted[rule, True]} of {counted[rule, False]}" for rule in rules]
        assert right == ", ".join(shares), names
        said.update(rules)
    assert said == set(found)


def test_the_speed_is_told_where_it_is_measured() -> None:
    assert "Brouillon de phrases, sur un cœur" in (DOCS / "performance.md").read_text(
        "utf-8"
    )
    said = (DOCS / "drafting.md").read_text("utf-8")
    assert "Brouillon de phrases, sur un cœur" in said
    assert not re.search(r"\d+ sentences a second", said)
