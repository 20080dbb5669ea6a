"""What law says so is told after the sentence: in brackets at first, or at its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.text import (
    is_in_quotation,
    listed,
    plain,
    sentence,
    stopped,
)
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import is_finite, lemmas
from ppun_access.easy.draft.parse.verify import subject_within
from ppun_access.easy.draft.structure.rule import Pieces

_BRACKET = re.compile(r"\s*\(([^()]+)\)")
_SHORT = re.compile(r"[\w-]{1,7}|[A-ZÀ-Ý][\w-]*")
"""« (CSE) », « salarié(e) » stay."""
_REFERENCE = re.compile(
    r"(?:articles?|art\.?|loi|ordonnance|décret|arrêté|directive|règlement|arrêts?|"
    r"décision|circulaire|JO)\b(?!.*(?:[;(:]|exemple)).{4,120}",
    re.IGNORECASE,
)
_COMPLETE = re.compile(
    r"\bcode (?:d|civil|p|g|r|é|m)|\b(?:CGI|(?:19|20)\d\d|n° ?\d|JO)\b", re.IGNORECASE
)
"""A reference that says where to look."""
_ARTICLE = re.compile(r"\A[Aa]rt(?:icle(s?)|\.)")
_SEVERAL = re.compile(r"\d\S*(?:,| et) (?:[LRD]\. ?)?\d| et suivants")
"""« art. L. 283, L. 316 et L. 448 », « art. 12 et suivants »."""
_HANGS = re.compile(r"\b(?:articles?|loi|décret|arrêté) [^,]*\Z")
"""« l’article 2 de cet arrêté (arrêté du 3 mai) »: which of the two?"""
_COURT = re.compile(r"\b(cour de cassation|conseil d'état|conseil constitutionnel)\Z")
_RULING = re.compile(r"(arrêt|décision) (?=du )")
_CODE = re.compile(r"\b(?:le|du|au) (code [\w' -]{4,40})\Z")
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
_SECOND_TEXT = re.compile(r"\b(?:et|ou) (?:aux?|à|du|des|de)\b")
_POINTS = re.compile(r"\b(?:\w*quel\w*|qui|dont|ils?|elles?|son|sa|ses|leurs?|qu)\b")
"""« l'accord dans lequel il s'inscrit » needs what it is said of."""
_CITES = re.compile(
    r"«|\b(?:même (?:code|loi|article|accord)|ladite|dudit|précité|prévue? par)\b"
)
"""What is quoted, or points to the law that would come after it."""
_WE = listed("je j' nous")
_AGREE = listed(
    "convenir décider souhaiter rappeler reconnaître affirmer entendre préciser indiquer "
    "souligner demander proposer rester"
)
"""« Conformément à la loi, les parties conviennent de B »: no law provides that."""
_WITH_ARTICLE = {
    "à la": "la ",
    "à l'": "l’",
    "au": "le ",
    "aux": "les ",
    "de la": "la ",
    "de l'": "l’",
    "du": "le ",
    "des": "les ",
}


def referred(tree: Tree) -> Iterator[Pieces]:
    """« A (article 1 du code du travail). » → « A. Référence : article 1… ».

    The brackets of one sentence leave together or not at all.
    """
    brackets = list(_BRACKET.finditer(tree.plain))
    found = [one for one in brackets if not _SHORT.fullmatch(one[1])]
    nested = tree.plain.count("(") != len(brackets)
    noted = any(tree.plain[one.end() :].strip()[:1].isdigit() for one in found)
    quoted = any(is_in_quotation(tree.plain, one.start()) for one in found)
    if nested or noted or quoted:
        return
    told = [_reference(tree, one) for one in found]
    if told and all(told):
        yield sentence(_without(tree, found)), *map(sentence, told)


def _reference(tree: Tree, found: re.Match[str]) -> str:
    """Return what a bracket refers to, empty when it is no reference, or half of one."""
    inner = tree.text[found.start(1) : found.end(1)].strip()
    before = tree.plain[: found.start()].lower()
    if not _REFERENCE.fullmatch(plain(inner)) or _HANGS.search(before[-60:]):
        return ""
    several = "s" if _SEVERAL.search(inner) else ""
    inner = _ARTICLE.sub(lambda one: f"article{one[1] or several}", inner)
    court, ruling = _COURT.search(before), _RULING.match(inner)
    if not (court or tree.plain[found.end() :].strip() == "."):
        return ""  # « définies ainsi (article 3) sont A »: of the definition only
    if court and ruling:
        joint = "de la" if court[1].startswith("cour") else "du"
        named = tree.text[court.start(1) : court.end(1)]
        inner = f"{ruling[1]} {joint} {named} {inner[ruling.end() :]}"
    elif not _COMPLETE.search(plain(inner)):
        code = _CODE.search(before)
        if not code or not inner.startswith("article"):
            return ""
        inner = f"{inner} du {tree.text[code.start(1) : code.end(1)]}"
    return f"Référence : {inner}"


def _without(tree: Tree, found: Sequence[re.Match[str]]) -> str:
    text = tree.text
    for one in reversed(found):
        after = one.end()
        if text.startswith(",", after) and _parts_verb(tree, one):
            after += 1
        text = text[: one.start()] + text[after:]
    return re.sub(r"\.\.\Z", ".", text)


def _parts_verb(tree: Tree, found: re.Match[str]) -> bool:
    """« Les séjours (colonies), doivent… »: a comma between a subject and its verb."""
    after = tree.at(found.end() + 1)
    verb = after < len(tree) and is_finite(tree, after)
    return verb and "," not in tree.plain[: found.start()]


def ruled(tree: Tree) -> Iterator[Pieces]:
    """« En application de la loi, A. » → « A. C’est prévu par la loi. »."""
    found = _RULED.match(tree.plain)
    if found and (_CITES.search(tree.plain) or _POINTS.search(found["text"])):
        return
    if found and not _SECOND_TEXT.search(found["text"]):
        main, end = tree.text[found.start("main") :], found.end("text")
        yield sentence(main), stopped(f"C’est prévu par {_text(tree, found, end)}")


def _text(tree: Tree, found: re.Match[str], end: int) -> str:
    """Return « l’article 3 du code », with the article that « par » asks for."""
    opened = next(one for one in ("to", "by", "said") if found.groupdict().get(one))
    article = _WITH_ARTICLE[found[opened].strip().lower()]
    return article + tree.text[found.start("text") : end]


def after_ruled(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a rule that opens with its subject: not what was done, nor what « je » do."""
    told = pieces[0]
    done = any(
        told.dep(i) == "aux:tense" and told.head(i) == told.root for i in range(len(told))
    )
    agreed = _AGREE & lemmas(told.lows[told.root])
    return subject_within(told, 1) and told.lows[0] not in _WE and not (done or agreed)
