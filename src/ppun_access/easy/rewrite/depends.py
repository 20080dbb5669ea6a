"""« Selon N, A. » → « A. Cela dépend de N. »; « Selon la loi, A. » names the law last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.rewrite.grammar import open_subordinates, root_verb
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import count, listed, sentence, stopped, unstopped
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import is_finite, lemmas
from ppun_access.easy.rewrite.verify import subject_within

_FACTORS = (
    "activité ancienneté aptitude besoins? capacités? cas catégorie centres? choix "
    "circonstances communes? composition contrats? date degré départements? disponibilités "
    "distance durée fonctions? gravité lieux? localisation logement modes? moment "
    "montants? "
    "motifs? nationalité nature niveau nombre pays prix profession quotient ressources "
    "revenus? régime régions? résultats? secteurs? situations? statut surface tailles? "
    "taux types? usages? valeur véhicule zone âge état établissement"
)
_FACTOR = rf"(?:\d+ |différent\w+ )?(?:{'|'.join(_FACTORS.split())})\b"
_DETERMINED = r"(?P<what>(?:le |la |les |l'|votre |vos |son |sa |ses |leurs? )"
_OWN = r"(?:la |l'|votre |vos |son |sa |ses |leurs? )?"
_ON = (
    rf"(?:selon {_DETERMINED}{_FACTOR}[^,;:]*)|"
    rf"en fonction (?P<of>(?:de |des |du |d'){_OWN}{_FACTOR}[^,;:]*))"
)
_LEADING = re.compile(rf"{_ON}, (?P<main>.+)\Z", re.IGNORECASE)
_CLOSING = re.compile(rf", {_ON}\Z", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:ou|peu\w+|pou[rv]\w+|parfois|différ\w*|vari\w*|certain\w*|plusieurs|"
    r"jusqu'\w*|totalement)\b|\bentre \d|\bde \d\S* .*à \d"
)
"""What may be one thing or the other."""
_CLAUSE = re.compile(
    r"\b(?:si|s'il|sauf|mais|notamment|ainsi|exemple|fixé\w*|prévu\w*|défini\w*)\b"
)
_CONTRACTED = (("le ", "du "), ("les ", "des "))
_SECOND = re.compile(
    r"\b(et|ou) (?=(?:le|la|les|votre|vos|son|sa|ses|leurs?) |l['’])((?:le |les |))"
)
_TEXTS = (
    r"(?:articles?|loi|décret|arrêté|code|règlement|directive|ordonnance|convention|"
    r"constitution|circulaire|accord|dispositions)\b"
)
_RULED = re.compile(
    r"(?:Conformément (?P<to>à la |à l'|aux? )|En (?:application|vertu) (?P<by>de la |de "
    r"l'|du |des )|"
    rf"Aux termes (?P<said>de la |de l'|du |des ))(?P<text>{_TEXTS}.*?), "
    r"(?P<main>(?:[ldcs]'|\w+ ).+)\Z",
    re.IGNORECASE,
)
_RULED_LAST = re.compile(
    r",? (?:conformément (?P<to>à la |à l'|aux? )|en (?:application|vertu) (?P<by>de la |"
    r"de l'|du |des ))"
    rf"(?P<text>{_TEXTS}[^,;:]*)\Z",
    re.IGNORECASE,
)
_SECOND_TEXT = re.compile(r"\b(?:et|ou) (?:aux?|à|du|des|de)\b")
_POINTS = re.compile(r"\b(?:\w*quel\w*|qui|dont|ils?|elles?|son|sa|ses|leurs?|qu)\b")
"""« l'accord dans lequel il s'inscrit » needs what it is said of."""
_CITES = re.compile(
    r"«|\b(?:même (?:code|loi|article|accord)|ladite|dudit|précité|prévue? par)\b"
)
"""What is quoted, or points to the law that would come after it."""
_DEFINED = re.compile(r"\b(?:définie?s?|fixée?s?|prévue?s?|précisée?s?|établie?s?)\Z")
"""« les règles sont définies conformément à l’article »: no more is told."""
_WE = listed("je j' nous")
_AGREE = listed(
    "convenir décider souhaiter rappeler reconnaître affirmer entendre préciser indiquer "
    "souligner demander proposer rester"
)
"""« Conformément à la loi, les parties conviennent de B »: no law provides that."""
_ARTICLE = {
    "à la": "la ",
    "à l'": "l’",
    "au": "le ",
    "aux": "les ",
    "de la": "la ",
    "de l'": "l’",
    "du": "le ",
    "des": "les ",
}


def depends(tree: Tree) -> Iterator[Pieces]:
    """« Selon N, A ou B. », « A ou B, selon N. » → « A ou B. Cela dépend de N. »."""
    leading = _LEADING.match(tree.plain)
    if leading:
        named, main = _named(tree, leading), tree.text[leading.start("main") :]
        if _SEVERAL.search(leading["main"]) and not _CLAUSE.search(named):
            yield sentence(main), stopped(f"Cela dépend {named}")
        return
    flat = unstopped(tree.plain)
    closing = _CLOSING.search(flat)
    if closing and not open_subordinates(tree, tree.at(closing.start())):
        named = _named(tree, closing)
        if _SEVERAL.search(flat[: closing.start()]) and not _CLAUSE.search(named):
            yield sentence(tree.text[: closing.start()]), stopped(f"Cela dépend {named}")


def _named(tree: Tree, found: re.Match[str]) -> str:
    """Return « de la gravité », « du type », « des revenus »."""
    group = "what" if found["what"] else "of"
    said = tree.text[found.start(group) : found.end(group)]
    if group == "of":
        return said
    said = _SECOND.sub(lambda one: f"{one[1]} {_of(one[2])}", said)
    return _of(said)


def _of(said: str) -> str:
    """Return « du type » for « le type », « de la date » for « la date »."""
    for article, contracted in _CONTRACTED:
        if said.lower().startswith(article):
            return contracted + said[len(article) :]
    return f"de {said}"


def after_depends(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a main clause that opens with its subject: one verb, no list before it."""
    told, verb = pieces[0], root_verb(pieces[0])
    listed_first = verb is not None and "," in told.lows[:verb]
    second = any(
        told.lows[i] == "et" and is_finite(told, i + 1) for i in range(len(told) - 1)
    )
    return subject_within(told, 1) and not (listed_first or second)


