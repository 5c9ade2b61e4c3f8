import json
import urllib.error
import urllib.request

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from demo.mail_sink import MailSink


def send(sink, subject="Tervetuloa, Äijälä", to="bertta@example.fi"):
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=sink.smtp_port, use_tls=False
    )
    text = "Avaa http://localhost:8000/oma?a=1&b=2 <heti>."
    mail = EmailMultiAlternatives(subject, text, "kajo@example.fi", [to], connection=connection)
    mail.attach_alternative("<p>Avaa</p>", "text/html")
    mail.send()


def fetch(address, **headers):
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        return answer.read().decode()


def test_a_mail_can_be_read_in_the_inbox(mail_sink):
    send(mail_sink)
    assert "Tervetuloa, Äijälä" in fetch(mail_sink.address)
    (mail,) = mail_sink.mails("bertta@example.fi")
    page = fetch(mail_sink.address + mail.key)
    assert '<a href="http://localhost:8000/oma?a=1&amp;b=2">' in page
    assert "&lt;heti&gt;" in page
    assert json.loads(fetch(mail_sink.address + "mails.json"))[0]["recipients"] == ["bertta@example.fi"]


def test_mails_are_shown_newest_first_and_outlive_a_restart(tmp_path):
    with MailSink(tmp_path) as sink:
        send(sink, "first")
        send(sink, "second")
    with MailSink(tmp_path) as sink:
        assert [mail.subject for mail in sink.mails()] == ["second", "first"]


def test_another_sites_name_does_not_open_the_inbox(mail_sink):
    with pytest.raises(urllib.error.HTTPError) as refused:
        fetch(mail_sink.address, Host="evil.example:80")
    assert refused.value.code == 400
