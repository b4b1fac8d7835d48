"""Makes `from_0_1_0.json.gz`: the demonstration of 0.1.0, and what 0.1.0 says of it.

Run it with the code of 0.1.0 (commit 767600c) as the current folder, after `migrate` and
`seed_demo` into a fresh SQLite database that DATABASE_URL names, with READINESS_MODE=development:

    python manage.py shell < keep.py > from_0_1_0.json.gz

It uses nothing but what that version has. The file is made once: what a later version makes of
these rows is compared with it.
"""

import gzip
import io
import json
import sys

from django.core.management import call_command

from assessments.exports.as_json import EXPORT
from assessments.models import ScoreSnapshot
from assessments.queries.reports import build

rows, compared = io.StringIO(), io.StringIO()
call_command(
    "dumpdata", exclude=["contenttypes", "auth.permission", "sessions"], stdout=rows, verbosity=0
)
call_command("rescore", stdout=compared)
kept = {
    "rows": [
        {**row, "fields": {k: v for k, v in row["fields"].items() if k != "permissions"}}
        for row in json.loads(rows.getvalue())
    ],
    "rescore": compared.getvalue(),
    "exports": {
        one.submission.reference: EXPORT.render(build(one.submission)).decode()
        for one in ScoreSnapshot.objects.order_by("pk")
    },
}
text = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
sys.stdout.buffer.write(gzip.compress(text, mtime=0))
