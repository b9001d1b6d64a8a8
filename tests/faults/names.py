"""A resolver of names as Docker has one, and containers that come and go: each an address of this machine."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingUDPServer

HEAD = 12  # bytes before the question
A_QUESTION, AN_ADDRESS = b"\x00\x01\x00\x01", b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x02\x58\x00\x04"  # 600 s


class Resolver(ThreadingUDPServer):
    """Whatever it is asked for is at these addresses."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.addresses: list[str] = []


class Answer(BaseRequestHandler):
    server: Resolver

    def handle(self) -> None:
        asked, line = self.request
        end = asked.index(b"\0", HEAD) + 1 + len(A_QUESTION)
        found = self.server.addresses if asked[end - 4 : end] == A_QUESTION else []
        counts = b"\x81\x80\x00\x01" + len(found).to_bytes(2) + bytes(4)
        records = b"".join(AN_ADDRESS + socket.inet_aton(one) for one in found)
        line.sendto(asked[:2] + counts + asked[HEAD:end] + records, self.client_address)


class Container(BaseHTTPRequestHandler):
    """Says where it is."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(self.server.server_address[0]).encode())

    def log_message(self, *_said: object) -> None:
        """Nothing."""


@contextmanager
def running(server: ThreadingUDPServer | ThreadingHTTPServer) -> Iterator[int]:
    """Its port."""
    with server:
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


def container(address: str, port: int) -> ThreadingHTTPServer:
    return ThreadingHTTPServer((address, port), Container)
