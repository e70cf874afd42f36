"""Odoo with workers behind a small door of its own, for a machine without a proxy.

With workers Odoo answers pages at one port and websockets at another; a browser knows only one.
The door passes each connection on by its first line and names the visitor, as nginx would.
Odoo's workers answer one request on a connection, so the head of the first one is all it reads.

    serve.py ADDRESS PORT HTTP_PORT WEBSOCKET_PORT COMMAND…
"""

import asyncio
import signal
import subprocess
import sys
from contextlib import suppress

HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 30
CHUNK = 64 * 1024
#: What only a proxy may say; a visitor who says it is not believed.
OURS = (b"x-forwarded-", b"forwarded:", b"x-real-ip:")
REFUSED = b"HTTP/1.0 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def rewrite(head, visitor):
    """Return (is it for the websocket, the head to pass on) of a request's head.

    :param head: bytes up to and with the empty line
    :param visitor: the visitor's address
    """
    first, *lines = head.split(b"\r\n")
    host = b""
    kept = [first]
    for line in lines:
        lower = line.lower()
        if lower.startswith(OURS):
            continue
        if lower.startswith(b"host:"):
            host = line.split(b":", 1)[1].strip()
        kept.append(line)
    said = [
        b"X-Forwarded-For: " + visitor.encode(),
        b"X-Forwarded-Host: " + host,
        b"X-Forwarded-Proto: http",
    ]
    path = first.split(b" ")[1:2] or [b""]
    is_socket = path[0].split(b"?")[0] == b"/websocket"
    return is_socket, b"\r\n".join([*kept[:-2], *said, b"", b""])


async def pipe(source, target):
    """Pass bytes on until the source ends."""
    with suppress(ConnectionError):
        while data := await source.read(CHUNK):
            target.write(data)
            await target.drain()
    with suppress(OSError, RuntimeError):
        target.write_eof()


class Door:
    """Listens for visitors and passes them on."""

    def __init__(self, pages, sockets):
        self.pages, self.sockets = pages, sockets

    async def enter(self, reader, writer):
        """Serve one connection."""
        try:
            await self._pass_on(reader, writer)
        except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
            pass  # the visitor went away, or sent nothing that is a request
        except asyncio.LimitOverrunError:
            writer.write(REFUSED)
        finally:
            with suppress(OSError):
                writer.close()
                await writer.wait_closed()

    async def _pass_on(self, reader, writer):
        """Read the head, choose the port, and pipe both ways."""
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_SECONDS)
        visitor = writer.get_extra_info("peername")[0]
        is_socket, head = rewrite(head, visitor)
        port = self.sockets if is_socket else self.pages
        try:
            back_reader, back_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.write(REFUSED)
            return
        try:
            back_writer.write(head)
            forth = asyncio.ensure_future(pipe(reader, back_writer))
            await pipe(back_reader, writer)
            forth.cancel()
        finally:
            back_writer.close()


async def serve(address, port, pages, sockets, command):
    """Run the command and the door until either ends; return the command's status."""
    process = subprocess.Popen(command)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, process.terminate)
    door = Door(pages, sockets)
    async with await asyncio.start_server(door.enter, address, port, limit=HEAD_BYTES):
        return await loop.run_in_executor(None, process.wait)


if __name__ == "__main__":
    where, number, http_port, websocket_port, *words = sys.argv[1:]
    ports = int(http_port), int(websocket_port)
    sys.exit(asyncio.run(serve(where, int(number), *ports, words)))
