"""The blocks of a GitBook page, each with the words that every format must carry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page: its source, and the words that every format must carry."""

    source: str
    words: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    """Words that are written, and that no voice says."""
    hidden: tuple[str, ...] = ()
    """Words that no format may carry."""
    told: tuple[tuple[str, str], ...] = ()
    """What the editor is told: a code, and what begins the line that it is about."""
    front: str = ""
    """Lines of the front matter of the page."""


def _hints(n: str) -> Block:
    styles = ("info", "success", "warning", "danger")
    parts = (
        f'{{% hint style="{style}" %}}\nUne note {style} {n}.\n{{% endhint %}}'
        for style in styles
    )
    return Block("\n\n".join(parts), tuple(f"Une note {style} {n}" for style in styles))


def _tabs(n: str) -> Block:
    source = f"""{{% tabs %}}
{{% tab title="Onglet premier {n}" %}}
Le contenu premier {n}.
{{% endtab %}}

{{% tab title="Onglet second {n}" %}}
Le contenu second {n}.
{{% endtab %}}
{{% endtabs %}}"""
    words = ("Onglet premier", "Le contenu premier", "Onglet second", "Le contenu second")
    return Block(source, tuple(f"{word} {n}" for word in words))


def _steps(n: str) -> Block:
    source = f"""{{% stepper %}}
{{% step %}}
## Remplir le dossier {n}

Prenez votre carte {n}.
{{% endstep %}}

{{% step %}}
## Envoyer le dossier {n}

Par la poste {n}.
{{% endstep %}}
{{% endstepper %}}"""
    words = (
        "Remplir le dossier",
        "Prenez votre carte",
        "Envoyer le dossier",
        "Par la poste",
    )
    return Block(source, tuple(f"{word} {n}" for word in words))


def _columns(n: str) -> Block:
    source = f"""{{% columns %}}
{{% column %}}
La colonne gauche {n}.
{{% endcolumn %}}

{{% column %}}
La colonne droite {n}.
{{% endcolumn %}}
{{% endcolumns %}}"""
    return Block(source, (f"La colonne gauche {n}", f"La colonne droite {n}"))


def _updates(n: str) -> Block:
    source = f"""{{% updates format="full" %}}
{{% update date="2026-03-01" tags="sujet {n}" %}}
Une nouveauté {n}.
{{% endupdate %}}
{{% endupdates %}}"""
    return Block(source, (f"sujet {n}", f"Une nouveauté {n}", "mars 2026"))


def _references(n: str) -> Block:
    source = f"""{{% content-ref url="../README.md" %}}
[README.md](../README.md)
{{% endcontent-ref %}}

{{% page-ref page="../README.md" %}}

Voyez [le début des pages {n}](../README.md#le-debut) puis
[ce dossier {n}](./)."""
    return Block(source, ("Espace complet", f"le début des pages {n}", f"ce dossier {n}"))


def _embeds(n: str) -> Block:
    source = f"""{{% embed url="https://www.youtube.com/watch?v=1" %}}
La visite filmée {n}
{{% endembed %}}

{{% embed url="https://umap.exemple.fr/carte-{n}" %}}

{{% file src="../.gitbook/assets/guide.pdf" %}}
Le guide à garder {n}
{{% endfile %}}

{{% file src="../.gitbook/assets/guide.pdf" %}}"""
    words = (
        f"La visite filmée {n}",
        f"umap.exemple.fr/carte-{n}",
        f"Le guide à garder {n}",
    )
    about = f'{{% embed url="https://umap.exemple.fr/carte-{n}" %}}'
    return Block(source, words, told=(("contenu-sans-description", about),))


def _code(n: str) -> Block:
    source = f"""{{% code title="fichier {n}" lineNumbers="true" %}}
```python
total = "code {n}"
```
{{% endcode %}}"""
    told = (("code-non-lu", "total ="),)
    return Block(source, (f"fichier {n}",), (f"code {n}",), told=told)


def _old_code(n: str) -> Block:
    source = f"""{{% code-tabs %}}
{{% code-tabs-item title="ancien {n}" %}}
```text
lignes anciennes {n}
```
{{% endcode-tabs-item %}}
{{% endcode-tabs %}}"""
    told = (("code-non-lu", "lignes anciennes"),)
    return Block(source, (f"ancien {n}",), (f"lignes anciennes {n}",), told=told)


def _details(n: str) -> Block:
    source = f"""<details>

<summary>Une question {n}</summary>

Une réponse {n}.

</details>"""
    return Block(source, (f"Une question {n}", f"Une réponse {n}"))


def _tables(n: str) -> Block:
    target = '<th data-hidden data-card-target data-type="content-ref"></th>'
    source = f"""| Commune | Nombre |
|---|---|
| Dole {n} | cent {n} |

<table data-view="cards"><thead><tr><th></th><th></th>{target}</tr></thead>
<tbody><tr><td><strong>Une carte {n}</strong></td><td>Son texte {n}</td>
<td><a href="../README.md">README.md</a></td></tr></tbody></table>

<table><thead><tr><th>Aide</th><th data-type="checkbox">Ouverte</th></tr></thead>
<tbody><tr><td>Vélo {n}</td><td>true</td></tr></tbody></table>"""
    words = ("Dole", "cent", "Une carte", "Son texte", "Vélo")
    return Block(source, tuple(f"{word} {n}" for word in words))


