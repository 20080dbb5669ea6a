"""The questions of each kind of text, and the words that show where answers stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from ppun_access.easy.draft.fact_sheet import facts_in
from ppun_access.easy.draft.genre import Genre
from ppun_access.easy.draft.parse.text import plain

Topic = Literal[
    "quoi", "pourquoi", "qui", "avoir", "agir", "vote", "change", "faire", "papiers",
    "combien", "quand", "lieu", "contact",
]  # fmt: skip
Questions = tuple[tuple[Topic, str], ...]

_GENERAL: Questions = (
    ("quoi", "C’est quoi ?"),
    ("qui", "Pour qui ?"),
    ("avoir", "Qu’est-ce que je peux avoir ?"),
    ("faire", "Que dois-je faire ?"),
    ("quand", "Quand ?"),
    ("combien", "Combien ?"),
    ("contact", "Où demander de l’aide ?"),
)
PLANS: Mapping[Genre, Questions] = MappingProxyType(
    {
        "aide": _GENERAL,
        "demarche": (
            ("quoi", "C’est quoi ?"),
            ("qui", "Pour qui ?"),
            ("faire", "Que dois-je faire ?"),
            ("papiers", "Quels papiers faut-il ?"),
            ("quand", "Quand ?"),
            ("combien", "Combien ?"),
            ("contact", "Où demander de l’aide ?"),
        ),
        "actualite": (
            ("quoi", "C’est quoi ?"),
            ("quand", "C’est quand ?"),
            ("lieu", "C’est où ?"),
            ("qui", "Pour qui ?"),
            ("faire", "Comment participer ?"),
            ("combien", "Combien ça coûte ?"),
            ("contact", "À qui poser une question ?"),
        ),
        "politique": (
            ("quoi", "C’est quoi ?"),
            ("pourquoi", "Pourquoi ?"),
            ("agir", "Qu’est-ce qui va être fait ?"),
            ("qui", "Pour qui ?"),
            ("quand", "Quand ?"),
            ("combien", "Combien d’argent ?"),
            ("contact", "Où en savoir plus ?"),
        ),
        "autre": (
            ("quoi", "C’est quoi ?"),
            ("qui", "Pour qui ?"),
            ("quand", "Quand ?"),
            ("contact", "Où demander de l’aide ?"),
        ),
    }
)
"""The questions of each kind, in their order."""
_WORKS: Questions = (
    ("quoi", "Quels travaux ?"),
    ("lieu", "C’est où ?"),
    ("quand", "C’est quand ?"),
    ("change", "Qu’est-ce qui change pour moi ?"),
    ("contact", "Qui appeler ?"),
)
_COUNCIL: Questions = (
    ("quoi", "C’est quoi ?"),
    ("vote", "Qu’est-ce qui a été décidé ?"),
    ("pourquoi", "Pourquoi ?"),
    ("contact", "Où en savoir plus ?"),
)
_VARIANTS = (
    (
        re.compile(
            r"\b(?:travaux|chantiers?|voirie|fermée?s?|barrée?s?|déviation|circulation|"
            r"coupures?|réfection|réaménagement|"
            r"fermeture de (?:la |l')?(?:rue|route|pont))\b",
            re.I,
        ),
        _WORKS,
    ),
    (
        re.compile(
            r"\b(?:conseil (?:municipal|communautaire|départemental|régional)|"
            r"comptes?[- ]rendus?|délibérations?|vot(?:e|es|é|és|ée|ées)|"
            r"budget (?!particip)\w+|taux)\b",
            re.I,
        ),
        _COUNCIL,
    ),
)
"""News whose readers ask other questions: works in a street, what a council decided."""


def questions(genre: Genre, title: str) -> Questions:
    """Return what readers of a text ask, by its kind and its title."""
    if genre != "actualite":
        return PLANS[genre]
    found = (asked for words, asked in _VARIANTS if words.search(plain(title)))
    return next(found, PLANS[genre])


# What titles tell


def _compiled(words: Mapping[Topic, str]) -> tuple[tuple[Topic, re.Pattern[str]], ...]:
    return tuple((topic, re.compile(one, re.I)) for topic, one in words.items())


_HEADINGS = _compiled(
    {
        "papiers": r"\b(?:pièces|papiers|justificatifs?|fournir|documents (?:à|nécessaires|"
        r"demandés))\b",
        "contact": r"\b(?:contacts?|s'adresser|renseign\w+|en savoir plus|interlocuteurs?|"
        r"qui peut vous aider|besoin d'aide|où (?:(?:se |s'|le |la |les )?(?:demander|"
        r"adresser|trouver|procurer))|numéros? utiles?|"
        r"qui (?:contacter|appeler)|infos? pratiques)\b(?! l)",
        "combien": r"\b(?:facturation|montants?|combien|coûts?|tarifs?|prix|"
        r"budget(?! particip)|taux|paiement|rémunération|participation des familles|"
        r"financement|des moyens|indemnisation|allocations? perçue|"
        r"prise en charge financière|plafonds?)\b",
        "quand": r"\b(?:quand|calendrier|délais?|dates?|horaires?|"
        r"échéances?|jours|durée)\b",
        "qui": r"\b(?:pour qui|à qui (?!demander|écrire|s'adresser)|qui (?:est|sont)\b|"
        r"qui (?:peut|peuvent) (?:en |y )?(?:bénéficier|participer|demander|prétendre|"
        r"s'inscrire|adhérer|candidater|avoir)|bénéficiaires?|publics?\Z|"
        r"(?:personnes|publics|élèves|salariés|employeurs|entreprises|êtes-vous|sont) "
        r"(?:visée?s?|concernée?s?)|(?<!travaux )(?<!dépenses )éligib\w+|"
        r"employeurs? et salariés|critères?|conditions?(?! (?:de (?:prêt|paiement)|"
        r"d'(?:inscription|emprunt|utilisation)|et|générales|tarifaires)))\b",
        "faire": r"\b(?:retrait|envoi|comment (?!(?:\w+ ){0,3}(?:fonctionne|marche))|"
        r"démarches?|procédures?|demandes?|(?<!que vous pouvez )demander|déclaration|"
        r"(?:pré)?inscriptions?|s'inscrire|modalités de dépôt|étapes|formalités|dép[oô]\w+|"
        r"obtenir|candidat\w+|que faire|que dois|ce que doit|obligations?|recours|"
        r"précautions|participer|utiliser|mesures de prévention|conduite à tenir)\b",
        "avoir": r"\b(?:avantages?|aide accordée|quels? (?:travaux|projets|frais|soutien)|"
        r"droits?|garanties?|prestations?|prise en charge|contenu|accompagnement|"
        r"financés?|(?:dépenses|travaux) éligibles|services proposés|emprunt\w*|"
        r"ce que vous pouvez (?:demander|recevoir)|aides?\Z)\b",
        "pourquoi": r"\b(?:pourquoi|contexte|constats?|enjeux?|objectifs?|besoins?|"
        r"rappel du cadre|inégal)\b",
        "agir": r"\b(?:axes?|actions?|orientations?|engagements?|mesures|mise en œuvre|"
        r"ajustements?|proposés?|priorit\w+)\b",
        "change": r"\b(?:circulation|stationnement|déviations?|accès|qu'est-ce (?:que "
        r"cela|qui) change)\b",
        "vote": r"\b(?:décisions?|délibérations?|votes?)\b",
        "lieu": r"\b(?:lieux?|où|secteurs?|adresse|emplacements?)\b",
        "quoi": r"\b(?:c'est quoi|de quoi|qu'est-ce|définition|présentation|principes?|"
        r"consiste|fonctionne(?:ment)?|comment ça marche|le dispositif|concept|"
        r"description|quels sont les|à quoi sert|caractéristiques|programme)\b",
    }
)
_LEFT = re.compile(
    r"\b(?:textes? (?:de référence|de loi)|références?|articles? associés?|voir aussi|"
    r"témoignages?|exemples?|liens?|pour aller plus loin|sanctions?|contrôles?)\b",
    re.I,
)
"""Titles of parts that answer no question."""
_LONGEST_TITLE = 10
"""Words: a longer title tells of a case, and names things in passing."""
_SHORT_TITLE = 3
"""Words: « Montant de l’aide » says no more than its question."""
_LABEL = re.compile(r"\A\W*([^.:!?]{3,40}?) ?:")
"""« Dates : du 3 au 5 mai »."""
_ELSE: Mapping[Topic, Topic] = {"papiers": "faire", "lieu": "contact"}
"""What answers for a question that a plan does not ask."""


def is_set_aside(title: str) -> bool:
    """Return whether the part under a title answers nothing: « Textes de référence »."""
    return bool(_LEFT.search(plain(title)))


def topic_of_title(text: str, asked: frozenset[Topic]) -> Topic | None:
    """Return the question, of those that are asked, that a title is another form of."""
    flat = plain(text)
    if len(flat.split()) > _LONGEST_TITLE:
        return None
    told = (_ELSE.get(t, t) if t not in asked else t for t, words in _HEADINGS
            if words.search(flat))  # fmt: skip
    return next((topic for topic in told if topic in asked), None)


def topic_of_label(text: str, asked: frozenset[Topic]) -> Topic | None:
    """Return what a label before a colon says that a line answers."""
    label = _LABEL.match(plain(text))
    return topic_of_title(label[1], asked) if label else None


def says_no_more(title: str) -> bool:
    """Return whether a question of a plan says all that a title says."""
    title = title.rpartition(" : ")[2]
    named = any(pattern.search(plain(title)) for _, pattern in _HEADINGS)
    brief = title.rstrip().endswith("?") or len(title.split()) <= _SHORT_TITLE
    return named and brief and not any(map(str.isdigit, title))


# What sentences tell


_SIGNS = _compiled(
    {
        "papiers": r"\A(?:une? |les? |la )?(?:pièce|justificatif|livret|acte|photo)\b.* "
        r"(?:est|sont) (?:nécessaire|obligatoire|demandé|exigé)|"
        r"\b(?:pièces? justificatives?|justificatifs? d|copie de (?:votre|la|"
        r"sa)|documents suivants|pièces suivantes|joindre à|muni\w* d|sur présentation d|"
        r"(?:devez|devrez|doit|doivent|devra|devront|tenue?s? de) (?:présenter|fournir|"
        r"apporter|joindre))\b",
        "change": r"\b(?:circulation|stationnement|déviations?|dévié\w*|barrée?s?|"
        r"interdi(?:ction|te?s?)|fermée?s?|alternée?|accès|accessibles?|riverains|"
        r"feux tricolores|réouverture|rétabli\w*|coupures?|limiter la gêne|perturb\w+)\b",
        "vote": r"\b(?:vot|adopt|approuv|décid|valid|accept|désign|attribu|autoris)"
        r"(?:ée?s?|ent|e(?= (?:l[ae']|les|une?|à|monsieur|madame|mm?e?\.? )))\b"
        r"|\bà l'unanimité\b",
        "lieu": r"\b(?:situé|localisé)e?s?\b",
        "qui": r"\b(?:s'adresse (?:à|aux)|réservée?s? (?:à|aux)|destinée?s? aux|"
        r"peu(?:ven)?t (?:en bénéficier|bénéficier (?:du|de (?:la|l'|cette|ce)))|"
        r"les bénéficiaires (?:sont|doivent)|ouverte?s? (?:à tous|aux|à "
        r"toute)|toute personne|avez droit (?:à|aux)|accordée?s? aux|concerne (?:les|tou)|"
        r"sont (?:exclus|concernés)|si vous êtes|condition de ressources|admis)\b",
        "faire": r"\A\W*(?:\w+ ?[,:] )?(?!chez|assez)\w+ez\b|, veuillez\b"
        r"|\b(?:vous (?:devez|invitons à|pouvez (?:aussi |également )?(?:vous faire|faire|"
        r"déposer|demander|retirer|obtenir|vous adresser|vous inscrire|saisir))"
        r"|il (?:faut|suffit|doit (?:être déposé|remplir|adresser|faire|s'adresser|"
        r"transmettre))|(?:doit|doivent|devra|devront) (?:se présenter|se rendre|"
        r"s'inscrire|s'adresser|être (?:\w+ ){0,2}(?:effectuée?s?|"
        r"déposée?s?|adressée?s?|faite?s?|sorti\w*|rentré\w*|trié\w*|remplie?s?))|"
        r"(?:doit|doivent|devra|devront) (?:\w+ment )?(?!être|avoir|habiter|résider|"
        r"justifier|fournir|présenter|joindre|apporter)\w+(?:er|ir|re)\b|la "
        r"demande (?:\w+ ){0,3}?(?:doit|se fait|est (?:à|faite|déposée|adressée))|"
        r"demandeur doit|dossier (?:doit|est à)|remplir (?:un|une|le)|"
        r"inscriptions? (?:[\w']+ ){0,4}(?:se (?:fait|font)|s'effectue(?:nt)?)(?! entre)|"
        r"peu(?:ven)?t (?:aussi |également )?se faire (?:en ligne|à|au|par|sur))\b",
        "agir": r"\b(?:nous (?:souhaitons|voulons|allons|visons)|"
        r"met(?:tra|tent)? en (?:place|œuvre)|va (?:\w+ ){0,2}\w+(?:er|ir|re)|"
        r"sera (?:\w+ment )?\w+é|seront (?:\w+ment )?\w+és|finance(?:ra)?|s'engage|soutien"
        r"(?:t|dra)|déploie\w*|prévoit|propose(?:ra)?|(?:est|sont) proposée?s?|créera?|"
        r"fixe|engagement|renforce\w*)\b",
        "pourquoi": r"\b(?:face à|afin d|constats?|enjeux?|parce que|n'est plus|demeurent|"
        r"bouleverse|défis?|a pour (?:but|objectif)|c'est pourquoi|dépendants|"
        r"difficultés?|confronté\w*|en raison d|absence d|pour (?:limiter|réduire)|"
        r"conclusions)\b",
        "avoir": r"\b(?:peu(?:ven)?t bénéficier d(?:es|'une?)\b|permet(?:tent)? (?:de|d'|"
        r"aux?)|comprend|bénéficie(?:nt|z)? d|donne (?:droit|accès)|prend en charge|"
        r"est remboursée?|reçoi\w+|perçoi\w+|accompagn\w+|vous pouvez emprunter)\b",
        "quoi": r"\b(?:est une?|consiste|c'est(?! pourquoi| (?:\w+ ){1,3}qui\b)|vise à|"
        r"on appelle|désigne|va réaliser|vont être réalisés|procède(?:nt)? (?:à|au))\b",
    }
)
_SHOWS: Mapping[str, Topic] = {
    "téléphone": "contact", "courriel": "contact", "adresse": "lieu",
    "somme": "combien", "horaire": "quand", "jour": "quand",
}  # fmt: skip
_DAYS = frozenset({"date", "jour", "horaire"})
_PAYS = re.compile(
    r"\b(?:payante?s?|factur(?:é\w*|ation)|déductions?|majorations?|pénalités?)\b", re.I
)
_LIMIT = re.compile(
    r"\b(?:dépass|excèd|excéd|supérieur|inférieur|amende|seuil|moins de)", re.I
)
"""A sum that a case is about is not what one pays or gets."""
_WHEN = re.compile(
    r"\b(?:au plus tard|date limite|avant le|à partir du|jusqu'(?:au|en|à) (?:\d|fin|"
    r"la fin|(?:lun|mar|mercre|jeu|vendre|same)di|(?:janv|févr|mars|avr|mai|juin|juil|ao|"
    r"sept|oct|nov|déc))|à compter du|ouvert\w* d[ue]|se déroul\w+ d[ue]|(?:commenc|début|"
    r"dur|s'achèv)\w+ (?:le|en|jusqu|au|\w+ (?:mois|jours|semaines))|(?:a|aura|ont|"
    r"auront) (?:lieu|généralement lieu) (?:le|du|en)|délais? (?:de|d'|est|dépend|varie)|"
    r"tout au long de l'année|du \d\w* \w* ?au \d|(?:dates|horaires|jours) suivante?s)",
    re.I,
)
_ASK = re.compile(
    r"\b(?:renseignez-vous|contactez|pour s'informer|renseignements?|adressez-vous|"
    r"auprès d|conseillers?|pour (?:tou(?:te?s?|s) (?:demandes?|renseignements?|"
    r"questions?|informations?)|en savoir plus|plus d'informations?)|vous aide\w*)",
    re.I,
)
_CALLS = re.compile(r"\b(?:contact|appel|téléphon|renseign|joindre|s'adresser)", re.I)


BUDGET = re.compile(r"\b(?:millions|milliards|enveloppe|rallonge|budget)\b", re.I)
"""What an aid costs to those who give it is not what readers get."""
BACKGROUND = re.compile(
    r"\A(?:avoir|être|passer|se \w+er)\b.*, c'est\b|"
    r"\b(?:l'absence d|difficult|difficile|confronté|face à|de plus en plus|constat|"
    r"aujourd'hui|souvent|enjeux?|menac|dépendant|demeur|pénurie|manque d|hausse d|"
    r"\d+ ?% )",
    re.I,
)
"""What is wrong today: where a text may begin, and what it is not about."""
OFFERS = re.compile(
    r"\b(?:propose(?:nt)?|met(?:tent)? (?:en place|à (?:la )?disposition|en œuvre)|"
    r"a (?:mis en place|créé|lancé|décidé)|lance|organise|est une (?:aide|service)|"
    r"est proposé|souhaite|renforce)\b",
    re.I,
)
"""What a text is about: what somebody gives, does or wants."""


def topics_of(text: str) -> Iterator[Topic]:
    """Yield what a sentence may answer, the surest first."""
    flat = plain(text)
    found = facts_in(text)
    shown = {_SHOWS.get(one.kind) for one in found}
    signs = [topic for topic, words in _SIGNS if words.search(flat)]
    if "contact" in shown and "faire" in signs and not _CALLS.search(flat):
        yield "faire"
    if "contact" in shown or _ASK.match(flat):
        yield "contact"
    yield from (topic for topic in ("change", "vote") if topic in signs)
    if "lieu" in shown:
        yield from ("lieu", "contact")
    if "papiers" in signs:
        yield "papiers"
    is_sum = "combien" in shown and not _LIMIT.search(flat)
    if (is_sum and not flat.rstrip().endswith(":")) or _PAYS.search(flat):
        yield "combien"
    if _WHEN.search(flat):
        yield "quand"
    if any(one.kind == "part" for one in found) and "agir" not in signs:
        yield "pourquoi"
    yield from signs
    days = (one.kind != "date" or one.key[1] for one in found if one.kind in _DAYS)
    if not signs and any(days) and not re.match(r"depuis\b", flat, re.I):
        yield "quand"
    if not signs and any(one.kind == "site" for one in found):
        yield "contact"


_PAPER = re.compile(
    r"\W*(?:\d+ |une? |les? |la |l'|votre |des )?(?:\w+ )?(?:justificatifs?|pièces?|"
    r"photos?|photocopies?|copies?|actes?|livret|attestations?|cartes?|avis|certificats?|"
    r"carnet|titres?|passeport|rib|relevés?|contrats?|quittances?|factures?|jugements?|"
    r"formulaires?|autorisations?|permis|extraits?|déclarations?|dossier|devis|diplômes?)\b",
    re.I,
)
_MONEY = re.compile(
    r"€|%|\b(?:euros?|gratui\w+|payante?s?|pay\w+|pai\w+|vers\w+|rembours\w+|factur\w+|"
    r"aides?|barème|plafond\w*|ressources|revenus?|montants?|sommes?|coût\w*|prix|tarifs?|"
    r"réductions?|abattement|calcul\w*|taxes?|cotisations?|loyers?|allocations?|primes?|"
    r"subvention\w*|financ\w+|budget\w*|dépens\w+|recettes?|argent|quotient|forfait\w*|"
    r"maximum|minimum|frais|abonnements?|millions?|crédits?|impôts?|taux|salaires?)\b",
    re.I,
)
_TIME = re.compile(
    r"\d|\b(?:délais?|dates?|mois|ans?|années?|jours?|journées?|semaines?|heures?|horaires?|"
    r"avant|après|dès|pendant|durant|depuis|ouvert\w*|fermé\w*|fermeture|vacances|périodes?|"
    r"calendrier|chaque|toujours|immédiat\w*|moment|lorsque?|quand|prochain\w*|matins?|soirs?|"
    r"saisons?|été|hiver|rentrée|durée|dure\w*|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)\b",
    re.I,
)
_FITTING: Mapping[Topic, re.Pattern[str]] = {"combien": _MONEY, "quand": _TIME}


def fits(text: str, topic: Topic) -> bool:
    """Return whether a sentence may answer what the title above it asks."""
    words = _FITTING.get(topic)
    return words is None or bool(words.search(plain(text)))


def topic_of_row(text: str) -> Topic | None:
    """Return what a row of a list or a table is: a price, a paper, hours."""
    kinds = {one.kind for one in facts_in(text)}
    if "somme" in kinds:
        return "combien"
    if _PAPER.match(plain(text)):
        return "papiers"
    if kinds & {"horaire", "jour"}:
        return "quand"
    return "lieu" if "lieu" in kinds else None
