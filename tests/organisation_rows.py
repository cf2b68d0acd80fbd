"""A small complete organisation, put straight into a warehouse and published: for tests of pages.

Three models (M0 today, M1 and M2), seven functions, five units. All of it is invented.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from indicators.build import publish
from store import organisation, warehouse
from store.organisation_sheets import SHEETS, Kind
from store.settings import Settings
from store.warehouse import LoadRecord, Origin

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]


def _rows(columns: str, *rows: Sequence[Any]) -> list[dict[str, Any]]:
    names = columns.split()
    return [dict(zip(names, row, strict=True)) for row in rows]


_PLACES = {
    # function: (fte, salary and operations in 1.000 kr., unit in M0, M1 and M2)
    "SSP": (3.0, 1_650, 300, "CBF", "CT", "CBF"),
    "GADE": (6.0, 3_000, 450, "CKF", "CT", "CKF"),
    "KLUB": (8.5, 3_900, 900, "CKF", "CKF", "CKF"),
    "PSP": (1.5, 850, 40, "CBF", "CT", "CBF"),
    "MENTOR": (2.0, 960, 60, "CBF", "CT", "CBF"),
    "BOLIG": (4.0, 2_000, 250, "CKF", "CT", "CBF"),
    "EXIT": (1.0, 560, 30, "CKF", "CT", "CBF"),
}
_MODELS = ("M0", "M1", "M2")

ROWS: Rows = {
    "models": _rows(
        "model_id name short_description centre_id committee_id is_baseline needs_bylaw_change"
        " status start_quarter author updated source_id",
        ("M0", "I dag", "Opgaven er delt mellem to centre.", None, None, True, "no", "idea", None,
         "Analysegruppen", date(2026, 9, 1), "S1"),
        ("M1", "Nyt center", "Opgaven samles i et nyt center.", "CT", "TU", False, "yes",
         "shortlist", "2027K1", "Analysegruppen", date(2026, 9, 1), "S1"),
        ("M2", "Samlet i Børn", "Det meste samles i et center, der er der i dag.", "CBF", "BU",
         False, "unknown", "idea", "2027K2", "Analysegruppen", date(2026, 9, 1), "S1"),
    ),
    "units": _rows(
        "unit_id name type parent_id from_date to_date source_id",
        ("BU", "Børneudvalget", "committee", None, None, None, "S1"),
        ("KU", "Kulturudvalget", "committee", None, None, None, "S1"),
        ("TU", "Tryghedsudvalget", "committee", None, date(2027, 1, 1), None, "S1"),
        ("CBF", "Center for Børn", "centre", "BU", None, None, "S1"),
        ("CKF", "Center for Kultur", "centre", "KU", None, None, "S1"),
        ("CT", "Center for Tryghed", "centre", "TU", date(2027, 1, 1), None, "S1"),
        ("POL", "Politiet", "external", None, None, None, "S1"),
    ),
    "functions": _rows(
        "function_id name target_group age_from age_to level goals legal_basis_id statutory"
        " authority_decision in_scope source_id",
        ("SSP", "SSP-konsulenter", "unge", 10, 17, "specific", ["B"], "R1", True, False, True,
         "S1"),
        ("GADE", "Gadeteam", "unge", 13, 23, "specific", ["A", "B"], None, False, False, True,
         "S1"),
        ("KLUB", "Klubber", "unge", 10, 17, "general", ["B"], None, False, False, False, "S1"),
        ("PSP", "PSP-samarbejde", "udsatte voksne", 18, None, "individual", ["A", "D"], "R1",
         True, False, True, "S1"),
        ("MENTOR", "Mentorer", "udsatte unge", 13, 23, "individual", ["B", "D"], None, False,
         False, True, "S1"),
        ("BOLIG", "Boligsocialt samarbejde", "beboere", None, None, "specific", ["A", "C"], None,
         False, False, True, "S1"),
        ("EXIT", "Exitforløb", "udsatte unge", 15, 30, "individual", ["D"], None, False, True,
         True, "S1"),
    ),
    "assignments": [
        {
            "model_id": model, "function_id": function, "from_unit": units[0], "to_unit": unit,
            "moves": unit != units[0], "fte": fte, "salary": salary * 100_000,
            "operations": operations * 100_000, "price_level_year": 2026,
            "funding": "project" if function == "EXIT" else "permanent",
            "funding_end": date(2027, 6, 30) if function == "EXIT" else None, "source_id": None,
        }
        for at, model in enumerate(_MODELS)
        for function, (fte, salary, operations, *units) in _PLACES.items()
        for unit in [units[at]]
    ],
    "raci": [
        {
            "model_id": model, "function_id": function, "unit_id": unit, "role": role,
            "note": None,
        }
        for at, model in enumerate(_MODELS)
        for function, (_, _, _, *units) in _PLACES.items()
        for unit, role in [(units[at], "A"), (units[at], "R"), ("POL", "C"),
                           *([("CKF", "A")] if (model, function) == ("M0", "SSP") else [])]
    ],
    "economy": _rows(
        "model_id year item amount one_off low high assumption source_id",
        ("M0", 2027, "training", 10_000_000, False, 8_000_000, 12_000_000, "Som i dag.", None),
        ("M1", 2027, "IT", 45_000_000, True, 30_000_000, 60_000_000, "Et fælles system.", None),
        ("M1", 2027, "premises", 20_000_000, True, 10_000_000, 40_000_000, "En etage.", None),
        ("M1", 2028, "saving", -30_000_000, False, -50_000_000, -10_000_000, "Én leder.", None),
        ("M2", 2027, "training", 15_000_000, True, 10_000_000, 20_000_000, "Et forløb.", None),
    ),
    "staff": _rows(
        "model_id unit_id group headcount fte change notice_months med_level med_date consulted",
        ("M0", "CBF", "pædagoger", 7, 6.5, "none", None, None, None, None),
        ("M0", "CKF", "pædagoger", 19, 18.0, "none", None, None, None, None),
        ("M1", "CT", "pædagoger", 16, 15.0, "new_place", 3, "HovedMED", date(2026, 12, 1), False),
        ("M1", "CT", "ledere", 1, 1.0, "new_manager", 6, "HovedMED", date(2026, 12, 1), False),
        ("M1", "CT", "socialrådgivere", 2, 1.5, "new_place", 3, "HovedMED", date(2026, 12, 1),
         False),
        ("M1", "CKF", "pædagoger", 9, 8.5, "none", None, None, None, None),
        ("M2", "CBF", "pædagoger", 12, 11.0, "new_tasks", 3, "CenterMED", None, False),
        ("M2", "CKF", "pædagoger", 14, 13.0, "none", None, None, None, None),
    ),
    "legal": _rows(
        "legal_id act paragraph requirement applies_to_model gate data_sharing_limit answer_by"
        " answered_date source_id",
        ("L1", "Styrelsesvedtægten", "§ 5", "Udvalgets opgaver står i vedtægten.", "ALL",
         "pass", None, "Direktionen", date(2026, 9, 1), "S1"),
        ("L2", "Retsplejeloven", "§ 115", "Oplysninger deles kun i SSP og PSP.", "M1", "unknown",
         "Kun det nødvendige.", "Juristen", None, "S1"),
        ("L3", "MED-aftalen", "§ 7", "Ændringen drøftes i god tid.", "M2", "fail", None,
         "HovedMED", date(2026, 10, 1), "S1"),
    ),
    "consequences": _rows(
        "model_id group direction size certainty text evidence_source source_id",
        ("M0", "staff", "+", 2, 3, "Ingen skal flytte.", "Følger af modellen", None),
        ("M0", "citizens", "-", 2, 2, "Unge møder flere indgange.", "Interviews", "S1"),
        ("M1", "young", "+", 2, 2, "Én indgang til kommunen.", "Erfaring andre steder", "S1"),
        ("M1", "staff", "-", 3, 2, "Mange skifter arbejdssted.", "Følger af modellen", None),
        ("M1", "data", "+", 1, 1, "Ét sted følger op.", "Skøn", None),
        ("M2", "partners", "0", 1, 1, "Politiet har samme kontakt.", "Skøn", None),
        ("M2", "young", "-", 1, 2, "Længere til fritidslivet.", "Skøn", None),
    ),
    "success": _rows(
        "success_id model_id goal indicator_id baseline_value baseline_period direction"
        " target_value target_period threshold_type lag_quarters owner",
        ("SK1", "ALL", "C", "C2", 30.0, "2025", "lower", 25.0, "2028", "outside_interval", 8,
         "Centerchefen"),
        ("SK2", "M1", "organisation", "Ø3", 2.0, "2026", "lower", 1.0, "2027", "process", 2,
         "Centerchefen"),
    ),
    "risks": _rows(
        "risk_id model_id text probability consequence mitigation owner review_date",
        ("RI1", "M1", "Medarbejdere siger op.", 3, 4, "Samtaler med alle.", "Centerchefen",
         date(2027, 3, 1)),
        ("RI2", "M2", "Opgaven drukner i drift.", 2, 3, None, "Centerchefen", None),
        ("RI3", "M0", "Unge falder mellem to centre.", 4, 3, "Møder hver måned.", "Direktionen",
         None),
    ),
    "milestones": _rows(
        "model_id milestone type planned actual depends_on",
        ("M1", "Drøftet i HovedMED", "MED", date(2026, 12, 1), None, None),
        ("M1", "Besluttet", "council", date(2026, 12, 15), None, "Drøftet i HovedMED"),
        ("M1", "Flyttet", "move", date(2027, 3, 1), None, "Besluttet"),
        ("M2", "Besluttet", "council", date(2026, 12, 15), None, None),
    ),
    "criteria": _rows(
        "criterion_id name worst_1 best_5 gate",
        ("K1", "Ét sted har ansvaret", "Flere har det.", "Én har det.", False),
        ("K2", "Tæt på de unge", "Langt fra.", "Midt i deres hverdag.", False),
        ("K3", "Kan nås til tiden", "Ikke i perioden.", "Med det samme.", False),
    ),
    "swing": [
        {"politician_id": politician, "party": party, "criterion_id": f"K{at + 1}", "points": one}
        for politician, party, points in [
            ("P1", "A", (100, 60, 40)), ("P2", "A", (100, 80, 20)),
            ("P3", "V", (50, 100, 50)), ("P4", "F", (20, 30, 100)),
        ]
        for at, one in enumerate(points)
    ],
    "scores": [
        {
            "assessor_id": assessor, "origin_centre": centre, "model_id": model,
            "criterion_id": f"K{at + 1}", "score": score,
            "comment": "Begrundet på mødet." if score in (1, 5) else None,
            "conflict": centre == "CKF",
        }
        for assessor, centre, judged in [
            ("B1", "CBF", {"M0": (2, 3, 5), "M1": (5, 3, 2), "M2": (4, 2, 3)}),
            ("B2", "CBF", {"M0": (1, 3, 4), "M1": (4, 4, 2), "M2": (4, 3, None)}),
            ("B3", "CKF", {"M0": (3, 5, 4), "M1": (4, 2, 1), "M2": (3, 2, 3)}),
        ]
        for model, given in judged.items()
        for at, score in enumerate(given)
    ],
    "fora": _rows(
        "forum_id name level is_external members rhythm meetings_per_year unit_id legal_basis_id"
        " goals status source_id",
        ("F1", "Lokalråd", "leading", True, "Borgmester, politi", "2 gange om året", 2.0, "CBF",
         "R1", ["A", "B", "C"], "kendt", "S1"),
        ("F2", "Netværk for unge", "executing", False, "SSP, klubber", "hver måned", 11.0, "CKF",
         None, ["B"], None, "S1"),
    ),
    "efforts": _rows(
        "effort_id name description goals target_group age_from age_to level unit_id function_id"
        " funding funding_end amount period in_scope status source_id",
        ("I1", "Opsøgende arbejde", "Gadeteamet er ude tre aftener om ugen.", ["A", "B"], "unge",
         13, 23, "specific", "CKF", "GADE", "permanent", None, 120_000_000, "2024–", True,
         "i gang", "S1"),
        ("I2", "Exitforløb", "Hjælp til at forlade en gruppe.", ["D"], "udsatte unge", 15, 30,
         "individual", "CKF", "EXIT", "state", date(2027, 6, 30), 59_000_000, "2024–2027", True,
         "i gang", "S1"),
        ("I3", "Klubaftener", "Åbent for alle.", [], "unge", 10, 17, "general", "CKF", "KLUB",
         "permanent", None, None, None, False, None, "S1"),
    ),
    "recommendations": _rows(
        "recommendation_id title paragraph text type authority unit_id concerns_models pros cons"
        " met_today met_reason better_models status_date certainty source_id",
        ("R1", "Retsplejeloven", "§ 114", "Politi og kommune arbejder sammen om forebyggelse.",
         "must", "politi og kommune", "CBF", ["ALL"], None, None, "partly",
         "Der er fora, men to ansvarlige.", ["M1"], "2026", "verified", "S1"),
        ("R2", "En rådgivende myndighed", None, "Saml ansvaret ét sted.", "recommendation",
         "kommunen", None, ["M0", "M1", "M2"], None, None, "no", "Det er delt.", ["M1", "M2"],
         "2024", "stated", "S1"),
        ("R3", "En anden kommune", None, "Stab under direktionen.", "experience", "kommunen",
         None, ["M1"], "Kort vej til beslutning.", "Langt til driften.", None, None, None, "2015",
         "stated", "S1"),
    ),
    "sources": _rows(
        "source_id title publisher url dated certainty",
        ("S1", "Et notat", "Kommunen", "https://example.dk/notat", "2026", "stated"),
    ),
}  # fmt: skip
"""The rows of every sheet by its code; `origin` is municipal where a row does not say another."""


def frame(code: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Rows as the sheet's table."""
    fields = SHEETS[code].fields
    lists = {one.code: [] for one in fields if one.kind in (Kind.REFS, Kind.GOALS)}
    full = [
        {"origin": "municipal", **row} | {of: row.get(of) or none for of, none in lists.items()}
        for row in rows
    ]
    table = pd.DataFrame([[row.get(one.code) for one in fields] for row in full],
                         columns=[one.code for one in fields], dtype=object)  # fmt: skip
    whole = {one.code: "Int64" for one in fields if one.kind in (Kind.MONEY, Kind.WHOLE, Kind.YEAR)}
    return table.astype(whole)


