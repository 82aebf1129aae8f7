"""The two accounts of the embedded engine, written before it starts: the reader exists at once.

`root` writes. `reader` may read records and nothing else: the engine itself refuses it every
write, schema change, user change and LOAD CSV.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Sequence
from pathlib import Path

from graph.engine.endpoint import Login
from graph.engine.private_files import ensure_private_folder, read_or_create_secret, write_private

# The passwords are 256 random bits: stretching a guess is pointless, and each connection pays for it.
ITERATIONS = 1000
_ALL_RECORDS = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
_ALL_ACCESS = ["updateSecurity", "updateSchema", "updateDatabaseSettings"]


def root_password_file(folder: Path) -> Path:
    """Return the path of the file (0600) with root's password."""
    return folder / "root.password"


def reader_password_file(folder: Path) -> Path:
    """Return the path of the file (0600) with the reader's password."""
    return folder / "reader.password"


def load_logins(folder: Path) -> tuple[Login, Login]:
    """Return the logins of root and of the reader.

    A missing password file is created with a new password.
    """
    root, reader = root_password_file(folder), reader_password_file(folder)
    return (
        Login("root", read_or_create_secret(root), root),
        Login("reader", read_or_create_secret(reader), reader),
    )


def write_accounts(folder: Path, databases: Sequence[str]) -> None:
    """Write the engine's user and group files from the password files.

    Existing files are overwritten, so damaged ones are repaired.
    """
    root, reader = load_logins(folder)
    config = ensure_private_folder(folder / "config")
    users = [
        {"name": root.user, "databases": {"*": ["admin"]}, "password": _hash_password(root.password)},
        {
            "name": reader.user,
            "databases": {name: ["reader"] for name in databases},
            "password": _hash_password(reader.password),
        },
    ]
    groups = {
        "admin": _build_group(_ALL_ACCESS, _ALL_RECORDS),
        "reader": _build_group([], ["readRecord"]),
        "*": _build_group([], []),
    }
    write_private(config / "server-users.jsonl", "".join(json.dumps(user) + "\n" for user in users))
    write_private(
        config / "server-groups.json",
        json.dumps({"databases": {"*": {"groups": groups}}, "version": 2}, indent=1),
    )


def _build_group(access: list[str], records: list[str]) -> dict[str, object]:
    return {"resultSetLimit": -1, "readTimeout": -1, "access": access, "types": {"*": {"access": records}}}


def _hash_password(password: str) -> str:
    salt = base64.b64encode(secrets.token_bytes(32)).decode()
    # The engine salts with the text of the salt, not with the bytes it encodes.
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), ITERATIONS, 32)
    return f"PBKDF2WithHmacSHA256${ITERATIONS}${salt}${base64.b64encode(digest).decode()}"