def ruled(tree: Tree) -> Iterator[Pieces]:
    """« En application de la loi, A. » → « A. C’est prévu par la loi. »."""
    found = _RULED.match(tree.plain)
    if found and (_CITES.search(tree.plain) or _POINTS.search(found["text"])):
        return
    if found and not _SECOND_TEXT.search(found["text"]):
        main, end = tree.text[found.start("main") :], found.end("text")
        yield sentence(main), stopped(f"C’est prévu par {_text(tree, found, end)}")


def ruled_last(tree: Tree) -> Iterator[Pieces]:
    """« A, en application de la loi. » → « A. C’est prévu par la loi. »."""
    flat = unstopped(tree.plain)
    last = _RULED_LAST.search(flat)
    told = last is not None and _DEFINED.search(flat[: last.start()])
    if last and not told and _is_of_all(tree, last):
        said = _text(tree, last, last.end("text"))
        yield sentence(tree.text[: last.start()]), stopped(f"C’est prévu par {said}")


def _text(tree: Tree, found: re.Match[str], end: int) -> str:
    """Return « l’article 3 du code », with the article that « par » asks for."""
    opened = next(one for one in ("to", "by", "said") if found.groupdict().get(one))
    article = _ARTICLE[found[opened].strip().lower()]
    return article + tree.text[found.start("text") : end]


def _is_of_all(tree: Tree, found: re.Match[str]) -> bool:
    """« les travaux réalisés conformément au code »: of the works only."""
    place, verb = tree.at(found.start()), root_verb(tree)
    if verb is None or verb >= place or open_subordinates(tree, place):
        return False
    word = place + 1 if tree.lows[place] == "," else place
    heads = {tree.head(i) for i in range(word, word + 3)}
    return bool({tree.root, verb} & heads) and count(tree.plain[: found.start()]) >= 5


def after_ruled(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a rule that opens with its subject: not what was done, nor what « je » do."""
    told = pieces[0]
    done = any(
        told.dep(i) == "aux:tense" and told.head(i) == told.root for i in range(len(told))
    )
    agreed = _AGREE & lemmas(told.lows[told.root])
    return subject_within(told, 1) and told.lows[0] not in _WE and not (done or agreed)
