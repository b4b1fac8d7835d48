"""Reads a CSV with one of the engines and prints what it made of it: `engines.py NAME FILE`.

Run by the Python of .venv-interop. Prints JSON: `types`, what the engine takes each column for, in
its own words; and `rows`, each cell as text, null where the engine reads nothing. No engine is told
anything about the columns: each reads as a person would who has only just got the file.
"""

import json
import sys


def by_duckdb(path):
    import duckdb

    read = duckdb.sql("select * from read_csv(?)", params=[path])
    types = dict(zip(read.columns, map(str, read.types), strict=True))
    return types, read.fetchall()


def by_polars(path):
    import polars

    read = polars.read_csv(path)
    return {name: str(kind) for name, kind in read.schema.items()}, read.rows()


def by_pandas(path):
    import pandas

    read = pandas.read_csv(path)
    types = {name: str(kind) for name, kind in read.dtypes.items()}
    rows = [[None if pandas.isna(cell) else cell for cell in row] for row in read.values.tolist()]
    return types, rows


def by_frictionless(path):
    from frictionless import Resource, system

    with system.use_context(trusted=True):
        resource = Resource(path=path)
        resource.infer()
        rows = [list(row.values()) for row in resource.read_rows()]
    return {field.name: field.type for field in resource.schema.fields}, rows


def main():
    engine, path = sys.argv[1:]
    types, rows = globals()[f"by_{engine}"](path)
    told = [[None if cell is None else str(cell) for cell in row] for row in rows]
    print(json.dumps({"types": types, "rows": told}))


if __name__ == "__main__":
    main()
