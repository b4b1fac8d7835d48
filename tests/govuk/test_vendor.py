"""What Readiness may not use, or does not keep, is not among the vendored files."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

STATIC = Path(__file__).resolve().parents[2] / "static"
VENDOR = STATIC / "vendor"
OUR_TYPEFACE = re.compile(r'@font-face \{[^}]*font-family: "Noto Sans[^}]*\}')
FORBIDDEN = ("@font-face", "GDS Transport", "sourceMappingURL", "crest", "crown", "url(")


def files() -> list[Path]:
    return sorted((VENDOR / "govuk-frontend").glob("*.min.*"))


def found_in(text: str, suffix: str = ".css") -> list[str]:
    # In a script, url( is a call and no address of a file.
    words = FORBIDDEN if suffix == ".css" else FORBIDDEN[:-1]
    return [word for word in words if word.lower() in text.lower()]


def test_there_is_something_to_check() -> None:
    assert [file.name for file in files()] == ["govuk-frontend.min.css", "govuk-frontend.min.js"]


@pytest.mark.parametrize("file", files(), ids=lambda file: file.name)
def test_nothing_forbidden_is_left(file: Path) -> None:
    text = file.read_text()
    assert found_in(text, file.suffix) == []
    assert text.count("{") == text.count("}")


def test_no_typeface_or_arms_of_govuk_in_our_own_files() -> None:
    for file in [*STATIC.glob("css/*"), *STATIC.glob("js/*"), *STATIC.glob("img/*.svg")]:
        ours = OUR_TYPEFACE.sub("", file.read_text()) if file.name == "tokens.css" else None
        assert found_in(ours or file.read_text(), file.suffix) == [], file


def test_the_typeface_of_pages_has_the_characters_that_are_promised_for_it() -> None:
    """A character that is promised and absent would be drawn as an empty box."""
    faces = OUR_TYPEFACE.findall((STATIC / "css/tokens.css").read_text())
    linked = {face for face in faces if "url(" in face}
    for face in linked:
        (name,) = re.findall(r'url\("\.\./vendor/noto-sans/([\w-]+\.woff2)"\)', face)
        promised = set[int]()
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face):
            promised |= set(range(int(first, 16), int(last or first, 16) + 1))
        held = set(TTFont(VENDOR / "noto-sans" / name).getBestCmap())
        assert held == promised, name
        assert set(map(ord, "£€ŵŷŴŶẃéñ–—‘’“”…†•™½²×")) <= held
        assert (VENDOR / "noto-sans" / name).stat().st_size < 16_000
    assert len(linked) == 2
    assert "SIL OPEN FONT LICENSE" in (VENDOR / "noto-sans/OFL.txt").read_text()


def test_the_cleaning_removes_what_it_should() -> None:
    spec = importlib.util.spec_from_file_location("refresh", VENDOR / "refresh.py")
    assert spec is not None and spec.loader is not None
    refresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(refresh)
    dirty = (
        "a{b:c}@font-face{font-family:GDS Transport;src:url(x)}p{font-family:GDS Transport,arial}"
        "@media print{.govuk-footer__copyright-logo:before{background:url(/govuk-crest.svg)}}"
        "q{r:s}/*# sourceMappingURL=x.map */"
    )
    assert found_in(dirty) != []
    clean = "a{b:c}p{font-family:var(--rd-typeface,arial),arial}q{r:s}\n"
    assert refresh.cleaned("x.css", dirty) == clean
    assert refresh.cleaned("x.js", "a;//# sourceMappingURL=x.map") == "a;\n"


def test_origin_version_and_licence_are_named() -> None:
    said = (VENDOR / "README.md").read_text()
    version = re.search(r'VERSION = "([\d.]+)"', (VENDOR / "refresh.py").read_text())
    assert version is not None and f"| {version[1]} | MIT" in said
    css = (VENDOR / "govuk-frontend" / "govuk-frontend.min.css").read_text()
    assert f'--govuk-frontend-version:"{version[1]}"' in css
    assert "Permission is hereby granted" in (VENDOR / "govuk-frontend/LICENSE.txt").read_text()
