"""Checks the ledger part of an Accord receipt, and heads that came by mail, without Accord and without a network.

    python3 accord-check.py RECEIPT.pdf [--head MAIL ...] [--keys KEYS.json | --key FINGERPRINT]
    python3 accord-check.py --head MAIL [--head MAIL ...]

One file; needs Python 3.9 or newer and nothing else. Exit code 0: all that was looked at holds. 1: something does
not. 2: a file could not be read. Everything read is taken for a stranger's: sizes, kinds and spellings are checked.
"""

import argparse
import base64
import email
import email.policy
import hashlib
import html
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

LARGEST = 20 * 2**20
DOES_NOT_SHOW = """What this does not show:
  - that the PDF looks as it did: compare the facts above with what it prints, and have its seal checked
    by the school's checking page or by a PDF viewer that has the root certificate;
  - that the person at the keyboard was the person named: that is for whoever signed them in;
  - that nothing was left out of the ledger: it shows what was put in, and that it is there unchanged;
  - that the school shows everybody the same ledger: hold heads from several mailboxes against each other."""

# --- Ed25519 (RFC 8032), verification only. Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z. ---

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def _add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    w, x, y, z = f - e, h - g, h + g, f + e
    return (w * x % P, y * z % P, x * y % P, w * z % P)


def _times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = _add(result, point)
        point, number = _add(point, point), number >> 1
    return result


