"""From the columns of a file to our own fields: suggested, confirmed, applied, remembered.

Gathers what others use of `columns`, `suggestions`, `mapped` and `mappings`.
"""

from ingest.columns import QUESTION, Column, FileMapping, fields, lacking, time_field
from ingest.mapped import apply
from ingest.mappings import remember, remembered
from ingest.suggestions import Suggestion, guess_kind, suggest

__all__ = [
    "QUESTION",
    "Column",
    "FileMapping",
    "Suggestion",
    "apply",
    "fields",
    "guess_kind",
    "lacking",
    "remember",
    "remembered",
    "suggest",
    "time_field",
]
