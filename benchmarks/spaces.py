"""Synthetic GitBook spaces: every block, page after page; all that is badly written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.space_blocks import PAGE_BLOCKS, Block
from benchmarks.space_interfaces import INTERFACES

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


BLOCKS: tuple[Callable[[str], Block], ...] = (*PAGE_BLOCKS, *INTERFACES)
Told = tuple[str, str, int | None]
"""A code, the file and the line that it is about."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the space: its path, its title and its blocks."""

    name: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The source of the page."""
        front = [f"---\n{b.front}\n---\n\n" for b in self.blocks if b.front]
        body = (f"# {self.title}", *(b.source for b in self.blocks if b.source))
        return "".join(front) + "\n\n".join(body) + "\n"

    def told(self) -> Iterator[Told]:
        """Yield what the editor is told of the page."""
        text, at = self.text, 0
        for block in self.blocks:
            at = text.index(block.source, at)
            for code, beginning in block.told:
                place = text.index(f"\n{beginning}", at - 1) + 1
                yield code, self.name, text.count("\n", 0, place) + 1


def pages(count: int) -> Iterator[Page]:
    """Yield the pages after the first one; each kind of block is in some of them."""
    share = max(1, -(-len(BLOCKS) // count)) if 0 < count < len(BLOCKS) else 2
    for at in range(count):
        number = f"{at + 100}"
        kinds = [BLOCKS[(at * share + n) % len(BLOCKS)] for n in range(share)]
        folder = f"partie-{at // 10}"
        name = "README" if at % 10 == 0 else f"page-{number}"
        blocks = tuple(_with_one_front(kind(number) for kind in kinds))
        yield Page(f"{folder}/{name}.md", f"Page numéro {number}", blocks)


def _with_one_front(blocks: Iterable[Block]) -> Iterator[Block]:
    has_front = False
    for block in blocks:
        if not (has_front and block.front):
            yield block
        has_front = has_front or bool(block.front)


HIDDEN = (
    "partie-0/cachee.md",
    "---\nhidden: true\n---\n\n# Une page cachée\n\nUn secret.\n",
)
"""A page that GitBook does not show: its path and its source."""
SPACE_TOLD: tuple[Told, ...] = (
    ("redirections-ignorees", ".gitbook.yaml", 2),
    ("page-retenue", HIDDEN[0], 2),
)
"""What the editors are told of the whole space, beside its pages."""


def published(docs: Path) -> list[Path]:
    """Return the pages of a space that its readers see, in the order of their names."""
    apart = {docs / "SUMMARY.md", docs / HIDDEN[0]}
    found = (path for path in docs.rglob("*.md") if ".gitbook" not in path.parts)
    return sorted(path for path in found if path not in apart)


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
    lines.append(f"* [Cachée]({HIDDEN[0]})")
    written = {
        "README.md": first,
        "SUMMARY.md": "\n".join(lines) + "\n",
        ".gitbook/includes/horaires.md": "L’accueil ouvre à neuf heures.\n",
        ".gitbook/vars.yaml": "ville: Dole\nlieu:\n  place: place aux Fleurs\n",
        "../.gitbook.yaml": "root: ./docs/\nredirects:\n  ancien: README.md\n",
        "../ppun.toml": SETTINGS,
        HIDDEN[0]: HIDDEN[1],
        **{page.name: page.text for page in made},
    }
    for name, text in written.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    for name, content in (("point.png", PNG), ("nuit.png", PNG), ("guide.pdf", PDF)):
        (folder / ".gitbook/assets").mkdir(exist_ok=True)
        (folder / ".gitbook/assets" / name).write_bytes(content)
    return made


# --- Pages as long as real ones -----------------------------------------------------

SENTENCES = Path("reference") / "politique-publique" / "developpement.txt"
PROSE = 15
"""Sentences of a page."""


def write_pages(folder: Path, count: int) -> None:
    """Write a space of ``count`` pages of 340 words, its first one included.

    A page has its blocks and fifteen sentences of public policy; none stands twice.
    """
    write_space(folder, count - 1)
    for at, page in enumerate(published(folder / "docs")):
        with page.open("a", encoding="utf-8") as file:
            file.write("\n" + "\n\n".join(prose(at)) + "\n")


def prose(at: int) -> Iterator[str]:
    """Yield paragraphs of three sentences for a page; its number is in each sentence."""
    known = sentences()
    chosen = [known[(at * PROSE + n) % len(known)] for n in range(PROSE)]
    own = [f"{one.rstrip(' .')} (dossier {at}-{n})." for n, one in enumerate(chosen)]
    for begin in range(0, PROSE, 3):
        yield " ".join(own[begin : begin + 3])


@cache
def sentences() -> tuple[str, ...]:
    """Return sentences of public policy."""
    return tuple(filter(None, SENTENCES.read_text("utf-8").splitlines()))


# --- What is badly written ----------------------------------------------------------

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

{% tabs %}
{% tab title="Texte quinze" %}
{% hint style="danger" %}
Texte seize.
{% endtab %}
{% endhint %}
{% endtabs %}

Texte<sup> dix-sept et <mark>Texte dix-huit.

![Texte dix-neuf](absente.png)

{% if visitor.claims.agent %}
Texte vingt.

{% openapi-operation path="/x" method="get %}

{% stepper %}
{% step %}
Texte trente.
{% endstepper %}

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
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt", "trente",
)  # fmt: skip
TOLD: tuple[Told, ...] = (
    ("balise-mal-ecrite", "README.md", 3),
    ("balise-non-fermee", "README.md", 9),
    ("balise-mal-ecrite", "README.md", 10),
    ("balise-non-fermee", "README.md", 10),
    ("balise-sans-debut", "README.md", 13),
    ("balise-mal-ecrite", "README.md", 15),
    ("contenu-sans-description", "README.md", 15),
    ("bloc-inconnu", "README.md", 17),
    ("inclusion-impossible", "README.md", 19),
    ("variable-inconnue", "README.md", 23),
    ("piece-jointe-absente", "README.md", 25),
    ("ancre-inconnue", "README.md", 29),
    ("lien-mort", "README.md", 29),
    ("balise-non-fermee", "README.md", 33),
    ("balise-sans-debut", "README.md", 36),
    ("balise-non-fermee", "README.md", 39),
    ("balise-non-fermee", "README.md", 39),
    ("image-absente", "README.md", 41),
    ("balise-non-fermee", "README.md", 43),
    ("bloc-conditionnel", "README.md", 43),
    ("balise-mal-ecrite", "README.md", 46),
    ("balise-non-fermee", "README.md", 49),
    ("balise-non-fermee", "README.md", 53),
    ("balise-non-fermee", "README.md", 57),
    ("balise-mal-ecrite", "README.md", 61),
    ("sommaire-sans-page", "SUMMARY.md", 2),
    ("inclusion-impossible", "boucle.md", 1),
    ("page-hors-sommaire", "boucle.md", 1),
)
"""What the editors of the malformed space are told: a code, a file, a line."""


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
