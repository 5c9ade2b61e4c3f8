"""Texts are gathered from code and templates, and a translation that lacks or does not fit is named."""

import gettext

import pytest
from babel.messages.pofile import read_po, write_po

from kajo.core.translations import compile_translations
from script.lib import messages

PAGE = """{% load i18n %}<h1>{% translate "Contracts" %}</h1>
{% translate "May" context "month" %}
{% blocktranslate count counter=n trimmed %}
  {{ counter }} contract (valid)
{% plural %}
  {{ counter }} contracts (valid)
{% endblocktranslate %}
<p>It's {{ value|default:_("nothing, it's") }}</p>{# Translators: none #}
"""
CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
TITLE = pgettext_lazy("page", "Home")
def title(n):
    return _("Hello %(name)s") + ngettext("%(n)d day", "%(n)d days", n)
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "kajo" / "templates").mkdir(parents=True)
    (tmp_path / "kajo" / "templates" / "page.html").write_text(PAGE)
    (tmp_path / "kajo" / "page.py").write_text(CODE)
    return tmp_path


def test_texts_of_code_and_templates_are_found(project):
    found = {(message.id, message.context) for message in messages.gather(project) if message.id}
    assert found == {
        ("Contracts", None),
        ("May", "month"),
        (("%(counter)s contract (valid)", "%(counter)s contracts (valid)"), None),
        ("nothing, it's", None),
        ("Home", "page"),
        ("Hello %(name)s", None),
        (("%(n)d day", "%(n)d days"), None),
    }


def translate(project, language, texts):
    path = project / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key in texts:
            message.string = texts[key]
    with path.open("wb") as file:
        write_po(file, catalogue)


def test_what_lacks_is_named_until_all_fits(project, capsys):
    assert messages.main(["--check"], project) == 1
    messages.main([], project)
    texts = {
        "Contracts": "Sopimukset",
        "May": "toukokuu",
        "%(counter)s contract (valid)": ("%(counter)s sopimus", "%(counter)s sopimusta"),
        "nothing, it's": "ei mitään",
        "Home": "Etusivu",
        "Hello %(name)s": "Hei %(nimi)s",
        "%(n)d day": ("%(n)d päivä", ""),
    }
    translate(project, "fi", texts)
    translate(project, "sv", texts)
    capsys.readouterr()
    assert messages.main(["--check"], project) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == [
        "fi: 'Hello %(name)s' has other placeholders in its translation",
        "fi: '%(n)d day' has no translation",
    ]
    mended = {"Hello %(name)s": "Hei %(name)s", "%(n)d day": ("%(n)d päivä", "%(n)d päivää")}
    translate(project, "fi", mended)
    translate(project, "sv", mended)
    assert messages.main(["--check"], project) == 0


def test_texts_that_are_gone_are_dropped_and_the_others_kept(project):
    messages.main([], project)
    translate(project, "fi", {"Contracts": "Sopimukset", "Home": "Etusivu"})
    (project / "kajo" / "page.py").write_text("")
    messages.main([], project)
    written = (project / "locale" / "fi" / "LC_MESSAGES" / "django.po").read_text()
    assert "Sopimukset" in written
    assert "Etusivu" not in written


def test_translations_are_compiled_without_gettext(project):
    messages.main([], project)
    translate(project, "fi", {"Contracts": "Sopimukset", "%(n)d day": ("%(n)d päivä", "%(n)d päivää")})
    compile_translations(project / "locale")
    finnish = gettext.translation("django", project / "locale", ["fi"])
    assert finnish.gettext("Contracts") == "Sopimukset"
    assert finnish.ngettext("%(n)d day", "%(n)d days", 3) == "%(n)d päivää"
