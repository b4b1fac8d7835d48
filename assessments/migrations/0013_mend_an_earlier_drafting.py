"""`0003_drafting` was changed after it had landed: before, it gave 19 tables a column `edits`.

Nothing has written that column since, and it takes no null, so a database that was made then can
add no row to those tables. Here it goes. A database without it is left as it is.
"""

from typing import Any

from django.db import migrations, models


class RemoveFieldWhereThere(migrations.RemoveField):
    """Removes a column that the state of the models never had, from a database that has it."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        connection = schema_editor.connection
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        with connection.cursor() as cursor:
            there = connection.introspection.get_table_description(cursor, table)
        if self.name not in {column.name for column in there}:
            return
        earlier = from_state.clone()
        field = models.PositiveIntegerField(default=0)
        earlier.add_field(app_label, self.model_name_lower, self.name, field, True)
        super().database_forwards(app_label, schema_editor, earlier, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        pass


WITH_EDITS = (
    "band checklistitem comparator contextfigure dimension effort gate level numberband ownerrole"
    " ownerroletitle pointstolevel question questionoption sector sectorguidance sectorvariant"
    " source term"
).split()


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0005_signed_in_devices"),
    ]

    operations = [RemoveFieldWhereThere(name, "edits") for name in WITH_EDITS]
