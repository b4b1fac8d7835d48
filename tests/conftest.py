"""The suite's plumbing. The settings and the network guard come first: see pyproject.toml."""

pytest_plugins = ["tests.plugins.database", "tests.plugins.browser"]
