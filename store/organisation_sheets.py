"""The sheets of the organisation workbook: which columns each has, and what may stand in them.

This is the contract between the template, the reading of a file, the warehouse and the release: a
sheet is a table of each, and a column here is a column of all of them. Codes are English, what a
reader sees is Danish. An empty cell means that it was not assessed; it is never 0.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds."""

    KEY = "key"  # the id of a row: letters, digits, "_" and "-"
    TEXT = "text"  # written to be shown; never about a single person
    CHOICE = "choice"  # one of the field's `choices`, by its code
    REF = "ref"  # the key of a row in another sheet
    REFS = "refs"  # keys of rows in another sheet, with ";" between them
    GOALS = "goals"  # letters A to D, with ";" between them
    FLAG = "flag"  # ja or nej
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"  # øre; a file writes 1.000 kr.
    YEAR = "year"
    QUARTER = "quarter"  # 2026K1
    DAY = "day"

    @property
    def column_type(self) -> str:
        """The type of its column in DuckDB; text unless said here."""
        return _TYPES.get(self, "varchar")


_TYPES = {
    Kind.REFS: "varchar[]",
    Kind.GOALS: "varchar[]",
    Kind.FLAG: "boolean",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "double",
    Kind.MONEY: "bigint",
    Kind.YEAR: "integer",
    Kind.DAY: "date",
}


