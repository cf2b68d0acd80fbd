import pytest

from indicators.glossary import (
    Entry,
    GlossaryError,
    UnknownTermError,
    entry,
    glossary,
    read_glossary,
)

TABLE = """\
# Ordliste

## Mål

Lidt tekst.

| Ord | English | Kode | Forklaring |
|---|:--|---|---|
| Måltal | Target | `target` | Det tal, man vil nå. |
"""


def test_reads_a_table() -> None:
    assert read_glossary(TABLE) == {
        "target": Entry("target", "Måltal", "Target", "Det tal, man vil nå.", "Mål")
    }


def test_an_empty_field_is_told_with_its_line() -> None:
    with pytest.raises(GlossaryError, match="linje 10"):
        read_glossary(TABLE + "| Mål |  | `goal` | En retning. |\n")


def test_a_missing_field_is_told_with_its_line() -> None:
    with pytest.raises(GlossaryError, match="linje 10"):
        read_glossary(TABLE + "| Mål | Goal | `goal` |\n")


def test_the_same_code_twice() -> None:
    with pytest.raises(GlossaryError, match='koden "target" findes allerede'):
        read_glossary(TABLE + "| Mål | Goal | `target` | En retning. |\n")


def test_the_shipped_glossary() -> None:
    assert entry("official").word == "Officielle tal"
    assert len(glossary()) > 90


def test_an_unknown_code() -> None:
    with pytest.raises(UnknownTermError, match='ingen forklaring på "flis"'):
        entry("flis")
