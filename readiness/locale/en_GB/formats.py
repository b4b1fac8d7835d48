"""How the admin writes a day and a moment: as `assessments.wording` does."""

from __future__ import annotations

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = r"j F Y \a\t fa"
TIME_FORMAT = "fa"
