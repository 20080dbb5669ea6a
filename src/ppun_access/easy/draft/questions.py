"""The kind of a text, its questions, and the words that show where answers stand.

Aid or service, procedure, news or event, policy or message: its words tell it, where one
kind is surely ahead of the others, else nobody knows. A person who writes « genre » in the
settings or in the front matter decides. All words are in ``data/plan.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Literal, get_args

from ppun_access.document.model import Document
from ppun_access.document.walk import plain_text
from ppun_access.easy.draft.structure.rule import phrases
from ppun_access.easy.facts.sheet import Fact, facts_in
from ppun_access.easy.text import (
    Phrases,
    listed,
    plain,
    points_back,
    table,
    unaccented,
)
from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.text.words import words

Genre = Literal["aide", "demarche", "actualite", "politique", "autre"]
GENRES: tuple[Genre, ...] = get_args(Genre)
KEY = "genre"
LABELS: Mapping[Genre, str] = {
    "aide": "une aide ou un service",
    "demarche": "une démarche",
    "actualite": "une actualité ou un événement",
    "politique": "une politique ou un message",
    "autre": "un autre texte",
}


def genre_named(written: str) -> Genre | None:
    """Return the kind that a person wrote, with or without its accents; None for no kind.

    >>> genre_named("Démarche"), genre_named("roman")
    ('demarche', None)
    """
    flat = unaccented(written.strip())
    return next((genre for genre in GENRES if genre == flat), None)


_TABLE = table("plan")
_NEWS = {kind: phrases(words) for kind, words in _TABLE["news"].items()}
_CONFIRMED = {kind: phrases(words) for kind, words in _TABLE["confirmed"].items()}
_WEIGHTS: Mapping[Genre, Mapping[str, int]] = {
    genre: {word: int(weight) for weight, words in own.items() for word in words.split()}
    for genre, own in _TABLE["genres"].items()
}
_FIRST = 60
"""Words: where a page begins, it says what it is."""
_MARGIN, _LEAST = 1.1, 2
"""How much more has to speak for the best kind than for the second: a tenth, and two."""
_ENOUGH = 15
"""Words, with their weights: fewer tell no kind."""


def news_of(title: str, text: str) -> str:
    """Return which news a text is by its title, if the text says so; empty for none.

    >>> news_of("Coupure de la rue Haute", ""), news_of("Coupure de nuit", "Il dort.")
    ('travaux', '')
    """
    title, whole = plain(title), plain(f"{title} {text}")
    told = (kind for kind, words in _NEWS.items() if words.search(title))
    return next((kind for kind in told if _CONFIRMED[kind].search(whole)), "")


def genre_of(document: Document, set_by_hand: str = "") -> Genre:
    """Return the kind that a person said, else that its words surely show, else « autre ».

    ``set_by_hand`` is the one of the settings, which wins over the front matter.
    """
    if named := _genre_set(document, set_by_hand):
        return named
    found = _counted(document)
    scores: dict[Genre, int] = {
        genre: sum(weights.get(word, 0) * count for word, count in found.items())
        for genre, weights in _WEIGHTS.items()
    }
    *_, second, best = sorted(scores, key=lambda genre: scores[genre])
    least = max(_ENOUGH, _MARGIN * scores[second] + _LEAST)
    return best if scores[best] > least else "autre"


def is_genre_known(document: Document, set_by_hand: str = "") -> bool:
    """Return whether a person said the kind, « autre » included, or the words show it."""
    is_shown = genre_of(document, set_by_hand) != "autre"
    return is_shown or _genre_set(document, set_by_hand) is not None


def _genre_set(document: Document, set_by_hand: str) -> Genre | None:
    """Return the kind that a person said, in the settings or on the page; else None."""
    return genre_named(set_by_hand) or genre_named(dict(document.meta.front).get(KEY, ""))


def _counted(document: Document) -> Counter[str]:
    """Return the words of a text; those of its title and of its beginning count more."""
    text = plain_text(document)
    first = " ".join(text.split()[:_FIRST])
    return Counter(word for said in (document.title, first, text) for word in content(said))


Topic = Literal[
    "change", "vote", "papiers", "contact", "combien", "qui", "faire", "quand", "avoir",
    "agir", "lieu", "pourquoi", "quoi",
]  # fmt: skip
TOPICS: tuple[Topic, ...] = get_args(Topic)
"""What a question asks for; of two that a sentence answers, the first is the surer."""
Questions = tuple[tuple[Topic, str], ...]
Asked = frozenset[Topic]


def _table(name: str) -> dict[Topic, Phrases]:
    return {t: phrases(_TABLE[name][t]) for t in TOPICS if t in _TABLE[name]}


def _questions(kind: str) -> Questions:
    return tuple((t, asked) for t, asked in _TABLE["kinds"][kind].items() if t in TOPICS)


PLANS: Mapping[Genre, Questions] = {one: _questions(one) for one in GENRES}
"""The questions of each kind, in their order."""


def questions(genre: Genre, title: str, text: str = "") -> Questions:
    """Return what readers of a text ask, by its kind and, for news, its words."""
    news = news_of(title, text) if genre == "actualite" else ""
    return _questions(news) if news else PLANS[genre]


# What titles tell

_TITLES, _NOT_TITLES = _table("titles"), _table("not-titles")
_LEFT = phrases(_TABLE["left"]["titles"])
_TRANSPARENT = phrases(_TABLE["transparent"]["titles"])
_WIDE = phrases(_TABLE["transparent"]["wide"])
_ELSE: Mapping[Topic, Topic] = {"papiers": "faire", "lieu": "contact"}
"""What answers for a question that a plan does not ask."""
_LEAD = re.compile(
    r"\W*(?:(?:étape|article|partie)? ?(?:\d+|[ivx]+)\b ?[°.):–-]+ )?(?:quel(?:le)?s? "
    r"(?:(?:est|sont) )?)?(?:(?:les?|la|une?|des|mes|vos|votre|mon|ma|nos|notre) |l')?",
    re.IGNORECASE,
)
"""What stands before the words that tell what a title asks."""
_PIECES = re.compile(r" : | et (?!que)|(?<=\w)\?|, ")
_LONGEST_TITLE = 10
"""Words: a longer title tells of a case, and names things in passing."""
_SHORT_TITLE = 3
"""Words: « Montant de l’aide » says no more than its question."""
_LABEL = re.compile(r"\A\W*(?!(?:les?|la|des) |l')([^.:!?]{3,40}?) ?:", re.IGNORECASE)
"""« Dates : du 3 au 5 mai »; « Les publics : … » is an item of a list."""


def bare(title: str) -> str:
    """Return a title without its brackets."""
    return re.sub(r" *\([^)]*\)", "", title)


def is_set_aside(title: str) -> bool:
    """Return whether the part under a title answers nothing: « Textes de référence »."""
    return _begins(_LEFT, plain(title))


def is_transparent(title: str) -> bool:
    """Return whether a title says nothing of what stands under it: « À savoir »."""
    flat, is_short = plain(title), len(title.split()) <= _SHORT_TITLE
    return _begins(_WIDE, flat) or (is_short and _begins(_TRANSPARENT, flat))


def _begins(words: re.Pattern[str] | Phrases, flat: str) -> bool:
    lead = _LEAD.match(flat)
    starts = {0, lead.end() if lead else 0, len(flat) - len(flat.lstrip(" «(-"))}
    return any(words.match(flat, start) for start in starts)


def topic_of_title(text: str, asked: Asked) -> Topic | None:
    """Return the question, of those that are asked, that a title is another form of.

    A title that asks two of them tells nothing of the one that a sentence answers.
    """
    found = topics_in_title(text, asked)
    is_sure = len(set(found)) == 1 or found[-1:] == ["papiers"]
    return found[-1] if is_sure else None


def topics_in_title(text: str, asked: Asked) -> list[Topic]:
    """Return all the questions, of those that are asked, that a title has."""
    pieces = _PIECES.split(plain(bare(text)).strip(" :"))
    found = [one for piece in pieces if (one := _asked_by(piece, asked))]
    if found or len(text.split()) <= _SHORT_TITLE:
        return found
    return [one for one in topics_of(text) if one in asked][:1]


def asked_as(topic: Topic, asked: Asked) -> Topic | None:
    """Return the question of a plan that a topic answers: papers are what to do."""
    other: Topic = "faire" if topic == "papiers" else topic
    return next((one for one in (topic, other) if one in asked), None)


def _asked_by(piece: str, asked: Asked) -> Topic | None:
    if len(piece.split()) > _LONGEST_TITLE:
        return None
    for topic, pattern in _TITLES.items():
        one = topic if topic in asked else _ELSE.get(topic)
        if one in asked and _begins(pattern, piece):
            wrong = _NOT_TITLES.get(topic)
            if wrong is None or not _begins(wrong, piece):
                return one
    return None


def topic_of_label(text: str, asked: Asked) -> Topic | None:
    """Return what a label before a colon says that a line answers."""
    label = _LABEL.match(plain(text))
    if not label or len(label[1].split()) > _SHORT_TITLE:
        return None
    return topic_of_title(label[1], asked)


def says_no_more(title: str, page: str = "") -> bool:
    """Return whether a question says all that a title says, but the title of the page."""
    title = title.rpartition(" : ")[2]
    if page and plain(title).lower().startswith(plain(page).lower()):
        title = title[len(page) :].lstrip(" ,:–-")
    brief = title.rstrip().endswith("?") or len(title.split()) <= _SHORT_TITLE
    flat = plain(title).strip()
    if _begins(WORDS["conditions"], flat) or any(map(str.isdigit, title)):
        return False
    return brief and bool(_asked_by(flat, frozenset(TOPICS)))


# What sentences tell

_SAYS, _NOT_SAYS = _table("says"), _table("not-says")
_BEGINS, _ABOUT = _table("begins"), _table("about")
WORDS = {
    name: phrases(text) for name, text in {**_TABLE["words"], **_TABLE["leaning"]}.items()
}
"""What words of a list find in plain text."""
OFFERS = WORDS["offers"]
_ORDER = re.compile(r"\A\W*(?:\w+ ?[,:] )?(?!rendez-vous)(\w+ez)\b", re.IGNORECASE)
_NO_ORDER = listed(_TABLE["words"]["order-none"])
NO_BEGINNING = re.compile(
    r"\W*(?:\w+ez|(?:(?:se|bien|mieux) )?(?!premi|notre|votre)\w+(?:er|ir|[dtu]re)|ex|"
    r"exemple|attention|c'est parti|oui|non|(?:un grand )?merci|"
    r"pour (?:\w+ )?\w{2,}(?:er|ir|re)|\w+ (?:bénéficiaire|demandeur|candidat)s?)\b",
    re.IGNORECASE,
)
"""An order, an infinitive, an example, who asks: it does not say what a page is about."""
_PASSED = re.compile(r"\W*\w+ée?s? (?:à|au|aux|par|en|dans)\b[^,]*\Z", re.IGNORECASE)
"""« Transféré à la mairie à partir de 2017. »: what was, of nobody."""
_FACTS: Mapping[str, Topic] = {
    "téléphone": "contact", "courriel": "contact", "adresse": "lieu",
}  # fmt: skip


def says(text: str, *names: str) -> bool:
    """Return whether a sentence has one of the words of some lists."""
    return any(WORDS[name].search(plain(text)) for name in names)


_STEM = 6
"""Letters that « recensement » and « recenser », « inscription » and « inscrire » share."""


def content(text: str) -> frozenset[str]:
    """Return the beginnings of the words of a text that say something."""
    return frozenset(
        w.lower().removesuffix("s")[:_STEM]
        for w in words(text.replace("’", " ").replace("'", " "))
        if len(w) > 2 and w.isalpha() and not is_function_word(w.lower())
    )


GENERIC = content(_TABLE["words"]["generic"])


def subject(text: str, title: str) -> bool:
    """Return whether the subject of a sentence is that of the page."""
    return is_about(plain(text), content(title) | GENERIC)


def is_about(flat: str, title: AbstractSet[str]) -> bool:
    """Return whether the first word that says something is one of the title."""
    for fact in facts_in(flat):
        flat = flat.replace(fact.words, "")
    found = (content(word) for word in words(flat.replace("'", " ")))
    return bool(next(filter(None, found), frozenset[str]()) & title)


def topics_of(text: str, genre: Genre | None = None) -> Iterator[Topic]:
    """Yield what a sentence surely answers, the surest first."""
    flat, found = plain(text), facts_in(text)
    if flat.rstrip().endswith("?"):
        return
    kinds = {one.kind for one in found}
    order = _ORDER.match(flat)
    is_order = bool(order and order[1].lower() not in _NO_ORDER)
    told = {topic for topic, one in _SAYS.items() if one.search(_without(flat, topic))}
    told |= {
        topic for topic, words in _BEGINS.items() if _begins(words, _without(flat, topic))
    }
    told |= {_FACTS[kind] for kind in kinds if kind in _FACTS}
    told |= {"faire"} if is_order else set()
    is_act = says(flat, "acts")
    told |= {"contact"} if WORDS["ask"].match(flat) and not is_act else set()
    told |= {"faire"} if is_act else set()
    told |= {"papiers"} if _opens(flat, "paper") and says(flat, "needed") else set()
    told |= {"combien"} if _is_price(flat, found, genre) else set()
    told |= (
        {"quand"}
        if genre == "actualite" and _is_day(found) and not points_back(text)
        else set()
    )
    told -= {"quand"} if _PASSED.match(flat) else set()
    told -= {"agir"} if says(flat, "undone", "background") else set()
    if "contact" in told and "faire" in told and not says(flat, "calls"):
        yield "faire"
    yield from (topic for topic in TOPICS if topic in told)


def _without(flat: str, topic: Topic) -> str:
    """Return a sentence without the words that seem to answer a question."""
    return _NOT_SAYS[topic].sub("", flat) if topic in _NOT_SAYS else flat


def _is_price(flat: str, found: tuple[Fact, ...], genre: Genre | None) -> bool:
    """Return whether a sentence tells what one pays or gets, or what a policy costs."""
    if says(flat, "pays"):
        return genre != "politique"
    if says(flat, "no-price") or flat.rstrip().endswith(":"):
        return False
    sums = {one.key for one in found if one.kind == "somme"}
    is_told = bool(sums - {("0",)}) or (bool(sums) and says(flat, "free"))
    is_share = any(one.kind == "part" for one in found) and says(flat, "share")
    return (is_told or is_share) and says(flat, "budget") == (genre == "politique")


def _is_day(found: tuple[Fact, ...]) -> bool:
    """Return whether a day, not only a year, or an hour is told."""
    return any(
        one.kind in ("jour", "horaire") or (one.kind == "date" and one.key[2])
        for one in found
    )


def is_only_day(text: str) -> bool:
    """Return whether a line is nothing but a day: « Le 21 février 2023 »."""
    days = (one.words for one in facts_in(text) if one.kind in ("date", "jour"))
    left = text
    for day in days:
        left = left.replace(day, "")
    return left != text and not re.search(r"[^\W\d]{3}", left)


def says_of_page(text: str, topic: Topic) -> bool:
    """Return whether a sentence on the subject of the page says what it is, or for whom."""
    words = _ABOUT.get(topic)
    return words is not None and bool(words.search(plain(text)))


def leans(text: str) -> bool:
    """Return whether a sentence begins as one that is not true by itself."""
    flat = plain(text)
    return bool(WORDS["leans"].match(flat) and not WORDS["stands"].match(flat))


_VERB = re.compile(
    r"\W*(?:\d+[.)] )?(?:mieux |ne pas )?[a-zà-ÿ]{3,}(?:er|ir|[dt]re)\b", re.I
)
"""« Mieux former les agents »: what a policy wants to do."""
_ROW = re.compile(r"\W*(?:\d+ |une? |les? |la |l'|votre |vos |des |d'|de )?", re.I)


def _opens(flat: str, name: str) -> bool:
    lead = _ROW.match(flat)
    return bool(WORDS[name].match(flat, lead.end() if lead else 0))


def topic_of_row(text: str, genre: Genre | None = None) -> Topic | None:
    """Return what a row is: a price, a paper, a condition, hours, what is to be done."""
    flat, found = plain(text), facts_in(text)
    kinds = {one.kind for one in found}
    if "somme" in kinds and not says(flat, "no-price"):
        return "combien"
    if _opens(flat, "paper"):
        return "papiers"
    if _opens(flat, "condition"):
        return "qui"
    if genre == "politique" and _VERB.match(flat):
        return "agir"
    if _opens(flat, "act"):
        return "faire"
    if _is_day(found):
        return "quand"
    return "lieu" if kinds & {"lieu", "adresse"} else None


# What a reader may do without: references of law, history, pride

_TEXT = (
    r"(?:articles? [LRD]?\.? ?\d|lois? (?:n°|du \d)|décrets? (?:n°|du)|arrêtés? (?:n°|du)|"
    r"ordonnances? (?:n°|du)|circulaires? |code (?:du|des|de la|général|civil|pénal)\b)"
)
_LEGAL = re.compile(
    rf"\A\W*(?!article \d+ ?[:–-])(?:vu )?(?:les? |la |l'|une? )?{_TEXT}|"
    r"\A(?>[^,;]*(?:est|sont|été) (?:prévue?s?|fixée?s?|définie?s?|régie?s?|encadrée?s?|"
    rf"instituée?s?|instaurée?s?) par (?:les? |la |l'|une? )?{_TEXT})[^,;€]*\Z",
    re.I,
)
"""A text of law is the subject, or all that is said."""
_PAST = re.compile(
    r"\A(?!.*\b(?:depuis|aujourd'hui|désormais|peut|peuvent|doit|doivent|vous)\b)"
    r"(?:(?>[^,;]*?\b(?:a|ont) été (?:créé|initié|lancé|fondé|instauré)e?s?\b)"
    r".*\b(?:19|20)\d\d|"
    r"[^,;]*(?:\best née? (?:en|au|à la fin)\b|\bpermettait\b|\ba succédé\b))",
    re.I,
)
"""What was made or was so, and nothing of today."""
_PRIDE = re.compile(
    r"\b(?:fièr\w+|fiert\w+|pionni\w+|se félicite|fer de lance|à la pointe|chef de file|"
    r"franchit un cap|marque de fabrique)\b",
    re.I,
)
POLITE = "politesse"
_THANKS = re.compile(
    r"\b(?:vous remerci\w+|merci (?:d'avance )?(?:de|pour) votre (?:compréhension|"
    r"patience)|(?:compt\w+ sur|remerci\w+ de) votre compréhension|(?:désolés?|"
    r"excus\w+) (?:de|pour) (?:ce|la|cette) (?:gêne|dérangement))\b",
    re.I,
)
POINTER = "renvoi à une autre page"
_POINTER = re.compile(
    r"\A(?!.*\b(?:formulaires?|dossiers?|demandes?|inscri\w+|candidat\w+)\b)"
    r"\W*(?:plus d'informations?|(?:pour )?en savoir plus|lire (?:la suite|aussi)|"
    r"voir (?:aussi|ici|notre)|publiée? le|mise? à jour le|imprimer|partager|accueil >|"
    r"(?:(?:re)?trouvez|consultez|télécharge[rz]|cliquez)\b.*\b(?:ici|"
    r"sur (?:cette|la) page|dans ce (?:guide|mode d'emploi)|"
    r"ci-(?:dessous|contre|après)|lien)|"
    r"(?:documents joints|liens?|liens utiles) ?:?\Z)",
    re.I,
)
"""What points to a form says how to ask: it is not spared."""
_SPARED = (
    (POINTER, _POINTER),
    ("référence de loi", _LEGAL),
    (POLITE, _THANKS),
    ("histoire", _PAST),
    ("la collectivité parle d’elle", _PRIDE),
)


def spared(text: str) -> str:
    """Return why a reader may do without a passage, in French; empty when nothing says so.

    >>> spared("Le réseau a été créé en 1982.")
    'histoire'
    """
    flat = plain(text)
    return next((why for why, words in _SPARED if words.search(flat)), "")
