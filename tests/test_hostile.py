"""Pages that try everything, through every writer: sound files, no word lost, all told."""

from __future__ import annotations

import os
import re
import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest
from braille_reading import text_of
from bs4 import BeautifulSoup
from pdf_documents import read_again
from projects import build, codes, project

from ppun_access.inspect.published_folder import inspect
from ppun_access.tools import louis

__all__ = ["project"]

TITLE = f"Un titre {' '.join(f'tres{n}' for n in range(50))} fini"
ROWS = "\n".join(f"| Commune {n} | {1000 + n} habitants |" for n in range(1, 41))
PAGE = f"""# Page

{{% tabs %}}
{{% tab title="Édito vide" %}}

{{% endtab %}}
{{% tab title="Édito {TITLE}" %}}

Un premier paragraphe avec une note[^1] et une seconde[^2].

![Une carte absente](absente.png "Sa légende perdue")

![Un point noir](point.png "Sa légende gardée")

Voyez ![un repère marqué](point.png "et son titre") dans la phrase.

| Nom | Nombre |
|---|---|
{ROWS}

<span lang="el">Καλημέρα κόσμε</span> et <span lang="ar">مرحبا بالعالم</span> 😀.

```python
imprime = "code exact"
```

Lisez [le guide](https://exemple.fr/guide "édition de mai") en entier.

> Une citation de quelqu’un.

1. étape première
2. étape seconde

[^1]: Le contenu de la note première.
[^2]: Le contenu de la note seconde.

{{% endtab %}}
{{% endtabs %}}
"""


def chunk(name: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(bytes(4)))
    + chunk(b"IEND", b"")
)
"""A black pixel."""
WORDS = (
    "Un premier paragraphe", "note première", "note seconde", "Une carte absente",
    "Sa légende perdue", "Un point noir", "Sa légende gardée", "un repère marqué",
    "et son titre", "dans la phrase",
    "Commune 1", "1001 habitants", "Commune 40", "1040 habitants",
    "le guide (édition de mai)", "en entier",
    "Une citation de quelqu", "étape première", "étape seconde",
    *(f"tres{n}" for n in range(50)),
)  # fmt: skip
CODE, GREEK, ARABIC = "code exact", "Καλημέρα κόσμε", "مرحبا بالعالم"
FOOT = re.compile(r"page\s\d+\ssur\s\d+")
"""It stands inside a sentence that goes on from one page to the next."""


def squeezed(text: str) -> str:
    """Return the letters and digits of ``text``, so that line ends do not matter."""
    whole = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, whole))


def shown(markup: bytes | str) -> str:
    """Return the words of a page and those that describe its pictures, in order."""
    soup = BeautifulSoup(markup, "html.parser")
    for image in soup.find_all("img"):
        image.replace_with(f" {image.get('alt', '')} ")
    return soup.get_text(" ")


def member(path: Path, ending: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(ending))
        return archive.read(name)


def described(pdf: bytes) -> str:
    """Return the alternative texts of a PDF of ours, which are not compressed."""
    found = re.findall(rb"/Alt\s*(?:<FEFF([0-9A-F]+)>|\((.*?)\))", pdf)
    whole = (bytes.fromhex(h.decode()).decode("utf-16-be") or p.decode() for h, p in found)
    return " ".join(("", *whole))


def carried(folder: Path) -> dict[str, str]:
    """Return the words of each kind of file of a text."""
    id_ = folder.name
    pages = read_again(folder / f"{id_}.pdf")["pages"]
    return {
        "html": shown((folder / "index.html").read_bytes()),
        "text": (folder / f"{id_}.txt").read_text("utf-8-sig"),
        "epub": shown(member(folder / f"{id_}.epub", f"{id_}.xhtml")),
        "daisy": shown(member(folder / f"{id_}-daisy202.zip", "content.html")),
        "pdf": FOOT.sub(" ", " ".join(page["text"] for page in pages))
        + described((folder / f"{id_}.pdf").read_bytes()),
        "cues": (folder / f"{id_}.vtt").read_text("utf-8"),
    }


def lost(words: tuple[str, ...], texts: dict[str, str]) -> list[tuple[str, str]]:
    whole = {kind: squeezed(text) for kind, text in texts.items()}
    return [(k, w) for k, text in whole.items() for w in words if squeezed(w) not in text]


def test_a_hostile_page_goes_through_every_writer(project: Path) -> None:
    (project / "content/a.md").write_text(PAGE, "utf-8")
    (project / "content/point.png").write_bytes(PNG)
    assert build("--to", "html,text,vtt,epub,daisy,pdf") == 0
    out = project / "output"
    assert inspect(out).faults == ()
    (folder,) = (path.parent for path in out.glob("*/*.vtt") if "vide" not in path.name)
    texts = carried(folder)
    assert lost(WORDS, texts) == []
    written = {kind: text for kind, text in texts.items() if kind != "cues"}
    assert lost((CODE,), written) == []
    assert lost((GREEK,), texts) == []
    drawn = {kind: text for kind, text in texts.items() if kind != "pdf"}
    assert lost((ARABIC,), drawn) == []
    assert [kind for kind, text in texts.items() if "😀" not in text] == ["pdf"]
    assert "[émoji]" in texts["pdf"].replace("\u00a0", " ")
    page = (folder / "index.html").read_text("utf-8")
    assert re.search(r'<span lang="ar" dir="rtl"[^>]*>', page)
    told = {"texte-vide", "image-absente", "pdf-caracteres", "code-non-lu"}
    assert told <= set(codes(out))
    assert "image-illisible" not in codes(out)


def has_louis() -> bool:
    try:
        louis.probe()
    except Exception:
        return False
    return True


@pytest.mark.skipif(
    not has_louis() and not os.environ.get("CI"), reason="liblouis is not installed"
)
def test_a_hostile_page_goes_through_braille(project: Path) -> None:
    (project / "content/a.md").write_text(PAGE, "utf-8")
    assert build("--to", "braille,text") == 0
    out = project / "output"
    assert inspect(out).faults == ()
    assert "braille-caractere" in codes(out)
    (path,) = (p for p in out.glob("*/*.brf") if not re.search("vide|abrege|-40", p.name))
    text = text_of(path.read_bytes(), "integral")
    inside = tuple(w for w in WORDS if not w.startswith("tres"))  # they title the book
    assert lost(inside, {"braille": text}) == []


def section(number: int) -> str:
    clauses = (f"la commune {n} du canton {number} répond" for n in range(9))
    line = f"Dans la partie {number}, {', '.join(clauses)} à la question posée.\n"
    return f"## Partie {number}\n\n{line}"


@pytest.mark.long
def test_a_document_of_three_hundred_pages(project: Path) -> None:
    page = "# Un long texte\n\n" + "\n".join(map(section, range(1, 301)))
    (project / "content/a.md").write_text(page, "utf-8")
    (project / "ppun.toml").write_text("[pdf]\ntaille = 32\n", "utf-8")
    assert build("--to", "html,text,vtt,epub,daisy,pdf,braille") == 0
    out = project / "output"
    assert inspect(out).faults == ()
    folder = out / "long-texte"
    assert len(read_again(folder / "long-texte.pdf")["pages"]) >= 300
    words = tuple(f"la commune 8 du canton {n} répond à" for n in range(1, 301))
    assert lost(words, carried(folder)) == []
