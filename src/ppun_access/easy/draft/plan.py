"""The plan of a text: short questions of its kind, each with the sentences that answer.

The title of a part decides for its sentences; a sentence says for itself what its title
leaves open. What answers nothing stays in the order of the source. Rules only, on words:
they find where an answer stands, never what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ppun_access.document.model import (
    Block,
    Heading,
    List,
    ListItem,
    Para,
    Row,
    Strong,
    Table,
)
from ppun_access.document.walk import plain_text
from ppun_access.easy.draft.fact_sheet import facts_in
from ppun_access.easy.draft.genre import Genre
from ppun_access.easy.draft.parse.text import plain, points_back

REST = "Le reste du texte"
"""The title of what answers no question of the plan."""

Topic = Literal[
    "quoi", "pourquoi", "qui", "avoir", "agir", "faire", "papiers", "combien", "quand",
    "lieu", "contact",
]  # fmt: skip

_GENERAL: tuple[tuple[Topic, str], ...] = (
    ("quoi", "C’est quoi ?"),
    ("qui", "Pour qui ?"),
    ("avoir", "Qu’est-ce que je peux avoir ?"),
    ("faire", "Que dois-je faire ?"),
    ("quand", "Quand ?"),
    ("combien", "Combien ?"),
    ("contact", "Où demander de l’aide ?"),
)
PLANS: Mapping[Genre, tuple[tuple[Topic, str], ...]] = MappingProxyType(
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
        "autre": (),
    }
)
"""The questions of each kind, in their order; « autre » keeps the order of its source."""


# Where answers stand


def _compiled(words: Mapping[Topic, str]) -> tuple[tuple[Topic, re.Pattern[str]], ...]:
    return tuple((topic, re.compile(one, re.I)) for topic, one in words.items())


_HEADINGS = _compiled(
    {
        "papiers": r"\b(?:pièces|papiers|justificatifs?|documents à (?:fournir|joindre))\b",
        "contact": r"\b(?:contacts?|s'adresser|renseign\w+|en savoir plus|interlocuteurs?|"
        r"qui peut vous aider|besoin d'aide|où (?:(?:se |s'|le |la |les )?(?:demander|"
        r"adresser|trouver|procurer))|numéros? utiles?|"
        r"qui contacter|infos? pratiques)\b(?! l)",
        "combien": r"\b(?:montants?|combien|coûts?|tarifs?|prix|budget(?! particip)|taux|"
        r"paiement|rémunération|participation des familles|financement|des moyens|"
        r"indemnisation|"
        r"allocations? perçue|prise en charge financière|plafonds?)\b",
        "quand": r"\b(?:quand|calendrier|délais?|dates?|horaires?|"
        r"échéances?|jours)\b",
        "qui": r"\b(?:pour qui|à qui (?!demander|écrire|s'adresser)|qui (?:est|sont)\b|"
        r"qui (?:peut|peuvent) (?:en |y )?(?:bénéficier|participer|demander|prétendre|"
        r"s'inscrire|adhérer|candidater|avoir)|bénéficiaires?|publics?\Z|"
        r"(?:personnes|publics|élèves|salariés|employeurs|entreprises|êtes-vous|sont) "
        r"(?:visée?s?|concernée?s?)|éligib\w+|employeurs? et salariés|"
        r"conditions?(?! (?:de (?:prêt|paiement)|d'(?:inscription|emprunt|utilisation)|"
        r"générales|tarifaires)))\b",
        "faire": r"\b(?:comment|démarches?|procédures?|demandes?|demander|déclaration|"
        r"inscriptions?|s'inscrire|modalités de dépôt|étapes|formalités|dép[oô]\w+|obtenir|"
        r"candidat\w+|que faire|que dois|ce que doit|obligations?|recours|précautions|"
        r"participer|utiliser|mesures de prévention|conduite à tenir)\b",
        "avoir": r"\b(?:avantages?|aide accordée|quels? (?:travaux|projets|frais|soutien)|"
        r"droits?|garanties?|prestations?|prise en charge|contenu|accompagnement|"
        r"financés?|dépenses éligibles|services proposés|aides?\Z)\b",
        "pourquoi": r"\b(?:pourquoi|contexte|constats?|enjeux?|objectifs?|besoins?|"
        r"rappel du cadre|inégal)\b",
        "agir": r"\b(?:axes?|actions?|orientations?|engagements?|mesures|mise en œuvre|"
        r"ajustements?|proposés?|priorit\w+)\b",
        "lieu": r"\b(?:lieux?|où)\b",
        "quoi": r"\b(?:c'est quoi|de quoi|qu'est-ce|définition|présentation|principes?|"
        r"consiste|le dispositif|concept|description|quels sont les|à quoi sert|"
        r"caractéristiques)\b",
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


def is_set_aside(title: str) -> bool:
    """Return whether the part under a title answers nothing: « Textes de référence »."""
    return bool(_LEFT.search(plain(title)))


def _topic_of_title(text: str, asked: frozenset[Topic]) -> Topic | None:
    flat = plain(text)
    if len(flat.split()) > _LONGEST_TITLE:
        return None
    told = (_ELSE.get(t, t) if t not in asked else t for t, words in _HEADINGS
            if words.search(flat))  # fmt: skip
    return next((topic for topic in told if topic in asked), None)


_ELSE: Mapping[Topic, Topic] = {"papiers": "faire"}
"""What answers for a question that a plan does not ask."""


_SIGNS = _compiled(
    {
        "papiers": r"\b(?:pièces? justificatives?|justificatifs? d|copie de (?:votre|la|"
        r"sa)|"
        r"documents suivants|pièces suivantes|joindre à|muni\w* d|sur présentation d|"
        r"(?:devez|doit|doivent) (?:présenter|fournir|apporter|joindre))\b",
        "lieu": r"\b(?:situé|localisé)e?s?\b",
        "qui": r"\b(?:s'adresse (?:à|aux)|réservée?s? (?:à|aux)|destinée?s? aux|"
        r"peu(?:ven)?t (?:en bénéficier|bénéficier (?:du|de (?:la|l'|cette|ce)))|"
        r"les bénéficiaires|ouverte?s? (?:à tous|aux|à "
        r"toute)|toute personne|avez droit (?:à|aux)|accordée?s? aux|concerne (?:les|tou)|"
        r"sont (?:exclus|concernés)|si vous êtes|condition de ressources|admis)\b",
        "faire": r"\A\W*(?:\w+ ?[,:] )?(?:adressez|remplissez|déposez|envoyez|demandez|"
        r"inscrivez|rendez|retirez|téléchargez|conservez|joignez|indiquez|appelez|prenez|"
        r"présentez|faites|utilisez|signez|choisissez|préparez|proposez|réservez)\b"
        r"|\b(?:vous (?:devez|pouvez (?:faire|déposer|demander|retirer|vous adresser|"
        r"saisir))"
        r"|il (?:faut|doit (?:être déposé|remplir|adresser|faire|s'adresser|transmettre))|"
        r"la "
        r"demande (?:\w+ ){0,3}?(?:doit|se fait|est (?:à|faite|déposée|adressée))|"
        r"demandeur doit|dossier (?:doit|est à)|remplir (?:un|une|le)|"
        r"l'inscription se fait)\b",
        "agir": r"\b(?:met(?:tra|tent)? en (?:place|œuvre)|va (?:\w+ ){0,2}\w+(?:er|ir|re)|"
        r"sera (?:\w+ment )?\w+é|seront (?:\w+ment )?\w+és|finance(?:ra)?|s'engage|soutien"
        r"(?:t|dra)|déploie\w*|prévoit|propose(?:ra)?|créera?|fixe|engagement|"
        r"renforce\w*)\b",
        "pourquoi": r"\b(?:face à|afin d|constat|enjeux?|parce que|n'est plus|demeurent|"
        r"bouleverse|défis?|a pour (?:but|objectif)|c'est pourquoi|dépendants)\b",
        "avoir": r"\b(?:peu(?:ven)?t bénéficier d(?:es|'une?)\b|permet(?:tent)? (?:de|d'|"
        r"aux?)|comprend|bénéficie(?:nt|z)? d|"
        r"prend en "
        r"charge|donne droit|est remboursée?|reçoi\w+|perçoi\w+|accompagn\w+)\b",
        "quoi": r"\b(?:est une?|consiste|c'est|vise à|on appelle|désigne)\b",
    }
)
_SHOWS: Mapping[str, Topic] = {
    "téléphone": "contact", "courriel": "contact", "site": "contact", "adresse": "lieu",
    "somme": "combien", "horaire": "quand",
}  # fmt: skip
_FREE = re.compile(r"\b(?:gratuite?s?|gratuitement|entrée libre|payante?s?)\b", re.I)
_LIMIT = re.compile(
    r"\b(?:dépass|excèd|excéd|supérieur|inférieur|amende|seuil|moins de)", re.I
)
"""A sum that a case is about is not what one pays or gets."""
_WHEN = re.compile(
    r"\b(?:au plus tard|date limite|avant le|jusqu'au|à partir du|à compter du|"
    r"ouvert\w* d[ue]"
    r"|(?:a|aura|ont|auront) lieu (?:le|du|en)|dans (?:un|le) délai|du \d\w* \w* ?au \d)",
    re.I,
)
_ASK = re.compile(
    r"\b(?:renseignez-vous|contactez|pour s'informer|renseignements?|adressez-vous|"
    r"auprès d|conseillers?|"
    r"pour (?:tou(?:t|s) renseignements?|toute question|en savoir plus|"
    r"plus d'informations?)|vous aide\w*)",
    re.I,
)


def topics_of(text: str) -> Iterator[Topic]:
    """Yield what a sentence may answer, the surest first."""
    flat = plain(text)
    found = facts_in(text)
    shown = {_SHOWS.get(one.kind) for one in found}
    if "contact" in shown or _ASK.match(flat):
        yield "contact"
    if "lieu" in shown:
        yield from ("lieu", "contact")
    signs = [topic for topic, words in _SIGNS if words.search(flat)]
    if "papiers" in signs:
        yield "papiers"
    is_sum = "combien" in shown and not _LIMIT.search(flat)
    if (is_sum and not flat.rstrip().endswith(":")) or _FREE.search(flat):
        yield "combien"
    if _WHEN.search(flat):
        yield "quand"
    yield from signs
    if any(one.kind == "date" and one.key[2] for one in found) and not signs:
        yield "quand"


# The plan


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences of one paragraph that stand together: ``unit`` counts from 0."""

    unit: int
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the plan, and what answers it; nothing: the page does not say."""

    topic: Topic
    question: str
    parts: tuple[Part, ...]
    titles: tuple[int, ...] = ()
    """The titles of the source that the question replaces."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a text; ``rest`` has what answers nothing, with its titles, in order."""

    genre: Genre
    answers: tuple[Answer, ...]
    rest: tuple[Part, ...]


