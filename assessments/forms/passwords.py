"""What a password must be, each refusal with what to do. Named in AUTH_PASSWORD_VALIDATORS."""

from __future__ import annotations

from django.contrib.auth import password_validation as stock

INSTEAD = "Use three unrelated words instead."


class LongEnough(stock.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return (
            f"Your password must have at least {self.min_length} characters. "
            "Add another word to it, or use three unrelated words."
        )


class NotCommon(stock.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return f"This password is one of those that attackers try first. {INSTEAD}"


class NotLikeTheirs(stock.UserAttributeSimilarityValidator):
    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "name"))

    def get_error_message(self) -> str:
        return f"Your password is too much like your name or your email address. {INSTEAD}"
