"""What the pages load besides themselves: the style sheet and, where they were built, the scripts."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import Response

from api.problems import Problem

router = APIRouter(include_in_schema=False)
TYPES = {".css": "text/css", ".js": "text/javascript", ".json": "application/json"}


@cache
def held() -> dict[str, bytes]:
    """Every file of api/static by its name, as it was when the server started."""
    folder = files("api").joinpath("static")
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.name[f.name.rfind(".") :] in TYPES}


@cache
def asset(name: str) -> str:
    """The address of a file, changing with what is in it; "" where it was not built."""
    body = held().get(name)
    return f"/static/{name}?v={hashlib.sha256(body).hexdigest()[:12]}" if body is not None else ""


@router.get("/static/{name}")
async def static(name: str) -> Response:
    """A file of api/static. Raises Problem 404."""
    body = held().get(name)
    if body is None:
        raise Problem(404, "There is no such file here.")
    return Response(body, media_type=TYPES[name[name.rfind(".") :]])
