"""« Pour B, vous V » is a case: « Vous voulez B ? Pour cela, vous V. ».

Nobody wishes what the law asks for, nor does anything to be what the law counts: « Pour
percevoir cette aide, vous devez être invalide » stays. What V says must be a step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import root_verb, subject
from ppun_access.easy.draft.parse.text import listed, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import finite_tags, is_infinitive, lemmas
from ppun_access.easy.draft.structure.rule import Pieces

_BEFORE_VERB = (
    r"(?:ne pas |n'|l'|s'|y |en |le |la |les |se |lui |leur |nous |vous |mieux |bien |"
    r"plus |ainsi |notamment )*"
)
_INFINITIVE = re.compile(rf"{_BEFORE_VERB}([\w-]+)", re.IGNORECASE)
_PURPOSE = r"(?:Afin d|En vue d|Dans le but d|Dans l'objectif d)(?:e |')"
_LEADING = re.compile(rf"(?:{_PURPOSE}|Pour )(?=\w)")
_CONDITION = re.compile(r"(?:être|pouvoir|en savoir|plus|l'être)\b")
"""« Pour être valable, … » says what is needed, not what for."""
_OPTION = re.compile(r"il suffit\b|\bpeu(?:t|vent|vez) (?:aussi|également)\b", re.I)
"""One way among others, or the steps of who wants it: the goal is nobody else's."""
_OPENS = "Vous voulez "
_BARE = re.compile(
    r"(?:ne |n'|s'|se |vous |nous |être\b|pouvoir\b|l'|l[ea]s? |en |y |lui |leur )",
    re.IGNORECASE,
)
"""« Vous voulez ne pas… », « vous… », « en… » are not said, or say another thing."""
_MODALS = frozenset({"pouvoir", "devoir", "falloir"})
_DUTIES = listed(
    "justifier prouver démontrer respecter payer régler acquitter rembourser satisfaire "
    "valider remplir répondre"
)
"""What the law asks for: nobody wishes it."""
_RIGHTS = listed(
    "bénéficier percevoir toucher recevoir prétendre obtenir avoir conserver garder ouvrir "
    "acquérir continuer"
)
"""What the law gives under conditions: only a step at an office is « pour cela »."""
_STATES = listed(
    "être avoir disposer résider habiter vivre posséder détenir appartenir relever "
    "attendre respecter satisfaire répondre justifier atteindre travailler cotiser "
    "demeurer rester pouvoir"
)
"""What the law counts: nobody does it to get something."""
_STEPS = listed(
    "demander adresser envoyer écrire déposer remplir compléter déclarer contacter "
    "inscrire présenter fournir transmettre joindre signer rendre saisir indiquer appeler "
    "téléphoner consulter télécharger utiliser cocher prendre solliciter renseigner "
    "connecter effectuer créer formuler remettre produire apporter communiquer signaler "
    "informer préciser rédiger réserver constituer faire"
)
_COUNTED = re.compile(
    r"\b(?:conditions?|critères?|exigences?|au (?:moins|minimum|maximum)|faire appel|"
    r"(?:aussi|également) \w+[ei]r\w*)\b"
)
"""« remplir plusieurs conditions », « pendant au moins six mois » are no steps."""
_NOT_ALL = re.compile(
    r",\s+(?:et|ou|mais|si|s'ils?|sauf|lorsqu\w+|quand|en cas)\b|\bpar exemple\b|"
    r"\b(?:et|ou) (?:en cas|à défaut|lors|si|s'ils?|lorsqu\w+|quand|pour)\b"
)
"""« Pour voyager, si vous êtes mineur, vous devez… » asks more than a wish."""
_NEGATES = listed("ne n'")


def leading_wish(tree: Tree) -> Iterator[Pieces]:
    """« Pour B, vous V » → « Vous voulez B ? Pour cela, vous V. »."""
    opened = _LEADING.match(tree.plain)
    if not opened or not _opens_infinitive(tree.plain[opened.end() :]):
        return
    after = tree.plain[opened.end() :]
    if _CONDITION.match(after) or _BARE.match(after) or _wished(after) & _DUTIES:
        return
    for comma in re.finditer(r",\s+", tree.plain):
        wish, main = tree.text[opened.end() : comma.start()], tree.text[comma.end() :]
        if not _NOT_ALL.search(wish):
            yield f"{_OPENS}{wish}\u00a0?", f"Pour cela, {stopped(main)}"


def _opens_infinitive(text: str) -> bool:
    """Return whether a goal begins with its verb, after pronouns."""
    found = _INFINITIVE.match(text)
    return found is not None and is_infinitive(found[1])


def after_leading_wish(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a main clause whose subject is « vous », in the present, that tells a step."""
    wish, main = pieces
    verb, found = root_verb(main), subject(main, main.root)
    if verb is None or found != 0 or main.lows[0] != "vous":
        return False
    present = any(tag.startswith("ind:pre") for tag in finite_tags(main.lows[verb]))
    if not present or _OPTION.search(main.plain) or not _NEGATES.isdisjoint(main.lows):
        return False
    right = bool(_wished(wish.plain[len(_OPENS) :]) & _RIGHTS)
    return _is_step(main, verb, right=right)


def _wished(text: str) -> frozenset[str]:
    """Return what the verb of a wish may be: its first word."""
    return lemmas(re.split(r"\W", text, maxsplit=1)[0].lower())


def _is_step(main: Tree, verb: int, *, right: bool) -> bool:
    """Return whether one does what the main clause says, and is not only such."""
    done = lemmas(main.lows[verb])
    if done & _MODALS:
        after = (i for i in range(verb + 1, len(main)) if is_infinitive(main.lows[i]))
        done = lemmas(main.lows[next(after, verb)])
    if done & _STATES or _COUNTED.search(main.plain):
        return False
    return not right or bool(done & _STEPS)