def put(settings: Settings, rows: Rows = ROWS, origin: Origin = Origin.MUNICIPAL) -> int:
    """Write a load that covers the sheets that have rows; returns its number."""
    source = organisation.PUBLIC if origin is Origin.OFFICIAL else organisation.SOURCE
    filled = {code: frame(code, of) for code, of in rows.items() if of}
    with warehouse.writing(settings, "Anne", "indlæser") as open_:
        number = open_.record(
            LoadRecord(
                kind=organisation.KIND, source=source, title=organisation.TITLES[source],
                origin=origin, author="Anne", file="organisation.xlsx", sha256="0" * 64,
                cells=sum(map(len, filled.values())), first_period="2026", last_period="2026",
                source_date=date(2026, 11, 1), licence="", extent=[],
            )
        )  # fmt: skip
        for code, table in filled.items():
            open_.connection.execute(
                "insert into covers values ($load, $source, $period)",
                {"load": number, "source": source, "period": code},
            )
            open_.connection.register("piece", table.assign(position=range(len(table))))
            open_.connection.execute(
                f"insert into {SHEETS[code].table} by name select {number} as load, * from piece"
            )
            open_.connection.unregister("piece")
    return number


def published(settings: Settings, rows: Rows = ROWS, origin: Origin = Origin.MUNICIPAL) -> str:
    """Put an organisation into a warehouse, beside what is there, and publish; the release."""
    put(settings, rows, origin)
    return publish(settings, "Anne").release
