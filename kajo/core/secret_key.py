"""The key of a demo or a developer's own machine; production names its key itself."""

import os
import secrets
from pathlib import Path


def kept_secret_key(var: Path) -> str:
    """Return the key kept in `var/secret-key`, made at the first call and readable by its owner only."""
    path = var / "secret-key"
    var.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
