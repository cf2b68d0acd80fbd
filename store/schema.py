"""The tables of a release and their types: the contract between the build and the pages."""

import hashlib

import duckdb
import pandas as pd

from store import organisation

Tables = dict[str, pd.DataFrame]


def version_of(connection: duckdb.DuckDBPyConnection) -> str:
    """Which version of the tables an open release has; empty when it does not say."""
    found = connection.execute(
        "select comment from duckdb_tables() where table_name = 'meta'"
    ).fetchall()
    return str(found[0][0] or "") if found else ""


def write(connection: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """Write tables into an empty database, with the types of a release."""
    connection.execute("begin")
    connection.execute(_TABLES)
    connection.execute(f"comment on table meta is '{VERSION}'")
    for name, table in tables.items():
        if len(table):
            columns = ", ".join(f'"{column}"' for column in table.columns)
            connection.register("rows", table)
            connection.execute(f"insert into {name} ({columns}) select {columns} from rows")
            connection.unregister("rows")
    connection.execute("commit")


_TABLES = """
create table meta (key varchar, value varchar);
create table goal (code varchar, title varchar, short varchar);
create table area (
    code varchar, name varchar, type varchar, parent varchar, role varchar, position integer);
create table period (
    period varchar, kind varchar, first_day date, last_day date, drawn_at date,
    label varchar, short_label varchar);
create table indicator (
    id varchar, goal varchar, position integer, title varchar, short_title varchar, kind varchar,
    unit varchar, polarity varchar, span varchar, decimals integer,
    case_singular varchar, case_plural varchar, counts_in varchar, counts_out varchar,
    place varchar, source varchar, source_table varchar, method varchar, reading varchar,
    needs varchar,
    companions varchar[], breaks varchar[], breakdowns varchar[][], asked boolean,
    has_data boolean);
create table indicator_value (
    indicator varchar, area varchar, period varchar, breakdown varchar,
    value double, lower double, upper double, numerator double, denominator double, base double,
    origin varchar, absent_because varchar, marks varchar, response double);
create table subgroup (
    indicator varchar, breakdown varchar, dimension varchar, label varchar, position integer);
create table change (
    indicator varchar, area varchar, period varchar, breakdown varchar, before varchar,
    value_before double, difference double, percent double,
    cases_before double, cases_difference double, caution varchar);
create table latest (
    indicator varchar, area varchar, breakdown varchar, kind varchar, period varchar);
create table known_break (
    indicator varchar, breakdown varchar, id varchar, kind varchar, first_day date, last_day date,
    short varchar, text varchar);
create table status (
    indicator varchar, area varchar, breakdown varchar,
    level varchar, level_other double, level_lower double, level_upper double, level_z double,
    level_reason varchar,
    movement varchar, movement_yearly double, movement_lower double, movement_upper double,
    movement_p double, movement_dispersion double, movement_first varchar, movement_last varchar,
    movement_missing varchar[], movement_left_out varchar[], movement_fewest double,
    movement_from double, movement_to double, movement_cases_from double,
    movement_cases_to double, movement_reason varchar,
    ground varchar, ground_period varchar, ground_base double, next_expected date,
    dispersion double, differs double, year_fall double, year_rise double, next_fall double,
    next_rise double, yearly_fall double, yearly_rise double,
    target varchar, target_value double, target_year integer, target_now double, target_z double,
    target_chance double, target_statcan varchar, target_reason varchar);
create table target_path (
    indicator varchar, year double, path double, lower double, upper double, baseline double);
create table beside (
    indicator varchar, other varchar, first varchar, last varchar, value_first double,
    value_last double);
create table benchmark (
    indicator varchar, position integer, title varchar, measure varchar, source varchar,
    differs varchar, period varchar, in_words varchar, label varchar, drawn_at date,
    value double, numerator double, denominator double, origin varchar);
create table control_chart (
    indicator varchar, area varchar, breakdown varchar, period varchar,
    base boolean, centre double, lower double, upper double, rule varchar, side integer);
create table funnel (
    indicator varchar, breakdown varchar, period varchar, mean double, phi double, spread boolean,
    areas integer, plain integer, outside integer);
create table funnel_curve (
    indicator varchar, breakdown varchar, population double, lower double, upper double,
    lower_outer double, upper_outer double);
create table source (
    "table" varchar, title varchar, first_period varchar, last_period varchar, source_date date,
    licence varchar, origin varchar, note varchar, next_period varchar, next_expected date);
create table check_result (
    rule varchar, text varchar, checked integer, broken integer, known integer, examples varchar);
create table load (
    number integer, kind varchar, source varchar, title varchar, origin varchar, author varchar,
    loaded_at timestamp, file varchar, sha256 varchar, cells bigint, first_period varchar,
    last_period varchar, source_date date, note varchar, withdrawn_at timestamp);
create table target (
    load integer, id varchar, indicator varchar, area varchar, kind varchar, first_period varchar,
    last_period varchar, target_year integer, change double, basis varchar, decided_by varchar,
    decided_on date, author varchar, note varchar, written_at timestamp);
create table event (
    load integer, id varchar, title varchar, day date, kind varchar, indicators varchar[],
    author varchar, note varchar, written_at timestamp);
create table comment (
    load integer, id varchar, indicator varchar, text varchar, period varchar,
    newest_period varchar, is_stale boolean, author varchar, written_on date, written_at timestamp);
create table revision (
    load integer, source varchar, area varchar, period varchar, codes varchar,
    old double, new double);
create table spending (
    version varchar, year varchar, prices varchar, "index" varchar, dimension varchar, code varchar,
    label varchar, position integer, amount bigint not null, untagged bigint not null, lines bigint,
    origin varchar, payer varchar, until date,
    primary key (version, year, prices, "index", dimension, code));
create table spending_basis (
    version varchar, year varchar, prices varchar, sign varchar, unit varchar, as_of date,
    lines bigint, number integer, file varchar, author varchar, source_date date,
    loaded_at timestamp, origin varchar, note varchar,
    tags integer, tags_file varchar, tags_author varchar, tags_loaded_at timestamp,
    primary key (version, year));
create table price_rate (
    "index" varchar, year varchar, percent double, estimated_on date, in_use boolean);
""" + organisation.release_schema()

VERSION = hashlib.sha256(_TABLES.encode()).hexdigest()[:12]
"""Changes by itself when a table or a column does."""
