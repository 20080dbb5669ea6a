"""The order of the rules of structure: the first one that stands is taken.

A sentence goes through them again, piece by piece, while it is long. « suggest » marks
rules that independent judges found wrong, or read too seldom: docs/drafting.md counts them.
"""

from __future__ import annotations

from ppun_access.easy.rewrite import (
    aims,
    alternatives,
    appositions,
    brackets,
    cases,
    clauses,
    conditions,
    depends,
    endings,
    examples,
    final_conditions,
    final_relatives,
    goals,
    leading_cases,
    participles,
    present_participles,
    provisos,
    reasons,
    regardless,
    relatives,
    repeats,
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
        "exemples-nommes", brackets.named_examples, confidence="suggest", local=True
    ),
    StructureRule(
        "precision-nommee", brackets.named_detail, confidence="suggest", local=True
    ),
    StructureRule("reference", brackets.referred, confidence="suggest", local=True),
    StructureRule(
        "phrase-entre", brackets.told_aside, brackets.stand_alone, "suggest", local=True
    ),
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
    StructureRule(
        "si-final",
        final_conditions.condition_last,
        final_conditions.after_any_condition_last,
        "suggest",
    ),
    StructureRule("cas-en-tete", cases.leading_case, cases.after_case),
    StructureRule("cas-en-fin", cases.last_case, cases.after_last_case, "suggest"),
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
    StructureRule("but-final", aims.final_aim),
    StructureRule("exemples", examples.examples, confidence="suggest"),
    StructureRule("exception", examples.exception),
    StructureRule(
        "qui-final", final_relatives.final_relative, final_relatives.said_of_noun, "suggest"
    ),
    StructureRule("sujets-repetes", repeats.repeated_subjects),
    StructureRule("sujet-repete", repeats.repeated_subject),
    StructureRule("deux-infinitifs", subjects.two_infinitives, confidence="suggest"),
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
    StructureRule(
        "peu-importe", regardless.no_matter, regardless.after_no_matter, "suggest"
    ),
    StructureRule("meme-si", regardless.even_if, regardless.after_no_matter, "suggest"),
    StructureRule("cela-depend", depends.depends, depends.after_depends, "suggest"),
    StructureRule("prevu-par", depends.ruled, depends.after_ruled, "suggest"),
    StructureRule("prevu-en-fin", depends.ruled_last, depends.after_ruled, "suggest"),
    StructureRule("reserve", provisos.proviso, confidence="suggest"),
    StructureRule("sous-conditions", endings.some_conditions, confidence="suggest"),
    StructureRule("cas-cites", endings.such_cases, confidence="suggest"),
    StructureRule("soit", endings.said_again),
    StructureRule("c-est-a-dire", examples.that_is, confidence="suggest"),
    StructureRule("ou-relatif", relatives.where, relatives.near_subject, "suggest"),
    StructureRule("gerondif", relatives.gerund, relatives.near_subject, "suggest"),
    StructureRule(
        "infinitifs", relatives.listed_infinitives, relatives.near_subject, "suggest"
    ),
    StructureRule("nom-decrit", final_relatives.described, final_relatives.said_of_noun),
    StructureRule(
        "nom-nouveau", final_relatives.given, final_relatives.said_of_noun, "suggest"
    ),
    StructureRule("but-pour", goals.close_goal, confidence="suggest"),
)
