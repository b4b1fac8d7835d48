"""Every test with `kind` runs for both formats."""

import pytest

from tests.rubric.workbook.material import WRITERS


@pytest.fixture(params=WRITERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)
