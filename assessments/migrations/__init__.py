"""A fresh database is made by `0001_squashed_0054_…`, which replaces the migrations before it.

Django gives a squash all that what it replaces waits for. `0006` waits for the tables of allauth's
second steps, and these wait for our users, whom the squash makes: a circle. No database needs 0006
to wait, because the first release made those tables too, so the file stays as it landed and what it
waits for is taken out here.
"""

from importlib import import_module

_encrypt = import_module(f"{__name__}.0006_encrypt_second_steps").Migration
_encrypt.dependencies = [each for each in _encrypt.dependencies if each[0] != "mfa"]
