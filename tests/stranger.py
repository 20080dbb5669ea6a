"""A project folder that a stranger gives: everything that could harm who builds it.

    python tests/stranger.py FOLDER

makes it in ``FOLDER/projet`` (``test_stranger.py`` builds it, as root and as a user).
``FOLDER/voisin`` is somebody’s own folder: nothing of it may change, or be published.
"""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import zlib
from contextlib import suppress
from pathlib import Path

SECRET = "SECRET-DE-QUELQU-UN"
PASSWORD = "motdepasse"
SOUND = "Bonjour à tous, voici ce qui doit paraître."
ORDINARY = f"# Bienvenue\n\n{SOUND}\n"
"""The one page that is as it should be."""
ESCAPE = "\x1b]0;piège\x07\x1b[31m"


def make(folder: Path) -> Path:
    """Make the folder of the stranger and that of somebody; return the first."""
    project, theirs = folder / "projet", folder / "voisin"
    (theirs / "dossier").mkdir(parents=True)
    for name in ("secret.txt", "notes.txt", "dossier/index.html"):
        (theirs / name).write_text(SECRET, "utf-8")
    pages = project / "content"
    pages.mkdir(parents=True)
    program = project / "programme"
    program.write_text(f"#!/bin/sh\ntouch '{folder}/lancé'\nexit 1\n", "utf-8")
    program.chmod(0o755)
    (pages / "bienvenue.md").write_text(ORDINARY, "utf-8")
    git(project, program)
    settings(project)
    beside_the_output(project, theirs)
    files_without_end(project, theirs)
    pages_that_try(pages)
    pictures(pages)
    recordings(pages, theirs)
    return project


def git(project: Path, program: Path) -> None:
    """Two repositories whose settings name a program, one of them the folder of pages."""
    run = ["git", "-c", "user.name=a", "-c", "user.email=a@exemple.fr"]
    run += ["-c", "maintenance.auto=false"]
    for folder, bare in ((project, []), (project / "content", ["--bare"])):
        subprocess.run(["git", "init", "-q", *bare, "."], cwd=folder, check=True)
        own = folder if bare else folder / ".git"
        if not bare:
            (folder / "a").write_text("a", "utf-8")
            subprocess.run(["git", "add", "a"], cwd=folder, check=True)
            subprocess.run([*run, "commit", "-qm", "x"], cwd=folder, check=True)
            for path in (own / "objects").glob("??/*"):
                if b"tree" in zlib.decompress(path.read_bytes())[:5]:
                    path.unlink()
        with (own / "config").open("a", encoding="utf-8") as config:
            config.write(
                '\n[extensions]\npartialClone = origin\n[remote "origin"]\n'
                f"url = {project}\npromisor = true\nuploadpack = {program}\n"
                f"[core]\nrepositoryformatversion = 1\nfsmonitor = {program}\n"
                f"pager = {program}\nsshCommand = {program}\n[log]\n"
                f"showSignature = true\n[gpg]\nprogram = {program}\n"
            )


def settings(project: Path) -> None:
    """Settings and a lexicon that are read, with what a terminal obeys in them."""
    (project / "ppun.toml").write_text(
        'titre = "Un titre\\u001b]0;piège\\u0007 @editeur@"\n'
        'base_url = "https://exemple.fr"\nvoix = "pico"\n',
        "utf-8",
    )


def beside_the_output(project: Path, theirs: Path) -> None:
    """The lock, the journal, the workplace and the report of a build, all prepared."""
    for name, target in {
        ".output.verrou": "notes.txt", ".output.nouveau-1": "dossier",
        ".output.nouveau": "dossier", "output-rapport/index.html": "notes.txt",
        "output-rapport/style.css": "notes.txt", "output-rapport/brouillons": "dossier",
    }.items():  # fmt: skip
        link(project / name, theirs / target)
    for name in ("build.json", "historique.json", "history.json"):
        link(project / "output-rapport" / name, Path("/dev/zero"))
    (project / ".output.echange").write_text("voisin\n", "utf-8")
    (project / "voisin").mkdir()
    (project / "voisin/index.html").write_text("Pas un site.", "utf-8")


