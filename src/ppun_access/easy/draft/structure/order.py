"""The order of the rules of structure: the first one that stands is taken.

A sentence goes through them again, piece by piece, while it is long. « suggest » marks
rules that independent judges found wrong, or read too seldom: docs/drafting.md counts them.
"""

from __future__ import annotations

from ppun_access.easy.draft.structure import (
    aims,
    alternatives,
    announcements,
    cases,
    clauses,
    conditions,
    endings,
    final_conditions,
    final_relatives,
    leading_cases,
    present_participles,
    provisos,
    reasons,
    references,
    regardless,
    repeats,
    wishes,
)
from ppun_access.easy.draft.structure.rule import StructureRule

STRUCTURE: tuple[StructureRule, ...] = (
    StructureRule(
        "annonce",
        announcements.announcement,
        announcements.after_announcement,
        local=True,
    ),
    StructureRule("point-virgule", clauses.semicolon),
    StructureRule("reference", references.referred, confidence="suggest", local=True),
    StructureRule(
        "ou-sans-parentheses", alternatives.alternative, confidence="suggest", local=True
    ),
    StructureRule(
        "si-en-tete",
        conditions.condition_first,
        conditions.after_condition,
    ),
    StructureRule(
        "si-en-fin",
        final_conditions.condition_last,
        final_conditions.after_condition_last,
    ),
    StructureRule(
        "absence-en-tete",
        leading_cases.lack,
        leading_cases.after_lack,
    ),
    StructureRule("cas-en-tete", cases.leading_case, cases.after_case),
    StructureRule("deux-points", clauses.colon, clauses.after_colon),
    StructureRule("mais", clauses.but, clauses.after_conjunction),
    StructureRule("car", reasons.because, reasons.after_because),
    StructureRule("ce-qui", clauses.which),
    StructureRule("et-sujet", clauses.and_subject, clauses.after_conjunction),
    StructureRule("virgule-sujet", clauses.spliced, clauses.after_splice, "suggest"),
    StructureRule("souhait-en-tete", wishes.leading_wish, wishes.after_leading_wish),
    StructureRule("but-final", aims.final_aim),
    StructureRule("exception", endings.exception),
    StructureRule(
        "qui-final", final_relatives.final_relative, final_relatives.said_of_noun, "suggest"
    ),
    StructureRule("sujets-repetes", repeats.repeated_subjects),
    StructureRule("sujet-repete", repeats.repeated_subject),
    StructureRule("deux-infinitifs", repeats.two_infinitives, confidence="suggest"),
    StructureRule("parenthese", endings.aside),
    StructureRule("precision", endings.detail, confidence="suggest"),
    StructureRule(
        "participe-qui",
        present_participles.participle_to_relative,
        present_participles.same_parse,
        local=True,
    ),
    StructureRule("condition", endings.condition),
    StructureRule(
        "peu-importe", regardless.no_matter, regardless.after_no_matter, "suggest"
    ),
    StructureRule("meme-si", regardless.even_if, regardless.after_no_matter, "suggest"),
    StructureRule("prevu-par", references.ruled, references.after_ruled, "suggest"),
    StructureRule("reserve", provisos.proviso, confidence="suggest"),
    StructureRule("soit", endings.said_again),
    StructureRule("nom-decrit", final_relatives.described, final_relatives.said_of_noun),
)
