"""Synthetic GitBook spaces: every block, page after page; all that is badly written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
"""A black pixel."""
PDF = b"%PDF-1.4\n% un fichier\n"
SETTINGS = """
titre = "Espace d’essai"
base_url = "https://textes.exemple.fr"
[contact]
telephone = "03 00 00 00 00"
"""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page: its source, and the words that every format must carry."""

    source: str
    words: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    """Words that are written, and that no voice says."""


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
{{% endfile %}}"""
    words = (f"La visite filmée {n}", "Carte sur umap.exemple.fr", f"Le guide à garder {n}")
    return Block(source, words)


def _code(n: str) -> Block:
    source = f"""{{% code title="fichier {n}" lineNumbers="true" %}}
```python
total = "code {n}"
```
{{% endcode %}}"""
    return Block(source, (f"fichier {n}",), (f"code {n}",))


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
    return Block(f"Le taux vaut $$t = {n}$$ ici.", (f"Le taux vaut t = {n} ici",))


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
{{% else %}}
Pour les autres {n}.
{{% endif %}}

:warning: Une icône {n}, <mark>un mot marqué {n}</mark>."""
    words = ("La ville de Dole", "Pour les agents", "Pour les autres", "un mot marqué")
    told = tuple(f"{word} {n}" for word in words)
    return Block(source, ("L’accueil ouvre à neuf heures", "place aux Fleurs", *told))


def _interfaces(n: str) -> Block:
    source = f"""{{% openapi src="https://exemple.fr/{n}.json" method="get" path="/a" %}}
[La liste des aides {n}](https://exemple.fr/{n}.json)
{{% endopenapi %}}

{{% swagger method="get" path="/communes" baseUrl="https://exemple.fr" \
summary="Chercher une commune {n}" %}}
{{% swagger-description %}}
Une recherche {n}.
{{% endswagger-description %}}
{{% swagger-parameter in="query" name="nom" type="String" %}}
Le début du nom {n}
{{% endswagger-parameter %}}
{{% endswagger %}}

{{% prompt description="Demande à copier {n}" %}}
Résume ce texte {n}.
{{% endprompt %}}"""
    words = ("La liste des aides", "Chercher une commune", "Une recherche")
    more = ("Le début du nom", "Demande à copier", "Résume ce texte")
    return Block(source, tuple(f"{word} {n}" for word in (*words, *more)))


BLOCKS: tuple[Callable[[str], Block], ...] = (
    _hints, _tabs, _steps, _columns, _updates, _references, _embeds, _code, _details,
    _tables, _pictures, _formulas, _notes, _tasks, _expressions, _interfaces,
)  # fmt: skip
EXPECTED = {
    "bloc-conditionnel", "code-non-lu", "contenu-sans-description", "formule-en-source",
    "redirections-ignorees",
}  # fmt: skip
"""What the editors of the whole space are told."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the space: its path, its title and its blocks."""

    name: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The source of the page."""
        return "\n\n".join((f"# {self.title}", *(b.source for b in self.blocks))) + "\n"


def pages(count: int) -> Iterator[Page]:
    """Yield the pages after the first one; each kind of block is in some of them."""
    share = max(1, -(-len(BLOCKS) // count)) if 0 < count < len(BLOCKS) else 2
    for at in range(count):
        number = f"{at + 100}"
        kinds = [BLOCKS[(at * share + n) % len(BLOCKS)] for n in range(share)]
        folder = f"partie-{at // 10}"
        name = "README" if at % 10 == 0 else f"page-{number}"
        blocks = tuple(kind(number) for kind in kinds)
        yield Page(f"{folder}/{name}.md", f"Page numéro {number}", blocks)


def write_space(source: Path, count: int) -> tuple[Page, ...]:
    """Write a space of ``count`` pages and its first one; return these pages."""
    made = tuple(pages(count))
    folder = source / "docs"
    first = "# Espace complet\n\nVoici toutes les pages.\n\n## Le début\n\nUn début.\n"
    lines = ["# Table of contents", "", "* [Accueil](README.md)", ""]
    for at, page in enumerate(made):
        if at % 10 == 0:
            lines += ["", f"## Partie {at // 10 + 1}", ""]
        lines.append(f"{'  ' * (at % 10 > 1)}* [{page.title}]({page.name})")
    written = {
        "README.md": first,
        "SUMMARY.md": "\n".join(lines) + "\n",
        ".gitbook/includes/horaires.md": "L’accueil ouvre à neuf heures.\n",
        ".gitbook/vars.yaml": "ville: Dole\nlieu:\n  place: place aux Fleurs\n",
        "../.gitbook.yaml": "root: ./docs/\nredirects:\n  ancien: README.md\n",
        "../ppun.toml": SETTINGS,
        **{page.name: page.text for page in made},
    }
    for name, text in written.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    for name, content in (("point.png", PNG), ("nuit.png", PNG), ("guide.pdf", PDF)):
        (folder / ".gitbook/assets").mkdir(exist_ok=True)
        (folder / ".gitbook/assets" / name).write_bytes(content)
    return made


MALFORMED = """# Une page abîmée

{% hint style="info"

Texte un.

{% hint style="info" %}
Texte deux.
{% tabs %}
{% tab title="Onglet sans fin %}
Texte trois.
{% endhint %}
{% endcolumn %}

{% embed url="https://exemple.fr/page %}

{% inconnu description="Texte quatre" %}

{% include "../../secret.md" %}

{% include "boucle.md" %}

La ville de {% vars.rien %}.

{% file src="absent.pdf" %}
Texte cinq
{% endfile %}

[Texte six](nulle-part.md) et [texte sept](#nulle-part).

<details>
<summary>Texte huit</summary>
Texte neuf.

| Un | {% hint %} | Deux |
|---|---|---|
| Texte dix | Texte onze | Texte douze |

```python
Texte treize
"""
KEPT = (
    "un", "deux", "trois", "quatre", "cinq", "six", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze",
)  # fmt: skip
TOLD = {
    "ancre-inconnue", "balise-mal-ecrite", "balise-non-fermee", "balise-sans-debut",
    "bloc-inconnu", "contenu-sans-description", "inclusion-impossible", "lien-mort",
    "page-hors-sommaire", "piece-jointe-absente", "sommaire-sans-page",
    "variable-inconnue",
}  # fmt: skip


def write_malformed(source: Path) -> None:
    """Write a space in which everything is badly written."""
    loop = '{% include "boucle.md" %}\n\nTexte quatorze.\n'
    contents = "* [Accueil](README.md)\n* [Perdue](perdue.md)\n* Seule\n"
    written = {
        "README.md": MALFORMED,
        "boucle.md": loop,
        "SUMMARY.md": contents,
        "../secret.md": "Texte secret.",
        "ppun.toml": SETTINGS,
    }
    source.mkdir(exist_ok=True)
    for name, text in written.items():
        (source / name).write_text(text, "utf-8")
