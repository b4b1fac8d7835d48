"""The readers take what was meant, and refuse everything else with a sentence that helps."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from readiness.env import Environment, SettingError, database_from_url


def env(value: str | None = None) -> Environment:
    return Environment({} if value is None else {"THING": value})


def test_a_refusal_is_one_that_django_reports_without_a_traceback() -> None:
    assert issubclass(SettingError, ImproperlyConfigured)


class TestText:
    def test_gives_the_value_without_the_spaces_around_it(self) -> None:
        assert env("  a b ").text("THING") == "a b"

    @pytest.mark.parametrize("unset", [None, "", "   "])
    def test_nothing_is_the_default(self, unset: str | None) -> None:
        assert env(unset).text("THING", "default") == "default"
        assert env(unset).text("THING", "") == ""

    def test_nothing_without_a_default_is_refused_with_the_hint(self) -> None:
        with pytest.raises(SettingError, match=r"^THING is not set\. Make one with dice\.$"):
            env().text("THING", hint="Make one with dice.")

    def test_a_nul_is_refused(self) -> None:
        with pytest.raises(SettingError, match="NUL"):
            env("a\0b").text("THING")


class TestBoolean:
    @pytest.mark.parametrize("word", ["1", "true", "True", "YES", "on", " on "])
    def test_true(self, word: str) -> None:
        assert env(word).boolean("THING", False) is True

    @pytest.mark.parametrize("word", ["0", "false", "False", "NO", "off"])
    def test_false(self, word: str) -> None:
        assert env(word).boolean("THING", True) is False

    @pytest.mark.parametrize("default", [True, False])
    def test_nothing_is_the_default(self, default: bool) -> None:
        assert env("").boolean("THING", default) is default

    @pytest.mark.parametrize("word", ["flase", "2", "y", "enabled", "None", "-"])
    def test_any_other_word_is_refused(self, word: str) -> None:
        with pytest.raises(SettingError, match=f"THING is '{word}'. Write on or off."):
            env(word).boolean("THING", False)


class TestInteger:
    @pytest.mark.parametrize(("text", "number"), [("0", 0), ("-3", -3), ("007", 7), (" 12 ", 12)])
    def test_whole_numbers(self, text: str, number: int) -> None:
        assert env(text).integer("THING", 5) == number

    def test_nothing_is_the_default(self) -> None:
        assert env().integer("THING", 5) == 5

    @pytest.mark.parametrize(
        "text", ["1.0", "1e3", "1_000", "٣", "--1", "-", "ten", "1 0", "9" * 40]
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(SettingError, match="Write a whole number, like 5"):
            env(text).integer("THING", 5)

    def test_bounds_are_inclusive(self) -> None:
        assert env("1").integer("THING", 5, least=1, most=9) == 1
        assert env("9").integer("THING", 5, least=1, most=9) == 9
        with pytest.raises(SettingError, match="Write 1 or more"):
            env("0").integer("THING", 5, least=1, most=9)
        with pytest.raises(SettingError, match="Write 9 or less"):
            env("10").integer("THING", 5, least=1, most=9)


class TestChoice:
    def test_one_of_them_or_the_default(self) -> None:
        assert env("b").choice("THING", "a", ("a", "b")) == "b"
        assert env().choice("THING", "a", ("a", "b")) == "a"

    @pytest.mark.parametrize("word", ["c", "A", "ab"])
    def test_another_word_is_refused_and_the_choices_named(self, word: str) -> None:
        with pytest.raises(SettingError, match="Write one of: a, b"):
            env(word).choice("THING", "a", ("a", "b"))


class TestItems:
    def test_a_list_with_commas(self) -> None:
        assert env("a, b,c").items("THING") == ["a", "b", "c"]

    def test_nothing_is_the_default_or_refused(self) -> None:
        assert env().items("THING", ()) == []
        assert env().items("THING", ("x",)) == ["x"]
        with pytest.raises(SettingError, match="THING is not set"):
            env().items("THING")

    @pytest.mark.parametrize("text", ["a,,b", ",a", "a,", ",", "a b", "a b,c"])
    def test_empty_items_and_forgotten_commas_are_refused(self, text: str) -> None:
        with pytest.raises(SettingError, match="single commas"):
            env(text).items("THING")


class TestHosts:
    def test_names_addresses_and_subdomains(self) -> None:
        text = "readiness.example.org,.example.org,127.0.0.1,[::1]"
        assert env(text).hosts("THING") == text.split(",")

    @pytest.mark.parametrize(
        "text", ["*", "https://a.example", "a.example:8000", "a.example/x", "a.example,*"]
    )
    def test_what_is_not_a_host_name_is_refused(self, text: str) -> None:
        with pytest.raises(SettingError, match="Write host names only"):
            env(text).hosts("THING")


class TestOrigins:
    def test_origins(self) -> None:
        text = "https://a.example,http://localhost:8000,https://*.a.example,https://[::1]:8000"
        assert env(text).origins("THING") == text.split(",")
        assert env().origins("THING") == []

    @pytest.mark.parametrize(
        "text", ["a.example", "ftp://a.example", "https://", "https://a.example/x", "https://u@a.b"]
    )
    def test_what_is_not_an_origin_is_refused(self, text: str) -> None:
        with pytest.raises(SettingError, match="Write origins like https"):
            env(text).origins("THING")

    @pytest.mark.parametrize("text", ["https://[a", "https://a.example:port", "https://:8000"])
    def test_what_cannot_be_read_as_an_address_is_refused(self, text: str) -> None:
        with pytest.raises(SettingError, match="Write origins like https"):
            env(text).origins("THING")

    @pytest.mark.parametrize(
        "text",
        [
            "https://*",
            "https://*:443",
            "https://*.",
            "https://*.*",
            "https://*a.example",
            "https://a.*.example",
            "https://a.example,http://*",
        ],
    )
    def test_a_star_that_names_no_subdomains_is_refused(self, text: str) -> None:
        with pytest.raises(SettingError, match=r"a \* only for the subdomains of a name"):
            env(text).origins("THING")


class TestDatabase:
    def test_postgres_with_everything(self) -> None:
        url = "postgres://officer:p%40ss%2Fw@db.example:6543/readiness?sslmode=require"
        assert database_from_url(url) == {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "readiness",
            "USER": "officer",
            "PASSWORD": "p@ss/w",
            "HOST": "db.example",
            "PORT": "6543",
            "OPTIONS": {"sslmode": "require"},
        }

    def test_postgres_by_a_socket_folder(self) -> None:
        database = database_from_url("postgresql://me@/readiness?host=/run/pg&port=6000")
        assert (database["HOST"], database["PORT"]) == ("/run/pg", "6000")
        assert (database["USER"], database["OPTIONS"]) == ("me", {})

    @pytest.mark.parametrize(
        ("url", "file"),
        [("sqlite:///var/x.sqlite3", "var/x.sqlite3"), ("sqlite:////srv/a%20b.db", "/srv/a b.db")],
    )
    def test_sqlite(self, url: str, file: str) -> None:
        assert database_from_url(url)["NAME"] == file

    @pytest.mark.parametrize(
        "url",
        [
            "readiness",
            "mysql://u:secret@h/n",
            "postgres://u:secret@h",
            "postgres://u:secret@h/a/b",
            "postgres://u:secret@h:port/n",
            "postgres://u:secret@h:99999/n",
            "postgres://u:secret@[h/n",
            "postgres://u:secret@h/n?sslmode",
            "postgres://u:secret@h/n?sslmode=",
            "postgres://u:secret@h/n?sslmode=a&sslmode=b",
            "sqlite://x.sqlite3",
            "sqlite:///",
            "sqlite:///x?mode=ro",
        ],
    )
    def test_anything_else_is_refused_without_repeating_the_password(self, url: str) -> None:
        with pytest.raises(SettingError, match="THING") as refusal:
            env(url).database("THING")
        assert "secret" not in str(refusal.value)
        assert "Write" in str(refusal.value) or "Check" in str(refusal.value)

    @given(
        st.fixed_dictionaries(
            {
                part: st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)
                for part in ("USER", "PASSWORD")
            }
        )
    )
    def test_any_user_and_password_come_back_to_the_letter(self, parts: dict[str, Any]) -> None:
        user, password = (quote(parts[part], safe="") for part in ("USER", "PASSWORD"))
        database = database_from_url(f"postgres://{user}:{password}@h/n")
        assert {part: database[part] for part in parts} == parts
