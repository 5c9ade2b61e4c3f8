"""A mail server that delivers nothing: it takes every mail and text message, and shows them at an address.

python -m demo.mail_sink --smtp-port 2525 --inbox-port 8001 --folder var/mail
"""

import argparse
import html
import json
import re
import signal
import socket
import time
from dataclasses import asdict, dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="/inbox.css"></head><body><h1>{title}</h1>{body}</body></html>"""
STYLE = """body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f3f3f3; padding: 1rem }"""


@dataclass(frozen=True)
class Mail:
    """One mail as its reader sees it: `key` stands in its address, newest mails have the greatest."""

    key: str
    sender: str
    recipients: list[str]
    subject: str
    text: str


class MailSink:
    """The mail server and its inbox; mails are kept as files, so that they outlive a restart."""

    def __init__(self, folder: Path, *, smtp_port: int = 0, inbox_port: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.smtp_port = smtp_port or free_port()
        self._smtp = Controller(_Keeper(folder), hostname=HOST, port=self.smtp_port)
        self._http = ThreadingHTTPServer((HOST, inbox_port), _handler_of(self))

    def keep(self, recipient: str, subject: str, text: str) -> None:
        """Keep what came in some other way as if it were a mail."""
        message = EmailMessage()
        message["X-Recipients"], message["Subject"] = recipient, subject
        message.set_content(text)
        _keep(self.folder, message.as_bytes())

    def __enter__(self) -> Self:
        self._smtp.start()
        Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._smtp.stop()
        self._http.shutdown()
        self._http.server_close()

    @property
    def address(self) -> str:
        """Where the inbox can be read."""
        return f"http://localhost:{self._http.server_port}/"

    def mails(self, recipient: str | None = None) -> list[Mail]:
        """Return the mails, newest first; those to one recipient where one is named."""
        mails = [_read(path) for path in sorted(self.folder.glob("*.eml"), reverse=True)]
        return [mail for mail in mails if recipient is None or recipient in mail.recipients]


def free_port() -> int:
    """Return a port of this machine that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class _Keeper:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        recipients = ", ".join(envelope.rcpt_tos).encode()
        _keep(self.folder, b"X-Recipients: " + recipients + b"\r\n" + (envelope.original_content or b""))
        return "250 OK"


def _keep(folder: Path, content: bytes) -> None:
    path = folder / f"{time.time_ns()}.eml"
    new = path.with_suffix(".new")
    new.write_bytes(content)
    new.rename(path)


def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)
    body = message.get_body(("plain", "html"))
    return Mail(
        key=path.stem,
        sender=str(message.get("From", "")),
        recipients=[name.strip() for name in str(message.get("X-Recipients", "")).split(",")],
        subject=str(message.get("Subject", "")),
        text=body.get_content() if body is not None else "",
    )


def _handler_of(sink: MailSink) -> type[BaseHTTPRequestHandler]:
    class Inbox(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            # Another site's page must not read the inbox by a name that it makes point here.
            if self.headers.get("Host", "").split(":")[0] not in {"localhost", HOST}:
                return self._send(400, "text/plain", "Unknown host")
            return self._send(*_page_of(sink, self.path))

        def do_POST(self) -> None:
            """Take a text message, as the gateway of SMS_URL does."""
            is_ours = self.path == "/sms" and self.headers.get("Content-Type") == "application/json"
            if is_ours:
                sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                sink.keep(sent["to"], "Text message", sent["text"])
            self._send(202 if is_ours else 404, "application/json", "{}")

        def _send(self, status: int, kind: str, text: str) -> None:
            body = text.encode(errors="replace")
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the inbox is looked at all the time."""

    return Inbox


def _page_of(sink: MailSink, path: str) -> tuple[int, str, str]:
    """Return what stands at a path of the inbox: status, kind and text."""
    mails = sink.mails()
    if path == "/inbox.css":
        return 200, "text/css", STYLE
    if path == "/mails.json":
        return 200, "application/json", json.dumps([asdict(mail) for mail in mails])
    if path == "/":
        return 200, "text/html", _list_page(mails)
    found = [mail for mail in mails if path == f"/{mail.key}"]
    return (200, "text/html", _mail_page(found[0])) if found else (404, "text/plain", "No such mail")


def _list_page(mails: list[Mail]) -> str:
    rows = "".join(
        f'<li><a href="/{mail.key}">{html.escape(mail.subject or "(no subject)")}</a>'
        f" to {html.escape(', '.join(mail.recipients))}</li>"
        for mail in mails
    )
    return PAGE.format(title="Inbox", body=f"<ul>{rows}</ul>" if rows else "<p>No mail yet.</p>")


def _mail_page(mail: Mail) -> str:
    text = ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', html.escape(mail.text))
    who = f"From {html.escape(mail.sender)} to {html.escape(', '.join(mail.recipients))}"
    body = f'<p>{who}</p><pre>{text}</pre><p><a href="/">Inbox</a></p>'
    return PAGE.format(title=html.escape(mail.subject), body=body)


def main() -> None:
    """Run until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--inbox-port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    with MailSink(given.folder, smtp_port=given.smtp_port, inbox_port=given.inbox_port):
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main()
