"""A provider of OpenID Connect on this machine: what a city's broker does, and what somebody in its place would try."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, KID = "cortile", "a secret of the two", "first"


class Provider:
    """`told` is what its tokens say, `besides` what it says when asked; `signs` may be another's key."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.key = rsa.generate_private_key(65537, 2048)
        self.signs, self.algorithm, self.sends_token = self.key, "RS256", True
        self.told: dict = {}
        self.besides: dict = {}
        self.codes: dict[str, str] = {}

    def code(self, challenge: str) -> str:
        """Given when somebody has shown who she is; good once."""
        code = f"code-{len(self.codes)}-{time.time_ns()}"
        self.codes[code] = challenge
        return code

    def configuration(self) -> dict:
        ends = {name: f"{self.url}/{name}" for name in ("authorize", "token", "userinfo", "jwks")}
        return {
            "issuer": self.url, "authorization_endpoint": ends["authorize"], "token_endpoint": ends["token"],
            "userinfo_endpoint": ends["userinfo"], "jwks_uri": ends["jwks"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip

    def jwks(self) -> dict:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": KID, "alg": "RS256", "use": "sig"}]}

    def token(self, asked: dict[str, str]) -> dict | None:
        proof = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        known = (asked.get("client_id"), asked.get("client_secret")) == (CLIENT, SECRET)
        if not known or self.codes.pop(asked.get("code", ""), None) != challenge:
            return None
        answer = {"access_token": "opens the rest", "token_type": "Bearer", "expires_in": 60}
        return answer | ({"id_token": self.signed()} if self.sends_token else {})

    def signed(self) -> str:
        now = int(time.time())
        facts = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60} | self.told
        return jwt.encode(facts, self.signs, self.algorithm, headers={"kid": KID})


def handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {
                "/.well-known/openid-configuration": provider.configuration,
                "/jwks": provider.jwks,
                "/userinfo": lambda: provider.besides,
            }
            self.answer(pages[self.path]())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told = provider.token(dict(parse_qsl(body)))
            self.answer(told or {"error": "invalid_grant"}, 200 if told else 400)

        def answer(self, told: dict, status: int = 200) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Nobody listens."""

    return Handler


@contextmanager
def running() -> Iterator[Provider]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = handler(provider)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
