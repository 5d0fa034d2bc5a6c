"""How long a receipt takes, against typst and bare pyHanko on the same page."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from statistics import median
from time import perf_counter
from typing import Any

import typst
from asn1crypto import keys, x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from accord.kernel import keys_material
from accord.paper.check import check_receipt
from accord.paper.evidence import Head, Outcome
from accord.paper.pades import LoadedSigner
from accord.paper.press import ROOT, STANDARDS, Press
from accord.paper.receipts import TEMPLATE, Letterhead, Receipt, SignedText, paper_of, render
from accord.paper.seal import Seal, seal

ROUNDS = 80
BOUND = 1.3
_AT = datetime(2026, 11, 22, 17, 44, tzinfo=UTC)


def measure() -> list[dict[str, Any]]:
    """The figures of a receipt for six documents: medians over receipts that all differ, taken in turns."""
    bench = _Bench(Press())
    ways: dict[str, Callable[[Receipt], object]] = {
        "ours": bench.ours,
        "bare": bench.bare,
        "stock": bench.stock,
        "check": bench.check,
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    turns = [name for name in ways for _ in range(ROUNDS if name != "stock" else ROUNDS // 8)]
    random.Random(2).shuffle(turns)
    for way in ways.values():
        way(_receipt(0))
    for number, name in enumerate(turns, start=1):
        receipt = _receipt(number)
        bench.prepare(receipt)
        begin = perf_counter()
        ways[name](receipt)
        times[name].append(perf_counter() - begin)
    took = {name: median(all_times) for name, all_times in times.items()}
    return [
        _figure("receipt over typst and bare pyHanko, key kept loaded", took["ours"] / took["bare"], "ratio", BOUND),
        _figure("receipt over typst and pyHanko's own signer", took["ours"] / took["stock"], "ratio", BOUND),
        _figure("receipt, set and sealed", 1000 * took["ours"], "ms"),
        _figure("receipt, checked", 1000 * took["check"], "ms"),
        _figure("receipt, size", len(bench.sealed) / 1000, "kB"),
    ]


def _figure(name: str, value: float, unit: str, bound: float | None = None) -> dict[str, Any]:
    return {"name": name, "value": round(value, 3), "unit": unit, "bound": bound, "ok": bound is None or value <= bound}


@dataclass
class _Bench:
    """Both ways to a sealed receipt, with everything loaded beforehand that lasts longer than one receipt."""

    press: Press

    def __post_init__(self) -> None:
        self.root, self.seal = _issued()
        self._compiler = typst.Compiler(root=str(ROOT), font_paths=self.press.fonts, ignore_system_fonts=True)
        self._loaded = LoadedSigner(self.seal.key, self.seal.certificate)
        self._stock = SimpleSigner(
            signing_cert=x509.Certificate.load(self.seal.certificate),
            signing_key=keys.PrivateKeyInfo.load(self.seal.key),
            cert_registry=SimpleCertificateStore(),
        )
        self.prepare(_receipt(0))
        self.sealed = self.ours(_receipt(0))

    def prepare(self, receipt: Receipt) -> None:
        """What the bare way is given for nothing: its data, ready to be set."""
        self._inputs = self.press.inputs(paper_of(receipt))

    def ours(self, receipt: Receipt) -> bytes:
        return seal(render(receipt, self.press), self.seal, reason=f"Receipt {receipt.number}", at=_AT)

    def bare(self, _receipt: Receipt) -> bytes:
        return self._bare(self._loaded)

    def stock(self, _receipt: Receipt) -> bytes:
        return self._bare(self._stock)

    def _bare(self, signer: SimpleSigner) -> bytes:
        pdf = self._compiler.compile(
            input=str(TEMPLATE), format="pdf", sys_inputs=self._inputs, pdf_standards=STANDARDS, timestamp=_AT
        )
        assert isinstance(pdf, bytes)
        metadata = PdfSignatureMetadata(
            field_name="Seal",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        made: BytesIO = PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
        return made.getvalue()

    def check(self, _receipt: Receipt) -> None:
        assert check_receipt(self.sealed, [self.root]).is_genuine


def _issued() -> tuple[bytes, Seal]:
    issued = _AT - timedelta(days=1)
    root_private, _ = keys_material.make_rsa()
    root = keys_material.make_root_certificate(root_private, name="Bench", at=issued)
    private, public = keys_material.make_rsa()
    certificate = keys_material.make_seal_certificate(
        root_private=root_private,
        root_certificate=root,
        public=public,
        school_name="Hopewell Community School",
        urn="123456",
        at=issued,
    )
    return root, Seal(private, certificate, (root,))


def _receipt(number: int) -> Receipt:
    def digest(text: str) -> str:
        return sha256(f"{text} {number}".encode()).hexdigest()

    text = SignedText("Acceptable use of IT", "version 4", digest("shown"), digest("file"), date(2026, 9, 3), "2026/41")
    return Receipt(
        number=f"R{number:06d}",
        school=Letterhead("Hopewell Community School", "123456", "HCS"),
        title="Acceptable use of IT, school year 2026–27",
        signer=f"Priya Anjali Patel {number}",
        person="Priya Patel",
        role="Teacher of English",
        outcome=Outcome.SIGNED,
        words="",
        declaration="I have been trained, and I have read and understood the documents named below. " * 4,
        texts=tuple(replace(text, title=f"Policy {part}", sha256=digest(f"{part}")) for part in range(6)),
        rests_on="Staff briefing “Acceptable use”, 2 September 2026",
        signed_in="Passphrase and authenticator code, 3 minutes before signing",
        signed_at=_AT,
        address="203.0.113.7",
        browser=f"Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) {number}",
        ledger=17,
        entry=f"0199f3c2-7f6e-7c1a-9a53-{number:012d}",
        position=number,
        leaf=digest("leaf"),
        head=Head(number + 1, digest("root"), _AT, "A" * 88, digest("key")),
        check_at="https://accord.example.sch.uk/receipts/check",
    )
