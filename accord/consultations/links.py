"""Secrets in addresses: what is in the link is never stored, only its SHA-256."""

import secrets
from hashlib import sha256


def new_secret() -> str:
    """256 random bits for an address."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is stored of a secret. It has all its strength by itself, so a plain hash is enough."""
    return sha256(secret.encode()).hexdigest()
