"""A draft from the file to the release: read, coupled, checked, published or thrown away."""

import pytest

from danish.errors import DanishError
from ingest import by_hand, coupling, draft_kinds, draft_steps, draft_text, drafts, mapping, undo
from ingest.drafts import Draft
from ingest.preview import Changes, preview
from ingest.problem import RejectedError, error, warning
from store import publishing, release
from store.settings import Settings
from store.warehouse import Load, Origin, reading
from tests.conftest import TODAY
from tests.ingest.fake_statbank import FakeStatBank, small_straf11
from tests.ingest.files import bulk
from tests.ingest.uploads import COUNTS, draft_of, table_of

pytest_plugins = ["tests.published"]

HEADER = "Bydel;Køn;Q4_dag;vægt_2025;Navn"
PLACES = ("Vejleåparken", "Bymidten", "Strandområdet")
NOTHING = Changes((), 34)


def quiet(share: float | None, text: str) -> None:
    """Somebody who waits and says nothing."""


def answers(count: int = 400, *, header: str = HEADER, first: str = "7") -> bytes:
    """A survey of so many respondents as a text file."""
    lines = ["Tryghed 2025", "", header]
    for i in range(count):
        sex, answer = ("Kvinde", "Mand")[i % 2], first if i == 0 else str(i % 7 + 1)
        lines.append(f"{PLACES[i % 3]};{sex};{answer};{0.8 + i % 5 / 10:.1f};Navn {i}")
    return "\n".join(lines).replace(".", ",").encode()


def begun(places: Settings, content: bytes | None = None) -> Draft:
    """The draft of such a survey, read, and told what kind it is."""
    draft = draft_steps.begin(places, [("tryghed 2025.csv", content or answers())], quiet)
    return draft_steps.of_source(places, draft, "survey:borger")


def coupled(draft: Draft) -> Draft:
    """The same with all questions answered."""
    question = "spørgsmål:tryg_dag"
    details = draft_kinds.of(draft).details(draft, "Q4_dag", question)
    codes = {value.text: value.code for value in details.values}
    answer = coupling.Answer(question, details.unit, False, codes)
    return draft_steps.confirmed(draft_steps.answered(draft, "Q4_dag", answer))


@pytest.fixture
def places(settings: Settings) -> Settings:
    """Nothing is loaded yet, so that a release is made at once."""
    return settings


def loads(places: Settings) -> list[Load]:
    with reading(places) as open_:
        return open_.loads()


def publish(places: Settings, draft: Draft, who: str = "Bo") -> draft_steps.Published:
    ready = draft_steps.candidate(places, draft, TODAY)
    return draft_steps.publish(places, draft, ready, who, "Ny måling", NOTHING)


def test_reading_a_file_leaves_a_draft_without_what_says_who_somebody_is(
    places: Settings,
) -> None:
    draft = begun(places)
    assert draft.table.columns == ("Bydel", "Køn", "Q4_dag", "vægt_2025")
    assert [entry.name for entry in drafts.listed(places)] == ["tryghed 2025.csv"]
    kept = [path for path in places.data.rglob("*") if path.is_file()]
    assert {path.suffix for path in kept} == {".json", ".parquet"}
    assert not [path for path in kept if b"Navn 3" in path.read_bytes()]


def test_what_was_found_is_told(places: Settings) -> None:
    told = dict(draft_text.found(begun(places)))
    assert told["Fil"] == "tryghed 2025.csv · 400 rækker · 4 kolonner"
    assert told["Overskrift"] == "række 3"
    assert told["Titel"] == "Tryghed 2025"
    assert told["Periode"] == "2025"
    assert told["Koblet før"] == "nej"
    assert told["Fjernes"] == "navn (1 kolonne)"


def test_a_draft_is_checked_tried_out_and_published(places: Settings) -> None:
    draft = coupled(begun(places))
    assert draft_steps.waiting(draft) == ()
    ready = draft_steps.candidate(places, draft, TODAY)
    assert not ready.has_errors
    changes = preview(places, "Bo", ready.put, ready.sources)
    (row,) = changes.rows
    assert (row.indicator, row.before, row.after_period) == ("A1", "ingen data", "2025")

    last = draft_steps.named(draft, "Epinion")
    done = draft_steps.publish(places, last, ready, "Bo", "Ny måling", changes)

    (load,) = [load for load in loads(places) if load.source == "borger"]
    assert (load.number, load.origin, load.author) == (done.number, Origin.MUNICIPAL, "Bo")
    now = release.reader(places.releases).current()
    assert now.name == done.release
    assert (now.facts.made_by, now.facts.reason) == ("Bo", "Ny måling")
    assert now.newest_periods["A1"] == "2025"
    assert drafts.listed(places) == []
    assert done.rest == ""


