"""The door to pictures of codes: a link as a QR code to print or to show."""

import io


def qr_code(link: str, form: str = "svg") -> bytes:
    """Return a QR code of a link as `svg` or `png`, large enough to be read from a poster."""
    import segno

    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind=form, scale=8, border=4)
    return out.getvalue()
