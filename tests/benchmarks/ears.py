"""A WebSocket that does no more than count what it hears: five hundred of them must not be what is measured."""

import asyncio
from typing import Self
from urllib.parse import urlsplit

SHORT = 126  # the words of a longer frame would begin later
TEXT, PING, PONG = 0x81, 0x89, 0x8A


class Ear(asyncio.Protocol):
    """`heard`: how many words came since it was set to none."""

    def __init__(self) -> None:
        self.heard, self.rest = 0, b""
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def at(cls, address: str, **headers: str) -> Self:
        parts = urlsplit(address)
        line, ear = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", parts.port)
        asked = {"Host": parts.netloc, "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        asked |= {"Sec-WebSocket-Key": "Y29ydGlsZSBjb3J0aWxlIQ==", **headers}
        said = "".join(f"{name}: {value}\r\n" for name, value in asked.items())
        line.write(f"GET {parts.path}?{parts.query} HTTP/1.1\r\n{said}\r\n".encode())
        await ear.open
        return ear

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.line = transport

    def connection_lost(self, error: Exception | None) -> None:
        if not self.open.done():
            self.open.set_exception(ConnectionError("It was closed before it was open."))

    def say(self, words: bytes, first: int = TEXT) -> None:
        """Masked with nothing: what a client says must be masked."""
        assert isinstance(self.line, asyncio.WriteTransport)
        self.line.write(bytes([first, 0x80 | len(words), 0, 0, 0, 0]) + words)

    def data_received(self, data: bytes) -> None:
        self.rest += data
        if not self.open.done():
            head, end, self.rest = self.rest.partition(b"\r\n\r\n")
            if not end:
                self.rest = head
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self.open.set_result(None)
        self.count()

    def count(self) -> None:
        begin = 0
        while len(self.rest) >= begin + 2 and len(self.rest) >= begin + 2 + self.rest[begin + 1]:
            first, size = self.rest[begin], self.rest[begin + 1]
            assert size < SHORT
            self.heard += first == TEXT
            if first == PING:
                self.say(self.rest[begin + 2 : begin + 2 + size], PONG)
            begin += 2 + size
        self.rest = self.rest[begin:]