def files_without_end(project: Path, theirs: Path) -> None:
    """Devices, pipes, sockets and links out of the project, under names that are opened."""
    pages = project / "content"
    for name, target in {
        "zero.md": "/dev/zero", "mot.md": "/etc/passwd", "secret.md": theirs / "secret.txt",
        "ailleurs": theirs, "tour": pages, "lsf/bienvenue.mp4": "/dev/zero",
        "pictos/pictos.toml": "/dev/zero", "facile/bienvenue.md": "/dev/zero",
        ".gitbook/assets/secret.txt": theirs / "secret.txt", "image.png": "/dev/zero",
        "images/secret.png": theirs / "secret.txt",
    }.items():  # fmt: skip
        link(pages / name, Path(target))
    with suppress(OSError, AttributeError):
        os.mkfifo(pages / "tube.md")
        os.mkfifo(pages / "audio-tube.png")
    with suppress(OSError, AttributeError), socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(pages)  # the name of a socket is short
        try:
            one.bind("prise.md")
        finally:
            os.chdir(here)
    with (pages / "immense.md").open("wb") as handle:
        handle.truncate(1 << 40)


QUIET = "---\nvoix: aucune\n---\n"
"""The front matter of a page that no voice reads: a sound takes longer than all else."""


def pages_that_try(pages: Path) -> None:
    """pages that fill the memory, never end, read elsewhere, write on a screen."""
    aliases = "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
    )
    for name, text in {
        "alias.md": f"---\na0: &a0 [x]\n{aliases}---\n# Alias\n\nFin.\n",
        "profond.md": "---\na: " + "[" * 5000 + "\n---\n# Profond\n\nFin.\n",
        "chiffres.md": f"---\ndate: {'9' * 5000}\n---\n# Chiffres\n\nFin.\n",
        "date.md": "---\ndate: 11476-01-01\n---\n# Date\n\nFin.\n",
        "traits.md": QUIET + "# Traits\n\n" + "-\n" * 60,
        "titres.md": QUIET + "## a\n" * 40,
        "souligne.md": "# Souligné\n\n" + "_" * 2000 + "\n",
        "ouvert.md": '# Ouvert\n\nMot <a href="x>suite\n\n<!-- reste\n\nfin.\n',
        "echappe.md": f"# Titre{ESCAPE}\n\nUn [lien](absent{ESCAPE}.md).\n",
        "ligne\n::error::faux.md": "# Ligne\n\nUne page.\n",
        f"nom{ESCAPE[:8].replace('/', '')}.md": "# Nom\n\nUne page.\n",
        "lit.md": QUIET + "# Lit\n\n![a](../../voisin/secret.txt) [b](.ssh/id.txt) "
        "[c](../.git/config) ![d](/etc/passwd)\n\n"
        '{% include "../../voisin/secret.txt" %}\n',
        "adresse.md": QUIET + f"# Adresse\n\n![](ftp://moi:{PASSWORD}@exemple.fr/a.png)\n",
        "bombe.md": QUIET + "# Bombe\n\n" + '{% include "bombe.md" %}\n\n' * 9,
        "gros.md": "# Gros\n\n" + "mot " * 60,
        "images.md": QUIET + "# Images\n\n![Un](geante.png)\n\n![Deux](filtre.svg)\n\n"
        "![Trois](script.svg)\n\n![Quatre](image.png)\n",
        ".ssh/id.txt": SECRET,
    }.items():
        path = pages / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


def pictures(pages: Path) -> None:
    """A picture of four thousand million pixels a side, drawings that act or never end."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", 0x7FFFFFFF, 0x7FFFFFFF, 8, 2, 0, 0, 0)
    png = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    (pages / "geante.png").write_bytes(b"\x89PNG\r\n\x1a\n" + png)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    endless = '<feTurbulence baseFrequency="0.5" numOctaves="900000000"/>'
    (pages / "filtre.svg").write_text(
        f'{svg}<filter id="f">{endless}</filter>'
        '<rect width="9" height="9" filter="url(#f)"/></svg>', "utf-8",
    )  # fmt: skip
    script = f"{svg}<script>alert(1)</script><rect onload='alert(1)' width='9'/></svg>"
    (pages / "script.svg").write_text(script, "utf-8")


def recordings(pages: Path, theirs: Path) -> None:
    """A list of other files that says that it is a sound, a sound of a month."""
    (pages / "audio").mkdir()
    (pages / "audio/bienvenue.mp3").write_text(
        f"ffconcat version 1.0\nfile {theirs}/secret.txt\n", "utf-8"
    )
    samples = bytes(20_000)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 1, 2, 2, 16)
    wave = b"WAVE" + form + b"data" + struct.pack("<I", len(samples)) + samples
    (pages / "audio/gros.wav").write_bytes(b"RIFF" + struct.pack("<I", len(wave)) + wave)


def link(path: Path, target: Path) -> None:
    """Put a symbolic link at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


if __name__ == "__main__":
    print(make(Path(sys.argv[1])))  # noqa: T201
