"""SurveyXact's pair of files becomes one table of those who completed, with labels."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ingest import frame, surveyxact
from ingest.frame import Table
from ingest.problem import RejectedError
from ingest.workbook import Workbook
from tests.ingest import spreadsheets
from tests.ingest.awkward import text
from tests.ingest.spreadsheets import read

HEAD = [
    "respondentid", "organization", "statinternal_1", "created", "modified", "closetime",
    "starttime", "difftime", "responsecollectsessions", "numberofreturnedmail", "importgroup",
    "distributionschedule", "email", "digitaldistributionstatus",
    "digitaldistributionerrormessage", "koen", "s_1", "s_2_1", "s_2_2", "statcompletion_1",
    "statcreation_1", "statdistribution_1", "statsource_1", "statcollect_1", "statoverall_1",
    "statoverall_2", "statoverall_3", "statoverall_4", "statoverall_5",
]  # fmt: skip
KEPT = ("koen", "s_1", "s_2_1", "s_2_2")
LABELS = [
    ["koen", "1", "Mand"],
    ["koen", "2", "Kvinde"],
    ["s_1", "1", "1. Slet ikke tryg"],
    ["s_1", "7", "7. Meget tryg"],
    ["s_2_1", "0", "0"],
    ["s_2_1", "1", "1-2 gange"],
]


def person(number: int, status: int, *answers: str) -> list[str]:
    marks = ["1" if status == place else "0" for place in range(1, 6)]
    added = [str(number), "Ishøj", "0", *["2025-03-01 12:00:00"] * 4, "1", "0", "", "", "a@b.dk"]
    return [*added, "", "", "", *answers, "1", "1", "1", "1", "1", *marks]


PEOPLE = [
    person(1, 4, "1", "7", "0", "1"),
    person(2, 2, "", "", "", ""),
    person(3, 3, "2", "1", "", ""),
    person(4, 4, "2", "", "1", "0"),
    person(5, 5, "", "", "", ""),
    person(6, 1, "", "", "", ""),
]


@pytest.fixture(scope="module", autouse=True)
def quickly() -> Iterator[None]:
    with spreadsheets.quickly():
        yield


def dataset(folder: Path, people: Sequence[Sequence[str]] = PEOPLE) -> Table:
    assert {len(one) for one in [HEAD, *people]} == {29}
    return frame.find(read(folder, text([HEAD, *people]), "dataset_1.csv").sheets[0])


def labels(folder: Path, rows: Sequence[Sequence[str]] = LABELS) -> Workbook:
    return read(folder, text(rows), "labels.csv")


def test_only_those_who_completed_are_kept_and_the_others_counted(tmp_path: Path) -> None:
    answers = surveyxact.completed(dataset(tmp_path))
    assert answers.table.rows.fillna("").to_numpy().tolist() == [
        ["1", "7", "0", "1"],
        ["2", "", "1", "0"],
    ]
    assert list(answers.table.rows.index) == [1, 4]
    assert answers.table.counts == {"invited": 5, "partial": 1, "answered": 2}


def test_the_columns_that_surveyxact_adds_are_left_out_and_listed(tmp_path: Path) -> None:
    answers = surveyxact.completed(dataset(tmp_path))
    assert answers.table.columns == KEPT
    assert answers.table.positions == tuple(HEAD.index(column) for column in KEPT)
    assert answers.added == tuple(column for column in HEAD if column not in KEPT)
    assert answers.table.place(4, "s_1") == "Linje 5, kolonne Q"


def test_a_dataset_is_known_by_its_columns_of_status(tmp_path: Path) -> None:
    table = dataset(tmp_path)
    assert surveyxact.is_dataset(table)
    assert not surveyxact.is_dataset(surveyxact.completed(table).table)


def test_labels_come_with_the_columns_they_name(tmp_path: Path) -> None:
    found = surveyxact.labels_of(labels(tmp_path).sheets[0])
    table = surveyxact.completed(dataset(tmp_path), found).table
    assert table.labels["koen"] == {"1": "Mand", "2": "Kvinde"}
    assert set(table.labels) == {"koen", "s_1", "s_2_1"}


def test_a_label_loses_its_value_in_front_only_when_all_of_the_variable_have_it(
    tmp_path: Path,
) -> None:
    found = surveyxact.labels_of(labels(tmp_path).sheets[0])
    assert found["s_1"] == {"1": "Slet ikke tryg", "7": "Meget tryg"}
    assert found["s_2_1"] == {"0": "0", "1": "1-2 gange"}


def test_quotation_marks_round_labels_are_no_part_of_them(tmp_path: Path) -> None:
    written = b's_1;1;"""Meget"" tryg"\ns_1;2;"Utryg; ret"\n'
    found = surveyxact.labels_of(read(tmp_path, written, "labels.csv").sheets[0])
    assert found == {"s_1": {"1": '"Meget" tryg', "2": "Utryg; ret"}}


@pytest.mark.parametrize(
    ("rows", "is_labels"),
    [
        (LABELS, True),
        ([["variabel", "værdi", "label"], *LABELS], False),
        ([["Område", "2023", "2024"], ["Ishøj", "75", "76"], ["Ishøj", "1", "2"]], False),
        ([["område", "år", "andel"], ["183", "2023", "75"], ["183", "2024", "76"]], False),
        ([["a", "b", "c", "d"], ["1", "2", "3", "4"]], False),
        ([["Mand", "Ja", "Tryg"], ["Mand", "Nej", "Utryg"]], False),
    ],
)
def test_a_file_of_labels_is_known_by_its_form(
    tmp_path: Path, rows: list[list[str]], is_labels: bool
) -> None:
    assert surveyxact.is_labels(labels(tmp_path, rows)) == is_labels


def test_the_labels_of_several_files_are_joined(tmp_path: Path) -> None:
    first, second = labels(tmp_path, LABELS[:2]), labels(tmp_path, LABELS[2:])
    other = read(tmp_path, text([HEAD, *PEOPLE]), "dataset.csv")
    assert set(surveyxact.joined([first, other, second])) == {"koen", "s_1", "s_2_1"}


def test_a_status_that_is_neither_0_nor_1_is_refused_with_its_place(tmp_path: Path) -> None:
    wrong = [*PEOPLE[:2], [*PEOPLE[2][:27], "ja", "0"]]
    with pytest.raises(RejectedError) as error:
        surveyxact.completed(dataset(tmp_path, wrong))
    assert "Linje 4, kolonne AB" in str(error.value)
    assert "statoverall_4" in str(error.value)


def test_a_dataset_that_nobody_completed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RejectedError, match="Ingen har gennemført"):
        surveyxact.completed(dataset(tmp_path, PEOPLE[1:3]))
