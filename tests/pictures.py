"""Small pictures for tests that upload one."""

from io import BytesIO

from PIL import Image


def png(width: int = 8, height: int = 8) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (width, height), (200, 120, 40)).save(kept, "PNG")
    return kept.getvalue()
