"""What anybody may fetch who checks a school from outside: root, revocations, keys, the checker, and a mailbox's yes."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache as shared
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header

from accord.kernel import clock, keys_material
from accord.kernel.scope import in_school
from accord.schools.models import School
from accord.witnesses import reads, seals, standalone
from accord.witnesses.actions import addresses
from accord.witnesses.models import Distrust

CHECKER = "accord-check.py"
_KEPT_SECONDS = 600


def root(request: HttpRequest) -> HttpResponse:
    """The certificate that vouches for every seal of this installation, with its fingerprint to compare."""
    roots = seals.trusted_roots()
    if not roots:
        return render(request, "witnesses/no_root.html", status=404)
    fingerprint = keys_material.fingerprint(roots[0])
    context = {
        "fingerprint": " ".join(fingerprint[at : at + 4] for at in range(0, 64, 4)),
        "ends_at": keys_material.ends_at(roots[0]),
        "pem": keys_material.pem(roots[0]),
    }
    return render(request, "witnesses/root.html", context)


def root_cer(request: HttpRequest) -> HttpResponse:
    """The root as a file that viewers take in (DER)."""
    return _file(_the_root(), "application/x-x509-ca-cert", f"accord-{settings.ALLOWED_HOSTS[0]}.cer")


def root_pem(request: HttpRequest) -> HttpResponse:
    """The root as text (PEM)."""
    text = keys_material.pem(_the_root()).encode()
    return _file(text, "application/x-pem-file", f"accord-{settings.ALLOWED_HOSTS[0]}.pem")


def revocations(request: HttpRequest) -> HttpResponse:
    """The root's list of seals that are no longer to be trusted."""
    _the_root()
    # Made anew at once when another seal has been marked, else every ten minutes: signing it takes a while.
    marked = Distrust.objects.count()
    made = shared.get_or_set(f"revocations-{marked}", seals.revocation_list, _KEPT_SECONDS)
    return _file(bytes(made or b""), "application/pkix-crl", "accord-revoked.crl")


def _the_root() -> bytes:
    roots = seals.trusted_roots()
    if not roots:
        raise Http404
    return roots[0]


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def keys(request: HttpRequest, ledger: str) -> HttpResponse:
    """The keys of one school, to compare with what a receipt or a mail says."""
    school = get_object_or_404(School, slug=ledger)
    with in_school(school.pk):
        return render(request, "witnesses/keys.html", {"of": school, "keys": reads.keys_of_school()})


def keys_json(request: HttpRequest, ledger: str) -> HttpResponse:
    """The same for the checker."""
    school = get_object_or_404(School, slug=ledger)
    with in_school(school.pk):
        answer = JsonResponse(reads.published(school), json_dumps_params={"indent": 2})
    answer["Content-Disposition"] = content_disposition_header(True, f"accord-keys-{school.slug}.json")
    return answer


@cache
def _checker() -> tuple[bytes, str]:
    content = Path(standalone.__file__).read_bytes()
    return content, sha256(content).hexdigest()


def checker(request: HttpRequest) -> HttpResponse:
    """What the checker is for, how it is used, and its fingerprint."""
    context = {"name": CHECKER, "fingerprint": _checker()[1], "limits": standalone.DOES_NOT_SHOW.split("\n  - ")[1:]}
    return render(request, "witnesses/checker.html", context)


def checker_file(request: HttpRequest) -> HttpResponse:
    """The checker itself."""
    return _file(_checker()[0], "text/x-python; charset=utf-8", CHECKER)


def agree(request: Any, ledger: str, token: str) -> HttpResponse:
    """Whoever reads a mailbox agrees to keep the heads. Opening the page does nothing: scanners open links as well."""
    school = get_object_or_404(School, slug=ledger)
    with in_school(school.pk):
        row = addresses.asked_by(token)
        if request.method == "POST" and row is not None:
            addresses.agree(token=token, now=clock.now())
        agreed = row is not None and (row.confirmed_at is not None or request.method == "POST")
    context = {"of": school, "row": row, "agreed": agreed}
    return render(request, "witnesses/agree.html", context, status=200 if row else 404)
