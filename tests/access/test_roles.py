"""Every role and permission is described, and every role is asked for in the sweep."""

from __future__ import annotations

from assessments.access.roles import ROLES, Permission, Role
from tests.access.matrix import MEMBERS


def test_every_role_is_described_and_in_the_matrix() -> None:
    assert set(ROLES) == set(Role)
    assert {role.value for role in Role} == MEMBERS


def test_every_permission_has_the_reason_for_a_refusal() -> None:
    assert all(permission.why_not.endswith(".") for permission in Permission)