def _pictures(n: str) -> Block:
    source = f"""<figure><picture><source srcset="../.gitbook/assets/nuit.png" \
media="(prefers-color-scheme: dark)"><img src="../.gitbook/assets/point.png" \
alt="Un point décrit {n}"></picture><figcaption><p>La légende du point {n}</p>\
</figcaption></figure>"""
    return Block(source, (f"Un point décrit {n}", f"La légende du point {n}"))


def _formulas(n: str) -> Block:
    source = f"""Le taux vaut $$t = {n}$$ ici.

$$
somme = {n} + 1
reste = {n} - 1
$$"""
    told = (("formule-en-source", "Le taux vaut"), ("formule-en-source", "$$\n"))
    unsaid = (("code-non-lu", "somme ="),)
    line = f"Le taux vaut t = {n} ici"
    return Block(
        source, (line,), (f"somme = {n} + 1", f"reste = {n} - 1"), told=(*told, *unsaid)
    )


def _notes(n: str) -> Block:
    source = f"Un appel de note {n}[^{n}].\n\n[^{n}]: Le contenu de la note {n}."
    return Block(source, (f"Un appel de note {n}", f"Le contenu de la note {n}"))


def _tasks(n: str) -> Block:
    source = f"* [x] Une tâche finie {n}\n* [ ] Une tâche ouverte {n}"
    return Block(source, (f"Une tâche finie {n}", f"Une tâche ouverte {n}"))


def _expressions(n: str) -> Block:
    source = f"""{{% include "../.gitbook/includes/horaires.md" %}}

La ville de {{% vars.ville %}} {n}, <code class="expression">space.vars.lieu.place</code>.

{{% if visitor.claims.agent %}}
Pour les agents {n}.
{{% elif visitor.claims.elu %}}
Pour les élus {n}.
{{% elseif visitor.claims.invite %}}
Pour les invités {n}.
{{% else %}}
Pour les autres {n}.
{{% endif %}}

:warning: Une icône {n}, <mark>un mot marqué {n}</mark>."""
    words = (
        "La ville de Dole", "Pour les agents", "Pour les élus", "Pour les invités",
        "Pour les autres", "un mot marqué", "Une icône",
    )  # fmt: skip
    said = ("L’accueil ouvre à neuf heures", "place aux Fleurs")
    words_of_page = (*said, *(f"{word} {n}" for word in words))
    return Block(source, words_of_page, told=(("bloc-conditionnel", "{% if visitor"),))


def _marks(n: str) -> Block:
    source = f"""Le siècle XXI<sup>e</sup> {n}, de l’eau H<sub>2</sub>O {n}.

<p align="center">Une ligne au milieu {n}.</p>

<p align="right"><strong>Une ligne à droite {n}.</strong></p>

Une première ligne {n}<br>une deuxième ligne {n}{"  "}
une troisième ligne {n}\\
une dernière ligne {n}.

Un <a href="https://exemple.fr/{n}" target="_blank">lien en balises {n}</a> ici."""
    words = (
        "Le siècle XXIe", "de l’eau H2O", "Une ligne au milieu", "Une ligne à droite",
        "Une première ligne", "une deuxième ligne", "une troisième ligne",
        "une dernière ligne", "lien en balises",
    )  # fmt: skip
    return Block(source, tuple(f"{word} {n}" for word in words))


def _mentions(n: str) -> Block:
    source = f"""Une mention {n} de [README.md](../README.md "mention") dans la phrase {n}.

Un titre gardé {n} : [le guide](https://exemple.fr/guide "édition {n}")."""
    words = (f"Une mention {n}", "Espace complet", f"dans la phrase {n}")
    more = (f"Un titre gardé {n}", "le guide", f"édition {n}")
    return Block(source, (*words, *more), hidden=("README.md", "mention)"))


def _escapes(n: str) -> Block:
    source = f"""L\\'édito {n}, un mot\\_souligné {n}, \\*une étoile {n},
\\[un crochet {n}\\].

1986\\. Une année {n}.

Le caf&#xE9; {n}, l&apos;eau &amp; le feu {n}, l&eacute;ger {n}&nbsp;: 5 &lt; 6.

« Un mot cité {n} », “entre guillemets {n}”, "guillemets droits {n}", l'apostrophe {n}."""
    words = (
        "L’édito", "un mot_souligné", "une étoile", "un crochet", "Une année",
        "Le café", "l’eau & le feu", "léger", "Un mot cité", "entre guillemets",
        "guillemets droits", "l’apostrophe",
    )  # fmt: skip
    return Block(source, tuple(f"{w} {n}" for w in words), hidden=("&#x", "&amp;", "nbsp"))


def _front(n: str) -> Block:
    """Return what opens a page: its description is its first paragraph."""
    front = f"""description: >-
  Une description {n} sur
  deux lignes {n}.
icon: house
cover: ../.gitbook/assets/point.png
coverY: 0"""
    words = (f"Une description {n} sur deux lignes {n}",)
    return Block("", words, hidden=("house", "coverY"), front=front)


def _hidden_front(n: str) -> Block:
    """Return the front matter of a page that does not show its description."""
    front = f"""description: Une description cachée {n}.
layout:
  width: wide
  title:
    visible: true
  description:
    visible: false"""
    return Block("", hidden=(f"Une description cachée {n}", "visible"), front=front)


PAGE_BLOCKS: tuple[Callable[[str], Block], ...] = (
    _front, _hints, _tabs, _steps, _columns, _updates, _references, _embeds, _code,
    _details, _tables, _hidden_front, _pictures, _formulas, _notes, _tasks, _expressions,
    _marks, _mentions, _escapes, _old_code,
)  # fmt: skip
"""What pages are made of, the interfaces of programs apart."""