def _point(packed):
    y = int.from_bytes(packed, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * SQRT_M1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def _packed(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public, text, signature):
    """Whether `signature` (64 bytes) is that of `text` under the Ed25519 key `public` (32 bytes)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, scalar = _point(public), int.from_bytes(signature[32:], "little")
    if key is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % ORDER
    minus_key = (P - key[0], key[1], 1, P - key[3])
    return _packed(_add(_times(scalar, BASE), _times(challenge, minus_key))) == signature[:32]


# --- The tree (RFC 9162) ---


def _node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_by_inclusion(leaf, position, size, path):
    """The root to which `path` leads from a leaf; None when the path has the wrong length (RFC 9162, 2.1.3.2)."""
    number, last, root = position, size - 1, leaf
    if position >= size:
        return None
    for step in path:
        if last == 0:
            return None
        if number & 1 or number == last:
            root = _node(step, root)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            root = _node(root, step)
        number, last = number >> 1, last >> 1
    return root if last == 0 else None


def grew(old_size, old_root, size, root, path):
    """Whether `path` shows that the tree under `root` begins with the one under `old_root` (RFC 9162, 2.1.4.2)."""
    if old_size == size:
        return old_root == root and not path
    if not 0 < old_size < size or not path:
        return old_size == 0 and not path
    steps = [old_root, *path] if old_size & (old_size - 1) == 0 else list(path)
    number, last = old_size - 1, size - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if number & 1 or number == last:
            old, new = _node(step, old), _node(step, new)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            new = _node(new, step)
        number, last = number >> 1, last >> 1
    return last == 0 and old == old_root and new == root


# --- Reading what strangers wrote ---


class Unreadable(Exception):
    """The file is not what it should be; the text says why."""


def _content(file):
    try:
        if Path(file).stat().st_size > LARGEST:
            raise Unreadable("it is far too large")
        return Path(file).read_bytes()
    except OSError as trouble:
        raise Unreadable(trouble.strerror or "it cannot be read") from trouble


def _hex(text, size):
    if not isinstance(text, str) or not re.fullmatch(f"[0-9a-f]{{{2 * size}}}", text):
        raise Unreadable(f"it does not give {size} bytes in hexadecimal where it should")
    return bytes.fromhex(text)


def _number(value, least=0):
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value < 2**62:
        raise Unreadable("a number in it is not one")
    return value


def _text(value):
    if not isinstance(value, str) or "\n" in value:
        raise Unreadable("a line in it is not one")
    return value


def _signature(text):
    try:
        return base64.b64decode(_text(text), validate=True)
    except ValueError:
        raise Unreadable("the signature cannot be read") from None


def _json(text):
    def once(pairs):
        if len({name for name, _value in pairs}) < len(pairs):
            raise Unreadable("it says something twice")
        return dict(pairs)

    try:
        found = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise Unreadable("its evidence cannot be read") from None
    if not isinstance(found, dict):
        raise Unreadable("its evidence cannot be read")
    return found


def _head(ledger, size, root, signed_at, signature, public, before=None, path=()):
    statement = f"accord-head/1\n{ledger}\n{size}\n{root}\n{_text(signed_at)}".encode()
    return SimpleNamespace(
        ledger=_number(ledger), size=_number(size), root=_hex(root, 32), signed_at=signed_at, statement=statement,
        signature=_signature(signature), public=_hex(public, 32), before=before, path=path,
    )  # fmt: skip


def read_receipt(file):
    """The evidence in a receipt (the PDF, or its evidence alone as text), with its head and its path as bytes."""
    found = set(re.findall(rb"accord-receipt/([12]) (\{[^<\r\n]{2,200000}\})(?=\s*(?:<|\Z))", _content(file)))
    if not found:
        raise Unreadable("there is no evidence of a receipt in it")
    if len(found) > 1:
        raise Unreadable("it carries two different pieces of evidence")
    [(kind, text)] = found
    if kind == b"1":
        raise Unreadable("it is of the first kind, which carries no path; get the receipt anew")
    try:
        facts = _json(html.unescape(text.decode("utf-8")))
        head = facts["head"]
        facts["head"] = _head(
            facts["ledger"], head["size"], head["root"], head["signed_at"], head["signature"], head["public"]
        )
        facts["head"].key = head["key"]
        facts["leaf"], facts["path"] = _hex(facts["leaf"], 32), [_hex(step, 32) for step in facts["path"]]
        _number(facts["position"])
        return facts
    except (KeyError, TypeError, UnicodeDecodeError):
        raise Unreadable("its evidence is not whole") from None


def read_head(file):
    """A head from a mail, as the mail program saved it or as its text was copied out."""
    content = _content(file)
    try:
        body = email.message_from_bytes(content, policy=email.policy.default).get_body(["plain"])
        texts = [content.decode("utf-8", "replace"), body.get_content() if body else ""]
    except Exception:  # A mail may be wrong in more ways than its library has errors.
        texts = [content.decode("utf-8", "replace")]
    blocks = [
        re.search("BEGIN ACCORD HEAD-+\n(.{1,20000}?)\n[> ]*-+END ACCORD HEAD", t, re.S) for t in map(_lines, texts)
    ]
    block = next((found[1].split("\n") for found in reversed(blocks) if found), None)
    if block is None or len(block) < 5 or block[0] != "accord-head/1":
        raise Unreadable("there is no head in it")
    named = [line.partition(": ")[::2] for line in block[5:]]
    said, path = dict(named), [_hex(value, 32) for name, value in named if name == "Step"]
    signature = "".join(value for name, value in named if name == "Signature")
    try:
        size, root = said["Before"].split(" ") if "Before" in said else (None, None)
        before = (_number(int(size)), _hex(root, 32)) if size else None
        return _head(int(block[1]), int(block[2]), block[3], block[4], signature, said["Public-Key"], before, path)
    except (KeyError, ValueError):
        raise Unreadable("the head in it is not whole") from None


def _lines(text):
    """The text without the marks and spaces that mail programs put before lines when somebody passes a mail on."""
    return "\n".join(line.strip().lstrip("> ").strip() for line in text.splitlines())


# --- Judging ---

OUTCOMES = {
    "declaration.signed": "signed",
    "declaration.objected": "signed with an objection",
    "declaration.declined": "declined",
}


class Told:
    """What has been found, line by line; `is_good` as long as nothing speaks against it."""

    def __init__(self):
        self.lines, self.is_good = [], True

    def say(self, holds, good, bad):
        self.is_good = self.is_good and bool(holds)
        self.lines.append(("+ " if holds else "- ") + (good if holds else bad))

    def note(self, text):
        self.lines.append("  " + text)


def check_receipt(facts, told):
    """The leaf, its way to the head, and the head."""
    head, record = facts["head"], facts["record"]
    if not isinstance(record, dict):
        raise Unreadable("it does not say what its entry consists of")
    content = "\n".join(
        ["accord-entry/1", str(head.ledger), _text(facts["entry"])]
        + [_text(record[name]) for name in ("recorded_at", "act", "subject_kind", "subject", "actor", "commitment")]
    )
    told.say(
        hashlib.sha256(b"\x00" + content.encode()).digest() == facts["leaf"],
        f"Its entry, “{record['act']}” of {record['recorded_at']}, is the one that the ledger holds a leaf for.",
        "Its entry is not the one that the leaf stands for.",
    )
    _check_words(facts, record, told)
    told.say(
        root_by_inclusion(facts["leaf"], facts["position"], head.size, facts["path"]) == head.root,
        f"The leaf stands at position {facts['position']} (counted from 0) of the {head.size} under the head.",
        "The path does not lead from the leaf to the head's root: the entry is not shown to be in the ledger.",
    )
    check_head(head, told)
    told.say(
        hashlib.sha256(head.public).hexdigest() == head.key,
        f"The key's fingerprint is {head.key}.",
        "The key is not the one that the receipt names.",
    )


def _check_words(facts, record, told):
    """Whether the receipt says what the entry was made of."""
    salt, detail = bytes.fromhex(record["salt"]), record["detail"]
    committed = hashlib.sha256(salt + detail.encode()).hexdigest() == record["commitment"]
    told.say(
        committed,
        "The words in the receipt are those that the entry was made with.",
        "The words in the receipt are not those that the entry was made with.",
    )
    if not committed:
        return
    said = _json(detail)
    number = "-".join(re.findall("....", record["subject"].replace("-", "")[-12:].upper()))
    same = {
        "signer": (facts["signer"], said["typed_name"]),
        "moment": (facts["signed_at"], said["signed_at"]),
        "outcome": (facts["outcome"], OUTCOMES.get(record["act"])),
        "declaration": (facts["declaration"], said["statement"]),
        "documents": (sorted(facts["texts"]), sorted(text[2] for text in said["texts"])),
        "number": (facts["number"], number),
    }
    wrong = [name for name, (one, other) in same.items() if one != other]
    told.say(
        not wrong,
        f"{facts['signer']} ({said['name']}) {OUTCOMES.get(record['act'])} at {said['signed_at']}: receipt {number}.",
        f"The receipt says otherwise than its entry about: {', '.join(wrong)}.",
    )
    told.note(f"declaration, SHA-256: {said['statement']}")
    for text in said["texts"]:
        told.note(f"document, SHA-256:    {text[2]}")


def check_head(head, told):
    told.say(
        is_signed(head.public, head.statement, head.signature),
        f"The head over {head.size} entries of ledger {head.ledger} was signed at {head.signed_at}.",
        f"The head over {head.size} entries is not signed with the key that stands beside it.",
    )


def check_heads(heads, told):
    """Heads of one ledger against each other: the same size has one root, and each grew out of the one before."""
    known: dict = {}
    for head in heads:
        same = known.setdefault((head.ledger, head.size), head.root) == head.root
        if not same:
            told.say(
                False, "", f"Two heads over {head.size} entries have different roots: somebody changed the ledger."
            )
    for head in heads:
        if head.before is None:
            continue
        size, root = head.before
        told.say(
            grew(size, root, head.size, head.root, head.path),
            f"The {head.size} entries begin with the {size} of the mail before, unchanged.",
            f"The {head.size} entries do not begin with the {size} of the mail before: somebody changed the ledger.",
        )
        held = known.get((head.ledger, size))
        if held is not None:
            told.say(held == root, f"The mail before is the one that you hold, over {size} entries.",
                     f"The mail before is not the one that you hold, over {size} entries.")  # fmt: skip


def check_keys(heads, arguments, told):
    """Whose keys they are: by a fingerprint that is known from elsewhere, or by a list from the school's page."""
    listed = _keys(arguments.keys, heads[0].ledger) if arguments.keys else None
    wanted = re.sub("[^0-9a-f]", "", arguments.key.lower()) if arguments.key else ""
    accepted = _endorsed(listed or {}, wanted, heads[0].ledger)
    for public in dict.fromkeys(head.public for head in heads):
        fingerprint = hashlib.sha256(public).hexdigest()
        if wanted:
            good = "the one that you gave" if fingerprint == wanted else "one that the key you gave has signed for"
            told.say(fingerprint in accepted, f"The key is {good}.", f"Another key was used: {fingerprint}.")
        if listed is None:
            continue
        told.say(
            fingerprint in listed, "The key is in the list of keys.", f"This key is not in the list: {fingerprint}."
        )
        since = listed.get(fingerprint, {}).get("distrusted_since")
        if since and any(head.public == public and head.signed_at >= since for head in heads):
            told.say(False, "", f"The school says that this key may have been in other hands since {since}.")
    if not wanted and listed is None:
        told.note("Whose key that is, this file cannot say. Compare its fingerprint with the school's page of keys.")


def _endorsed(listed, wanted, ledger):
    """The fingerprints that are as good as the wanted one: each was signed for by the one before, while it was trusted."""
    accepted = {wanted}
    for fingerprint, key in listed.items():
        former = listed.get(key.get("former"))
        if former is None or key["former"] not in accepted or (former.get("distrusted_since") or "9") <= key["since"]:
            continue
        text = f"accord-key/1\n{ledger}\n{key['public']}\n{key['since']}".encode()
        if is_signed(_hex(former["public"], 32), text, _hex(key["endorsement"], 64)):
            accepted.add(fingerprint)
    return accepted


def _keys(file, ledger):
    """The list of a school's keys, by fingerprint, oldest first."""
    try:
        listed = _json(_content(file).decode())
        if listed["ledger"] != ledger:
            raise Unreadable("the list of keys is of another ledger")
        for key in listed["keys"]:
            _text(key["since"])
            _text(key.get("distrusted_since") or "")
        return {hashlib.sha256(_hex(key["public"], 32)).hexdigest(): key for key in listed["keys"]}
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError):
        raise Unreadable("the list of keys cannot be read") from None


