"""Numbers for an operator's Prometheus, and for nobody else."""

from django.http import Http404, HttpRequest, HttpResponse

from marketplace import metrics


def show(request: HttpRequest) -> HttpResponse:
    """In Prometheus' text format; 404 for whoever may not read it."""
    if not metrics.may_read(request.META.get("REMOTE_ADDR", ""), request.headers):
        raise Http404
    return HttpResponse(metrics.of_pages(), content_type=metrics.FORM, headers={"Cache-Control": "no-store"})
