"""Parts rendered alone, and the whole application served for a real browser; none of it needs a database."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.template import engines
from django.test import RequestFactory


@dataclass(frozen=True)
class Grades:
    declared: int = 0
    evidenced: int = 0
    verified: int = 0


@pytest.fixture
def draw() -> Callable[..., str]:
    """Render a piece of template as a page would; a no-break space comes back as a plain one."""

    def draw_source(source: str, path: str = "/", **context: object) -> str:
        return (
            engines["django"]
            .from_string(source)
            .render(context, RequestFactory().get(path))
            .strip()
            .replace("\u00a0", " ")
        )

    return draw_source


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the running application."""
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=_Server, handler_class=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
