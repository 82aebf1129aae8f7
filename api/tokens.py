"""The bearer token of a server that listens beyond its machine; only its SHA-256 is stored, in a file.

A token is 256 random bits, so that it cannot be guessed from a plain digest.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from graph.model.errors import EnvironmentProblem, InputError

_LINE = re.compile(r"sha256:([0-9a-f]{64})\s*")


def create_token(path: Path) -> str:
    """Create a token, write its digest to a new file that only its owner can read, and return it once.

    Raises InputError if the file exists, EnvironmentProblem if it cannot be written.
    """
    token = secrets.token_urlsafe(32)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise InputError(f"{path} exists already.", hint="Name another file, or remove that one.") from None
    except OSError as error:
        raise EnvironmentProblem(f"{path} cannot be written: {error.strerror or error}") from None
    with os.fdopen(handle, "w") as file:
        file.write(f"sha256:{hash_token(token)}\n")
    return token


def read_digest(path: Path) -> str:
    """Return the digest in a token file. Raises InputError if it is not a token file."""
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no token file: {error}", hint="Make one: --new-token FILE.") from None
    match = _LINE.fullmatch(text)
    if match is None:
        raise InputError(f"{path} is no token file.", hint="Make one: scamgraph serve --new-token FILE.")
    return match[1]


def hash_token(token: str) -> str:
    """Return the SHA-256 of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def has_valid_token(expected: str, authorization: str) -> bool:
    """Return whether an Authorization header has the token: as Bearer, or as the password of Basic.

    Browsers can send only the latter.
    """
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            token = base64.b64decode(token, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(hash_token(token.strip()), expected)
