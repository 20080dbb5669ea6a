"""Audit rules, RLS-6.1 to 6.6: order, introduction, language, pronouns, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ppun_access.document.model import Div, Heading, Para
from ppun_access.document.walk import nodes
from ppun_access.easy.audit import vocabulary
from ppun_access.easy.audit.model import AuditFinding, Facts, Outcome, Rule
from ppun_access.easy.audit.outcomes import (
    conforming,
    failing,
    judged,
    manual,
    not_applicable,
    of_whole,
    passage_finding,
    suspected,
    to_check,
)
from ppun_access.easy.audit.typed import deep_numbers
from ppun_access.french import words
from ppun_access.french.lexical.morphology import is_finite, readings
from ppun_access.french.lexical.tenses import verbs_of
from ppun_access.french.text.typography import counted

_ASKED = 8
"""How many pronouns a question quotes."""
_STANDS_FOR = re.compile(
    r"\b(celui|celle|ceux|celles)(?:-(?:ci|là))?(?![\w-])",
    re.IGNORECASE,
)
_AFTER_PREPOSITION = re.compile(
    r"\b(?:à travers|avec|pour|par|chez|sans|contre|envers|selon|sur|vers|d['’]|de)"
    r"\s?(elles?|eux|lui)\b(?!-même)",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    r"\bqu['’](ils?|elles?)\s(?!(?:ne\s|n['’])?(?:y\sa\b|faut\b|faille\b|"
    r"s['’]agi|est\s|existe|reste|suffi))"
)
_EN = re.compile(
    r"\b(?:[smtnj]|d|qu)['’]en\s([^\W\d_]+)|"
    r"\b(?:ils?|elles?|on|nous|vous|tu|pour|sans|à)\sen\s([^\W\d_]+)",
    re.IGNORECASE,
)
_WE = re.compile(
    r"\bnous\s(?:(?:ne|n['’]|y|en|le|la|les|l['’])\s?)*([^\W\d_]+ons|sommes)\b", re.I
)


def pronouns(facts: Facts) -> Outcome:
    """RLS-6.6.3: pronouns far from their noun; the « il » of « il faut » has none."""
    found = list(_unclear(facts))
    if found:
        message = counted(
            len(found), "pronom n’est pas clair", "pronoms ne sont pas clairs"
        )
        return failing(found, f"{message}.")
    texts = (passage.prose for passage in facts.passages)
    seen = dict.fromkeys(one.lower() for text in texts for one in _pronouns(text))
    if seen:
        listed = ", ".join(f"« {pronoun} »" for pronoun in list(seen)[:_ASKED])
        return to_check(f"Sait-on toujours de qui, de quoi on parle avec {listed} ?")
    return conforming("Le texte n’a pas de pronom à deviner.")


def _unclear(facts: Facts) -> Iterator[AuditFinding]:
    for passage in facts.passages:
        text = passage.prose
        marks = [
            *((m.start(1), m[1]) for m in _STANDS_FOR.finditer(text)),
            *((m.start(1), m[1]) for m in _AFTER_PREPOSITION.finditer(text)),
            *((m.start(1), m[1]) for m in _EMBEDDED.finditer(text) if _is_far(m[1], text)),
            *((m.start(), m[0]) for m in _EN.finditer(text) if _is_verb(m[1] or m[2])),
            *((m.start(), m[0]) for m in _WE.finditer(text) if _is_verb(m[1])),
        ]
        for _, pronoun in sorted(marks):
            yield passage_finding(
                "pronom", passage, pronoun,
                f"On doit deviner de qui ou de quoi parle « {pronoun} ».",
                "Répétez le nom.",
            )  # fmt: skip


_OPENINGS: Mapping[str, frozenset[str]] = {
    "il": frozenset({"le", "un", "ce", "cet", "l’", "chaque", "mon", "votre", "notre"}),
    "elle": frozenset({"la", "une", "cette", "l’", "chaque", "ma", "votre", "notre"}),
    "ils": frozenset({"les", "des", "ces", "vos", "nos", "certains", "plusieurs"}),
    "elles": frozenset({"les", "des", "ces", "vos", "nos", "certaines", "plusieurs"}),
}
"""Pronoun → the determiners that begin a sentence whose subject it can stand for."""


def _is_far(pronoun: str, sentence: str) -> bool:
    """Return whether the subject that begins a sentence cannot be what a pronoun means."""
    first = re.match(r"[^\W\d_]+['’]?", sentence)
    opening = first[0].lower().replace("'", "’") if first else ""
    return opening not in _OPENINGS[pronoun.lower()]


def _is_verb(form: str) -> bool:
    """Return whether a form is a verb first of all, and no participle in -ant."""
    known = readings(form.lower())
    verb = known[0].verb if known else ()
    return bool(verb) and "par:pre" not in verb


_IL = re.compile(
    r"(?<![\w-])(?:elles?|ils|eux|lui|il(?!\s(?:y\sa|faut|s['’]agit|"
    r"est\s\w+\s(?:de|que|d['’])|existe|reste|suffit|vaut|pleut|convient)))\b",
    re.IGNORECASE,
)
_AFTER_VERB = re.compile(r"(?<=[^\W\d_])-(le|la|les|lui|leur|en|y)(?![\w-])")
"""« gardez-le », « allez-y »; « Bourg-la-Reine » goes on."""
_OTHERS = re.compile(
    r"(?<![\w-])(?:(?:cela|ça)(?!\sveu(?:t|lent)\sdire)|ceci|"
    r"(?:ce|cette|ces)\sderni(?:er|ère)s?(?=[,;:.!?]|\s(?:ne|n['’]|est|a|sont|ont)\b)|"
    r"(?:le|la|les)\s(?:miens?|mienne?s?|tiens?|siens?|siennes?|[nv]ôtres?|leurs?)(?!\w)|"
    r"(?:le|la|les)\s(?:lui|leur|y|en)\s(?=[^\W\d_])|"
    r"y(?=\s(?!a\b|a-t|avait\b|avaient\b|aura\b|aurait\b|ait\b|en\s)[^\W\d_]))\b",
    re.IGNORECASE,
)
_BEFORE_VERB = re.compile(
    r"(?<![\w'’-])(le|la|les|leur|en|l['’])(?:\s|(?<=['’]))([^\W\d_]+)", re.IGNORECASE
)
_HAVING = frozenset({"a", "ont", "avez", "avons", "ai", "as", "avait", "avaient"})


def _pronouns(text: str) -> Iterator[str]:
    """Yield the pronouns of ``text``: « il », « le » in « le donne », « cela », « y »."""
    found = [
        *((m.start(), m[0]) for m in _IL.finditer(text)),
        *((m.start(), m[1]) for m in _AFTER_VERB.finditer(text)),
        *((m.start(), m[0]) for m in _OTHERS.finditer(text)),
        *(
            (m.start(), m[1])
            for m in _BEFORE_VERB.finditer(text)
            if _stands_before_verb(m[1], m[2])
        ),
    ]
    return (pronoun.strip() for _, pronoun in sorted(found))


def _stands_before_verb(pronoun: str, word: str) -> bool:
    """Return whether « le », « leur » stand before a verb: « le voir », « la donne ».

    « le pouvoir », « la porte », « l’est » may be nouns.
    """
    if pronoun[-1] in "'’" and word.lower() in _HAVING:
        return True
    if not word.islower() or word in ("est", *_HAVING):
        return False
    known = readings(word)
    nouns = [one for one in known if one.pos in ("NOM", "ADJ")]
    if word.endswith(("r", "re")) and any("inf" in one.verb for one in known):
        return not nouns
    alone = pronoun.lower() == "les" and all(one.number == "s" for one in nouns)
    return any(verbs_of(word)) or (alone and is_finite(word))


LONGEST_TITLE = 12
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
    return to_check("Faut-il une introduction qui dit de quoi parle le texte ?")


def introduction_fits(facts: Facts) -> Outcome:
    """RLS-6.3.2."""
    if introduced(facts).verdict == "NA":
        return not_applicable("Le texte n’a pas besoin d’introduction.")
    return to_check("L’introduction dit-elle simplement de quoi parle le texte ?")


def language(facts: Facts) -> Outcome:
    """RLS-6.5.1: a text that is measured hard is not for its readers; else, a person."""
    most, found = facts.profile.difficulty, facts.difficulty
    if found is None:
        return to_check("Les mots et les phrases conviennent-ils aux lecteurs ?")
    message = f"La difficulté du texte est de {found:.0f} sur 100"
    if found <= most:
        return to_check(f"{message}. Les mots conviennent-ils aux lecteurs ?")
    message = f"{message}, pour {most:.0f} au plus."
    advice = "Commencez par les phrases les plus difficiles : « ppun-access score »."
    return failing(of_whole("texte-difficile", f"{message} {advice}"), message)


def clear_titles(facts: Facts) -> Outcome:
    """RLS-6.6.4: long headings are reported; a person judges the others."""
    titles = [p for p in facts.passages if p.kind == "titre"]
    found = [
        passage_finding(
            "titre-long", p, p.text, f"Ce titre a {number} mots.",
            f"Écrivez-le en {LONGEST_TITLE} mots au plus (un usage).",
        )
        for p in titles
        if (number := len(words(p.text))) > LONGEST_TITLE
    ]  # fmt: skip
    return suspected(
        found,
        "Les titres sont-ils clairs, et disent-ils ce qui suit ?",
        "Des titres sont trop longs.",
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
    finding = AuditFinding(
        "titres-profonds",
        f"{message} Faites des parties plus courtes, avec moins de niveaux.",
        line=deepest.pos.line if deepest.pos else None,
        file=deepest.pos.file if deepest.pos else "",
    )
    return judged([finding], "", message)


COMPREHENSION = (
    Rule(
        "RLS-6.1.1", "ordre",
        manual("Les informations sont-elles dans l’ordre logique, ou l’ordre du temps ?"),
        "Une personne raconte le texte avec ses mots, et dit si elle a cherché.",
        "D’abord la demande, puis la réponse.", "La réponse, puis la demande.",
    ),
    Rule(
        "RLS-6.2.1", "important-au-debut",
        manual("Le plus important est-il au début du texte ?"),
        "Qui se fatigue s’arrête : le début doit suffire.",
        "« Le bus 4 s’arrête. » en premier.", "L’histoire du bus, puis son arrêt.",
    ),
    Rule(
        "RLS-6.2.2", "sujets-groupes",
        manual("Ce qui parle d’un même sujet est-il regroupé ?"),
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
        "voit les sigles que rien n’explique. Les sigles de tous les jours (SMS, TVA) sont "
        "permis.",
        "La Région veut aider toutes les personnes.\nVous pouvez envoyer un SMS.",
        "La Région prend le sujet à bras le corps et relève le défi.", textual=True,
    ),
    Rule(
        "RLS-6.5.1", "texte-difficile", language,
        "Au-dessus d’une difficulté (30 sur 100 pour le profil falc), un texte ne convient "
        "pas. En dessous, une personne décide.",
        "La mairie est ouverte.\nVous pouvez venir le matin.",
        "L’émergence d’une gouvernance territoriale concertée conditionne la pérennisation "
        "des dispositifs d’accompagnement de la dématérialisation.", textual=True,
    ),
    Rule(
        "RLS-6.6.1", "sujet-clair",
        manual("Le sujet du texte est-il expliqué clairement ?"),
        "Une personne dit de quoi parle le texte.",
        "« Ce texte explique comment voter. »", "Un texte dont on cherche le sujet.",
    ),
    Rule(
        "RLS-6.6.2", "inutile",
        manual("Y a-t-il des informations inutiles, qui embrouillent ?"),
        "Chaque phrase doit servir aux lecteurs.",
        "L’adresse de la mairie.", "Le nom de l’architecte de la mairie.",
    ),
    Rule(
        "RLS-6.6.3", "pronom", pronouns,
        "Répéter le nom évite de chercher. Le programme voit « celui », « ceux », « en », "
        "« nous » pour une collectivité, et les pronoms loin de leur nom. Un « il » au "
        "début d’une phrase, « le », « lui », « leur », « y », « cela » devant un verbe "
        "sont laissés à une personne.",
        "La Région aide les habitants.\nIl faut un an.\nVous allez en ville en bus.",
        "La Région aide ceux qui en veulent.", textual=True,
    ),
    Rule(
        "RLS-6.6.4", "titre-long", clear_titles,
        f"Un titre dit ce qui suit, en {LONGEST_TITLE} mots au plus (un usage).",
        "# Un texte\n\n## Que fait la Région ?\n\nLa Région aide les habitants.",
        "# Un texte\n\n## Les usages du numérique comme réponse de la collectivité aux "
        "besoins de tous les habitants du territoire\n\nLa Région aide.", textual=True,
    ),
    Rule(
        "RLS-6.6.5", "titres-profonds", heading_depth,
        "Trop de niveaux perdent le lecteur. Le RLS dit « un ou deux niveaux », sous le "
        "titre du texte (3 pour le profil public, un usage), et pas de « 2.4.5a ».",
        "# Un texte\n\n## Une partie\n\nUne phrase.",
        "# Un texte\n\n## A\n\n### B\n\n#### C\n\nUne phrase.", textual=True,
    ),
    Rule(
        "RLS-6.7.1", "mot-difficile", vocabulary.explained,
        "Un mot rare, long ou de métier est remplacé ou expliqué. Le programme lit le "
        "lexique du projet, une liste de mots publics difficiles, et la fréquence des mots "
        "en français. Une explication est une phrase comme « Une commune est… ».",
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
        "exemple » et avec des mots difficiles, la règle n’est pas suivie.",
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
        manual("Les informations importantes sont-elles répétées ?"),
        "Répéter aide à retenir.",
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
