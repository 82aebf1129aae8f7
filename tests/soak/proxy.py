"""A TCP proxy between driver and engine, which cuts every connection at a chosen piece."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType

PIECE = 1 << 16


class Proxy:
    """Forwards to `port` on loopback; at the `last`-th piece of either direction it closes all connections.

    A piece is the result of one socket read: for small messages, a message. With `half` only the first half
    of the last piece is forwarded. Later connections are refused.
    """

    def __init__(self, port: int, last: int, *, half: bool) -> None:
        self._target = port
        self._last = last
        self._left = last
        self._half = half
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def uri(self) -> str:
        """Return the address that a driver connects to."""
        return f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def is_cut(self) -> bool:
        """Return whether the last piece has come."""
        return self._left <= 0

    @property
    def pieces(self) -> int:
        """Return how many pieces have come."""
        return self._last - self._left

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                self._sockets += [client, server]
                for source, target in ((client, server), (server, client)):
                    threading.Thread(target=self._forward, args=(source, target), daemon=True).start()

    def _forward(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE):
                with self._lock:
                    self._left -= 1
                    is_last = self._left == 0
                if is_last and self._half:
                    piece = piece[: len(piece) // 2]
                if self._left >= 0:
                    target.sendall(piece)
                if self._left <= 0:
                    self._close()
        for end in (source, target):
            _shut(end)

    def _close(self) -> None:
        for end in (self._listener, *self._sockets):
            _shut(end)


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
