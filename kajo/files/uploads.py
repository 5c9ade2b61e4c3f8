"""Files that people send: what each is, told by its content and not by its name."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from kajo.files.names import clean_name

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
ENDINGS = {"application/pdf": (".pdf",), "image/png": (".png",), "image/jpeg": (".jpg", ".jpeg")}
ACCEPTED = ".pdf,.png,.jpg,.jpeg"
PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg"}


@dataclass(frozen=True)
class Upload:
    """A file that was sent and is what its name says."""

    name: str
    media_type: str
    content: bytes


class CannotTake(Exception):
    """Says in the user's language why a file is not taken."""


def take_document(file: UploadedFile[Any]) -> Upload:
    """Return a PDF, PNG or JPEG of at most 10 MB; a picture drawn anew, without what else was in its file.

    :raises CannotTake: when it is something else, too large, or broken
    """
    if (file.size or 0) > MOST_BYTES:
        raise CannotTake(_("The file is larger than 10 MB. Send a smaller one."))
    content, name = file.read(MOST_BYTES + 1), clean_name(file.name or "")
    media_type, kept = _recognise(content)
    if not name.lower().endswith(ENDINGS.get(media_type, ())):
        raise CannotTake(_("The file is no PDF, PNG or JPG, or its name says otherwise."))
    return Upload(name, media_type, kept)


def _recognise(content: bytes) -> tuple[str, bytes]:
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "application/pdf", content
    try:
        return _drawn_anew(content)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as broken:
        raise CannotTake(_("The file is no PDF, PNG or JPG, or it is broken.")) from broken


def _drawn_anew(content: bytes) -> tuple[str, bytes]:
    with Image.open(BytesIO(content), formats=list(PICTURES)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise CannotTake(_("The picture has too many pixels. Send a smaller one."))
        kind, upright = str(picture.format), ImageOps.exif_transpose(picture)
        bare = upright if upright.mode in ("RGB", "L") else upright.convert("RGB")
        drawn = BytesIO()
        bare.info.clear()
        bare.save(drawn, kind, quality=90)
    return PICTURES[kind], drawn.getvalue()