def test_the_next_file_of_the_kind_is_coupled_by_itself(places: Settings) -> None:
    before = mapping.remembered(places)
    publish(places, coupled(begun(places)))
    assert mapping.remembered(places) == before  # it was given no name
    publish(places, draft_steps.named(coupled(begun(places, answers(395))), " Epinion "))
    again = draft_steps.begin(places, [("2027.csv", answers(390))], quiet)
    assert again.reading
    assert (again.reading.name, draft_steps.waiting(again)) == ("Epinion", ())
    assert dict(draft_text.found(again))["Koblet før"] == "ja, som »Epinion«"


def test_an_error_stops_the_load(places: Settings) -> None:
    draft = coupled(begun(places, answers(first="11")))
    ready = draft_steps.candidate(places, draft, TODAY)
    assert ready.has_errors
    assert draft_text.heading(ready.problems).startswith("Én fejl skal rettes")
    with pytest.raises(RejectedError):
        draft_steps.publish(places, draft, ready, "Bo", "Ny måling", NOTHING)
    assert publishing.names(places.releases) == []
    assert [it.id for it in drafts.listed(places)] == [draft.id]


def test_a_corrected_file_keeps_what_was_coupled(places: Settings) -> None:
    draft = coupled(begun(places, answers(first="11")))
    drafts.save(places, draft)
    mended = draft_steps.again(places, draft, [("rettet.csv", answers())], quiet)
    assert (mended.id, mended.name) == (draft.id, "rettet.csv")
    assert mended.reading
    assert mended.reading.column("Q4_dag").field == "spørgsmål:tryg_dag"
    assert draft_steps.waiting(mended) == ()
    assert not draft_steps.candidate(places, mended, TODAY).has_errors


def test_the_frame_can_be_moved_while_the_file_is_there(places: Settings) -> None:
    files = [("tryghed 2025.csv", answers())]
    draft = begun(places)
    assert draft_steps.rows(draft) == (3, 3, 4, 403)
    moved = draft_steps.again(
        places, draft, files, quiet, frames=draft_steps.moved(draft, (3, 3, 5, 40))
    )
    assert draft_steps.rows(moved) == (3, 3, 5, 40)
    assert len(moved.table.rows) == 36
    assert moved.state != draft.state
    with pytest.raises(RejectedError):
        draft_steps.again(
            places, draft, files, quiet, frames=draft_steps.moved(draft, (3, 3, 5, 900))
        )


@pytest.mark.parametrize(("who", "why"), [("", "Ny måling"), ("Bo", "")])
def test_nothing_is_loaded_without_a_name_and_a_reason(
    places: Settings, who: str, why: str
) -> None:
    draft = coupled(begun(places))
    ready = draft_steps.candidate(places, draft, TODAY)
    with pytest.raises(undo.UnsignedError):
        draft_steps.publish(places, draft, ready, who, why, NOTHING)
    assert drafts.listed(places)


def test_when_no_release_can_be_made_the_load_is_taken_back(published_copy: Settings) -> None:
    wrong = bulk("183;12;2025K4;90")
    draft = draft_steps.begin(published_copy, [("straf11.csv", wrong)], quiet)
    names = publishing.names(published_copy.releases)
    with pytest.raises(DanishError, match="tallene ikke stemmer"):
        publish(published_copy, draft)
    assert publishing.names(published_copy.releases) == names
    newest = loads(published_copy)[0]
    assert newest.source == "STRAF11"
    assert newest.withdrawn_at
    assert [it.id for it in drafts.listed(published_copy)] == [draft.id]


