"""docker-compose.yml with its proxy, run here: two of pages and two of sockets behind docs/nginx.conf."""

import getpass
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from frontend.demo.supervisor import Supervisor
from tests.cluster import ROOT
from tests.faults.composed import deployed, ports
from tests.faults.system import Server
from tests.servers import City, database_url

# What the image of nginx has around conf.d, for somebody who is not root.
AROUND = """
daemon off;
user {user};
pid {home}/nginx.pid;
error_log stderr;
events {{}}
http {{
    log_format who "$uri $status $upstream_addr";
    access_log {home}/access.log who;
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    include {home}/cortile.conf;
}}
"""


def command(port: int, home: Path) -> list[str]:
    (home / "nginx.conf").write_text(AROUND.format(home=home, user=getpass.getuser()))
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program
    return [program, "-p", str(home), "-c", str(home / "nginx.conf"), "-e", "stderr"]


def here(port: int, supervisor: Supervisor) -> str:
    """The file of the docs, with the names of containers replaced by where those processes are: nginx looks for a name
    among the groups of servers before it asks a resolver for it."""
    text, groups = listening(port), ""
    for name in ("pages", "sockets"):
        servers = " ".join(f"server 127.0.0.1:{one} max_fails=0;" for one in ports(supervisor, name))
        groups += f"upstream {name} {{ {servers} }}\n"
        text, found = re.subn(rf"set \${name} {name}:\d+;", f"set ${name} {name};", text)
        assert found == 1
    return groups + text


def resolving(port: int, names: int, servers: int) -> str:
    """The file of the docs, which asks for names on this port, and for all processes on that one."""
    text = re.sub(r"resolver 127.0.0.11 ", f"resolver 127.0.0.1:{names} ", listening(port))
    return re.sub(r"(set \$\w+ \w+):\d+;", rf"\1:{servers};", text)


def listening(port: int) -> str:
    text = (ROOT / "docs" / "nginx.conf").read_text()
    text = re.sub(r" *(access|error)_log /var/log/nginx/.*\n", "", text)  # there are others around it
    return re.sub(r"listen 80;", f"listen 127.0.0.1:{port};", text)


@contextmanager
def proxied(redis: str, key: str, media: Path) -> Iterator[City]:
    """A city as people see it. `key`: the secret one, by which whoever is signed in here is so there."""
    with TemporaryDirectory(prefix="cortile-nginx-") as folder:
        nginx = Server(command, Path(folder))
        # Who asks without a pause while the parts are started anew must not be told to wait.
        dotenv = {"SECRET_KEY": key, "API_RATE_ANONYMOUS": "3/hour", "RATE_LIMITS": ""}
        ours = {"DATABASE_URL": database_url(), "REDIS_URL": redis, "MEDIA_ROOT": str(media)}
        with deployed(f"http://localhost:{nginx.port}", dotenv, ours) as running:
            (Path(folder) / "cortile.conf").write_text(here(nginx.port, running.supervisor))
            nginx.start()
            yield running
            nginx.end()
