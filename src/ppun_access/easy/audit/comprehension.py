"""Audit rules, RLS-6: introduction, language, headings, and the table of all its tests."""

from __future__ import annotations

import re

from ppun_access.document.model import Div, Heading, Para
from ppun_access.document.walk import nodes
from ppun_access.easy.audit import vocabulary, whole
from ppun_access.easy.audit.model import Facts, Outcome, Rule, Verdict
from ppun_access.easy.audit.outcomes import (
    asked,
    conforming,
    failing,
    judged,
    node_finding,
    not_applicable,
    passage_finding,
    wrong_as_whole,
)
from ppun_access.easy.audit.pronouns import pronouns
from ppun_access.easy.audit.typed import deep_numbers
from ppun_access.easy.audit.whole import shared
from ppun_access.french import words
from ppun_access.french.text.typography import counted

LONGEST_TITLE = 12
_SHOWN = 4
"""Words that a question names."""
SHORT_TEXT = 100
"""Words; a shorter text needs no introduction."""
_INTRODUCTION = re.compile(
    r"^(?:de quoi parle|introduction|en bref|l['’]essentiel|en résumé|présentation|"
    r"ce que dit ce texte|pourquoi ce texte|à quoi sert ce texte)",
    re.IGNORECASE,
)


def introduced(facts: Facts) -> Outcome:
    """RLS-6.3.1: a first paragraph before the parts, or a part that is one."""
    spoken = sum(len(words(p.text)) for p in facts.passages)
    if spoken < SHORT_TEXT:
        return not_applicable("Le texte est court : il n’a pas besoin d’introduction.")
    headings = [p.text for p in facts.passages if p.kind == "titre"][1:]
    if headings and _INTRODUCTION.match(headings[0]):
        return conforming(f"L’introduction est « {headings[0]} ».")
    for block in facts.document.blocks:
        match block:
            case Div(role="lead"):
                return conforming("Le chapeau présente le texte.")
            case Para() if headings:
                return conforming("Un paragraphe présente le texte avant ses parties.")
            case Heading():
                break
    first = next((p.text for p in facts.passages if p.kind != "titre"), "")
    return asked(f"« {first} » dit-il de quoi parle le texte, et pour qui ?", "NC")


def introduction_fits(facts: Facts) -> Outcome:
    """RLS-6.3.2."""
    if introduced(facts).verdict == "NA":
        return not_applicable("Le texte n’a pas besoin d’introduction.")
    first = next((p.text for p in facts.passages if p.kind != "titre"), "")
    likely: Verdict = "C" if shared(first, facts.document.title) else "NC"
    return asked(f"L’introduction « {first} » dit-elle de quoi parle le texte ?", likely)


def language(facts: Facts) -> Outcome:
    """RLS-6.5.1: neither hard sentences nor hard words; a person says of a few words."""
    most, found = facts.thresholds.difficulty, facts.difficulty
    if found is None:
        return not_applicable("Le texte n’a pas de phrase.")
    message = f"La difficulté du texte est de {found:.0f} sur 100"
    if found <= most:
        hard = [hit.text for _, hit in vocabulary.hard_words(facts)]
        if not hard:
            return conforming(f"{message}, et ses mots sont connus ou expliqués.")
        listed = ", ".join(f"« {word} »" for word in hard[:_SHOWN])
        said = sum(facts.measured(passage).words for passage in facts.passages)
        if 100 * len(hard) > facts.thresholds.rare_words * said:
            message = f"Des mots ne sont pas connus : {listed}."
            advice = (
                "Prenez des mots de tous les jours, ou expliquez-les dans la ligne d’après."
            )
            return wrong_as_whole(message, advice)
        return asked(f"{message}. Ses lecteurs comprennent-ils {listed} ?", "C")
    message = f"{message}, pour {most} au plus."
    advice = "Commencez par les phrases les plus difficiles : « ppun-access score »."
    return wrong_as_whole(message, advice)


