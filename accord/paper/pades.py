"""Seals with pyHanko. Heavy; imported where a paper is sealed."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from asn1crypto import keys  # type: ignore[import-untyped]
from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from accord.paper.seal import NotSealable, NotStamped, Stamping
from accord.paper.seals import find_seals, loaded
from accord.paper.stamping import ROOM_FOR_TOKEN, TROUBLES, Asking, lasting, said
from accord.paper.stamps import judged

FIELD = "Seal"
_ROOM = 1536  # Bytes for the container beyond its certificate: attributes, names and signature need about 900.


class Sealer:
    """One school's seal, loaded."""

    def __init__(self, key: bytes, certificate: bytes, chain: Sequence[bytes]) -> None:
        self._certificate = x509.load_der_x509_certificate(certificate)
        self._roots_in_der = tuple(chain[-1:])
        self._roots = loaded(self._roots_in_der)
        self._signer = LoadedSigner(key, certificate)
        self._room = 2 * (len(certificate) + _ROOM)  # Two hexadecimal digits a byte.

    def seal(self, pdf: bytes, *, reason: str, at: datetime, stamping: Stamping | None = None) -> bytes:
        """See accord.paper.seal.seal."""
        if not self._certificate.not_valid_before_utc <= at <= self._certificate.not_valid_after_utc:
            raise NotSealable(f"The seal's certificate is not valid on {at:%Y-%m-%d}.")
        sealed = self._signed(pdf, reason, at, stamping)
        [found] = find_seals(sealed)
        if stamping and not judged(found, stamping.roots).is_trusted:
            raise NotStamped("The timestamp that came back does not pass our own check.")
        if found.faults() or found.bytes_after or not found.is_issued_by(self._roots):
            raise NotSealable("What was sealed does not pass our own check: are key, certificate and chain a set?")
        return sealed

    def _signed(self, pdf: bytes, reason: str, at: datetime, stamping: Stamping | None) -> bytes:
        try:
            writer = _KeepsMetadata(BytesIO(pdf))
            if writer.prev.embedded_signatures:
                raise NotSealable("This PDF carries a seal or a signature already.")
            if stamping:
                return asyncio.run(self._stamped(writer, reason, at, stamping))
            signer = _DatedSigner(self._metadata(reason), self._signer, self._field, at)
            return bytes(signer.sign_pdf(writer, bytes_reserved=self._room).getvalue())
        except (PdfError, SigningError) as problem:
            raise NotSealable(f"This PDF cannot be sealed: {problem}") from problem

    async def _stamped(self, writer: IncrementalPdfFileWriter, reason: str, at: datetime, stamping: Stamping) -> bytes:
        try:
            async with lasting(stamping, self._roots_in_der) as settings:
                metadata = self._metadata(reason, **settings)
                signer = _DatedSigner(metadata, self._signer, self._field, at, Asking(stamping.url))
                made = await signer.async_sign_pdf(writer, bytes_reserved=self._room + 2 * ROOM_FOR_TOKEN)
        except TROUBLES as problem:
            raise NotStamped(said(problem)) from problem
        return bytes(made.getvalue())

    def _metadata(self, reason: str, **more: Any) -> PdfSignatureMetadata:
        return PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            reason=reason,
            **more,
        )

    @property
    def _field(self) -> SigFieldSpec:
        return SigFieldSpec(
            FIELD,
            # Printed and outside the page: the one place where PDF/A-2 and PDF/UA-1 both allow an unseen field.
            invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
            readable_field_name=f"Electronic seal of {self._signer.subject_name}",
        )


class LoadedSigner(SimpleSigner):
    """SimpleSigner with its key kept loaded: pyHanko's own loads and checks the key for each signature."""

    def __init__(self, key: bytes, certificate: bytes) -> None:
        loaded = serialization.load_der_private_key(key, password=None)
        assert isinstance(loaded, RSAPrivateKey)
        self._loaded = loaded
        super().__init__(
            signing_cert=Certificate.load(certificate),
            signing_key=keys.PrivateKeyInfo.load(key),
            cert_registry=SimpleCertificateStore(),
            embed_roots=False,
        )

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        assert digest_algorithm == "sha256"
        return self._loaded.sign(data, PKCS1v15(), hashes.SHA256())


class _DatedSigner(PdfSigner):
    """PdfSigner that writes the moment it is told, not the machine's."""

    def __init__(
        self,
        metadata: PdfSignatureMetadata,
        signer: SimpleSigner,
        field: SigFieldSpec,
        at: datetime,
        timestamper: TimeStamper | None = None,
    ) -> None:
        super().__init__(metadata, signer, timestamper=timestamper, new_field_spec=field)
        self._at = at.astimezone(UTC)

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


class _KeepsMetadata(IncrementalPdfFileWriter):
    """Leaves title, dates and XMP as typst wrote them, and names the new revision after its content.

    pyHanko would write the XMP anew in a form that PDF/A validators need not accept, with the machine's clock in it.
    """

    def _update_meta(self) -> None:
        pass

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> generic.ArrayObject:
        first, _ = super()._handle_id(prev)
        prev.stream.seek(0)
        return generic.ArrayObject([first, generic.ByteStringObject(sha256(prev.stream.read()).digest()[:16])])
