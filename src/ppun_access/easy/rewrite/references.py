"""A reference to a text of law in brackets: « Référence : article 1 du Code civil. »."""

from __future__ import annotations

import re

from ppun_access.easy.rewrite.text import plain
from ppun_access.easy.rewrite.tree import Tree

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


def reference(tree: Tree, found: re.Match[str]) -> str:
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
