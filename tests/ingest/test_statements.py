"""Targets, events and comments: what is refused, what is warned of, undo, and the release."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators import build
from indicators import statements as read
from indicators.statements import State
from ingest import statements as write
from ingest.problem import RejectedError, Severity
from store import log, release, statements
from store.release import Release
from store.settings import Settings
from store.statements import Basis, Comment, Event, EventKind, Statement, Target
from store.warehouse import Origin, WithdrawnError, reading
from tests.conftest import TODAY
from tests.indicators.figures import load
from tests.store.figures import everything, same

pytest_plugins = ["tests.published"]

TARGET = Target(
    indicator="C2", area="183", first_period="2023K1", last_period="2025K4", target_year=2028,
    change=-0.3, basis=Basis.OWN, decided_by="Byrådet", decided_on=date(2026, 1, 12),
    author="Anne Jensen",
)  # fmt: skip
EVENT = Event("Ny SSP-plan", date(2024, 8, 1), EventKind.EFFORT, ("C2",), "Bo", "I hele byen.")
COMMENT = Comment("C2", "Et år som de andre.", "Carl", TODAY)


def newest(settings: Settings) -> Release:
    return release.reader(settings.releases).current()


def save_target(settings: Settings, **changes: Any) -> write.Saved:
    return write.save_target(settings, replace(TARGET, **changes), newest(settings), TODAY)


def save_event(settings: Settings, **changes: Any) -> write.Saved:
    return write.save_event(settings, replace(EVENT, **changes), TODAY)


def save_comment(settings: Settings, **changes: Any) -> write.Saved:
    return write.save_comment(settings, replace(COMMENT, **changes), newest(settings))


def publish(settings: Settings) -> Release:
    build.publish(settings, "Anne")
    return newest(settings)


def in_force(settings: Settings, what: Statement) -> list[dict[str, Any]]:
    with reading(settings) as open_:
        return statements.in_force(open_.connection, what)


def standing(settings: Settings, what: Statement) -> list[tuple[str, State]]:
    with reading(settings) as open_:
        return [(row.written.main, row.state) for row in read.listed(open_, newest(settings), what)]


# --- a save is a load -----------------------------------------------------------------------------


def test_a_saved_target_is_a_load_in_the_ledger(published_copy: Settings) -> None:
    saved = save_target(published_copy)

    with reading(published_copy) as open_:
        line = open_.load(saved.number)
        assert open_.faults() == []
    assert (line.kind, line.source, line.title) == (
        "statement", "Måltal", "Måltal: C2, −30\u00a0% i 2028",
    )  # fmt: skip
    assert (line.author, line.origin, line.cells) == ("Anne Jensen", Origin.MUNICIPAL, 1)
    assert (line.first_period, line.last_period) == ("2023K1", "2025K4")
    assert log.newest(published_copy.log)[0].text == line.title
    assert log.newest(published_copy.log)[0].action is log.Action.LOAD


def test_all_that_a_target_says_is_kept(published_copy: Settings) -> None:
    save_target(published_copy, note="  Punkt 7  ")

    (row,) = in_force(published_copy, Statement.TARGET)

    assert {name: row[name] for name in vars(TARGET)} == vars(replace(TARGET, note="Punkt 7"))
    assert (row["id"], row["kind"]) == ("C2", "quarter")


def test_a_new_target_takes_the_place_of_the_one_before(published_copy: Settings) -> None:
    save_target(published_copy)
    save_target(published_copy, target_year=2030)
    save_target(published_copy, indicator="C3")

    rows = in_force(published_copy, Statement.TARGET)

    assert [(row["indicator"], row["target_year"]) for row in rows] == [("C2", 2030), ("C3", 2028)]


def test_events_and_comments_stand_beside_each_other(published_copy: Settings) -> None:
    first, second = save_event(published_copy), save_event(published_copy, indicators=())
    save_comment(published_copy)
    save_comment(published_copy)

    assert [row["id"] for row in in_force(published_copy, Statement.EVENT)] == [
        first.id, second.id,
    ]  # fmt: skip
    assert len(in_force(published_copy, Statement.COMMENT)) == 2


def test_an_event_may_be_worded_anew(published_copy: Settings) -> None:
    saved = save_event(published_copy)
    write.save_event(published_copy, replace(EVENT, title="SSP-plan"), TODAY, id_=saved.id)

    assert [row["title"] for row in in_force(published_copy, Statement.EVENT)] == ["SSP-plan"]


def test_a_comment_keeps_the_newest_period_its_writer_saw(published_copy: Settings) -> None:
    save_comment(published_copy, period="1999")
    save_comment(published_copy, indicator="C1")

    assert [row["period"] for row in in_force(published_copy, Statement.COMMENT)] == [
        "2025K1-2025K4", "2024",
    ]  # fmt: skip


def test_the_log_and_the_ledger_do_not_hold_what_a_comment_says(published_copy: Settings) -> None:
    saved = save_comment(published_copy)

    with reading(published_copy) as open_:
        line = open_.load(saved.number)
    assert "som de andre" not in published_copy.log.read_text("utf-8") + line.title + line.file


# --- removal and undo -----------------------------------------------------------------------------


def test_what_is_removed_is_gone_and_undo_brings_it_back(published_copy: Settings) -> None:
    save_target(published_copy)
    removed = write.remove(published_copy, Statement.TARGET, "C2", "Bo")

    assert in_force(published_copy, Statement.TARGET) == []
    with reading(published_copy) as open_:
        assert open_.load(removed.number).title == "Måltal: C2, −30\u00a0% i 2028 (fjernet)"
        assert open_.load(removed.number).author == "Bo"

    write.undo(published_copy, removed.number, "Carl")

    (row,) = in_force(published_copy, Statement.TARGET)
    assert row["author"] == "Anne Jensen"


def test_events_and_comments_are_removed_by_their_id(published_copy: Settings) -> None:
    event, kept = save_event(published_copy), save_event(published_copy)
    comment = save_comment(published_copy)
    write.remove(published_copy, Statement.EVENT, event.id, "Bo")
    write.remove(published_copy, Statement.COMMENT, comment.id, "Bo")

    assert [row["id"] for row in in_force(published_copy, Statement.EVENT)] == [kept.id]
    assert in_force(published_copy, Statement.COMMENT) == []


def test_what_is_not_there_cannot_be_removed(published_copy: Settings) -> None:
    with pytest.raises(write.NotThereError, match="Måltal C3 findes ikke længere"):
        write.remove(published_copy, Statement.TARGET, "C3", "Bo")


def test_undo_takes_back_the_newest_save_and_redo_brings_it_again(published_copy: Settings) -> None:
    save_target(published_copy)
    second = save_target(published_copy, target_year=2030)

    def state() -> tuple[list[int], int | None, int | None]:
        with reading(published_copy) as open_:
            loads = write.newest(open_, Statement.TARGET), write.undone(open_, Statement.TARGET)
        years = [row["target_year"] for row in in_force(published_copy, Statement.TARGET)]
        return years, *(load.number if load else None for load in loads)

    assert state() == ([2030], 5, None)
    write.undo(published_copy, second.number, "Bo")
    assert state() == ([2028], 4, 5)
    write.undo(published_copy, 4, "Bo")
    assert state() == ([], None, 4)
    write.redo(published_copy, 4, "Bo")
    write.redo(published_copy, 5, "Bo")
    assert state() == ([2030], 5, None)
    assert [event.action for event in log.newest(published_copy.log)[:4]] == [
        log.Action.RESTORE, log.Action.RESTORE, log.Action.WITHDRAW, log.Action.WITHDRAW,
    ]  # fmt: skip


def test_after_a_new_save_what_was_undone_before_it_is_not_offered(
    published_copy: Settings,
) -> None:
    write.undo(published_copy, save_event(published_copy).number, "Bo")
    save_event(published_copy)

    with reading(published_copy) as open_:
        assert write.undone(open_, Statement.EVENT) is None


def test_undo_concerns_one_kind_at_a_time(published_copy: Settings) -> None:
    target = save_target(published_copy)
    save_comment(published_copy)

    with reading(published_copy) as open_:
        found = write.newest(open_, Statement.TARGET)
    assert found
    assert found.number == target.number


def test_figures_cannot_be_undone_here(published_copy: Settings) -> None:
    save_target(published_copy)

    with pytest.raises(write.NotThereError, match="Indlæsning 1 er hverken et måltal"):
        write.undo(published_copy, 1, "Bo")


def test_nothing_is_undone_twice(published_copy: Settings) -> None:
    number = save_target(published_copy).number
    write.undo(published_copy, number, "Bo")

    with pytest.raises(WithdrawnError, match="allerede trukket tilbage"):
        write.undo(published_copy, number, "Bo")


@pytest.mark.parametrize("act", ["undo", "redo", "remove"])
def test_whoever_takes_back_or_removes_is_named(published_copy: Settings, act: str) -> None:
    number = save_target(published_copy).number
    acts = {
        "undo": lambda: write.undo(published_copy, number, " "),
        "redo": lambda: write.redo(published_copy, number, ""),
        "remove": lambda: write.remove(published_copy, Statement.TARGET, "C2", ""),
    }
    with pytest.raises(RejectedError, match=r"^Dit navn: Feltet er tomt\. Udfyld det\.$"):
        acts[act]()


# --- the release ----------------------------------------------------------------------------------


def test_what_is_saved_shows_after_the_next_release(published_copy: Settings) -> None:
    save_target(published_copy)
    save_event(published_copy)
    save_comment(published_copy)
    before = newest(published_copy)

    assert (len(before.targets), len(before.events()), len(before.comments())) == (0, 0, 0)

    after = publish(published_copy)

    (target,) = after.targets.to_dict("records")
    assert (target["indicator"], target["change"], target["decided_by"]) == ("C2", -0.3, "Byrådet")
    assert (target["basis"], target["kind"], target["area"]) == ("own", "quarter", "183")
    assert target["decided_on"].date() == date(2026, 1, 12)
    (event,) = after.events().to_dict("records")
    assert (event["title"], list(event["indicators"])) == ("Ny SSP-plan", ["C2"])
    (comment,) = after.comments("C2").to_dict("records")
    assert (comment["text"], comment["author"]) == ("Et år som de andre.", "Carl")
    assert not comment["is_stale"]
    assert after.faults() == []
    assert set(after.loads["number"]) == {1, 2, 3, 4, 5, 6}


def test_a_release_without_statements_has_none(published: Settings) -> None:
    current = newest(published)

    assert (len(current.targets), len(current.events("C2")), len(current.comments("C2"))) == (
        0, 0, 0,
    )  # fmt: skip


def test_what_is_undone_is_gone_after_the_next_release(published_copy: Settings) -> None:
    number = save_target(published_copy).number
    publish(published_copy)
    write.undo(published_copy, number, "Bo")

    assert len(newest(published_copy).targets) == 1
    assert len(publish(published_copy).targets) == 0


def test_events_are_asked_for_by_indicator_in_the_order_of_their_days(
    published_copy: Settings,
) -> None:
    save_event(published_copy, title="Alle", indicators=(), day=date(2025, 1, 1))
    save_event(published_copy, title="To", indicators=("C2", "C3"), day=date(2023, 1, 1))
    save_event(published_copy, title="En", indicators=("C3",), day=date(2024, 1, 1))
    current = publish(published_copy)

    assert list(current.events("C3")["title"]) == ["To", "En", "Alle"]
    assert list(current.events("C2")["title"]) == ["To", "Alle"]
    assert list(current.events("A4")["title"]) == ["Alle"]
    assert list(current.events()["title"]) == ["To", "En", "Alle"]


def test_a_comment_is_stale_when_a_newer_period_has_come(published_copy: Settings) -> None:
    save_comment(published_copy)
    save_comment(published_copy, indicator="C3", text="Om indbrud.")
    load(published_copy, "STRAF11", ["183 12 2026K1 30"])
    current = publish(published_copy)

    (old,) = current.comments("C2").to_dict("records")
    (fresh,) = current.comments("C3").to_dict("records")

    assert (old["period"], old["newest_period"]) == ("2025K1-2025K4", "2025K2-2026K1")
    assert (old["is_stale"], fresh["is_stale"]) == (True, False)
    assert read.stale(old) == (
        "Forældet: skrevet, da det nyeste tal var fra 1.–4. kvartal 2025. "
        "Nu er det fra 2. kvartal 2025 – 1. kvartal 2026."
    )


def test_the_list_says_what_is_published_and_what_is_not(published_copy: Settings) -> None:
    save_target(published_copy)
    assert standing(published_copy, Statement.TARGET) == [
        ("C2 Anmeldt vold: −30\u00a0% i 2028", State.SAVED)
    ]
    publish(published_copy)
    save_target(published_copy, target_year=2030, change=-0.075, basis=Basis.PEERS)
    save_event(published_copy)

    assert standing(published_copy, Statement.TARGET) == [
        ("C2 Anmeldt vold: −7,5\u00a0% i forhold til nabokommunerne i 2030", State.SAVED),
        ("C2 Anmeldt vold: −30\u00a0% i 2028", State.LEAVING),
    ]
    with reading(published_copy) as open_:
        assert read.waiting(open_, newest(published_copy)) == 3

    publish(published_copy)

    assert [state for _, state in standing(published_copy, Statement.TARGET)] == [State.PUBLISHED]
    with reading(published_copy) as open_:
        assert read.waiting(open_, newest(published_copy)) == 0


# --- what is wrong with a target ------------------------------------------------------------------


def rejected(published: Settings, **changes: Any) -> list[str]:
    """The errors of a target, a line each; nothing may have changed."""
    before = everything(published)
    with pytest.raises(RejectedError) as caught:
        save_target(published, **changes)
    assert same(before, everything(published))
    assert all(problem.severity is Severity.ERROR for problem in caught.value.problems)
    return str(caught.value).split("\n")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"author": " "}, "Dit navn: Feltet er tomt. Udfyld det."),
        (
            {"indicator": "X2"},
            'Indikator: Der findes ingen indikator med id "X2". Mente du Ø2, D2 eller C2? '
            "Vælg en fra listen.",
        ),
        (
            {"indicator": "C8"},
            "Indikator: C8 Våbenloven har ingen retning, der er bedst. Et måltal kræver, at højere "
            "eller lavere er bedre. Vælg en anden indikator, eller skriv en kommentar.",
        ),
        (
            {"indicator": "Ø3"},
            "Indikator: Ø3 Enheder med ansvar har ingen tal endnu. Kræver organisationsarket med "
            "funktioner, enheder og hvem der har ansvaret.",
        ),
        ({"area": "187"}, "Område: »187« er ikke Ishøj (183). Ret koden."),
        (
            {"change": math.nan},
            "Ændring i procent: Her står ikke et tal. Ventede procent med fortegn, "
            "for eksempel −10 eller −7,5.",
        ),
        (
            {"change": 0},
            "Ændring i procent: 0\u00a0% er ingen ændring. Ventede procent med fortegn, "
            "for eksempel −10 eller −7,5.",
        ),
        (
            {"change": -1},
            "Ændring i procent: −100\u00a0% er længere ned, end et tal kan falde. "
            "Ventede over −100\u00a0%.",
        ),
        (
            {"change": -1.2},
            "Ændring i procent: −120\u00a0% er længere ned, end et tal kan falde. "
            "Ventede over −100\u00a0%.",
        ),
        (
            {"change": math.inf},
            "Ændring i procent: Ændringen er over +1.000\u00a0%. Ventede højst +1.000\u00a0%.",
        ),
        (
            {"indicator": "C7", "first_period": "2022", "last_period": "2024", "change": 9},
            "Ændring i procent: Måltallet ville blive 368\u00a0%. En andel er højst 100\u00a0%.",
        ),
        ({"target_year": None}, "År: Feltet er tomt. Vælg det år, måltallet skal være nået."),
        ({"target_year": 2025}, "År: 2025 er gået. Ventede 2026 eller senere. Ret året."),
        (
            {"decided_on": date(2026, 11, 24)},
            "Besluttet den: Datoen ligger i fremtiden. Gem måltallet, når det er besluttet.",
        ),
        (
            {"decided_on": None},
            "Besluttet den: Feltet er tomt. Skriv datoen for beslutningen.",
        ),
        ({"decided_by": ""}, "Besluttet af: Feltet er tomt. Udfyld det."),
        (
            {"note": "x" * 501},
            "Bemærkning: Teksten er på 501 tegn. Højst 500. Gør den kortere.",
        ),
        (
            {"first_period": "2023"},
            "Udgangspunkt: 2023 er ikke et kvartal. C2 har tal for hvert kvartal. Vælg to af dem.",
        ),
        (
            {"first_period": "2024K2"},
            "Udgangspunkt: Det er på 7 kvartaler. Ventede hele år, for eksempel 8 eller 12 "
            "kvartaler, fordi årets kvartaler er forskellige. Vælg en anden første eller sidste "
            "periode.",
        ),
        (
            {"first_period": "2025K4", "last_period": "2025K1"},
            "Udgangspunkt: Det begynder med 4. kvartal 2025 og slutter med 1. kvartal 2025. "
            "Ventede den tidligste periode først. Byt om på dem.",
        ),
        (
            {"first_period": "1999K1"},
            "Udgangspunkt: Anmeldt vold har intet tal for Ishøj i 1. kvartal 1999, "
            "2. kvartal 1999, 3. kvartal 1999 og 33 andre perioder. Ventede et tal i hver periode. "
            "Vælg et andet udgangspunkt.",
        ),
    ],
    ids=lambda it: str(it)[:50],
)
def test_a_target_that_cannot_be_is_refused(
    published: Settings, changes: dict[str, Any], problem: str
) -> None:
    assert rejected(published, **changes) == [problem]


def test_a_target_for_a_year_inside_the_baseline_is_refused(published: Settings) -> None:
    assert rejected(published, last_period="2027K4", target_year=2027)[0] == (
        "År: 2027 ligger ikke efter udgangspunktet, som slutter med 4. kvartal 2027. "
        "Vælg et senere år eller et tidligere udgangspunkt."
    )


def test_a_period_that_is_none_is_told(published: Settings) -> None:
    (problem,) = rejected(published, first_period="2023Q1")

    assert problem.startswith('Udgangspunkt: Perioden "2023Q1" kendes ikke. Gyldige former:')


def test_all_that_is_wrong_is_told_at_once(published: Settings) -> None:
    problems = rejected(published, author="", change=0, decided_by="", target_year=2020)

    assert [problem.split(":")[0] for problem in problems] == [
        "Dit navn", "Ændring i procent", "År", "Besluttet af",
    ]  # fmt: skip


def warned(published: Settings, **changes: Any) -> list[str]:
    saved = save_target(published, **changes)
    assert all(problem.severity is Severity.WARNING for problem in saved.warnings)
    return [str(warning) for warning in saved.warnings]


def test_a_target_larger_than_the_noise_is_saved_without_a_warning(
    published_copy: Settings,
) -> None:
    assert warned(published_copy) == []


def test_a_target_smaller_than_the_noise_is_warned_of(published_copy: Settings) -> None:
    """139 reports a year on average in 2023–2025: ten percent are 14, Poisson alone moves 12."""
    assert warned(published_copy, change=-0.1) == [
        "Ændring i procent: Den svarer til 14 anmeldelser om året ud fra 139, og tilfældet alene "
        "flytter tit et år med 12 eller mere. Ét år kan ikke vise, om måltallet er nået. Overvej "
        "tre år lagt sammen eller en bredere indikator."
    ]


def test_a_target_against_what_is_better_is_warned_of(published_copy: Settings) -> None:
    assert warned(published_copy, change=0.3) == [
        "Ændring i procent: Måltallet er en stigning, men lavere er bedre."
    ]
    assert warned(
        published_copy, indicator="C7", first_period="2022", last_period="2024", change=-0.5
    ) == ["Ændring i procent: Måltallet er et fald, men højere er bedre."]


def test_a_baseline_of_one_year_is_warned_of(published_copy: Settings) -> None:
    assert warned(published_copy, first_period="2025K1") == [
        "Udgangspunkt: Det er kun ét år, og ét år svinger af sig selv. Overvej tre år."
    ]


def test_a_target_against_the_peers_needs_their_values_too(published_copy: Settings) -> None:
    assert warned(published_copy, basis=Basis.PEERS) == []
    save_target(published_copy, indicator="C7", first_period="2022", last_period="2024", change=0.5)


# --- what is wrong with an event or a comment -----------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"author": ""}, "Dit navn: Feltet er tomt. Udfyld det."),
        ({"title": " "}, "Titel: Feltet er tomt. Udfyld det."),
        ({"title": "x" * 121}, "Titel: Teksten er på 121 tegn. Højst 120. Gør den kortere."),
        ({"day": None}, "Dato: Feltet er tomt. Skriv den dag, det skete eller skal ske."),
        ({"day": date(202, 8, 1)}, "Dato: Året 202 ligger langt fra i dag. Ret datoen."),
        (
            {"indicators": ("C2", "xx")},
            'Indikatorer: Der findes ingen indikator med id "xx". Vælg en fra listen.',
        ),
        (
            {"note": "Spørg Ole, ole@ishoj.dk"},
            "Bemærkning, linje 1, tegn 12–23: Her står noget, der ligner en e-mailadresse. "
            "Slet det: teksten vises for alle, og personoplysninger gemmes ikke.",
        ),
    ],
    ids=lambda it: str(it)[:50],
)
def test_an_event_that_cannot_be_is_refused(
    published: Settings, changes: dict[str, Any], problem: str
) -> None:
    with pytest.raises(RejectedError) as caught:
        save_event(published, **changes)

    assert str(caught.value) == problem


def test_an_event_may_be_planned(published_copy: Settings) -> None:
    assert save_event(published_copy, day=date(2027, 1, 1)).warnings == ()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"author": ""}, "Dit navn: Feltet er tomt. Udfyld det."),
        ({"text": "\n "}, "Kommentar: Feltet er tomt. Udfyld det."),
        (
            {"text": "x" * 1001},
            "Kommentar: Teksten er på 1.001 tegn. Højst 1.000. Gør den kortere.",
        ),
        (
            {"indicator": "Ø3"},
            "Indikator: Ø3 Enheder med ansvar har ingen tal endnu. Kræver organisationsarket med "
            "funktioner, enheder og hvem der har ansvaret.",
        ),
    ],
    ids=lambda it: str(it)[:50],
)
def test_a_comment_that_cannot_be_is_refused(
    published: Settings, changes: dict[str, Any], problem: str
) -> None:
    with pytest.raises(RejectedError) as caught:
        save_comment(published, **changes)

    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("secret", "what", "place"),
    [
        ("010190-1234", "et CPR-nummer", "tegn 12–22"),
        ("ole@ishoj.dk", "en e-mailadresse", "tegn 12–23"),
        ("20 30 40 50", "et telefonnummer", "tegn 12–22"),
    ],
)
def test_personal_data_is_refused_by_its_place_and_never_repeated(
    published: Settings, secret: str, what: str, place: str
) -> None:
    logged = published.log.read_text("utf-8")
    with pytest.raises(RejectedError) as caught:
        save_comment(published, text=f"Et år.\nSe om Ole: {secret}.")

    assert str(caught.value) == (
        f"Kommentar, linje 2, {place}: Her står noget, der ligner {what}. "
        "Slet det: teksten vises for alle, og personoplysninger gemmes ikke."
    )
    assert published.log.read_text("utf-8") == logged


# --- percent as it is typed -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("−10", -0.1),
        ("-10", -0.1),
        ("–10", -0.1),
        ("-7,5", -0.075),
        ("+5 %", 0.05),
        (" 5% ", 0.05),
        ("1.000", 10),
        ("ti", math.nan),
        ("-7.5", math.nan),
        ("", math.nan),
        ("%", math.nan),
        ("1,2,3", math.nan),
    ],
)
def test_percent_is_read_as_a_dane_types_it(typed: str, share: float) -> None:
    assert write.share(typed) == pytest.approx(share, nan_ok=True)
