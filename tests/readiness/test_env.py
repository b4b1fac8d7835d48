"""The readers take what was meant, and refuse everything else with a sentence that helps."""

import re
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from readiness.env import Environment, SettingError, refuse_weak_key


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
        "text",
        [
            "*",
            "https://a.example",
            "a.example:8000",
            "a.example/x",
            "a.example,*",
            ".",
            "..a.example",
            "a..example",
            "a.*.example",
            "*.",
            "[::1",
            "::1",
            "[a.example]",
        ],
    )
    def test_what_is_not_a_host_name_is_refused(self, text: str) -> None:
        with pytest.raises(SettingError, match="Write host names only"):
            env(text).hosts("THING")

    def test_a_star_for_the_names_below_is_refused_with_what_django_wants(self) -> None:
        with pytest.raises(SettingError, match=r"has '\*\.a\.example'. Write '\.a\.example', wit"):
            env("*.a.example").hosts("THING")


class TestHost:
    @pytest.mark.parametrize(
        "host",
        [
            "localhost",
            "mail.example.org",
            "smtp_relay",
            "10.0.0.1",
            "::1",
            "mail.",
            "xn--bcher-kva.de",
        ],
    )
    def test_a_name_or_an_address(self, host: str) -> None:
        assert env(host).host("THING", "default") == host
        assert env().host("THING", "default") == "default"

    @pytest.mark.parametrize(
        "text", ["a b:25", "mail.example.org:587", "smtp://mail", "mail/", "a,b", ".a", "a\nb", "@"]
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(SettingError, match="Write one host name only"):
            env(text).host("THING", "default")


class TestSender:
    @pytest.mark.parametrize(
        "text",
        [
            "a@b",
            "<a@b>",
            "Readiness <a@b>",
            "Readiness <readiness@localhost>",
            '"Readiness, the service" <no-reply+x@mail.example.org>',
            "Bürgerdienst Nord <o'neil@example.org>",
        ],
    )
    def test_an_address_with_a_name_or_without(self, text: str) -> None:
        assert env(text).sender("THING", "default") == text

    @pytest.mark.parametrize(
        "text",
        [
            "not an address",
            "a@",
            "@b",
            "a@b, c@d",
            "Readiness <a@b",
            "Readiness, us <a@b>",
            "a@b\nBcc: c@d",
            "Readiness <a@b>\nBcc: <c@d>",
            "Bcc:\n<a@b>",
            "Readi\nness <a@b>",
            "Readi\rness <a@b>",
            "a b@c",
            "a@b.",
        ],
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(SettingError, match="Write one email address on one line"):
            env(text).sender("THING", "default")


class TestContact:
    def test_it_may_be_unset(self) -> None:
        assert env().contact("THING") == ""

    @pytest.mark.parametrize(
        "text", ["help@example.org", "https://example.org", "https://x.example.org:8443/a?b=c#d"]
    )
    def test_an_address_or_a_page(self, text: str) -> None:
        assert env(text).contact("THING") == text

    @pytest.mark.parametrize(
        "text",
        [
            "Help <help@example.org>",
            "http://example.org",
            "javascript:alert(1)",
            "https://",
            "https://a b",
            "https://example.org/\nx",
            "0800 100 200",
        ],
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(SettingError, match="Write one email address, like help@example.org"):
            env(text).contact("THING")


class TestFolder:
    def test_in_the_project_or_by_its_full_path(self, tmp_path: Path) -> None:
        read = env().folder_of_its_own
        assert read("THING", "collected", project=tmp_path) == tmp_path / "collected"
        elsewhere = str(tmp_path.parent / "elsewhere")
        assert str(read("THING", elsewhere, project=tmp_path)) == elsewhere

    @pytest.mark.parametrize("text", ["/", ".", "..", "/etc/..", "collected/.."])
    def test_one_that_holds_the_project_is_refused(self, text: str, tmp_path: Path) -> None:
        with pytest.raises(SettingError, match="Write a folder for these files alone"):
            env(text).folder_of_its_own("THING", "collected", project=tmp_path)


class TestKey:
    def test_a_long_random_one_passes(self) -> None:
        refuse_weak_key("THING", "abcde" * 10, hint="")

    @pytest.mark.parametrize("key", ["a", "abcde" * 9 + "abcd", "abcd" * 20])
    def test_a_short_or_dull_one_is_refused_and_never_repeated(self, key: str) -> None:
        with pytest.raises(
            SettingError, match=r"^THING can be guessed\. .* Use dice\.$"
        ) as refusal:
            refuse_weak_key("THING", key, hint="Use dice.")
        assert not re.search(rf"\b{key}\b", str(refusal.value))


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


class TestEncryptionKeys:
    HINT = "Make one with dice."

    def test_one_or_several_the_newest_first(self) -> None:
        keys = [Fernet.generate_key().decode() for _ in range(3)]
        assert env(keys[0]).encryption_keys("THING", hint=self.HINT) == keys[:1]
        assert env(", ".join(keys)).encryption_keys("THING", hint=self.HINT) == keys

    def test_none_is_refused_with_the_way_to_make_one(self) -> None:
        with pytest.raises(SettingError, match=r"^THING is not set\. Make one with dice\.$"):
            env().encryption_keys("THING", hint=self.HINT)

    @pytest.mark.parametrize(
        "odd",
        [
            "a-password",
            "A" * 43,
            "c2hvcnQ=",
            "c29tZS1rZXktb2YtYS1tYWRlLXVwLXNlcnZpY2UuLi4",
            "c29tZS1rZXktb2YtYS1tYWRlLXVwLXNlcnZpY2UuLi4=x",
            "é" * 44,
            "'c29tZS1rZXktb2YtYS1tYWRlLXVwLXNlcnZpY2UuLi4='",
        ],
    )
    def test_what_is_no_key_is_refused_by_its_place_and_never_repeated(self, odd: str) -> None:
        good = Fernet.generate_key().decode()
        with pytest.raises(
            SettingError, match="THING has something else than a key at place 2 of 2"
        ) as refusal:
            env(f"{good},{odd}").encryption_keys("THING", hint=self.HINT)
        assert odd not in str(refusal.value) and self.HINT in str(refusal.value)

    @pytest.mark.parametrize("odd", [",", "{key},", ",{key}", "{key},,{key}", "{key} {key}"])
    def test_a_list_with_a_slip_is_refused_without_its_keys(self, odd: str) -> None:
        key = Fernet.generate_key().decode()
        with pytest.raises(SettingError, match="Separate the keys with single commas") as refusal:
            env(odd.format(key=key)).encryption_keys("THING", hint=self.HINT)
        assert key not in str(refusal.value)

    def test_a_key_that_can_be_guessed_is_refused(self) -> None:
        with pytest.raises(SettingError, match="place 1 of 1 that can be guessed"):
            env("A" * 43 + "=").encryption_keys("THING", hint=self.HINT)
