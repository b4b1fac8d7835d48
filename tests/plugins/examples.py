"""How many examples a property is tried on.

Few and always the same ones by default, so that a run neither takes long nor fails by chance.
`make test-long` looks for new ones with `--hypothesis-profile=many`. A test has no limits of its
own: hypothesis would take those over the profile's.
"""

from hypothesis import HealthCheck, settings

# A timing is never asserted, and the machine may be busy.
_PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))

settings.register_profile("few", _PATIENT, max_examples=15, derandomize=True, database=None)
settings.register_profile("many", _PATIENT, max_examples=300)
settings.load_profile("few")
