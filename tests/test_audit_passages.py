"""How much of what a person sees in short passages the audit sees, and what it invents."""

from __future__ import annotations

import pytest
from audit_passages import GROUPS, facts, judged, shares

from ppun_access.easy.audit import RULES, audit


@pytest.mark.parametrize("group", GROUPS)
def test_most_faults_are_found_few_are_invented_and_little_is_asked(group: str) -> None:
    """Those kept apart were not looked at while rules were mended: they are a measure."""
    some = [one for one in judged() if one.group == group]
    assert len(some) > 100
    found = shares(some)
    assert found.found > 0.9
    assert found.invented < 0.02
    assert found.asked < 0.15


TEXT = """\
# Le bus de la ville

Le bus passe à 8 heures.
Il est bleu.

| Arrêt | Prix |
|---|---|
| Gare | 2 euros |

Les prix du bus changent en mai.

## Le prix

La guimbarde coûte 2 euros.
Par exemple, Paul paie 2 euros.

## La carte

Une subvention est de l’argent.
Les élèves aident les parents.
Ils attendent.
Le guichet est installé dans le hall.
Le bus que vous prenez est gratuit.
"""


def test_no_question_is_generic() -> None:
    """Each quotes what it asks of, and tells the likely answer."""
    questions = {
        result.criterion.test: result.reason
        for result in audit(facts(TEXT)).results
        if result.verdict == "NT"
    }
    assert len(questions) > 15
    for test, question in questions.items():
        assert "Réponse probable" in question, test
        assert "«" in question or "mots" in question, test
    assert "«\xa0Les élèves\xa0» ou «\xa0les parents\xa0»" in questions["RLS-6.6.3"]


def test_who_acts_is_seen_where_a_passive_names_it() -> None:
    (rule,) = (rule for rule in RULES if rule.test == "RLS-7.3.1")
    (named,) = rule.check(facts("La carte est envoyée par la mairie.")).findings
    (hidden,) = rule.check(facts("La carte a été envoyée.")).findings
    assert named.message.endswith("Commencez par qui agit : « la mairie ».")
    assert "on ne voit pas qui agit" in hidden.message
