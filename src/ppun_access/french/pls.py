"""Pronunciation lexicons in PLS 1.0, the W3C's format, which screen readers also share.

An ``alias`` is a respelling; a ``phoneme`` in the alphabet ``ipa`` becomes ``/…/``. Other
alphabets are passed over. The XML is read without entities: a document type is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
_END = "}"


@dataclass(slots=True)
class _Lexeme:
    """The words of one entry and its pronunciations, the preferred one first."""

    graphemes: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """Collects the lexemes of a file as its elements open and close."""

    found: dict[str, str] = field(default_factory=dict)
    lexeme: _Lexeme = field(default_factory=_Lexeme)
    alphabet: str = ""
    own: str = ""
    prefer: bool = False
    text: list[str] = field(default_factory=list)
    root: str = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        tag = name.rpartition(_END)[2]
        self.root = self.root or tag
        self.text = []
        if tag == "lexicon":
            self.alphabet = attributes.get("alphabet", "")
        elif tag == "lexeme":
            self.lexeme = _Lexeme()
        elif tag in ("alias", "phoneme"):
            self.own = attributes.get("alphabet", self.alphabet)
            self.prefer = attributes.get("prefer", "").strip() in ("true", "1")

    def characters(self, text: str) -> None:
        """Read characters."""
        self.text.append(text)

    def end(self, name: str) -> None:
        """Close an element."""
        tag = name.rpartition(_END)[2]
        text = " ".join("".join(self.text).split())
        if tag == "grapheme" and text:
            self.lexeme.graphemes.append(text)
        elif tag == "alias" and text:
            self._said(text)
        elif tag == "phoneme" and text and self.own == "ipa":
            self._said(f"/{text}/")
        elif tag == "lexeme" and self.lexeme.said:
            for grapheme in self.lexeme.graphemes:
                self.found.setdefault(grapheme, self.lexeme.said[0])

    def _said(self, text: str) -> None:
        self.lexeme.said.insert(0 if self.prefer else len(self.lexeme.said), text)


def from_pls(xml: str) -> dict[str, str]:
    """Return the words of a PLS file and their pronunciations.

    Raises ValueError, with the line, when it is no such file or has a document type.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=_END)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise ValueError(f"ligne {error.lineno} : ce XML est mal écrit") from error
    if reader.root != "lexicon":
        raise ValueError("ligne 1 : ce n’est pas un lexique PLS (élément « lexicon »)")
    return reader.found


def _refuse(*found: object) -> None:
    raise ValueError("ligne 1 : un lexique PLS n’a pas de DOCTYPE")


def to_pls(pronunciations: Mapping[str, str], lang: str = "fr") -> str:
    """Return pronunciations as a PLS 1.0 file, in alphabetical order."""
    lexemes = "".join(
        f"  <lexeme>\n    <grapheme>{_xml(word)}</grapheme>\n    {_pronunciation(said)}\n"
        "  </lexeme>\n"
        for word, said in sorted(pronunciations.items())
        if word.strip() and said.strip()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<lexicon version="1.0" xmlns="{NAMESPACE}" alphabet="ipa" '
        f'xml:lang="{_xml(lang)}">\n'
        f"{lexemes}</lexicon>\n"
    )


def _pronunciation(said: str) -> str:
    if len(said) > 2 and said[0] == said[-1] == "/":
        return f"<phoneme>{_xml(said[1:-1])}</phoneme>"
    return f"<alias>{_xml(said)}</alias>"


def _xml(text: str) -> str:
    """Return characters for XML; those that it cannot hold go."""
    kept = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in _FORBIDDEN))
    return escape(kept, quote=False).replace('"', "&quot;")


_FORBIDDEN = {"\ufffe", "\uffff", *map(chr, range(0xD800, 0xE000))}
