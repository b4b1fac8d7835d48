"""How the admin writes a day and a moment: as `assessments.wording` does, but for midday and
midnight, which are 12pm and 12am here: Django's letters have no words of their own for them.
"""

from __future__ import annotations

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = r"j F Y \a\t fa"
TIME_FORMAT = "fa"
