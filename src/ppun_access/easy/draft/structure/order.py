"""The order of the rules of structure: the first one that stands is taken.

A sentence goes through them again, piece by piece, while it is long. Each one is applied
without asking: docs/drafting.md counts how often independent judges found it right.
"""

from __future__ import annotations

from ppun_access.easy.draft.structure import (
    aims,
    announcements,
    cases,
    clauses,
    conditions,
    endings,
    final_conditions,
    final_relatives,
    leading_cases,
    present_participles,
    reasons,
    repeats,
)
from ppun_access.easy.draft.structure.rule import StructureRule

STRUCTURE: tuple[StructureRule, ...] = (
    StructureRule(
        "annonce", announcements.announcement, announcements.after_announcement, local=True
    ),
    StructureRule("point-virgule", clauses.semicolon),
    StructureRule("si-en-tete", conditions.condition_first, conditions.after_condition),
    StructureRule(
        "si-en-fin", final_conditions.condition_last, final_conditions.after_condition_last
    ),
    StructureRule("absence-en-tete", leading_cases.lack, leading_cases.after_lack),
    StructureRule("cas-en-tete", cases.leading_case, cases.after_case),
    StructureRule("deux-points", clauses.colon, clauses.after_colon),
    StructureRule("mais", clauses.but, clauses.after_conjunction),
    StructureRule("car", reasons.because, reasons.after_because),
    StructureRule("ce-qui", clauses.which),
    StructureRule("et-sujet", clauses.and_subject, clauses.after_conjunction),
    StructureRule("but-final", aims.final_aim),
    StructureRule("exception", endings.exception),
    StructureRule("sujets-repetes", repeats.repeated_subjects),
    StructureRule("sujet-repete", repeats.repeated_subject),
    StructureRule("parenthese", endings.aside),
    StructureRule(
        "participe-qui",
        present_participles.participle_to_relative,
        present_participles.same_parse,
        local=True,
    ),
    StructureRule("nom-decrit", final_relatives.described, final_relatives.said_of_noun),
)
