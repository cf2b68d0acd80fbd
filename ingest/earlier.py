"""What is in force already, beside what is about to be loaded."""

from collections.abc import Iterable, Iterator, Mapping

from danish import numbers, periods, words
from ingest import places
from ingest.problem import Problem, warning
from ingest.records import Records
from store import inputs
from store.inputs import InputKind
from store.warehouse import Origin, Warehouse

CLEARLY_FEWER = 0.9
"""A wave with fewer answers than this part of the one before is told of."""

Told = Mapping[str, object]

_IN_FORCE = """
from {table} as row join covering
    on covering.load = row.load and covering.source = row.survey and covering.period = row.wave
join load on load.load = row.load
where row.survey = $source and (load.origin = 'example') = $example
"""


def check(records: Records, open_: Warehouse, origin: Origin) -> list[Problem]:
    """Find what one should know before loading: periods replaced, fewer answers, other scales.

    An example is held against examples, all else against what is none: they never stand together.
    """
    if open_.in_force("wave") is None:  # nothing was loaded since there are surveys
        return []
    told: Told = {"source": records.source, "example": origin is Origin.EXAMPLE}
    problems = list(_replaced(records, open_, told))
    if records.kind is InputKind.SURVEY:
        problems += _fewer(records, open_, told)
    if records.kind is not InputKind.REGISTER:
        problems += _other_scales(records, open_, told)
    return problems


def _replaced(records: Records, open_: Warehouse, told: Told) -> Iterator[Problem]:
    field = "period" if records.kind is InputKind.REGISTER else "wave"
    found = open_.connection.execute(
        "select load, any_value(file), list(period) from covering join load using (load)"
        " where covering.source = $source and (load.origin = 'example') = $example"
        " and period in (select unnest($periods)) group by load order by load",
        {**told, "periods": sorted(set(records.rows[field]))},
    ).fetchall()
    for number, file, replaced in found:
        codes = sorted(replaced, key=lambda code: periods.parse(code).first_day)
        named = periods.label(codes[0])
        if len(codes) > 1:
            named = f"{len(codes)} perioder fra {named} til {periods.label(codes[-1])}"
        yield warning(
            places.sheet(records),
            f"{words.capitalise(named)} er indlæst i forvejen (indlæsning {number}, {file})",
            f"Den nye fil afløser alle tal for {'perioderne' if len(codes) > 1 else 'perioden'}",
        )


def _fewer(records: Records, open_: Warehouse, told: Told) -> Iterator[Problem]:
    before = dict(
        open_.connection.execute(
            f"select wave, count(*) {_IN_FORCE.format(table='respondent')} group by wave", told
        ).fetchall()
    )
    for wave, rows in records.rows.groupby("wave", sort=True):
        earlier = _wave_before(str(wave), before)
        if earlier and len(rows) < CLEARLY_FEWER * before[earlier]:
            yield warning(
                places.column(records, "wave"),
                f"{words.count(len(rows), 'svar', 'svar')} i {wave}; {earlier} havde "
                f"{numbers.number(before[earlier])}",
                "Intervallet bliver bredere",
            )


def _other_scales(records: Records, open_: Warehouse, told: Told) -> Iterator[Problem]:
    scales: dict[str, dict[str, str]] = {}
    for table in ("answer", "published_answer"):
        for question, wave, scale in open_.connection.execute(
            f"select question, wave, any_value(scale) {_IN_FORCE.format(table=table)} group by all",
            told,
        ).fetchall():
            scales.setdefault(question, {})[wave] = scale
    questions = inputs.survey(records.source).questions
    for wave, question, scale in _asked(records):
        before = scales.get(question, {})
        earlier = _wave_before(wave, before)
        if earlier and scale and before[earlier] not in ("", scale):
            old, new = (inputs.scales()[code].title for code in (before[earlier], scale))
            yield warning(
                places.column(records, question),
                f"»{questions[question].short}« er spurgt på skalaen {new} i {wave} og {old} i "
                f"{earlier}",
                "De to lægges ikke sammen, og skiftet vises som et brud",
            )


def _asked(records: Records) -> list[tuple[str, str, str]]:
    """Each wave of the file with its questions and their scales."""
    if records.kind is InputKind.SURVEY:
        waves = sorted(set(records.rows["wave"]))
        return [(wave, *pair) for wave in waves for pair in records.scales.items()]
    found = records.rows[["wave", "question", "scale"]].drop_duplicates()
    return sorted(found.itertuples(index=False, name=None))


def _wave_before(wave: str, others: Iterable[str]) -> str:
    day = periods.parse(wave).first_day
    earlier = [code for code in others if periods.parse(code).first_day < day]
    return max(earlier, key=lambda code: periods.parse(code).first_day, default="")
