"""Runs the peer as a process of its own: `python -m tests.telegram_peer --port 8081 --token 123:TEST`."""

import argparse
import socket

from tests.telegram_peer.server import make_server
from tests.telegram_peer.world import World


def main() -> None:
    """Runs until it is stopped."""
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_peer", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; there is no password on her side")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--token", default="123:TEST", help="the only token that is let in")
    options = parser.parse_args()
    with socket.create_server((options.host, options.port)) as listener:
        port = listener.getsockname()[1]
        print(f"Bot API on http://{options.host}:{port}/bot, her side under /sim/. Ctrl+C stops it.", flush=True)
        make_server(World(options.token)).run(sockets=[listener])


if __name__ == "__main__":
    main()
