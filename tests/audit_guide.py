"""The text of ``docs/easy-to-read.md``, from the easy-to-read audit rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from ppun_access.document.model import Version
from ppun_access.easy.audit import RULES
from ppun_access.easy.audit.model import PROFILES, Criterion, Rule, grid
from ppun_access.settings.thresholds import EASY_THRESHOLDS, THRESHOLDS

_HEAD = """\
# Écrire facile à lire : les règles de l’audit

<!-- Written by the program from its rules: PPUN_GOLDEN=1 writes it again. Do not edit. -->

`ppun-access audit FICHIER` juge un texte par les 72 tests du « Référentiel Langage
Simplifié » (RLS) de la DISIC (2016-2017). Le RLS n’a pas de valeur légale. La pratique du
facile à lire (FALC) suit les règles européennes « L’information pour tous ». Seules des
personnes handicapées intellectuelles peuvent dire qu’un texte est FALC.

- **C** : conforme. **NC** : non conforme. **NA** : non applicable. **NT** : à vérifier par
  une personne.
- Le programme ne devine pas. Il règle un test quand le texte, la page publiée ou l’en-tête
  le montrent. Sinon, il pose une question sur un passage qu’il cite, et dit la réponse
  probable. La réponse se note dans l’en-tête du texte
  facile : `reponses: {RLS-6.1.1: C}`.
- Une réponse règle un test ouvert (NT), ou un test « si possible ». Ailleurs, elle ne peut
  pas rendre le verdict du programme plus favorable.
- Tant qu’aucun atelier n’a relu le texte (`relectures`), 2.1.1 n’est pas conforme. Tant que
  le texte n’est pas validé, 2.2.1 et 2.2.2 ne le sont pas : ensuite, une personne répond.
  Sans illustration, 3.1.1 et 3.1.2 ne sont pas conformes.
- La mise en page est lue dans la page que le programme écrit, avec sa feuille de style, et
  dans les réglages de ses PDF.
- `--csv FICHIER` et `--html FICHIER` écrivent la grille remplie. Le CSV a des
  points-virgules et s’ouvre dans un tableur en français. `--json` est pour les programmes.
"""
_PROFILES = """
## Les profils

Le profil se choisit dans `ppun.toml` : `[audit]`, `profil = "falc"`. Ces nombres sont des
usages : le RLS demande « une seule idée » par phrase et « peu de texte », sans compter. Son
glossaire compte deux fois : un nombre est grand au-dessus de 1 000, et les titres ont « un
ou deux niveaux ». Le profil public va plus loin.

| profil | mots par phrase | propositions | mots par page | nombre | titres | difficulté |
|---|---|---|---|---|---|---|
"""

_DIFFICULTY: Mapping[Version, str] = {
    "facile": f"{EASY_THRESHOLDS.difficulty} (`[lisibilite.facile]`)",
    "integral": f"{THRESHOLDS.difficulty} (`[lisibilite]`)",
}
"""The default of what the settings say."""


def guide() -> str:
    """Return the page, in Markdown."""
    return "".join((_HEAD, _PROFILES, *_profiles(), *_themes()))


def _profiles() -> Iterator[str]:
    for one in PROFILES.values():
        cells = (
            one.name, one.sentence_words, one.clauses, one.page_words, one.large_number,
            one.heading_levels, _DIFFICULTY[one.version],
        )  # fmt: skip
        yield f"| {' | '.join(map(str, cells))} |\n"


def _themes() -> Iterator[str]:
    rules = {rule.test: rule for rule in RULES}
    for theme, criteria in groupby(grid(), key=lambda criterion: criterion.theme):
        yield f"\n## {theme}\n"
        for criterion in criteria:
            yield from _test(criterion, rules[criterion.test])


def _test(criterion: Criterion, rule: Rule) -> Iterator[str]:
    yield f"\n### {criterion.test} ({criterion.level}, `{rule.code}`)\n\n"
    yield f"{criterion.title}\n\n{rule.explanation}"
    yield (
        " Le RLS dit « si possible » : une personne peut en juger autrement.\n\n"
        if (rule.leeway)
        else "\n\n"
    )
    yield f"- Bien : {_example(rule.good)}\n- À changer : {_example(rule.bad)}\n"


def _example(text: str) -> str:
    """Return an example on one line; what is Markdown in it is shown as it is typed."""
    lines = [line for line in text.split("\n") if line]
    marked = any(line.startswith(("#", "-", "1.")) or "[^" in line for line in lines)
    return " · ".join(f"`{line}`" for line in lines) if marked else " ".join(lines)
