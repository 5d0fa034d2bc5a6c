"""A timestamp authority (RFC 3161) on this machine: answers over HTTP, publishes its revocation list, can misbehave."""

import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, tsp
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Its `mood` says how it answers: well, slowly, never, refusing, with rubbish, or with another's timestamp."""

    def __init__(self):
        self.mood, self.asked = "well", 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        self._now = datetime.fromtimestamp(int(time.time()), UTC)
        self._root_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._root = self._issued("Clockmaker Root", self._root_key, is_root=True)
        self._leaf = self._issued("Clockmaker of Hopewell", self._key, is_root=False)
        self.root = self._root.public_bytes(serialization.Encoding.DER)
        self._stamper = DummyTimeStamper(
            Certificate.load(self._leaf.public_bytes(serialization.Encoding.DER)),
            keys.PrivateKeyInfo.load(
                self._key.private_bytes(
                    serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                )
            ),
            certs_to_embed=[Certificate.load(self.root)],
        )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _issued(self, name, key, *, is_root):
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(_name("Clockmaker Root"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - timedelta(days=400))
            .not_valid_after(self._now + timedelta(days=4000))
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._root_key.public_key()), critical=False
            )
        )
        if not is_root:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            at = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{self.url}list.crl")], None, None, None)
            builder = builder.add_extension(usage, critical=True)
            builder = builder.add_extension(x509.CRLDistributionPoints([at]), critical=False)
        return builder.sign(self._root_key, hashes.SHA256())

    def _revocations(self):
        builder = x509.CertificateRevocationListBuilder(issuer_name=_name("Clockmaker Root"))
        builder = builder.last_update(self._now - timedelta(days=1)).next_update(self._now + timedelta(days=30))
        builder = builder.add_extension(x509.CRLNumber(1), critical=False)
        return builder.sign(self._root_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def _answer(self, question):
        request = tsp.TimeStampReq.load(question)
        if self.mood == "refusing":
            return tsp.TimeStampResp({"status": {"status": "rejection", "fail_info": {"bad_alg"}}}).dump()
        if self.mood == "rubbish":
            return b"<html>Sign in to the Wi-Fi</html>"
        if self.mood == "another's":
            request["message_imprint"]["hashed_message"] = bytes(32)
            request = tsp.TimeStampReq.load(request.dump(force=True))
        return self._stamper.request_tsa_response(request).dump()

    def _handler(authority):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                authority.asked += 1
                question = self.rfile.read(int(self.headers["Content-Length"]))
                if authority.mood == "down":
                    self.send_error(503)
                    return
                answer = authority._answer(question)
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                for byte in range(0, len(answer), 64 if authority.mood == "dripping" else len(answer)):
                    time.sleep(0.1 if authority.mood == "dripping" else 0)
                    self.wfile.write(answer[byte : byte + (64 if authority.mood == "dripping" else len(answer))])

            def do_GET(self):
                content = b"" if authority.mood == "unlisted" else authority._revocations()
                self.send_response(200 if content else 404)
                self.send_header("Content-Type", "application/pkix-crl")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args):
                pass

        return Handler