def plan(genre: Genre, blocks: Sequence[Block], said: Sequence[Sequence[str]]) -> Plan:
    """Return the plan of a text of this kind.

    ``blocks`` are its paragraphs, titles and lists, ``said`` the sentences of each. Lists
    and tables are whole, with the sentence that announces them.
    """
    asked = PLANS[genre]
    known = frozenset(topic for topic, _ in asked)
    topics = _assigned(blocks, said, known)
    _settle(blocks, topics, known, range(len(blocks)))
    under = _titles_of(blocks, topics, known)
    replaced = {n for n, topic in under.items() if topic and _is_replaced(blocks[n])}
    placed: dict[Topic | None, list[tuple[int, int]]] = {}
    for place, topic in topics.items():
        placed.setdefault(topic, []).append(place)
    for n, topic in under.items():
        if n not in replaced:
            placed.setdefault(topic, []).extend((n, k) for k in range(len(said[n])))
    answers = tuple(
        Answer(
            topic,
            question,
            _parts(sorted(placed.get(topic, ()))),
            tuple(sorted(n for n in replaced if under[n] == topic)),
        )
        for topic, question in asked
    )
    return Plan(genre, answers, _parts(sorted(placed.get(None, ()))))


_SHORT_TITLE = 3
"""Words: « Montant de l’aide » says no more than its question."""


