"""The order of the rules of structure: the first one that stands is taken.

A sentence goes through them again, piece by piece, while it is long. « suggest » marks
rules that independent judges found wrong, or read too seldom: docs/drafting.md counts them.
"""

from __future__ import annotations

from ppun_access.easy.rewrite import (
    aims,
    appositions,
    clauses,
    conditions,
    examples,
    final_conditions,
    goals,
    leading_cases,
    participles,
    present_participles,
    reasons,
    relatives,
    subjects,
    wishes,
    word_order,
)
from ppun_access.easy.rewrite.rule import StructureRule

STRUCTURE: tuple[StructureRule, ...] = (
    StructureRule(
        "annonce",
        word_order.announcement,
        word_order.after_announcement,
        confidence="suggest",
        local=True,
    ),
    StructureRule(
        "sujet-en-tete",
        word_order.subject_first,
        word_order.after_subject_first,
        confidence="suggest",
    ),
    StructureRule("point-virgule", clauses.semicolon),
    StructureRule(
        "cause-en-tete", clauses.first_cause, clauses.after_first, confidence="suggest"
    ),
    StructureRule(
        "concession-en-tete", clauses.first_concession, clauses.after_first, "suggest"
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
    StructureRule("deux-points", clauses.colon, clauses.after_colon),
    StructureRule("mais", clauses.but, clauses.after_conjunction),
    StructureRule("car", reasons.because, reasons.after_because),
    StructureRule("ce-qui", clauses.which),
    StructureRule("et-sujet", clauses.and_subject, clauses.after_conjunction),
    StructureRule("virgule-sujet", clauses.spliced, clauses.after_splice, "suggest"),
    StructureRule("souhait-en-tete", wishes.leading_wish, wishes.after_leading_wish),
    StructureRule(
        "but-en-tete", goals.leading_goal, goals.after_leading_goal, confidence="suggest"
    ),
    StructureRule("effet", participles.effect, confidence="suggest"),
    StructureRule("sujet-qui", subjects.relative_subject, confidence="suggest"),
    StructureRule("sujet-participe", appositions.described_subject, confidence="suggest"),
    StructureRule("but-final", aims.final_aim, confidence="suggest"),
    StructureRule("but-peut", aims.may_aim, confidence="suggest"),
    StructureRule("but-que", aims.that_aim, confidence="suggest"),
    StructureRule("but-sert", aims.for_aim, confidence="suggest"),
    StructureRule("but-apres", aims.leading_aim, confidence="suggest"),
    StructureRule("exemples", examples.examples, confidence="suggest"),
    StructureRule("exception", examples.exception),
    StructureRule("qui-final", relatives.final_relative, relatives.near_subject, "suggest"),
    StructureRule("sujets-repetes", subjects.repeated_subjects),
    StructureRule("sujet-repete", subjects.repeated_subject, confidence="suggest"),
    StructureRule("deux-infinitifs", subjects.two_infinitives),
    StructureRule("parenthese", examples.aside),
    StructureRule("precision", examples.detail, confidence="suggest"),
    StructureRule(
        "participe-en-tete", participles.leading_participle, confidence="suggest"
    ),
    StructureRule(
        "participe-qui",
        present_participles.participle_to_relative,
        present_participles.same_parse,
        local=True,
    ),
    StructureRule("condition", examples.condition),
    StructureRule("c-est-a-dire", examples.that_is, confidence="suggest"),
    StructureRule("ou-relatif", relatives.where, relatives.near_subject, "suggest"),
    StructureRule("gerondif", relatives.gerund, relatives.near_subject, "suggest"),
    StructureRule(
        "infinitifs", relatives.listed_infinitives, relatives.near_subject, "suggest"
    ),
    StructureRule("nom-decrit", relatives.described, relatives.near_subject, "suggest"),
    StructureRule("but-pour", goals.close_goal, confidence="suggest"),
)
