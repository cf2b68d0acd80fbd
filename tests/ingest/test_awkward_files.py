"""Untidy files are read right, or refused with a message that helps."""

from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from types import SimpleNamespace

import pandas as pd
import pytest

from ingest import mapping, reader_process, upload
from ingest.problem import Problem, RejectedError, Severity
from ingest.reader import recognise
from ingest.reader.blocks import Limits, Output, RefusedError
from ingest.records import Records
from store import inputs
from store.inputs import InputKind
from tests.conftest import TODAY
from tests.ingest import awkward_published, awkward_registers, awkward_surveys
from tests.ingest.awkward import Case, Read, Refused

CASES = [*awkward_surveys.CASES, *awkward_registers.CASES, *awkward_published.CASES]


@pytest.fixture(autouse=True)
def reading_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process around the reader has tests of its own; starting it so often takes long."""

    def blocks_of(path: Path, limits: Limits) -> Iterator[tuple[reader_process.Block, bytes]]:
        with TemporaryFile() as written:
            with redirect_stdout(SimpleNamespace(buffer=written)):
                output = Output(limits)
                try:
                    output.end(recognise.read(path, output, limits))
                except RefusedError as refused:
                    output.end("", refused.finding)
            written.seek(0)
            yield from reader_process.passed_on(written.fileno(), limits)

    monkeypatch.setattr("ingest.workbook.blocks_of", blocks_of)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_is_read_right_or_refused_with_place_and_remedy(case: Case, tmp_path: Path) -> None:
    records, problems = outcome(case, tmp_path)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if isinstance(case.want, Refused):
        assert errors, "it was read"
        assert any(is_refusal(problem, case.want) for problem in errors), told(problems)
        assert not any(word in str(one) for one in problems for word in case.want.never)
    else:
        assert not errors, told(problems)
        assert records is not None
        assert_read(records, case.want)
        for words in case.want.told:
            assert any(all(word in str(one) for word in words) for one in problems), told(problems)


def test_the_cases_have_names_of_their_own_and_are_at_least_40() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 40


def outcome(case: Case, folder: Path) -> tuple[Records | None, tuple[Problem, ...]]:
    """The file from drop to check, with what is suggested confirmed as the case says."""
    files = []
    for number, (name, content) in enumerate(case.files.items()):
        path = folder / str(number)  # what a file is, is not told by its name
        path.write_bytes(content)
        files.append((name, path))
    try:
        examined = upload.examine(files)
        table = next(one for one in examined.tables if not case.sheet or one.sheet == case.sheet)
        suggestion = mapping.suggest(table, case.kind, case.source, ())
        assert set(case.asks) <= set(suggestion.open)
        suggested = suggestion.mapping
        confirmed = case.decide(
            replace(suggested, constants={**suggested.constants, **case.constants})
        )
        checked = upload.check(examined, table, confirmed, TODAY)
    except RejectedError as rejected:
        return None, rejected.problems
    return checked.records, (*examined.told, *checked.problems)


def is_refusal(problem: Problem, want: Refused) -> bool:
    """Whether an error names the place, what was found there and what to do."""
    whole = str(problem)
    return (
        want.place in problem.place
        and all(word in whole for word in want.says)
        and bool(problem.found)
        and bool(problem.remedy)
    )


def told(problems: tuple[Problem, ...]) -> str:
    return "\n".join(f"{one.severity.value}: {one}" for one in problems) or "nothing was told"


def assert_read(records: Records, want: Read) -> None:
    rows = records.rows
    if records.kind is InputKind.REGISTER:
        found = {
            (row.area, row.period, row.breakdown): (row.numerator, row.denominator)
            for row in rows.itertuples()
        }
        assert_same(found, want.values)
    elif records.kind is InputKind.SURVEY_AGGREGATED:
        found = {
            (row.area, row.wave, row.breakdown, row.question): (row.value, row.answers)
            for row in rows.itertuples()
        }
        assert_same(found, want.values)
    else:
        questions = inputs.survey(records.source).questions
        for name, expected in want.values.items():
            if name == "counts":
                assert records.counts == expected
            elif name.startswith("scale of "):
                assert records.scales[name.removeprefix("scale of ")] == expected
            elif name in questions:
                given = zip(rows[name], rows[f"{name}.missing"], strict=True)
                assert [number_or(answer, code or None) for answer, code in given] == expected
            else:
                assert list(rows[name]) == pytest.approx(expected)


def assert_same(found: Mapping, expected: Mapping) -> None:
    assert set(found) == set(expected)
    for key, numbers in expected.items():
        assert tuple(number_or(number, None) for number in found[key]) == pytest.approx(numbers), (
            key
        )


def number_or(value: float, otherwise: str | None) -> object:
    return otherwise if pd.isna(value) else value


def test_a_fault_in_every_row_is_told_a_few_times_not_in_every_row(tmp_path: Path) -> None:
    rows = [["X", "Månebyen", "tung", 12]] * 400
    header = ["Køn", "Bydel", "Vægt", awkward_surveys.DAY]
    case = awkward_surveys.survey("faults", header, rows, Refused("", ()))
    _, problems = outcome(case, tmp_path)
    assert 4 <= len(problems) < 40
