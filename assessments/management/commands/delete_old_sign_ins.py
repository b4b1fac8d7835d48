"""`delete_old_sign_ins`: the earlier name of `delete_old_records`, which regular jobs may have."""

from __future__ import annotations

from assessments.management.commands.delete_old_records import Command as Records


class Command(Records):
    help = f"The earlier name of delete_old_records. {Records.help}"
