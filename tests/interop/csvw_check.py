"""Reads a CSV by its CSVW description: `csvw_check.py METADATA`.

Run by the Python of .venv-interop. Prints the rows as JSON, each a map from the column's name to
its value as text and its Python type. Any complaint of the reader ends the program.
"""

import json
import sys
import warnings

from csvw import Table


def main():
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    table = Table.from_file(sys.argv[1])
    table.check_primary_key()
    rows = [
        {name: [str(value), type(value).__name__] for name, value in row.items()}
        for row in table.iterdicts(strict=True)
    ]
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