def clear_titles(facts: Facts) -> Outcome:
    """RLS-6.6.4: a heading is short, and its words are known or explained."""
    titles = [p for p in facts.passages if p.kind == "titre"]
    found = [
        passage_finding(
            p, p.text, f"Ce titre a {number} mots.",
            f"Écrivez-le en {LONGEST_TITLE} mots au plus.",
        )
        for p in titles
        if (number := len(words(p.text))) > LONGEST_TITLE
    ]  # fmt: skip
    found += [
        passage_finding(
            p, hit.text, f"Ce titre a un mot difficile, « {hit.text} ».",
            "Dites ce qui suit avec des mots de tous les jours.",
        )
        for p, hit in vocabulary.hard_words(facts)
        if p.kind == "titre"
    ]  # fmt: skip
    return judged(
        found,
        "Les titres sont courts, et leurs mots sont connus.",
        "Des titres sont trop longs, ou difficiles.",
    )


def heading_depth(facts: Facts) -> Outcome:
    """RLS-6.6.5: the levels in use under the title of the text, and their numbers."""
    headings = [n for n in nodes(facts.document) if isinstance(n, Heading)]
    levels = {heading.level for heading in headings}
    number, most = len(levels), facts.profile.heading_levels
    if numbered := list(deep_numbers(facts)):
        return failing(numbered, "Des titres ont des numéros difficiles à suivre.")
    if number <= most:
        shown = counted(number, "niveau", "niveaux")
        return conforming(f"Sous son titre, le texte a {shown} de titres.")
    message = (
        f"Sous son titre, le texte a {number} niveaux de titres, pour {most} au plus (le "
        "RLS dit « un ou deux »)."
    )
    deepest = next(h for h in headings if h.level == max(levels))
    advice = "Faites des parties plus courtes, avec moins de niveaux."
    return failing((node_finding(deepest, f"{message} {advice}"),), message)


