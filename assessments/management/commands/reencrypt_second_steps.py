"""`reencrypt_second_steps`: every second step's secret under the newest of SECOND_STEP_KEYS."""

from __future__ import annotations

from assessments.management.base_commands import DatabaseCommand, acting_user, count
from assessments.services.second_steps import reencrypt


class Command(DatabaseCommand):
    """Prints how many were encrypted anew; exits 1 when one could not be read, else 0."""

    help = "Encrypt the secrets of second steps with the newest key, after a new one was put first."

    def handle(self, *args: object, **options: object) -> None:
        done = reencrypt(by=acting_user(None))
        self.stdout.write(
            f"{count(done.anew, 'second step')} encrypted with the newest key,"
            f" {done.already} had it already or hold no secret."
        )
        if done.unreadable:
            self.stop(
                f"{count(done.unreadable, 'second step')} left as found: none of SECOND_STEP_KEYS"
                " decrypts the secret. Add the key that encrypted it to the end of the list, and"
                " run this again. If that key is lost, reset those second steps in the admin."
            )