def test_a_statbank_file_is_seen_for_what_it_is_and_kept_in_the_draft(
    places: Settings,
) -> None:
    draft = draft_steps.begin(places, [("hentet.csv", bulk("183;12;2026K1;30"))], quiet)
    draft = drafts.opened(places, draft.id)
    assert (draft.name, draft.upload, draft.reading) == ("hentet.csv", None, None)
    ready = draft_steps.candidate(places, draft, TODAY)
    assert ready.sources == ("STRAF11",)
    done = publish(places, draft)
    newest = loads(places)[0]
    assert (newest.number, newest.source, newest.file) == (done.number, "STRAF11", "hentet.csv")
    again = draft_steps.begin(places, [("igen.csv", bulk("183;12;2026K1;30"))], quiet)
    ready = draft_steps.candidate(places, again, TODAY)
    with pytest.raises(by_hand.AlreadyLoadedError):
        preview(places, "Bo", ready.put, ready.sources)


def test_the_other_sheets_of_a_file_stay_as_a_draft(places: Settings) -> None:
    other = [line.replace("130", "140") for line in COUNTS]
    tables = table_of(COUNTS, "Fravær", "Elevfravær"), table_of(other, "Andet", "Elevfravær")
    draft = draft_steps.of_sheet(places, draft_of(*tables), 0)
    done = publish(places, draft_steps.confirmed(draft))
    rest = drafts.opened(places, done.rest)
    assert [table.sheet for table in rest.upload.tables if rest.upload] == ["Andet"]
    assert rest.reading
    assert publish(places, draft_steps.confirmed(rest)).rest == ""


def test_a_file_that_nothing_tells_of_waits_for_the_analyst(places: Settings) -> None:
    table = table_of(("Farve;Antal", "rød;3", "blå;4"), title="Cykler")
    draft = draft_steps.of_sheet(places, draft_of(table), 0)
    assert draft.reading is None
    assert draft_steps.waiting(draft) == (coupling.WHOLE,)
    assert not draft_steps.can_be_checked(draft)
    assert draft_text.unready(draft, None) == "Vælg først, hvad filen er."


def test_discarding_leaves_nothing(places: Settings) -> None:
    draft = begun(places)
    draft_steps.discard(places, draft.id)
    assert drafts.listed(places) == []
    draft_steps.discard(places, draft.id)


def test_a_table_is_fetched_tried_out_and_published(
    places: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeStatBank(small_straf11()) as fake:
        monkeypatch.setenv("TRYGHED_STATBANK_URL", fake.url)
        draft = draft_steps.fetched(places, "STRAF11", lambda share, text: told.append(text))
        assert told[-1].startswith("Henter STRAF11: ")
        draft = drafts.opened(places, draft.id)
        assert draft.name == "STRAF11 Anmeldte forbrydelser"
        ready = draft_steps.candidate(places, draft, TODAY)
        number = ready.load("Bo", "Nye tal")
        assert loads(places)[0].number == number
        with pytest.raises(draft_steps.NothingNewerError, match="STRAF11: intet nyt"):
            draft_steps.fetched(places, "STRAF11", quiet)


class NobodyError(Exception):
    pass


def gone(share: float | None, text: str) -> None:
    raise NobodyError


def test_a_fetch_that_nobody_waits_for_leaves_nothing(
    places: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeStatBank(small_straf11()) as fake:
        monkeypatch.setenv("TRYGHED_STATBANK_URL", fake.url)
        with pytest.raises(NobodyError):
            draft_steps.fetched(places, "STRAF11", gone)
    assert drafts.listed(places) == []
    assert not [path for path in places.raw.glob("*") if path.is_dir()]


@pytest.mark.parametrize("content", [answers(), bulk("183;12;2026K1;30")])
def test_a_file_that_nobody_waits_for_leaves_nothing(places: Settings, content: bytes) -> None:
    with pytest.raises(NobodyError):
        draft_steps.begin(places, [("fil.csv", content)], gone)
    assert not places.data.exists()


@pytest.mark.parametrize(
    ("errors", "warnings", "expected"),
    [
        (1, 2, "Én fejl skal rettes, to ting er værd at se på"),
        (0, 1, "Ingen fejl, én ting er værd at se på"),
        (3, 0, "Tre fejl skal rettes"),
        (0, 0, "Ingen fejl fundet"),
        (13, 0, "13 fejl skal rettes"),
    ],
)
def test_problems_are_counted_in_words(errors: int, warnings: int, expected: str) -> None:
    found = [error("a", "b", "c", "d")] * errors + [warning("a", "b")] * warnings
    assert draft_text.heading(found) == expected