def _is_replaced(title: Block) -> bool:
    """Return whether a question of the plan says all that a title says."""
    words = plain_text(title)
    named = any(pattern.search(plain(words)) for _, pattern in _HEADINGS)
    brief = words.rstrip().endswith("?") or len(words.split()) <= _SHORT_TITLE
    return named and brief and not any(map(str.isdigit, words))


Places = dict[tuple[int, int], Topic | None]


def _assigned(
    blocks: Sequence[Block], said: Sequence[Sequence[str]], asked: frozenset[Topic]
) -> Places:
    """Return what each sentence answers, by its unit and its number in it."""
    titles: list[tuple[int, Topic | None]] = []
    found: Places = {}
    last: Topic | None = None
    waits = is_left = has_begun = False
    for n, block in enumerate(blocks):
        if isinstance(block, Heading):
            words = plain_text(block)
            titles = [one for one in titles if one[0] < block.level]
            titles.append((block.level, _topic_of_title(words, asked)))
            last, waits, has_begun = None, False, False
            is_left = is_set_aside(words)
            continue
        title = next((topic for _, topic in reversed(titles) if topic), None)
        opens = {unit for unit, _ in found} <= {n} and title is None
        for k, text in enumerate(said[n] or ("",)):
            goes_on = waits or not text or (has_begun and _goes_on(text))
            if is_left:
                last = None
            elif not found or not (goes_on or (isinstance(block, List | Table) and k > 0)):
                last = _answered(text, title, asked)
                if "combien" in asked and _is_priced(block, text, blocks[n + 1 : n + 2]):
                    last = "combien"
                if opens:
                    last = "quoi" if k == 0 or last is None else last
                    last = last if last in asked else None
            found[n, k], has_begun = last, True
            waits = not isinstance(block, List | Table) and text.rstrip().endswith(":")
    _label(blocks, found)
    return found