COMPREHENSION = (
    Rule(
        "RLS-6.1.1", "ordre",
        whole.in_order,
        "Le programme voit des dates ou des étapes à l’envers, et « avant cela ». "
        "Une personne raconte le texte avec ses mots, et dit si elle a cherché.",
        "D’abord la demande, puis la réponse.", "La réponse, puis la demande.",
    ),
    Rule(
        "RLS-6.2.1", "important-au-debut",
        whole.important_first,
        "Qui se fatigue s’arrête : le début doit suffire.",
        "« Le bus 4 s’arrête. » en premier.", "L’histoire du bus, puis son arrêt.",
    ),
    Rule(
        "RLS-6.2.2", "sujets-groupes",
        whole.grouped,
        "Revenir sur un sujet fait croire à un autre sujet.",
        "Une partie « Les prix ».", "Un prix au début, un autre à la fin.",
    ),
    Rule(
        "RLS-6.3.1", "introduction", introduced,
        "L’introduction dit de quoi parle le texte. Le programme voit un chapeau, un "
        "premier paragraphe avant les titres, ou une partie « De quoi parle ce texte ? ».",
        "« Ce texte parle du bus. »", "Un texte qui commence par un détail.",
    ),
    Rule(
        "RLS-6.3.2", "introduction-juste", introduction_fits,
        "Une personne compare l’introduction et le texte.",
        "« Ce texte parle du bus. », pour un texte sur le bus.", "Une citation célèbre.",
    ),
    Rule(
        "RLS-6.4.1", "jargon", vocabulary.jargon,
        "Le programme a des listes d’expressions imagées, de jargon et d’abréviations, et "
        "voit les sigles que rien n’explique. Les sigles de tous les jours (CAF, SMS) sont "
        "permis ; « Mr », « cad » ne le sont pas.",
        "La Région veut aider toutes les personnes.\nVous pouvez envoyer un SMS.",
        "La Région prend le sujet à bras le corps et relève le défi.", textual=True,
    ),
    Rule(
        "RLS-6.5.1", "texte-difficile", language,
        "Au-dessus d’une difficulté (45 sur 100 pour le profil falc), un texte ne convient "
        "pas, ni avec plus d’un mot difficile toutes les 2 phrases. Avec moins de mots "
        "difficiles, une personne décide.",
        "La mairie est ouverte.\nVous pouvez venir le matin.",
        "L’émergence d’une gouvernance territoriale concertée conditionne la pérennisation "
        "des dispositifs d’accompagnement de la dématérialisation.", textual=True,
    ),
    Rule(
        "RLS-6.6.1", "sujet-clair",
        whole.subject_told,
        "Une personne dit de quoi parle le texte.",
        "« Ce texte explique comment voter. »", "Un texte dont on cherche le sujet.",
    ),
    Rule(
        "RLS-6.6.2", "inutile",
        whole.nothing_useless,
        "Chaque phrase doit servir aux lecteurs.",
        "L’adresse de la mairie.", "Le nom de l’architecte de la mairie.",
    ),
    Rule(
        "RLS-6.6.3", "pronom", pronouns,
        "Répéter le nom évite de chercher. Le programme voit « celui », « ceux », « en », "
        "« nous » pour une collectivité, et les pronoms loin de leur nom. Un « il » qui ne "
        "peut dire qu’un seul nom, juste avant, est clair. Entre deux noms, une personne "
        "décide.",
        "La Région aide les habitants.\nIl faut un an.\nVous allez en ville en bus.",
        "La Région aide ceux qui en veulent.", textual=True,
    ),
    Rule(
        "RLS-6.6.4", "titre-long", clear_titles,
        f"Un titre dit ce qui suit, en {LONGEST_TITLE} mots au plus, sans mot "
        "difficile.",
        "# Un texte\n\n## Que fait la Région ?\n\nLa Région aide les habitants.",
        "# Un texte\n\n## Les usages du numérique comme réponse de la collectivité aux "
        "besoins de tous les habitants du territoire\n\nLa Région aide.", textual=True,
    ),
    Rule(
        "RLS-6.6.5", "titres-profonds", heading_depth,
        "Trop de niveaux perdent le lecteur. Le RLS dit « un ou deux niveaux », sous le "
        "titre du texte (3 pour le profil public), et pas de « 2.4.5a ».",
        "# Un texte\n\n## Une partie\n\nUne phrase.",
        "# Un texte\n\n## A\n\n### B\n\n#### C\n\nUne phrase.", textual=True,
    ),
    Rule(
        "RLS-6.7.1", "mot-difficile", vocabulary.explained,
        "Un mot rare, long ou de métier est remplacé ou expliqué. Le programme lit le "
        "lexique du projet, une liste de mots publics difficiles, et la fréquence des mots "
        "dans les films, les livres et la presse. Une explication est une phrase comme "
        "« Une commune est… », ou une ligne sous « Les mots difficiles ».",
        "Une collectivité est une commune, un département ou une région.\n"
        "La collectivité aide les habitants.",
        "La collectivité finance le déploiement.", textual=True,
    ),
    Rule(
        "RLS-6.7.2", "explication-juste", vocabulary.explanations_fit,
        "Une personne lit l’explication et dit ce qu’elle comprend.",
        "« Une commune est une ville ou un village. »",
        "« Une commune est une circonscription administrative. »",
    ),
    Rule(
        "RLS-6.8.1", "exemple", vocabulary.examples,
        "Un exemple de la vie quotidienne fait comprendre une idée. Sans aucun « par "
        "exemple » et avec des mots difficiles, la règle n’est pas suivie. Pour un mot qui "
        "n’est que rare, une personne décide.",
        "Un service public est un service pour tous.\nPar exemple, la mairie est un "
        "service public.",
        "La gouvernance est importante.", textual=True,
    ),
    Rule(
        "RLS-6.8.2", "exemple-juste", vocabulary.examples_fit,
        "Une personne dit si l’exemple lui parle.",
        "« Par exemple, la mairie. »", "« Par exemple, un GIP. »",
    ),
    Rule(
        "RLS-6.9.1", "repetition",
        whole.repeated,
        "Répéter aide à retenir. Dans un texte de 6 phrases ou plus, le programme cherche "
        "une date limite ou un numéro de téléphone qui n’est dit qu’une fois.",
        "Le numéro de téléphone, au début et à la fin.", "Une date, dite une seule fois.",
    ),
    Rule(
        "RLS-6.10.1", "deux-explications", vocabulary.explained_twice,
        "Une explication dans le texte, une autre dans « Les mots difficiles ».",
        "Une commune est une ville ou un village.\n\n## Les mots difficiles\n\n"
        "- **Commune** : c’est une ville ou un village.",
        "La collectivité finance le déploiement.", textual=True,
    ),
)  # fmt: skip
