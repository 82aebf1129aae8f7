"""Static files of the pages: the style sheets and, if they were built, the scripts."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import Response

from api.problems import Problem
from reports.render.tokens import render_tokens_css

router = APIRouter(include_in_schema=False)
TYPES = {".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml"}


@cache
def load_static_files() -> dict[str, bytes]:
    """Return every file of api/static by its name, as it was when the server started.

    `style.css` is the visual tokens and the parts in api/static/style, in the order of their names.
    """
    folder = files("api").joinpath("static")
    loaded = {f.name: f.read_bytes() for f in folder.iterdir() if f.name[f.name.rfind(".") :] in TYPES}
    parts = sorted(folder.joinpath("style").iterdir(), key=lambda part: part.name)
    sheets = [part.read_text(encoding="utf-8") for part in parts if part.name.endswith(".css")]
    loaded["style.css"] = "".join([render_tokens_css(), *sheets]).encode()
    return loaded


@cache
def build_asset_url(name: str) -> str:
    """Return the URL of a file, which changes with its content; "" if the file was not built."""
    body = load_static_files().get(name)
    return f"/static/{name}?v={hashlib.sha256(body).hexdigest()[:12]}" if body is not None else ""


@router.get("/static/{name}")
async def read_static_file(name: str) -> Response:
    """Return a file of api/static. Raises Problem 404."""
    body = load_static_files().get(name)
    if body is None:
        raise Problem(404, "There is no such file here.")
    return Response(body, media_type=TYPES[name[name.rfind(".") :]])
