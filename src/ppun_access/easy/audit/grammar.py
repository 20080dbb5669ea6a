"""Audit rules, RLS-7: present tense, no negation, active voice, « vous », no synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.audit.model import AuditFinding, Facts, Outcome, Passage, Rule
from ppun_access.easy.audit.outcomes import (
    asked,
    conforming,
    failing,
    judged,
    not_applicable,
    passage_finding,
)
from ppun_access.french.lexical.morphology import readings
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
            passage, words,
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
            passage, passage.prose[form.start : form.end],
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
            passage, words,
            *_passive(words, passage.prose[form.end :]),
        )
        for passage in facts.passages
        for form in passives(passage.prose)
        for words in (passage.prose[form.start : form.end],)
    ]  # fmt: skip
    if found:
        message = counted(len(found), "verbe est au passif", "verbes sont au passif")
        return failing(found, f"{message}.")
    if doubtful := list(_maybe_passive(facts)):
        listed = ", ".join(
            f"« {words} », dans « {p.text} »" for words, p in doubtful[:_ASKED]
        )
        return asked(f"Est-ce un état, et pas une action : {listed} ?", "C")
    return conforming("Le programme ne trouve pas de verbe au passif.")


_AGENT = re.compile(r"(?:\s[^\s,;:.!?()]+){0,6}?\s(par\s[^,;:.!?()]+)")


def _passive(words: str, after: str) -> tuple[str, str]:
    """Return why a passive is hard and what to write: « par le maire » names who acts."""
    if agent := _AGENT.match(after):
        who = " ".join(agent[1].split()[1:5])
        return f"« {words} » est au passif.", f"Commencez par qui agit : « {who} »."
    return (
        f"« {words} » est au passif : on ne voit pas qui agit.",
        "Dites qui fait l’action : « La Région aide les communes. »",
    )


def _maybe_passive(facts: Facts) -> Iterator[tuple[str, Passage]]:
    for passage in facts.passages:
        for form in maybe_passives(passage.prose):
            yield passage.prose[form.start : form.end], passage


_ADDRESS = re.compile(
    r"\b(?:vous|votre|vos|tu|toi|ton|tes|nous|notre|nos)\b|\bt['’](?=[aeiouyéèêh])", re.I
)
_ORDER = re.compile(
    r"(?:(?:d['’]abord|ensuite|puis|alors|enfin|après|(?:pour|si|quand)\s[^,]+),?\s)?"
    r"(?:n['’]|ne\s)?([^\W\d_]+)",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(
    r"\bil (?:faut|est (?:obligatoire|nécessaire|possible|interdit|conseillé|recommandé)|"
    r"convient|suffit)\b|\bon (?:doit|peut|va)\b",
    re.IGNORECASE,
)
_READER = re.compile(
    r"\b(?:l['’]|les?\s|la\s|tout\s|chaque\s|toute\s)(?:usag|demandeu|bénéficiaire|assuré|"
    r"administré|intéressé|allocataire|candidat|citoyen|particulier|abonné|locataire|"
    r"patient|requérant|contribuable|personne concernée|public)\w*",
    re.IGNORECASE,
)
"""Names by which a text speaks of its reader to somebody else."""


def addressed(facts: Facts) -> Outcome:
    """RLS-7.4.1: tu, vous, nous and orders speak to the reader, « si nécessaire »."""
    spoken = [p for p in facts.passages if p.kind != "titre"]
    said = next((p.text for p in spoken if _speaks_to_reader(p.prose)), "")
    if said:
        return conforming(f"Le texte parle au lecteur : « {said} »")
    found = [
        passage_finding(
            p, match[0], f"« {match[0]} » ne parle pas au lecteur.",
            "Écrivez « vous », ou dites ce qu’il faut faire : « Signez la feuille. »",
        )
        for p in spoken
        for pattern in (_IMPERSONAL, _READER)
        for match in pattern.finditer(p.prose)
    ]  # fmt: skip
    if found:
        return failing(found, "Le texte parle du lecteur sans lui parler.")
    if not spoken:
        return not_applicable("Le texte n’a pas de phrase.")
    question = f"« {spoken[0].text} » : faut-il parler au lecteur, et dire « vous » ?"
    return asked(f"{question} Sans doute non, si le texte ne lui demande rien.", "C")


def _speaks_to_reader(text: str) -> bool:
    """Return whether a sentence says « vous » or « nous », or begins with an order."""
    first = _ORDER.match(text)
    tags = [t for one in readings(first[1]) for t in one.verb] if first else []
    order = any(tag.startswith("imp:pre:2") for tag in tags)
    known = readings(first[1]) if first else ()
    verb_first = bool(known) and known[0].pos in ("VER", "AUX")
    return bool(_ADDRESS.search(text)) or (order and verb_first)


_SAME: tuple[tuple[str, ...], ...] = (
    ("la région", "notre collectivité", "la collectivité", "la collectivité régionale"),
    ("bailleur", "propriétaire", "loueur"),
    ("allocation", "prestation"),
    ("salaire", "rémunération", "paie"),
    ("logement", "habitation", "domicile"),
    ("travail", "emploi"),
    ("lettre", "courrier"),
    ("voiture", "véhicule", "automobile"),
    ("école", "établissement scolaire"),
    ("rendez-vous", "rdv"),
    ("argent", "ressources financières", "fonds"),
    ("impôt", "taxe", "contribution"),
    ("carte d’identité", "pièce d’identité", "titre d’identité"),
    ("enfant", "mineur"),
    ("prix", "tarif", "coût"),
    ("inscription", "enregistrement"),
    ("début", "commencement"),
    ("repas", "restauration"),
    ("train", "transport ferroviaire"),
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
    return judged(
        found,
        "Le programme ne voit pas deux mots de ses listes pour une même chose.",
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
            passage, text,
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
        "avec un participe sont des passifs. « Le guichet est fermé » dit un état. Pour "
        "« est installé », une personne décide.",
        "La Région aide les communes.\nLe guichet ferme à midi.",
        "L’aide est versée par la Région.", textual=True, leeway=True,
    ),
    Rule(
        "RLS-7.4.1", "vous", addressed,
        "« Vous », « tu », « nous », « signez » disent au lecteur que le texte est pour "
        "lui. « Il faut », « l’usager » parlent de lui sans lui parler.",
        "Vous pouvez appeler.\nAppelez la mairie.", "L’usager peut appeler.", textual=True,
    ),
    Rule(
        "RLS-7.5.1", "mots-differents", same_word,
        "Deux mots font croire à deux choses. Le programme connaît quelques mots qui "
        "disent la même chose ; une personne cherche les autres.",
        "Écrivez un courriel.\nLe courriel est gratuit.",
        "Écrivez un courriel.\nVotre mail est gratuit.", textual=True,
    ),
)  # fmt: skip
