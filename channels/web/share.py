"""The link of an organisation as a picture to scan."""

from starlette.responses import Response

from assistant.documents.qr import qr_code
from channels.web.company import find
from channels.web.visit import Visit


async def get_qr(visit: Visit) -> Response:
    """Return the QR code that opens the chat with an organisation named."""
    organisation = find(visit.web.service.organisations(), visit.request.path_params["id"])
    if organisation is None:
        return visit.message(visit.say("web.lost_title"), visit.say("web.organisation_unknown"), status=404)
    base = str(visit.request.base_url).rstrip("/")
    return Response(qr_code(f"{base}/?company={organisation.id}"), media_type="image/svg+xml")
