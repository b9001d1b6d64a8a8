"""Pictures that people send in: made new as WebP, without what the camera noted, under a name that tells nothing."""

import io
import secrets
import struct
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_BYTES = 8_000_000
MOST_PIXELS = 40_000_000  # a decompressed picture takes four bytes each
BOX = (1600, 1200)
KINDS = ("JPEG", "PNG", "WEBP")


def as_webp(upload: Any) -> ContentFile:
    """The picture, upright, at most as large as BOX. Raises ValidationError for the field "picture"."""
    must_fit(upload.size)
    try:
        return encoded(opened(upload))
    except Image.DecompressionBombError:
        raise too_many_pixels()  # Pillow's own limit, which a file of a few bytes can claim to pass
    except (OSError, SyntaxError, ValueError, TypeError, struct.error):
        # Pillow has one of these for each way in which a file is not what it says.
        raise no(_("This is not a picture we can read. Send a JPEG, PNG or WebP file."))


def must_fit(size: int) -> None:
    """Raises ValidationError for more bytes than a picture may have, so that a door need not even read them."""
    if size > MOST_BYTES:
        raise no(_("This picture is too large: up to 8 MB fit."))


def opened(upload: Any) -> Image.Image:
    upload.seek(0)
    image = Image.open(upload, formats=KINDS)
    if image.width * image.height > MOST_PIXELS:
        raise too_many_pixels()
    return image


def encoded(image: Image.Image) -> ContentFile:
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail(BOX)
    bare = Image.new("RGB", upright.size)  # a new picture carries nothing over but what one sees
    bare.paste(upright)
    file = io.BytesIO()
    bare.save(file, "WEBP", quality=80, method=4)
    return ContentFile(file.getvalue(), name=f"{secrets.token_hex(12)}.webp")


def too_many_pixels() -> ValidationError:
    return no(_("This picture has too many pixels: up to 40 million fit."))


def no(text: str) -> ValidationError:
    return ValidationError({"picture": text})
