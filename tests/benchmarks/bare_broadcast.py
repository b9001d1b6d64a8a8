"""The barest broadcast: what somebody in a room says goes to all sockets in it, on the server that ours runs on.

Nothing of ours is loaded there, nothing is looked up or kept; it does less than Starlette would."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

ROOMS: dict[bytes, set[Callable[[dict[str, Any]], Awaitable[None]]]] = defaultdict(set)


async def application(scope: dict[str, Any], receive: Callable, send: Callable) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    room = ROOMS[scope["query_string"]]
    room.add(send)
    try:
        while (said := await receive())["type"] == "websocket.receive":
            for one in list(room):
                await one({"type": "websocket.send", "text": said["text"]})
    finally:
        room.discard(send)
