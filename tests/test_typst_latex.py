"""Typst and LaTeX as pandoc writes them whole: every word comes back."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from test_office import has_pandoc

from ppun_access.document.model import Code, CodeBlock, Document, Image, Link
from ppun_access.document.walk import nodes, plain_text
from ppun_access.errors import InputError
from ppun_access.readers import read
from ppun_access.readers.latex import highlighted
from ppun_access.readers.typst_rules import mended_typst
from ppun_access.report import Report
from ppun_access.tools import pandoc

needs_pandoc = pytest.mark.skipif(not has_pandoc(), reason="no pandoc here")
WRITTEN = """---
title: Le titre *du* texte
subtitle: Un sous-titre
author: [Anne Alba, Bob Besson]
date: 2024-03-01
lang: fr
abstract: Le résumé [lié](https://exemple.fr/resume).
toc: true
---

# Une partie

Un [lien](https://exemple.fr/a?b=c#d), du `code x<y`, une formule $x + 1$, du **gras**.

```python
if a_b == "{x}":  # ~^\\\\
    print('bonjour')
```

| Nom | Âge |
|-----|-----|
| Zoé | 12  |

Une note[^1].

$$E = m$$

[^1]: La note `codée`.
"""


def written(folder: Path, end: str, format_: str) -> tuple[Document, Report]:
    """Return what is read of the text as pandoc writes it, template and all."""
    path = folder / f"a{end}"
    command = [pandoc.probe().path, "-s", "-f", "markdown", "-t", format_, "-o", path]
    subprocess.run(command, input=WRITTEN.encode(), check=True)
    report = Report()
    (document,) = read(path, report=report)
    return document, report


@needs_pandoc
@pytest.mark.parametrize(("end", "format_"), [(".typ", "typst"), (".tex", "latex")])
def test_what_pandoc_writes_is_read_whole(tmp_path: Path, end: str, format_: str) -> None:
    document, report = written(tmp_path, end, format_)
    assert document.title == "Le titre du texte"
    assert document.meta.date == "2024-03-01"
    assert document.meta.author == "Anne Alba, Bob Besson"
    text = " ".join(plain_text(document).split())
    for words in ("Un sous-titre", "Le résumé", "Une partie", "code x<y", "Zoé", "12",
                  "La note", "codée", "gras"):  # fmt: skip
        assert words in text
    links = [node.href for node in nodes(document) if isinstance(node, Link)]
    assert links == ["https://exemple.fr/resume", "https://exemple.fr/a?b=c#d"]
    (code,) = (
        node for node in nodes(document) if isinstance(node, CodeBlock) if "if" in node.text
    )
    assert code.text.strip() == "if a_b == \"{x}\":  # ~^\\\\\n    print('bonjour')"
    told = [finding.code for finding in report.findings]
    assert sorted(told) == ["formule-en-source", "formule-en-source"]


TYPST = """#let couleur = none
#set text(lang: "en")
#show raw: set text(font: "x") if couleur != none
#show heading: it => block[#it.body :) (]
#show link: this => {
  // une "remarque [
  let a = "}]"
  text(this)
}
#show math.equation: set text(size: 2em) if couleur != none
= A heading

See #link("https://exemple.fr")[the link], `code` and $x$.

  show heading: these are words.

#{
  show raw: none
  [More `code`.]
}
#show "word": [term]
The word.
"""


@needs_pandoc
def test_rules_of_the_look_take_no_word(tmp_path: Path) -> None:
    (tmp_path / "a.typ").write_text(TYPST, "utf-8")
    (document,) = read(tmp_path / "a.typ")
    assert document.lang == "en"
    found = list(nodes(document))
    assert [node.href for node in found if isinstance(node, Link)] == ["https://exemple.fr"]
    assert len([node for node in found if isinstance(node, Code)]) == 3
    assert document.title == "A heading"
    text = plain_text(document)
    assert "show heading: these are words" in text
    assert "The term." in text


def test_a_rule_that_nothing_closes_takes_no_text() -> None:
    source = "#show link: it => [oubli\n\n= Un titre\n\nDu texte.\n"
    assert mended_typst(source) == (source, "")


@pytest.mark.parametrize(
    "source",
    [
        "#show link: [" * 9000, "#show link: x\n" * 9000, '{ show raw: "' * 9000,
        "#set text(" * 9000, "#show raw\n" * 9000, "#show link: (`" * 9000,
        "#let content-to-string(\n#let conf(\n#show: doc => conf(" + "a: (" * 9000,
        "\\begin{Highlighting}\n" * 9000, "\\KeywordTok{" * 9000,
    ],
    ids=range(9),
)  # fmt: skip
def test_thousands_of_rules_are_read_fast(source: str) -> None:
    begun = time.process_time()
    mended_typst(source)
    highlighted(source)
    assert time.process_time() - begun < 2


@needs_pandoc
def test_a_call_of_another_file_takes_that_file_alone(tmp_path: Path) -> None:
    text = '= Titre\n\n#import "modele.typ": *\n\n#include "suite.typ"\n\nDu texte.\n'
    (tmp_path / "a.typ").write_text(text, "utf-8")
    report = Report()
    (document,) = read(tmp_path / "a.typ", report=report)
    assert plain_text(document) == "Du texte."
    assert [(f.code, f.pos.line if f.pos else 0) for f in report.findings] == [
        ("passage-non-lu", 3), ("passage-non-lu", 5),
    ]  # fmt: skip
    assert '#include "suite.typ"' in report.findings[1].message


@needs_pandoc
@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.typ", "Un #encart[mot] ici.\n", "se sert de « encart »"),
        ("a.rst", "A\n\n.. csv-table::\n   :file: t.csv\n", r"un autre fichier \(t\.csv\)"),
        ("a.tex", "\\begin{document}\\input{suite}\\end{document}", "a.tex:1 : .*suite"),
        ("a.md", "<script>x()</script>\n", "a.md:1 : "),
    ],
)
def test_a_document_that_is_not_whole_says_what_it_lacks(
    tmp_path: Path, name: str, text: str, why: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError, match=why):
        read(tmp_path / name)


PICTURE = """Un texte ![Un plan](plan.png) ici.

+---------+---------+
| Nom     | Âge     |
+=========+=========+
| - Zoé   | 12      |
+---------+---------+
"""


@needs_pandoc
def test_pictures_of_latex_that_pandoc_wrote(tmp_path: Path) -> None:
    """They are there with their descriptions; how they are fitted to a page is no text."""
    path = tmp_path / "guide.tex"
    command = [pandoc.probe().path, "-s", "-f", "markdown", "-t", "latex", "-o", path]
    subprocess.run(command, input=PICTURE.encode(), check=True)
    report = Report()
    (document,) = read(path, report=report)
    assert [plain_text(n) for n in nodes(document) if isinstance(n, Image)] == ["Un plan"]
    assert "pandoc" not in plain_text(document)
    assert not [f for f in report.findings if f.code in ("passage-non-lu", "passage-brut")]