@dataclass(frozen=True)
class Field:
    """A column of a sheet.

    Attributes
    ----------
    code
        Its name in tables.
    heading
        What it is called in the workbook.
    explains
        What to write in it.
    needed
        Whether a row must have it.
    choices
        Code to Danish word, of a choice.
    refers_to
        The sheet whose keys it names, of a reference.
    lowest, highest
        The limits of a number, both allowed.
    """

    code: str
    heading: str
    kind: Kind
    explains: str = ""
    needed: bool = False
    choices: Mapping[str, str] | None = None
    refers_to: str = ""
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook.

    Attributes
    ----------
    code
        Its name in tables: ``organisation_<code>``.
    title
        The name of the sheet.
    explains
        What a row is.
    key
        The fields that tell its rows apart. No two rows of the sheet are alike in all of them.
    """

    code: str
    title: str
    explains: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def table(self) -> str:
        """Its table in the warehouse and in a release."""
        return f"organisation_{self.code}"

    def field(self, code: str) -> Field:
        """A column by its code."""
        return next(one for one in self.fields if one.code == code)


def _key(code: str, heading: str, explains: str) -> Field:
    return Field(code, heading, Kind.KEY, explains, needed=True)


def _text(code: str, heading: str, explains: str = "", *, needed: bool = False) -> Field:
    return Field(code, heading, Kind.TEXT, explains, needed)


def _ref(code: str, heading: str, sheet: str, explains: str = "", *, needed: bool = False) -> Field:
    return Field(code, heading, Kind.REF, explains, needed, refers_to=sheet)


def _choice(
    code: str,
    heading: str,
    choices: Mapping[str, str],
    explains: str = "",
    *,
    needed: bool = False,
) -> Field:
    return Field(code, heading, Kind.CHOICE, explains, needed, choices)


def _scale(code: str, heading: str, highest: int, explains: str, *, needed: bool = True) -> Field:
    return Field(code, heading, Kind.WHOLE, explains, needed, lowest=1, highest=highest)


def _amount(code: str, heading: str, explains: str) -> Field:
    return Field(code, heading, Kind.MONEY, f"{explains} I 1.000 kr.")


def _age(code: str, heading: str) -> Field:
    return Field(code, heading, Kind.WHOLE, "Hele år.", lowest=0, highest=120)


ALL_MODELS = "ALL"
"""In a field that refers to a model: it concerns all of them. Written ``alle``."""

YES_NO_UNKNOWN: Mapping[str, str] = {"yes": "ja", "no": "nej", "unknown": "ved ikke"}
MODEL_STATUS: Mapping[str, str] = {
    "idea": "idé",
    "shortlist": "på den korte liste",
    "recommended": "anbefalet af forfatteren",
    "chosen": "valgt",
    "rejected": "fravalgt",
}
UNIT_TYPES: Mapping[str, str] = {
    "committee": "udvalg",
    "centre": "center",
    "unit": "enhed",
    "external": "ekstern",
}
LEVELS: Mapping[str, str] = {
    "general": "generel",
    "specific": "specifik",
    "individual": "individorienteret",
}
ROLES: Mapping[str, str] = {
    "A": "A – har ansvaret",
    "R": "R – udfører",
    "C": "C – bliver spurgt",
    "I": "I – får besked",
}
FUNDING: Mapping[str, str] = {
    "permanent": "fast",
    "state": "staten",
    "fund": "fond",
    "project": "projekt",
}
ITEMS: Mapping[str, str] = {
    "salary": "løn",
    "operations": "drift",
    "IT": "it",
    "premises": "lokaler",
    "training": "uddannelse",
    "double_running": "dobbeltdrift",
    "severance": "fratrædelse",
    "saving": "besparelse",
}
STAFF_CHANGES: Mapping[str, str] = {
    "new_manager": "ny leder",
    "new_place": "nyt arbejdssted",
    "new_tasks": "nye opgaver",
    "terms": "nye vilkår",
    "none": "ingen ændring",
}
GATES: Mapping[str, str] = {"pass": "opfyldt", "fail": "ikke opfyldt", "unknown": "ikke afklaret"}
AFFECTED: Mapping[str, str] = {
    "citizens": "borgere",
    "young": "unge",
    "staff": "medarbejdere",
    "partners": "samarbejdsparter",
    "politicians": "politikere",
    "data": "data og opfølgning",
}
DIRECTIONS: Mapping[str, str] = {"+": "+ taler for", "0": "0 hverken for eller imod",
                                 "-": "- taler imod"}  # fmt: skip
SUCCESS_GOALS: Mapping[str, str] = {
    "A": "A", "B": "B", "C": "C", "D": "D", "organisation": "organisationen",
}  # fmt: skip
BETTER: Mapping[str, str] = {"lower": "lavere er bedre", "higher": "højere er bedre"}
THRESHOLDS: Mapping[str, str] = {
    "outside_interval": "uden for intervallet",
    "process": "andel af sager i tide",
}
MILESTONE_TYPES: Mapping[str, str] = {
    "MED": "MED",
    "OPU": "ØPU",
    "council": "Byråd",
    "bylaw": "styrelsesvedtægt",
    "IT": "it",
    "move": "flytning",
    "evaluation": "evaluering",
}
FORUM_LEVELS: Mapping[str, str] = {
    "political": "politisk",
    "leading": "ledende",
    "coordinating": "koordinerende",
    "executing": "udførende",
    "civil": "civilsamfund",
}
RECOMMENDATION_TYPES: Mapping[str, str] = {
    "must": "skal",
    "may": "kan",
    "must_not": "må ikke",
    "frame": "ramme",
    "recommendation": "anbefaling",
    "knowledge": "viden",
    "experience": "erfaring fra en anden kommune",
}
MET: Mapping[str, str] = {
    "yes": "opfyldt", "partly": "delvist opfyldt", "no": "ikke opfyldt",
}  # fmt: skip
CERTAINTIES: Mapping[str, str] = {
    "verified": "set i kilden",
    "stated": "oplyst af andre",
    "inferred": "udledt",
    "memory": "fra hukommelsen, ikke kontrolleret",
}
ORIGINS: Mapping[str, str] = {
    "example": "Eksempeldata",
    "municipal": "kommunens egne",
    "official": "offentlig kilde",
}

ORIGIN = _choice(
    "origin",
    "Oprindelse",
    ORIGINS,
    "Tom betyder kommunens egne. »Offentlig kilde« kræver en kilde.",
)
"""The last column of every sheet; filled in for every row when it is read."""

_SOURCE = _ref("source_id", "Kilde", "sources", "Id i arket Kilder.")
_FUNDING_END = Field("funding_end", "Finansiering til og med", Kind.DAY, "Tom betyder varig.")
_GOALS = Field("goals", "Mål", Kind.GOALS, "A, B, C eller D med ; imellem.")
_IN_SCOPE = Field(
    "in_scope",
    "Hører til opgaven",
    Kind.FLAG,
    "Ja, når det ligger i forlængelse af den almene forebyggelse; nej, når det er almen "
    "forebyggelse.",
    needed=True,
)
_MODEL = _ref("model_id", "Model", "models", "Id i arket Modeller.", needed=True)
_FUNCTION = _ref("function_id", "Funktion", "functions", "Id i arket Funktioner.", needed=True)
_CRITERION = _ref("criterion_id", "Kriterium", "criteria", "Id i arket Kriterier.", needed=True)

_MODELS = Sheet(
    "models",
    "Modeller",
    "En række for hver model, også for organisationen i dag (M0).",
    ("model_id",),
    (
        _key("model_id", "Model", "Kort id: M0, M1 …"),
        _text("name", "Navn", "Et kort navn.", needed=True),
        _text("short_description", "Kort beskrivelse", "En eller to neutrale sætninger."),
        _ref("centre_id", "Center", "units", "Det center, opgaven samles i."),
        _ref("committee_id", "Udvalg", "units", "Det udvalg, opgaven hører under."),
        Field(
            "is_baseline", "Er i dag", Kind.FLAG, "Ja for M0, organisationen i dag.", needed=True
        ),
        _choice("needs_bylaw_change", "Kræver ny styrelsesvedtægt", YES_NO_UNKNOWN),
        _choice("status", "Status", MODEL_STATUS, "Forfatterens, ikke værktøjets.", needed=True),
        Field("start_quarter", "Start", Kind.QUARTER, "Det kvartal, den træder i kraft."),
        _text("author", "Forfatter", "Hvem der står bag beskrivelsen."),
        Field("updated", "Opdateret", Kind.DAY),
        _SOURCE,
    ),
)
_UNITS = Sheet(
    "units",
    "Enheder",
    "En række for hvert udvalg, center, enhed og ekstern part.",
    ("unit_id",),
    (
        _key("unit_id", "Enhed", "Kort id: CBF, ØPU …"),
        _text("name", "Navn", needed=True),
        _choice("type", "Type", UNIT_TYPES, needed=True),
        _ref("parent_id", "Hører under", "units", "Den enhed eller det udvalg, den hører under."),
        Field("from_date", "Fra", Kind.DAY),
        Field("to_date", "Til", Kind.DAY),
        _SOURCE,
    ),
)
_FUNCTIONS = Sheet(
    "functions",
    "Funktioner",
    "En række for hver funktion: en opgave eller stilling, der kan flyttes.",
    ("function_id",),
    (
        _key("function_id", "Funktion", "Kort id."),
        _text("name", "Navn", "Funktionens navn, aldrig en persons.", needed=True),
        _text("target_group", "Målgruppe", "Ens for funktioner med samme målgruppe."),
        _age("age_from", "Alder fra"),
        _age("age_to", "Alder til"),
        _choice("level", "Niveau", LEVELS),
        _GOALS,
        _ref("legal_basis_id", "Lovgrundlag", "recommendations", "Id i arket Lov og anbefalinger."),
        Field("statutory", "Lovpligtig", Kind.FLAG),
        Field("authority_decision", "Myndighedsafgørelse", Kind.FLAG),
        _IN_SCOPE,
        _SOURCE,
    ),
)
_ASSIGNMENTS = Sheet(
    "assignments",
    "Placering",
    "En række for hver funktion i hver model: hvor den er, og hvad den koster.",
    ("model_id", "function_id", "to_unit"),
    (
        _MODEL,
        _FUNCTION,
        _ref("from_unit", "Fra enhed", "units", "Hvor den er i dag.", needed=True),
        _ref("to_unit", "Til enhed", "units", "Hvor den er i modellen.", needed=True),
        Field("moves", "Flytter", Kind.FLAG, "Ja, når de to enheder er forskellige.", needed=True),
        Field("fte", "Årsværk", Kind.NUMBER, lowest=0),
        _amount("salary", "Løn", "Årlig løn."),
        _amount("operations", "Drift", "Årlig drift."),
        Field("price_level_year", "Prisår", Kind.YEAR, "Det år, beløbene er i priser fra."),
        _choice("funding", "Finansiering", FUNDING),
        _FUNDING_END,
        _SOURCE,
    ),
)
_RACI = Sheet(
    "raci",
    "Ansvar",
    "En række for hver enheds rolle i en funktion. Hver funktion har i hver model netop ét A og "
    "mindst ét R; i M0 er afvigelser fund.",
    ("model_id", "function_id", "unit_id", "role"),
    (
        _MODEL,
        _FUNCTION,
        _ref("unit_id", "Enhed", "units", needed=True),
        _choice("role", "Rolle", ROLES, needed=True),
        _text("note", "Bemærkning"),
    ),
)
_ECONOMY = Sheet(
    "economy",
    "Økonomi",
    "En række for hver udgift eller besparelse ud over dem, der står i Placering. En besparelse "
    "skrives med minus.",
    ("model_id", "year", "item", "one_off"),
    (
        _MODEL,
        Field("year", "År", Kind.YEAR, needed=True, lowest=2020, highest=2099),
        _choice("item", "Post", ITEMS, needed=True),
        _amount("amount", "Beløb", "Det bedste skøn."),
        Field("one_off", "Engangsbeløb", Kind.FLAG, "Nej, når det gentages hvert år.", needed=True),
        _amount("low", "Lavt skøn", "Det laveste, der er rimeligt."),
        _amount("high", "Højt skøn", "Det højeste, der er rimeligt."),
        _text("assumption", "Forudsætning", "Hvad beløbet bygger på."),
        _SOURCE,
    ),
)
_STAFF = Sheet(
    "staff",
    "Personale",
    "En række for hver personalegruppe i hver enhed i hver model.",
    ("model_id", "unit_id", "group"),
    (
        _MODEL,
        _ref("unit_id", "Enhed", "units", needed=True),
        _text("group", "Personalegruppe", "For eksempel pædagoger.", needed=True),
        Field("headcount", "Antal personer", Kind.WHOLE, needed=True, lowest=0),
        Field("fte", "Årsværk", Kind.NUMBER, lowest=0),
        _choice("change", "Ændring", STAFF_CHANGES, needed=True),
        Field("notice_months", "Varsel i måneder", Kind.WHOLE, lowest=0, highest=24),
        _text("med_level", "MED-niveau", "Det udvalg, der drøfter det."),
        Field("med_date", "Drøftes den", Kind.DAY),
        Field("consulted", "Er drøftet", Kind.FLAG),
    ),
)
_LEGAL = Sheet(
    "legal",
    "Krav",
    "En række for hvert krav, en model skal opfylde, før den kan vælges.",
    ("legal_id", "applies_to_model"),
    (
        _key("legal_id", "Krav", "Kort id."),
        _text("act", "Lov eller aftale", needed=True),
        _text("paragraph", "Paragraf"),
        _text("requirement", "Kravet", needed=True),
        _ref("applies_to_model", "Model", "models", "Id, eller »alle«.", needed=True),
        _choice("gate", "Svar", GATES, "Tom betyder: ikke besvaret endnu."),
        _text("data_sharing_limit", "Grænse for deling af oplysninger"),
        _text("answer_by", "Besvares af", "En rolle, aldrig et navn."),
        Field("answered_date", "Besvaret den", Kind.DAY),
        _SOURCE,
    ),
)
_CONSEQUENCES = Sheet(
    "consequences",
    "Konsekvenser",
    "En række for hver konsekvens. Hver model har mindst én, der taler imod.",
    ("model_id", "group", "text"),
    (
        _MODEL,
        _choice("group", "For hvem", AFFECTED, needed=True),
        _choice("direction", "Retning", DIRECTIONS, needed=True),
        _scale("size", "Størrelse", 3, "1 lille, 3 stor."),
        _scale("certainty", "Sikkerhed", 3, "1 usikker, 3 sikker."),
        _text("text", "Konsekvensen", "En kort sætning.", needed=True),
        _text("evidence_source", "Hvad den bygger på"),
        _SOURCE,
    ),
)
_SUCCESS = Sheet(
    "success",
    "Succeskriterier",
    "En række for hvert succeskriterium: en indikator, et udgangspunkt og et måltal.",
    ("success_id",),
    (
        _key("success_id", "Succeskriterium", "Kort id."),
        _ref("model_id", "Model", "models", "Id, eller »alle«.", needed=True),
        _choice("goal", "Mål", SUCCESS_GOALS, needed=True),
        _text("indicator_id", "Indikator", "Id på en indikator: C2, Ø3 …", needed=True),
        Field("baseline_value", "Udgangspunkt", Kind.NUMBER, "Tallet i dag.", needed=True),
        _text("baseline_period", "Udgangspunktets periode", "For eksempel 2025.", needed=True),
        _choice("direction", "Retning", BETTER, needed=True),
        Field("target_value", "Måltal", Kind.NUMBER),
        _text("target_period", "Måltallets periode", "For eksempel 2028."),
        _choice("threshold_type", "Nået når", THRESHOLDS),
        Field("lag_quarters", "Kvartaler, før det kan ses", Kind.WHOLE, lowest=0, highest=40),
        _text("owner", "Ansvarlig", "En rolle, aldrig et navn."),
    ),
)
_RISKS = Sheet(
    "risks",
    "Risici",
    "En række for hver risiko.",
    ("risk_id",),
    (
        _key("risk_id", "Risiko", "Kort id."),
        _MODEL,
        _text("text", "Hvad kan ske", needed=True),
        _scale("probability", "Sandsynlighed", 5, "1 lille, 5 stor."),
        _scale("consequence", "Konsekvens", 5, "1 lille, 5 stor."),
        _text("mitigation", "Hvad der gøres"),
        _text("owner", "Ansvarlig", "En rolle, aldrig et navn."),
        Field("review_date", "Ses på igen", Kind.DAY),
    ),
)
_MILESTONES = Sheet(
    "milestones",
    "Milepæle",
    "En række for hver milepæl.",
    ("model_id", "milestone"),
    (
        _MODEL,
        _text("milestone", "Milepæl", needed=True),
        _choice("type", "Type", MILESTONE_TYPES, needed=True),
        Field("planned", "Planlagt", Kind.DAY, needed=True),
        Field("actual", "Sket", Kind.DAY),
        _text("depends_on", "Kræver", "En anden milepæl i samme model."),
    ),
)
_CRITERIA = Sheet(
    "criteria",
    "Kriterier",
    "En række for hvert kriterium, modellerne bedømmes på. Penge er ikke et kriterium.",
    ("criterion_id",),
    (
        _key("criterion_id", "Kriterium", "Kort id: K1 …"),
        _text("name", "Navn", needed=True),
        _text("worst_1", "Sådan ser 1 ud", "Det dårligste, i ord.", needed=True),
        _text("best_5", "Sådan ser 5 ud", "Det bedste, i ord.", needed=True),
        Field("gate", "Er et krav", Kind.FLAG, "Ja, når det skal være opfyldt for at tælle."),
    ),
)
_SWING = Sheet(
    "swing",
    "Vægte",
    "En række for hver politiker og hvert kriterium: 0–100 point for springet fra 1 til 5, 100 til "
    "det største.",
    ("politician_id", "criterion_id"),
    (
        _key("politician_id", "Politiker", "En kode, aldrig et navn: P1 …"),
        _text("party", "Parti", "Partibogstav.", needed=True),
        _CRITERION,
        Field("points", "Point", Kind.NUMBER, lowest=0, highest=100),
    ),
)
_SCORES = Sheet(
    "scores",
    "Bedømmelser",
    "En række for hver bedømmer, model og kriterium. Tom score betyder ikke vurderet.",
    ("assessor_id", "model_id", "criterion_id"),
    (
        _key("assessor_id", "Bedømmer", "En kode, aldrig et navn: B1 …"),
        _ref("origin_centre", "Fra center", "units", "Det center, bedømmeren kommer fra."),
        _MODEL,
        _CRITERION,
        Field("score", "Score", Kind.WHOLE, "1–5.", lowest=1, highest=5),
        _text("comment", "Begrundelse", "Skal udfyldes ved 1 og 5."),
        Field(
            "conflict", "Interesse i sagen", Kind.FLAG, "Ja, når eget center vinder eller taber."
        ),
    ),
)
_FORA = Sheet(
    "fora",
    "Fora",
    "En række for hvert samarbejdsforum.",
    ("forum_id",),
    (
        _key("forum_id", "Forum", "Kort id."),
        _text("name", "Navn", needed=True),
        _choice("level", "Niveau", FORUM_LEVELS),
        Field("is_external", "Har eksterne parter", Kind.FLAG),
        _text("members", "Deltagere", "Roller og enheder, aldrig navne."),
        _text("rhythm", "Rytme", "For eksempel 4 gange om året."),
        Field("meetings_per_year", "Møder om året", Kind.NUMBER, lowest=0, highest=366),
        _ref("unit_id", "Enhed", "units", "Den enhed, der står for det."),
        _ref("legal_basis_id", "Lovgrundlag", "recommendations"),
        _GOALS,
        _text("status", "Status", "For eksempel: kendt 2019–2020."),
        _SOURCE,
    ),
)
_EFFORTS = Sheet(
    "efforts",
    "Indsatser",
    "En række for hver indsats.",
    ("effort_id",),
    (
        _key("effort_id", "Indsats", "Kort id."),
        _text("name", "Navn", needed=True),
        _text("description", "Kort beskrivelse"),
        _GOALS,
        _text("target_group", "Målgruppe"),
        _age("age_from", "Alder fra"),
        _age("age_to", "Alder til"),
        _choice("level", "Niveau", LEVELS),
        _ref("unit_id", "Enhed", "units", "Den enhed, der står for den."),
        _ref("function_id", "Funktion", "functions"),
        _choice("funding", "Finansiering", FUNDING),
        _FUNDING_END,
        _amount("amount", "Beløb pr. år", "Hvad den koster om året."),
        _text("period", "Periode", "For eksempel 2021–2025."),
        _IN_SCOPE,
        _text("status", "Status"),
        _SOURCE,
    ),
)
_RECOMMENDATIONS = Sheet(
    "recommendations",
    "Lov og anbefalinger",
    "En række for hver regel, anbefaling eller erfaring, og hvordan den er opfyldt i dag.",
    ("recommendation_id",),
    (
        _key("recommendation_id", "Id", "Kort id."),
        _text("title", "Lov, vejledning eller kommune", needed=True),
        _text("paragraph", "Paragraf eller afsnit"),
        _text("text", "Indhold", "I egne ord.", needed=True),
        _choice("type", "Type", RECOMMENDATION_TYPES, needed=True),
        _text("authority", "Myndighed", "Hvem der siger det eller har pligten."),
        _ref("unit_id", "Enhed i dag", "units", "Den enhed, der løser det i dag."),
        Field("concerns_models", "Gælder modeller", Kind.REFS, "Id'er, eller »alle«.",
              refers_to="models"),
        _text("pros", "Taler for", "Kun for erfaringer."),
        _text("cons", "Taler imod", "Kun for erfaringer."),
        _choice("met_today", "Opfyldt i dag", MET, "Analytikerens vurdering; tom: ikke vurderet."),
        _text("met_reason", "Hvorfor", "Begrundelsen for vurderingen."),
        Field("better_models", "Bedre i modeller", Kind.REFS, refers_to="models"),
        _text("status_date", "Opdateret", "Hvornår reglen er set, som tekst."),
        _choice("certainty", "Hvor sikkert", CERTAINTIES, needed=True),
        _SOURCE,
    ),
)  # fmt: skip
_SOURCES = Sheet(
    "sources",
    "Kilder",
    "En række for hver kilde, som de andre ark henviser til.",
    ("source_id",),
    (
        _key("source_id", "Kilde", "Kort id."),
        _text("title", "Titel", needed=True),
        _text("publisher", "Udgiver"),
        _text("url", "Adresse"),
        _text("dated", "Dateret", "Som kilden selv skriver det."),
        _choice("certainty", "Hvor sikkert", CERTAINTIES, needed=True),
    ),
)

SHEETS: Mapping[str, Sheet] = {
    sheet.code: Sheet(sheet.code, sheet.title, sheet.explains, sheet.key, (*sheet.fields, ORIGIN))
    for sheet in (
        _MODELS, _UNITS, _FUNCTIONS, _ASSIGNMENTS, _RACI, _ECONOMY, _STAFF, _LEGAL, _CONSEQUENCES,
        _SUCCESS, _RISKS, _MILESTONES, _CRITERIA, _SWING, _SCORES, _FORA, _EFFORTS,
        _RECOMMENDATIONS, _SOURCES,
    )
}  # fmt: skip
"""All sheets by code, in the order of the workbook."""


def references() -> Iterator[tuple[Sheet, Field]]:
    """Every field that names rows of another sheet."""
    for sheet in SHEETS.values():
        for field in sheet.fields:
            if field.refers_to:
                yield sheet, field
