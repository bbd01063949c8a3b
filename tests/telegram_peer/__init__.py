"""A strict stand-in for Telegram's Bot API on loopback, with her side of the chat, for tests and demos.

In a test: `async with running_peer() as peer`, then `Bot(peer.token, base_url=peer.bot_url)` and `peer.her(1001)`.
As a process: `python -m tests.telegram_peer --port 8081 --token 123:TEST`, met with `Peer(url, token)` or from the
terminal with `python -m tests.telegram_peer.talk`. It forgets everything when it stops, and never when the bot does.

Modules: `arguments` and `markup` check what the bot sends, `world` is what Telegram remembers, `methods` the Bot API,
`webhook` its deliveries, `her_side` what answers under /sim/, `server` all of it over HTTP, `client` its classes.

Not spoken: MarkdownV2, inline mode, albums, captions edited later, replies by the bot, fetching files from the web,
flood limits other than those a test asks for. Methods it does not know answer 404.
"""

from tests.telegram_peer.client import Button, Her, Peer, PeerError, Shown
from tests.telegram_peer.server import running_peer

__all__ = ["Button", "Her", "Peer", "PeerError", "Shown", "running_peer"]
