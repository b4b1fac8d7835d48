"""How many examples a property is tried on.

Few and always the same ones by default, so that a run neither takes long nor fails by chance.
`make test-long` looks for new ones with `--hypothesis-profile=many`. A test has no limits of its
own: hypothesis would take those over the profile's. Where a breach would be rare, `thousands`
looks for it.
"""

from hypothesis import HealthCheck, settings

# A timing is never asserted, and the machine may be busy.
_PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))

FEW = 15

settings.register_profile("few", _PATIENT, max_examples=FEW, derandomize=True, database=None)
settings.register_profile("many", _PATIENT, max_examples=300)
settings.load_profile("few")


def thousands() -> settings:
    """For one property: as few examples as ever, and ten times as many in `make test-long`.

    To be asked where a test is defined, when the profile of the run is known.
    """
    most = settings().max_examples
    return settings(max_examples=FEW if most == FEW else 10 * most)
