"""The suite's own guards can fail: each is shown a planted breach."""

import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import Page, Route

from tests.plugins import hanging
from tests.plugins.browser import NARROW, wait_for_servers
from tests.plugins.network import NetworkBlocked
from tests.steps import steps


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_another_machine_cannot_be_reached(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as sock, pytest.raises(NetworkBlocked, match=host):
        sock.connect((host, 80))
    with socket.socket(family) as sock, pytest.raises(NetworkBlocked, match=host):
        sock.connect_ex((host, 80))


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def show(page: Page, body: str, policy: str = "default-src 'self'") -> None:
    """Serves a page to the browser without any server."""

    def answer(route: Route) -> None:
        headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}
        route.fulfill(body=f"<!doctype html><html lang=en><title>t</title>{body}", headers=headers)

    page.route("http://localhost/**", answer)
    page.goto("http://localhost/")


def test_a_broken_content_security_policy_is_noticed(
    page: Page, browser_troubles: list[str]
) -> None:
    show(page, "<p style='color: red'>red</p><script>1</script>")
    assert len(browser_troubles) >= 2
    assert all("Content Security Policy" in trouble for trouble in browser_troubles)
    browser_troubles.clear()


def test_a_browser_test_ends_once_what_its_pages_asked_for_is_answered() -> None:
    done, begun = [], threading.Event()

    def answer() -> None:
        request_started.send(sender=None)
        begun.set()
        time.sleep(0.2)
        done.append("answered")
        request_finished.send(sender=None)

    server = threading.Thread(target=answer)
    server.start()
    begun.wait()
    wait_for_servers()
    assert done
    server.join()


def test_an_uncaught_error_is_noticed(page: Page, browser_troubles: list[str]) -> None:
    show(page, "<script>throw new Error('planted')</script>", "default-src 'unsafe-inline'")
    assert len(browser_troubles) == 1 and "planted" in browser_troubles[0]
    browser_troubles.clear()


def test_axe_finds_a_picture_without_words(page: Page, axe: Callable[[Page], None]) -> None:
    show(page, "<main><h1>h</h1><img src='x.png'></main>")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_axe_finds_what_only_another_width_shows(page: Page, axe: Callable[[Page], None]) -> None:
    hidden = "<style>@media (min-width: 400px) { img { display: none } }</style>"
    show(page, f"{hidden}<main><h1>h</h1><img src='data:,'></main>", "style-src 'unsafe-inline'")
    axe(page)
    page.set_viewport_size(NARROW)
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_axe_finds_what_only_scrolls_at_another_width(
    page: Page, axe: Callable[[Page], None]
) -> None:
    long = f"<div style='overflow-x: auto'>{'w' * 50}</div>"
    show(page, f"<main><h1>h</h1>{long}</main>", "style-src 'unsafe-inline'")
    axe(page)
    page.set_viewport_size(NARROW)
    with pytest.raises(AssertionError, match="scrollable-region-focusable"):
        axe(page)


def test_axe_looks_at_contrast_where_it_has_not_yet(page: Page, axe: Callable[..., None]) -> None:
    pale = "<main><h1>h</h1><p style='color: #ddd'>pale</p></main>"
    show(page, pale, "style-src 'unsafe-inline'")
    page.set_viewport_size(NARROW)
    axe(page)
    with pytest.raises(AssertionError, match="color-contrast"):
        axe(page, contrast=True)


def test_axe_finds_each_pale_text_of_the_same_colours(page: Page, axe: Callable[..., None]) -> None:
    dark, pale = "<p style='color: #767676'>dark</p>", "<p style='color: #777'>pale</p>"
    show(page, f"<main><h1>h</h1>{dark}{dark}</main>", "style-src 'unsafe-inline'")
    axe(page)
    show(page, f"<main><h1>h</h1>{dark}{pale}{pale}</main>", "style-src 'unsafe-inline'")
    with pytest.raises(AssertionError, match="color-contrast") as found:
        axe(page)
    said = str(found.value).partition("\nassert ")[0]
    assert said.count(">pale<") == 2 and ">dark<" not in said


def test_sideways_scrolling_is_noticed(
    narrow_page: Page, fits_its_width: Callable[[Page], None]
) -> None:
    show(narrow_page, "<meta name='viewport' content='width=device-width'><p>short</p>")
    fits_its_width(narrow_page)
    show(narrow_page, f"<p>{'w' * 400}</p>")
    with pytest.raises(AssertionError, match="sideways scrolling"):
        fits_its_width(narrow_page)


def test_javascript_is_off_where_it_should_be(plain_page: Page) -> None:
    show(plain_page, "<noscript><p id='off'>off</p></noscript>", "default-src 'unsafe-inline'")
    assert plain_page.locator("#off").inner_text() == "off"


def test_a_test_that_hangs_would_say_where(tmp_path: Path) -> None:
    assert 0 < signal.alarm(hanging.SECONDS) <= hanging.SECONDS, "no alarm is set for this test"
    with (tmp_path / "said").open("w+") as file:
        hanging.watch(file.fileno())
        try:
            signal.raise_signal(signal.SIGALRM)
        finally:
            hanging.watch()
        assert "in test_a_test_that_hangs_would_say_where" in (tmp_path / "said").read_text()


def test_the_suite_ignores_the_shells_settings(settings: Any) -> None:
    assert settings.MODE == "test"
    assert settings.DEBUG is False


def test_work_that_grows_too_fast_takes_more_steps() -> None:
    def pairs(number: int) -> int:
        return steps(lambda: [one * other for one in range(number) for other in range(number)])

    assert pairs(100) == pytest.approx(100 * pairs(10), rel=0.2)
