"""Audit rules, RLS-7: present tense, no negation, active voice, « vous », no synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.audit.model import AuditFinding, Facts, Outcome, Passage, Rule
from ppun_access.easy.audit.outcomes import (
    conforming,
    failing,
    judged,
    passage_finding,
    suspected,
    to_check,
)
from ppun_access.french.lexical.passives import maybe_passives, passives
from ppun_access.french.lexical.tenses import VerbForm, negations, verb_forms
from ppun_access.french.text.typography import counted

_TIMES = (
    "passé", "imparfait", "passé simple", "futur", "conditionnel", "subjonctif",
    "participe présent",
)  # fmt: skip
_ADVICE = {
    "passé": "Écrivez au présent.",
    "imparfait": "Écrivez au présent.",
    "passé simple": "Écrivez au présent.",
    "futur": "Écrivez au présent, ou « va » et l’infinitif.",
    "conditionnel": "Écrivez au présent : « peut », « veut », « il faut ».",
    "subjonctif": "Faites deux phrases, ou prenez l’infinitif.",
    "participe présent": "Faites une autre phrase, avec un verbe au présent.",
}
_ASKED = 8
"""How many words a question quotes."""
_ARTICLE = {"imparfait": "à l’imparfait", "participe présent": "un participe présent"}


def present(facts: Facts) -> Outcome:
    """RLS-7.1.1: it also bans the subjunctive and present participles."""
    found = [
        passage_finding(
            "temps", passage, words,
            f"« {words} » est {_ARTICLE.get(form.kind, f'au {form.kind}')}.",
            _ADVICE[form.kind],
        )
        for passage, form, words in _forms(facts)
        if form.kind in _TIMES
    ]  # fmt: skip
    return judged(
        found,
        "Le programme ne trouve que des verbes au présent.",
        f"{counted(len(found), 'verbe n’est pas', 'verbes ne sont pas')} au présent.",
    )


def _forms(facts: Facts) -> Iterator[tuple[Passage, VerbForm, str]]:
    for passage in facts.passages:
        for form in verb_forms(passage.prose):
            yield passage, form, passage.prose[form.start : form.end]


def affirmative(facts: Facts) -> Outcome:
    """RLS-7.2.1: « ne … que » denies nothing."""
    found = [
        passage_finding(
            "negation", passage, passage.prose[form.start : form.end],
            f"« {passage.prose[form.start : form.end]} » est une négation.",
            "Dites ce qui est, ou ce qu’il faut faire.",
        )
        for passage in facts.passages
        for form in negations(passage.prose)
    ]  # fmt: skip
    return judged(
        found,
        "Les phrases sont affirmatives.",
        f"{counted(len(found), 'phrase est négative', 'phrases sont négatives')}.",
    )


def active(facts: Facts) -> Outcome:
    """RLS-7.3.1: « le guichet est fermé » may be a state: a person tells."""
    found = [
        passage_finding(
            "passif", passage, words,
            f"« {words} » est au passif : on ne voit pas qui agit.",
            "Dites qui fait l’action : « La Région aide les communes. »",
        )
        for passage in facts.passages
        for form in passives(passage.prose)
        for words in (passage.prose[form.start : form.end],)
    ]  # fmt: skip
    if found:
        message = counted(len(found), "verbe est au passif", "verbes sont au passif")
        return failing(found, f"{message}.")
    if doubtful := list(_maybe_passive(facts)):
        listed = ", ".join(f"« {words} »" for words in doubtful[:_ASKED])
        return to_check(f"Est-ce un état, ou quelqu’un fait-il l’action : {listed} ?")
    return conforming("Le programme ne trouve pas de verbe au passif.")


def _maybe_passive(facts: Facts) -> Iterator[str]:
    for passage in facts.passages:
        for form in maybe_passives(passage.prose):
            yield passage.prose[form.start : form.end]


_YOU = re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE)


def addressed(facts: Facts) -> Outcome:
    """RLS-7.4.1: « si nécessaire »: without « vous », a person decides."""
    said = next((p.text for p in facts.passages if _YOU.search(p.prose)), "")
    if said:
        return conforming(f"Le texte parle au lecteur : « {said} »")
    return to_check("Le texte ne dit jamais « vous ». Faut-il parler au lecteur ?")


_SAME: tuple[tuple[str, ...], ...] = (
    ("la région", "notre collectivité", "la collectivité", "la collectivité régionale"),
    ("courriel", "e-mail", "email", "mail", "mél"),
    ("internet", "le web", "la toile", "le net"),
    ("portable", "smartphone", "mobile"),
    ("usager", "administré", "bénéficiaire"),
    ("mairie", "hôtel de ville"),
    ("docteur", "médecin", "praticien"),
    ("formulaire", "imprimé"),
    ("bus", "autocar"),
    ("personne âgée", "senior", "aîné"),
)
"""Words for one thing, the plainest first."""


def same_word(facts: Facts) -> Outcome:
    """RLS-7.5.1: a few pairs are known; the rest is for a person."""
    found = [finding for names in _SAME for finding in _mixed(facts, names)]
    return suspected(
        found,
        "Le même mot désigne-t-il toujours la même chose ?",
        "Des mots différents désignent la même chose.",
    )


def _mixed(facts: Facts, names: tuple[str, ...]) -> Iterator[AuditFinding]:
    """Yield each other name of a thing that the text calls by its first name too."""
    present_: dict[str, tuple[Passage, str]] = {}
    for passage in facts.passages:
        for name in names:
            found = re.search(rf"(?<![\w-]){name}s?(?![\w-])", passage.prose, re.IGNORECASE)
            if found:
                present_.setdefault(name, (passage, found[0]))
    used = [name for name in names if name in present_]
    for other in used[1:]:
        passage, text = present_[other]
        yield passage_finding(
            "mots-differents", passage, text,
            f"« {text} » désigne la même chose que « {used[0]} ».",
            f"Écrivez toujours « {used[0]} ».",
        )  # fmt: skip


GRAMMAR = (
    Rule(
        "RLS-7.1.1", "temps", present,
        "Le présent est le temps le plus facile. Le RLS écarte aussi le passé, le "
        "subjonctif et les participes présents. « Va changer » est un présent. Le "
        "programme se tait sur une forme qui peut être un présent : « il finit ».",
        "La Région va changer.\nElle finit son plan.\nLes habitants ont droit à une aide.",
        "La Région a changé, en créant un plan qui sera utile.",
        textual=True, leeway=True,
    ),
    Rule(
        "RLS-7.2.1", "negation", affirmative,
        "Une négation demande de penser d’abord au contraire.",
        "Le bureau est fermé.\nIl reste une place.", "Le bureau n’est pas ouvert.",
        textual=True, leeway=True,
    ),
    Rule(
        "RLS-7.3.1", "passif", active,
        "À l’actif, on voit tout de suite qui agit. « A été », « doit être », « est… par » "
        "avec un participe sont des passifs. « Le guichet est fermé » peut dire un état : "
        "une personne décide.",
        "La Région aide les communes.\nLe guichet ferme à midi.",
        "L’aide est versée par la Région.", textual=True, leeway=True,
    ),
    Rule(
        "RLS-7.4.1", "vous", addressed,
        "« Vous » dit au lecteur que le texte est pour lui.",
        "Vous pouvez appeler.", "L’usager peut appeler.",
    ),
    Rule(
        "RLS-7.5.1", "mots-differents", same_word,
        "Deux mots font croire à deux choses. Le programme connaît quelques mots qui "
        "disent la même chose ; une personne cherche les autres.",
        "Écrivez un courriel.\nLe courriel est gratuit.",
        "Écrivez un courriel.\nVotre mail est gratuit.", textual=True,
    ),
)  # fmt: skip
