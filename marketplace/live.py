"""Topic changed: tell whoever looks at it. A socket says that something changed, never what.

One machine needs no broker: PostgreSQL's NOTIFY carries the topic, one LISTEN a process hears it. With `REDIS_URL`
it is Redis' publish and subscribe instead, since NOTIFY takes a lock of the whole cluster at commit.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from typing import Any

import psycopg
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.models import QuerySet
from psycopg import sql
from redis import Redis, RedisError
from redis import TimeoutError as NoAnswer
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from marketplace import metrics

log = logging.getLogger(__name__)
CHANNEL = "cortile"
ENDS = "end:"  # what begins so is told by us alone: nobody asks to follow it
SIGNED_OUT = 4401  # a close code of our own: the page then asks again as whoever it is now
# People wait while we ask: a Redis that is away or silent is asked once, for a second.
IMPATIENT: dict[str, Any] = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 0)}
# The line that hears neither comes back by itself, as the client would without a word (what was missed is asked for).
WATCHFUL = IMPATIENT | {"retry": AsyncRetry(NoBackoff(), 0), "decode_responses": True, "socket_keepalive": True}
SILENCE = 10.0  # seconds after which whoever says nothing is asked, and once more after which nobody is there
# And the system asks a database that says nothing: a host that vanished is known after twenty seconds.
HELD = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2}
OF_DJANGO = {"options", "cursor_factory", "context", "client_encoding", "prepare_threshold"}
DEAF = '{"deaf": true}'
TOPICS: dict[str, Callable[[Any], QuerySet]] = {}  # "booking" -> what this person may see; filled by the apps
followers: dict[str, set["Live"]] = defaultdict(set)
muted: ContextVar[bool] = ContextVar("muted", default=False)


def publish(topic: str) -> None:
    """Tell every socket that follows `topic`, once the transaction is in. A dead line must not undo what is saved."""
    if not muted.get():
        transaction.on_commit(lambda: announce(topic), robust=True)


@contextmanager
def mute() -> Iterator[None]:
    """Where a whole city is made nobody is there yet to hear of a hundred thousand changes."""
    before = muted.set(True)
    try:
        yield
    finally:
        muted.reset(before)


def signed_out(*session_keys: str | None) -> None:
    """These sessions are over: whatever sockets they have open are closed, once the transaction is in."""
    for key in filter(None, session_keys):
        publish(end_of(key))


def shut_out(person: Any) -> None:
    """Nobody comes in as this person any more: the same for whatever sockets she has open, in whichever session."""
    publish(end_for(person))


def end_of(session_key: str | None) -> str:
    """The topic on which a socket hears that its session is over. It passes many ears: the key itself opens doors."""
    return f"{ENDS}{sha256((session_key or '').encode()).hexdigest()[:32]}"


def end_for(person: Any) -> str:
    """And that its person is shut out."""
    return f"{ENDS}person:{person.pk}"


def announce(topic: str) -> None:
    if settings.REDIS_URL:
        with Redis.from_url(settings.REDIS_URL, **IMPATIENT) as line:
            line.publish(CHANNEL, topic)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])


def reach() -> None:
    """Ask Redis whether it is there. Raises RedisError."""
    with Redis.from_url(settings.REDIS_URL, **IMPATIENT) as line:
        line.ping()


class Live(AsyncJsonWebsocketConsumer):
    """The one socket. In: {"follow": "booking:7"}. Out: {"missing": "booking:7"}, or {"following": "booking:7"} once we
    hear of it, and again after a lost line; {"changed": "booking:7"}; and {"deaf": true} when the line is lost."""

    listening: asyncio.Task | None = None
    hearing = False  # whether the line of this process is there

    def __init__(self, owes: Callable[[Any, Any], bool]) -> None:
        """`owes` says of a session and its person whether something is to be shown before anything opens."""
        super().__init__()
        self.owes = owes
        self.topics: set[str] = set()
        self.ends: dict[str, Callable[[], bool]] = {}  # what ends this socket, and whether it is not so yet
        self.ended = False

    async def connect(self) -> None:
        metrics.SOCKETS.inc()
        await self.accept()
        if not await self.may_enter():
            await self.end()
            return
        session, person = self.scope["session"], self.scope["user"]
        self.ends = {
            end_of(session.session_key): lambda: session.exists(session.session_key),
            end_for(person): lambda: get_user_model().objects.filter(pk=person.pk, is_active=True).exists(),
        }
        for end in self.ends:
            followers[end].add(self)
        if Live.listening is None or Live.listening.done():
            Live.listening = asyncio.create_task(listen())
        if not await database_sync_to_async(self.goes_on)():  # what ended before we joined was told to others
            await self.end()

    def goes_on(self) -> bool:
        return all(not_ended() for not_ended in self.ends.values())

    async def end(self) -> None:
        """Once: two ends may be heard of at the same moment."""
        if not self.ended:
            self.ended = True
            await self.close(SIGNED_OUT)

    async def may_enter(self) -> bool:
        session, person = self.scope["session"], self.scope["user"]
        return person.is_authenticated and not await database_sync_to_async(self.owes)(session, person)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any) -> None:
        """Empty and binary frames mean nothing here."""
        if text_data:
            await super().receive(text_data=text_data)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        topic = content.get("follow") if isinstance(content, dict) else None
        if not isinstance(topic, str) or len(self.topics) >= 50:
            return
        if await database_sync_to_async(may_follow)(self.scope["user"], topic):
            self.topics.add(topic)
            followers[topic].add(self)
            if Live.hearing:  # else it is said when the line is there: until then the page asks by itself
                await self.send_json({"following": topic})
        else:
            await self.send_json({"missing": topic[:80]})

    async def hear(self, topic: str, told: str) -> None:
        if topic in self.ends:
            await self.end()
        else:  # straight to the server: what stands between looks after sessions, which nothing said here changes
            await self.scope["straight"]({"type": "websocket.send", "text": told})

    async def disconnect(self, code: int) -> None:
        metrics.SOCKETS.dec()
        for topic in {*self.topics, *self.ends} & followers.keys():
            followers[topic].discard(self)
            if not followers[topic]:
                del followers[topic]

    @classmethod
    async def decode_json(cls, text_data: str) -> Any:
        try:
            return await super().decode_json(text_data)
        except ValueError:
            return None


def may_follow(user: Any, topic: str) -> bool:
    """Following is fetching: the thing is looked for among those the person may see, so an outsider finds nothing."""
    name, _, key = topic.partition(":")
    if name not in TOPICS or not key.isdecimal() or len(key) > 18:
        return False
    return TOPICS[name](user).filter(pk=int(key)).exists()


async def listen() -> None:
    """Hear every topic once a process and pass it on. After a lost line everybody is told to look again."""
    while True:
        try:
            async for topic in heard():
                await pass_on(topic)
        except (psycopg.Error, DatabaseError, RedisError, OSError) as error:  # Django's own: which sessions ended
            log.warning("live line lost: %s", type(error).__name__)
        finally:
            await lose()
        await asyncio.sleep(1)


async def lose() -> None:
    """The pages are told that they hear nothing, so that they ask by themselves until the line is back."""
    if Live.hearing:
        Live.hearing = False
        await tell(set().union(*followers.values()), "", DEAF)


async def heard() -> AsyncIterator[str]:
    source = heard_from_redis if settings.REDIS_URL else heard_from_postgres
    async for topic in source():
        yield topic


async def heard_from_postgres() -> AsyncIterator[str]:
    async with await psycopg.AsyncConnection.connect(**as_everywhere(), autocommit=True) as line:
        await line.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        await look_again()
        async for notice in line.notifies():
            yield notice.payload


def as_everywhere() -> dict[str, Any]:
    """How the database is reached, TLS and all, but for what goes with Django's own connections."""
    parameters = connection.get_connection_params()
    return HELD | {name: value for name, value in parameters.items() if name not in OF_DJANGO}


