"""PDF: nothing is lost and nothing is obeyed, whatever the text: generated documents."""

from __future__ import annotations

import unicodedata
from typing import Any

import page
from carrying import source_of, strings
from hypothesis import given
from hypothesis import strategies as st
from test_writers_properties import edition, words
from trees import published as documents

from ppun_access.document.model import Document
from ppun_access.report import Report
from ppun_access.writers.model import PdfOptions
from ppun_access.writers.pdf.write import write_pdf


@given(documents, st.sampled_from(["integral", "facile"]))
def test_source_loses_no_word(document: Document, version: Any) -> None:
    whole = unicodedata.normalize("NFD", "\0".join(strings(source_of(document, version))))
    whole = whole.replace("\u200b", "").replace("\u2060", "")
    assert [word for word in words(document) if word not in whole] == []


@given(documents, st.sampled_from(["integral", "facile"]))
def test_every_document_is_pdf_ua(document: Document, version: Any) -> None:
    made = edition(document)
    files = write_pdf(made.__class__(made.book, version), PdfOptions(), Report())
    assert len(files) == 1
    for content in files.values():
        assert isinstance(content, bytes)
        found = page.validate_pdf_bytes(content, profile="ua1")
        assert [f"{f.rule_id}: {f.message}" for f in found.failures] == []