def _is_priced(block: Block, text: str, following: Sequence[Block]) -> bool:
    """Return whether a list of prices is said, or announced by ``text``."""
    if text.rstrip().endswith(":"):
        block = next(iter(following), block)
    if not isinstance(block, List | Table):
        return False
    rows = block.items if isinstance(block, List) else block.rows[1:]
    sums = [any(map(_shows_sum, _said_in(row))) for row in rows]
    return sum(sums) > 1 and sum(sums) * 2 > len(sums)


def _said_in(row: ListItem | Row) -> Iterator[str]:
    yield from map(plain_text, row.cells if isinstance(row, Row) else (row,))


def _shows_sum(text: str) -> bool:
    return any(one.kind == "somme" for one in facts_in(text))


def _label(blocks: Sequence[Block], found: Places) -> None:
    """Put a label in bold, « **Rue de Provence** », with what follows it."""
    for n in reversed(range(len(blocks) - 1)):
        block, place = blocks[n], (n + 1, 0)
        if (
            isinstance(block, Para)
            and all(isinstance(node, Strong) for node in block.children)
            and not plain_text(block).rstrip().endswith((".", "!", "?"))
            and place in found
        ):
            found[n, 0] = found[place]


def _settle(
    blocks: Sequence[Block], topics: Places, asked: frozenset[Topic], where: range
) -> None:
    """Keep together what stands under a title that says more than a question does.

    « Décès avant la retraite » governs its sentences: they go with it, or stay with it.
    """
    end = where.start
    for n in where:
        block = blocks[n]
        if n < end or not isinstance(block, Heading):
            continue
        later = range(n + 1, where.stop)
        end = next((m for m in later if _ends(block, blocks[m])), where.stop)
        if _is_replaced(block):
            _settle(blocks, topics, asked, range(n + 1, end))
            continue
        own = _topic_of_title(plain_text(block), asked)
        freed = set[int]()
        if own and not _CASE.search(plain(plain_text(block))):
            freed = _freed(blocks, topics, asked, range(n + 1, end))
        inside = [p for p in topics if n < p[0] < end and p[0] not in freed]
        inside = [p for p in inside if not _closes(blocks, topics, p)]
        common = Counter(topics[place] for place in inside).most_common()
        one = common[0][0] if common and common[0][1] * 2 > len(inside) else None
        is_aside = is_set_aside(plain_text(block))
        topics |= dict.fromkeys(inside, None if is_aside else own or one)


