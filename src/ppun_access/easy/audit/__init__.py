"""Audit a text by the 72 tests of the RLS, a French grid for easy-to-read texts."""

from __future__ import annotations

from dataclasses import replace

from ppun_access.easy.audit.comprehension import COMPREHENSION
from ppun_access.easy.audit.content import CONTENT
from ppun_access.easy.audit.documents import DOCUMENTS
from ppun_access.easy.audit.grammar import GRAMMAR
from ppun_access.easy.audit.illustrations import ILLUSTRATIONS
from ppun_access.easy.audit.model import (
    Audit,
    AuditFinding,
    Facts,
    Outcome,
    Passage,
    Result,
    Rule,
    grid,
)
from ppun_access.easy.audit.outcomes import printed
from ppun_access.easy.audit.presentation import PRESENTATION
from ppun_access.easy.audit.structure import STRUCTURE

RULES: tuple[Rule, ...] = (
    *PRESENTATION,
    *DOCUMENTS,
    *ILLUSTRATIONS,
    *STRUCTURE,
    *CONTENT,
    *COMPREHENSION,
    *GRAMMAR,
)
"""One for each of the 72 tests, in the order of the grid."""
MOST = 200
"""Findings of one test in one text: nobody reads more, and a text may have thousands."""
__all__ = ["RULES", "audit"]

_ANSWERED = printed("Une personne a répondu, dans « reponses ».")


def audit(facts: Facts) -> Audit:
    """Return the whole grid, filled for one text: all 72 tests, in its order."""
    rules = {rule.test: rule for rule in RULES}
    results = (_result(facts, rules[criterion.test]) for criterion in grid())
    return Audit(facts.profile, tuple(results))


def _result(facts: Facts, rule: Rule) -> Result:
    """Decide one test: the program's verdict, then the answer of a person.

    A person settles what the program leaves open, and « si possible »; elsewhere her word
    counts only when it is harder than the program's.
    """
    (criterion,) = (c for c in grid() if c.test == rule.test)
    found = _printed(_placed(_bounded(rule.check(facts)), facts), rule.code)
    answer = facts.review.answers.get(rule.test, "NT")
    told = found.verdict
    may_answer = told == "NT" or (told == "NC" and rule.leeway)
    if answer != "NT" and (may_answer or (answer == "NC" and told in ("C", "NA"))):
        findings = found.findings if answer == "NC" else ()
        return Result(criterion, answer, False, _ANSWERED, findings)
    return Result(criterion, told, told != "NT", found.reason, found.findings)


def _bounded(outcome: Outcome) -> Outcome:
    """Keep the first findings of a test; the last one says how many there are more."""
    kept, more = outcome.findings[:MOST], len(outcome.findings) - MOST
    if more <= 0:
        return outcome
    plural = "s" if more > 1 else ""
    message = f"Et {more} autre{plural} passage{plural} de ce genre dans ce texte."
    return replace(outcome, findings=(*kept, AuditFinding(message)))


def _printed(outcome: Outcome, code: str) -> Outcome:
    findings = (
        replace(one, message=printed(one.message), code=code) for one in outcome.findings
    )
    return replace(outcome, reason=printed(outcome.reason), findings=tuple(findings))


def _placed(outcome: Outcome, facts: Facts) -> Outcome:
    """Locate in the text what a page shows wrongly."""
    findings = tuple(
        replace(finding, line=passage.line, file=passage.file)
        if finding.line is None
        and finding.sentence
        and (passage := _holding(finding.sentence, facts))
        else finding
        for finding in outcome.findings
    )
    return replace(outcome, findings=findings)


def _holding(text: str, facts: Facts) -> Passage | None:
    """Return the first passage that holds ``text``; a page cuts sentences at bold words."""
    return next((p for p in facts.passages if text in p.text and p.line), None)
