"""Prints what an engine makes of a CSV: `engines.py NAME FILE [TYPES]`.

Run by the Python of .venv-interop. Prints JSON: `types`, what the engine takes each column for, in
its own words; and `rows`, each cell as text, null where the engine reads nothing. TYPES is a JSON
object of headings and the engine's types. Without it the engine is given nothing about the columns,
and reads as a person would who has only just got the file.
"""

import json
import sys


def by_duckdb(path, given):
    import duckdb

    read = duckdb.read_csv(path, **({"dtype": given} if given else {}))
    types = dict(zip(read.columns, map(str, read.types), strict=True))
    return types, read.fetchall()


def by_polars(path, given):
    import polars

    named = {heading: getattr(polars, name) for heading, name in (given or {}).items()}
    read = polars.read_csv(path, schema_overrides=named or None)
    return {heading: str(kind) for heading, kind in read.schema.items()}, read.rows()


def by_pandas(path, given):
    import pandas

    read = pandas.read_csv(path, dtype=given)
    types = {heading: str(kind) for heading, kind in read.dtypes.items()}
    rows = [[None if pandas.isna(cell) else cell for cell in row] for row in read.values.tolist()]
    return types, rows


def by_frictionless(path, given):
    from frictionless import Resource, Schema, system

    fields = [{"name": heading, "type": kind} for heading, kind in (given or {}).items()]
    schema = Schema.from_descriptor({"fields": fields}) if given else None
    with system.use_context(trusted=True):
        resource = Resource(path, schema=schema)
        resource.infer()
        rows = [list(row.values()) for row in resource.read_rows()]
    return {field.name: field.type for field in resource.schema.fields}, rows


def main():
    engine, path, *given = sys.argv[1:]
    types, rows = globals()[f"by_{engine}"](path, json.loads(given[0]) if given else None)
    shown = [[None if cell is None else str(cell) for cell in row] for row in rows]
    print(json.dumps({"types": types, "rows": shown}))


if __name__ == "__main__":
    main()
