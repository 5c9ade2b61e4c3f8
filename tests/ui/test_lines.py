"""The frame's lists, which are not drawn by templates: what comes from people stays text."""

from kajo.ui import lines
from kajo.ui.frame import Choice, Language, MenuLink, NavLink
from kajo.ui.parts import Tab

ODD = "<b>\"&'</b>"
AS_TEXT = "&lt;b&gt;&quot;&amp;&#x27;&lt;/b&gt;"


def test_odd_names_stay_text() -> None:
    drawn = [
        lines.nav_lines([NavLink(ODD, ODD)]),
        lines.choice_lines([Choice(ODD, ODD, ODD), Choice(ODD, ODD, ODD, current=True)]),
        lines.menu_lines([MenuLink(ODD, ODD), MenuLink(ODD, ODD, post=True)], "token"),
        lines.language_buttons([Language("fi", ODD)]),
        lines.switch_links([Tab(ODD, ODD)]),
    ]
    for text in drawn:
        assert AS_TEXT in text
        assert "<b>" not in text


def test_signing_out_is_a_form_with_its_token() -> None:
    (line,) = [lines.menu_lines([MenuLink("Sign out", "/out/", post=True)], "secret")]
    assert '<form method="post" action="/out/">' in line
    assert 'value="secret"' in line


def test_where_one_is_is_marked() -> None:
    assert lines.nav_lines([NavLink("Invoices", "/", current=True)]).count('aria-current="page"') == 1
    assert lines.switch_links([Tab("Year", "/", current=True), Tab("Day", "/")]).count("aria-current") == 1