async def heard_from_redis() -> AsyncIterator[str]:
    async with AsyncRedis.from_url(settings.REDIS_URL, **WATCHFUL) as line, line.pubsub() as ear:
        await ear.subscribe(CHANNEL)
        async for notice in said_to(ear):
            if notice["type"] == "subscribe":
                await look_again()
            elif notice["type"] == "message":
                yield notice["data"]


async def said_to(ear: PubSub) -> AsyncIterator[dict[str, Any]]:
    """Raises NoAnswer when nothing is said for so long, also not when asked: a host that vanished hangs up no line."""
    asked = False
    while True:
        if notice := await ear.get_message(timeout=SILENCE):
            yield notice
        elif asked:
            raise NoAnswer
        else:
            await ear.ping()
        asked = notice is None


async def look_again() -> None:
    """Now we hear. What was missed is asked for: by the pages what changed, here which sessions ended, who is out."""
    Live.hearing = True
    for topic in list(followers):
        if not topic.startswith(ENDS) or not await database_sync_to_async(lasts)(topic):
            await pass_on(topic, "following")


def lasts(end: str) -> bool:
    """Whether the session, or the person, of the sockets that wait for this end is still there."""
    follower = next(iter(followers.get(end, ())), None)
    return follower is None or follower.ends[end]()


async def pass_on(topic: str, what: str = "changed") -> None:
    told = await Live.encode_json({what: topic})  # once for all who hear it
    await tell(list(followers.get(topic, ())), topic, told)


async def tell(all_of_them: Collection[Live], topic: str, told: str) -> None:
    for follower in all_of_them:
        try:
            await follower.hear(topic, told)
        except Exception:  # a socket that died between two looks must not silence the others
            log.info("a socket was gone")
