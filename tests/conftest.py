"""The suite's plumbing. The settings and the network guard come first: see pyproject.toml."""

import gc

import pytest

pytest_plugins = [
    "tests.plugins.hanging",
    "tests.plugins.lacking",
    "tests.plugins.examples",
    "tests.plugins.database",
    "tests.plugins.migrating",
    "tests.plugins.template",
    "tests.plugins.browser",
    "tests.plugins.programs",
    "tests.plugins.servers",
    "tests.plugins.mail",
    "tests.plugins.cast",
]


# Python looks for garbage after every 700 objects that are left, which is made for programs with
# less to leave: a page or a model of a migration leaves thousands. That took a tenth of a run.
gc.set_threshold(50_000, 10, 10)


@pytest.fixture(scope="session")
def base_url() -> None:
    """Pages are opened by full address; and pytest-playwright's own fixture warns under pytest 9.

    It is here because only a conftest's fixture takes precedence over that one.
    """


def pytest_collection_finish() -> None:
    """Tests and models stay to the end: looking through them for garbage takes a tenth of a run."""
    gc.collect()
    gc.freeze()
