"""The page of all components: what a visitor, a screen reader and the Content-Security-Policy meet."""

import re
from datetime import date

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from lxml import html

from kajo.ui import frame, icons
from kajo.ui.gallery import TODAY, components_page, sample_frame


@pytest.fixture(scope="module")
def gallery() -> html.HtmlElement:
    request = RequestFactory().get("/components/")
    return html.fromstring(components_page(request).render().content.decode())


def test_nothing_is_styled_inline(gallery: html.HtmlElement) -> None:
    assert gallery.xpath("//*[@style] | //style") == []


def test_every_name_on_the_page_is_named_once(gallery: html.HtmlElement) -> None:
    names = gallery.xpath("//@id")
    assert sorted(names) == sorted(set(names))


def test_every_state_has_a_word_and_a_shape(gallery: html.HtmlElement) -> None:
    words = {status.text_content().strip().lower() for status in gallery.find_class("status")}
    assert set(icons.STATES) <= words
    assert all(status.xpath("./svg[@aria-hidden='true']") for status in gallery.find_class("status"))


def test_states_can_be_told_apart_by_shape_alone() -> None:
    shapes = {kind: shape for kind, (_, shape) in icons.STATES.items()}
    alike = {("estimated", "waiting"), ("ended", "missing")}
    pairs = {
        tuple(sorted((one, other)))
        for one in shapes
        for other in shapes
        if one < other and shapes[one] == shapes[other]
    }
    assert pairs == alike


def test_charts_are_one_picture_to_the_keyboard(gallery: html.HtmlElement) -> None:
    for chart in gallery.find_class("chart"):
        assert chart.get("aria-hidden") == "true"
        assert all(link.get("tabindex") == "-1" for link in chart.xpath(".//a"))


def test_a_click_on_a_bar_leads_on(gallery: html.HtmlElement) -> None:
    links = gallery.xpath("//a[contains(@class, 'column')]/@href")
    assert "#month-2" in links


def test_a_faulty_form_says_what_to_do_and_leads_there(gallery: html.HtmlElement) -> None:
    summary = gallery.find_class("error-summary")[0]
    assert "Check" in summary.xpath("string(.//h2)")
    for link in summary.xpath(".//a/@href"):
        assert gallery.xpath(f"//*[@id='{link[1:]}']"), link
    assert "Password: " in summary.text_content()
    assert "The form was changed in another window" in summary.text_content()


def test_an_error_is_tied_to_its_field(gallery: html.HtmlElement) -> None:
    phone = gallery.xpath("//input[@name='faulty-phone']")[0]
    assert phone.get("aria-invalid") == "true"
    for name in phone.get("aria-describedby").split():
        assert gallery.xpath(f"//*[@id='{name}']"), name


def test_every_field_has_a_label(gallery: html.HtmlElement) -> None:
    for field in gallery.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        labelled = gallery.xpath(f"//label[@for='{field.get('id')}']") or field.xpath("ancestor::label")
        assert labelled or field.get("aria-label"), html.tostring(field)


def test_an_empty_frame_draws_nothing_round_the_page() -> None:
    page = html.fromstring(render_to_string("ui/base.html", {"frame": frame.Frame(today=TODAY)}))
    for name in ("nav", "strip", "bulletins", "menu", "languages"):
        assert page.find_class(name) == []


def test_a_permission_strip_says_whose_data_it_is() -> None:
    page = html.fromstring(render_to_string("ui/base.html", {"frame": sample_frame()}))
    strip = page.find_class("strip")[0]
    assert "Aino Virtanen." in strip.text_content()
    assert strip.xpath(".//a")[0].text_content() == "Back to your own"


def test_signing_out_is_a_form() -> None:
    page = html.fromstring(render_to_string("ui/base.html", {"frame": sample_frame()}))
    assert page.xpath("//form[@method='post']//button[text()='Sign out']")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_nothing(name: str) -> None:
    page = html.fromstring(render_to_string(f"{name}.html"))
    assert page.xpath("//h1")[0].text_content().strip()
    assert page.xpath("//main//a[@href='/']")


@pytest.mark.parametrize(
    ("today", "place"),
    [(date(2026, 1, 1), "0.27%"), (date(2026, 11, 24), "89.86%"), (date(2028, 12, 31), "100.00%")],
)
def test_the_glow_stands_where_today_is_in_the_year(today: date, place: str) -> None:
    page = render_to_string("ui/base.html", {"frame": frame.Frame(today=today)})
    assert set(re.findall(r'cx="([0-9.]+%)" cy="100%"', page)) == {place}


def test_what_is_kept_is_kept_for_each_language_and_for_the_same_parts_only() -> None:
    line, other = frame.HelpLine((frame.Phone("010 1"),)), frame.HelpLine((frame.Phone("010 2"),))
    kept = Template('{% load kajo %}{% kept "ui/help_line.html" line=line %}')
    english = kept.render(Context({"line": line}))
    with translation.override("fi"):
        finnish = kept.render(Context({"line": line}))
    assert "Customer service" in english
    assert "Customer service" not in finnish
    assert kept.render(Context({"line": line})) == english
    assert "010 2" in kept.render(Context({"line": other}))


def test_a_template_that_is_kept_sees_nothing_of_the_page() -> None:
    kept = Template('{% load kajo %}{% kept "ui/nav.html" %}')
    assert not kept.render(Context({"frame": sample_frame()})).strip()