def judged(arguments):
    """All that the command line asks for. Raises Unreadable."""
    told, heads = Told(), []
    for file in arguments.head:
        heads.append(_named(file, read_head))
        check_head(heads[-1], told)
    if arguments.receipt:
        facts = _named(arguments.receipt, read_receipt)
        try:
            check_receipt(facts, told)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, UnicodeEncodeError):
            raise Unreadable(f"{arguments.receipt}: its evidence is not whole") from None
        heads.append(facts["head"])
    if len({head.ledger for head in heads}) > 1:
        raise Unreadable("these files speak of different ledgers")
    check_heads(heads, told)
    try:
        check_keys(heads, arguments, told)
    except (KeyError, TypeError, AttributeError):
        raise Unreadable(f"{arguments.keys}: the list of keys is not whole") from None
    return told


def _named(file, read):
    try:
        return read(file)
    except Unreadable as problem:
        raise Unreadable(f"{file}: {problem}") from None


def _printable(line):
    """A stranger's words must not move the cursor about."""
    return "".join(letter if letter.isprintable() else "?" for letter in line)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("receipt", nargs="?", help="a receipt (PDF)")
    parser.add_argument("--head", action="append", default=[], metavar="MAIL", help="a head that came by mail")
    parser.add_argument("--keys", metavar="FILE", help="the list of keys from the school's page")
    parser.add_argument("--key", metavar="FINGERPRINT", help="the fingerprint that the key must have")
    given = parser.parse_args(arguments)
    if not given.receipt and not given.head:
        parser.error("give a receipt, a head, or both")
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        told = judged(given)
    except Unreadable as problem:
        print(_printable(f"? {problem}"), file=sys.stderr)
        return 2
    for line in told.lines:
        print(_printable(line))
    print("All of this holds." if told.is_good else "Something does not hold: see the lines that begin with -.")
    print(DOES_NOT_SHOW)
    return 0 if told.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