_CASE = re.compile(r"\b(?:cas|si|lors|lorsque|quand|décès|en tant que)\b", re.I)
"""A title that says when its part holds: a sum without it would be false."""


def _freed(
    blocks: Sequence[Block], topics: Places, asked: frozenset[Topic], where: range
) -> set[int]:
    """Settle the parts in ``where`` whose titles are questions; return their blocks."""
    found, end = set[int](), where.start
    for n in where:
        block = blocks[n]
        if n < end or not isinstance(block, Heading) or not _is_replaced(block):
            continue
        later = range(n + 1, where.stop)
        end = next((m for m in later if _ends(block, blocks[m])), where.stop)
        found |= set(range(n, end))
        _settle(blocks, topics, asked, range(n + 1, end))
    return found


def _closes(blocks: Sequence[Block], topics: Places, place: tuple[int, int]) -> bool:
    """Return whether a way to ask closes a part: it is for the whole page."""
    after = next(iter(blocks[place[0] + 1 :]), None)
    return topics[place] == "contact" and isinstance(after, Heading | List | None)


def _ends(title: Heading, block: Block) -> bool:
    return isinstance(block, Heading) and block.level <= title.level


_GOES_ON = re.compile(
    r"[«(\s]*(?:son|sa|ses|leurs?|celui-ci|celle-ci|ceux-ci|celles-ci|toutefois|cependant|"
    r"néanmoins|en revanche|par ailleurs|en outre|ainsi|aussi|passé ce|sinon|notamment|"
    r"(?:\w+ ){0,3}?(?:ce|cet|cette|ces|celui-ci|celle-ci) )",
    re.I,
)
"""Begins a sentence that leans on the one before it: « Son montant… »."""


def _goes_on(text: str) -> bool:
    return points_back(text) or bool(_GOES_ON.match(plain(text)))


_OPEN: frozenset[Topic | None] = frozenset({None, "quoi", "agir"})
"""Titles under which sentences say for themselves what they answer."""


def _answered(text: str, title: Topic | None, asked: frozenset[Topic]) -> Topic | None:
    is_policy = "agir" in asked
    if title not in _OPEN and not (is_policy and title == "combien"):
        return title
    own = (t for t in topics_of(text) if t in asked and not (is_policy and t == "qui"))
    found = next(own, None)
    return found or (None if title == "combien" else title)


def _titles_of(
    blocks: Sequence[Block], topics: Places, asked: frozenset[Topic]
) -> dict[int, Topic | None]:
    """Return with what each title of the source goes: None where it stays in the rest."""
    found: dict[int, Topic | None] = {}
    for n, block in enumerate(blocks):
        if not isinstance(block, Heading):
            continue
        later = range(n + 1, len(blocks))
        end = next((m for m in later if _ends(block, blocks[m])), len(blocks))
        inside = [topic for (m, _), topic in topics.items() if n < m < end]
        known = Counter(topic for topic in inside if topic)
        stays = None in inside or not known
        own = _topic_of_title(plain_text(block), asked)
        best = own if own in known else next(iter(known.most_common(1)), (None,))[0]
        found[n] = None if stays else best
    return found


def _parts(places: Iterable[tuple[int, int]]) -> tuple[Part, ...]:
    units: dict[int, list[int]] = {}
    for unit, sentence in places:
        units.setdefault(unit, []).append(sentence)
    return tuple(Part(unit, tuple(some)) for unit, some in units.items())
