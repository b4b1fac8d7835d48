"""The suite's plumbing. Settings and the network guard come first: see addopts in pyproject.toml."""

pytest_plugins = ["tests.plugins.database", "tests.plugins.browser"]
