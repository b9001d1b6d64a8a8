"""A bare broadcast of Starlette, on the server that ours runs on: what somebody says goes to all who are in the room.
Nothing of ours is loaded there, nothing is looked up or kept."""

from collections import defaultdict

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

ROOMS: dict[str, set[WebSocket]] = defaultdict(set)


async def broadcast(socket: WebSocket) -> None:
    await socket.accept()
    room = ROOMS[socket.url.query]
    room.add(socket)
    try:
        async for said in socket.iter_text():
            for one in list(room):
                await one.send_text(said)
    finally:
        room.discard(socket)


application = Starlette(routes=[WebSocketRoute("/ws/", broadcast)])
