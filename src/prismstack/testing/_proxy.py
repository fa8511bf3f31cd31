"""A network that fails on purpose: a TCP proxy between a client and its server."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from enum import Enum, auto
from types import TracebackType
from typing import Self

__all__ = ["Fault", "FaultProxy"]

_CHUNK = 65536


class Fault(Enum):
    """What the network does to bytes and connections."""

    NONE = auto()
    #: New connections are refused, open ones closed.
    CUT = auto()
    #: Open connections are reset, new ones too.
    RESET = auto()
    #: Nothing passes in either direction; connections stay open.
    STALL = auto()
    #: Requests pass, answers do not: what the server did is not known.
    DEAF = auto()


class FaultProxy:
    """Listens on 127.0.0.1:``port`` and passes everything to the server, until a fault is set.

    Use it as an asynchronous context manager, in the event loop of the test. ``fault`` may
    change at any time; bytes held back by STALL and DEAF pass when it is NONE again.
    """

    def __init__(self, host: str, port: int) -> None:
        self._server_address = (host, port)
        self._listener: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._passing = {"up": asyncio.Event(), "down": asyncio.Event()}
        self.port = 0
        #: Bytes passed to the server.
        self.sent = 0
        self._fault = Fault.NONE
        self._set_gates()

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._listener.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.fault = Fault.CUT
        assert self._listener is not None
        self._listener.close()

    @property
    def fault(self) -> Fault:
        """What is wrong at the moment."""
        return self._fault

    @fault.setter
    def fault(self, fault: Fault) -> None:
        self._fault = fault
        self._set_gates()
        if fault in (Fault.CUT, Fault.RESET):
            for writer in list(self._writers):
                self._end(writer)

    def _set_gates(self) -> None:
        closed = {Fault.STALL: ("up", "down"), Fault.DEAF: ("down",)}.get(self._fault, ())
        for direction, gate in self._passing.items():
            if direction in closed:
                gate.clear()
            else:
                gate.set()

    def _end(self, writer: asyncio.StreamWriter) -> None:
        if self._fault is Fault.RESET:
            raw: socket.socket | None = writer.get_extra_info("socket")
            if raw is not None:
                with suppress(OSError):  # lingering for zero seconds makes closing a reset
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._fault in (Fault.CUT, Fault.RESET):
            self._end(writer)
            return
        try:
            up_reader, up_writer = await asyncio.open_connection(*self._server_address)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, up_writer}
        try:
            await asyncio.gather(self._pass(reader, up_writer, "up"), self._pass(up_reader, writer, "down"))
        finally:
            for each in (writer, up_writer):
                self._writers.discard(each)
                each.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, direction: str) -> None:
        with suppress(OSError):
            while data := await reader.read(_CHUNK):
                await self._passing[direction].wait()
                if direction == "up":
                    self.sent += len(data)
                writer.write(data)
                await writer.drain()
        with suppress(OSError):
            writer.close()
