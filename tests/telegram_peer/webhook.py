"""Posts updates to the bot's webhook: in order per queue, again and again until an answer is 2xx."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx

from tests.telegram_peer.arguments import Arguments
from tests.telegram_peer.world import Update, Webhook, World

_NOT_IN_ANSWERS = ("setwebhook", "deletewebhook", "close", "logout")
_LONGEST_WAIT_SECONDS = 60.0
_GONE_SECONDS = 23 * 3600

CallMethod = Callable[[str, Arguments], Awaitable[object]]


async def deliver(world: World, call_method: CallMethod) -> None:
    """Delivers as long as it runs; one request at a time per queue, at most `max_connections` altogether."""
    running: dict[tuple[str, int], asyncio.Task[None]] = {}
    async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
        while not world.is_closed:
            seen = world.change
            heads: dict[tuple[str, int], Update] = {}
            for update in world.deliverable():
                heads.setdefault(update.queue, update)
            running = {queue: task for queue, task in running.items() if not task.done()}
            for queue, update in heads.items():
                hook = world.webhook
                is_free = hook and queue not in running and len(running) < hook.max_connections
                if hook and is_free and update.not_before <= world.now():
                    running[queue] = asyncio.create_task(_post(world, client, hook, update, call_method))
            await world.wait_for_change(seen, 0.2)


async def _post(
    world: World, client: httpx.AsyncClient, hook: Webhook, update: Update, call_method: CallMethod
) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret_token} if hook.secret_token else {}
    retry_after, error = 0.0, ""
    try:
        answer = await client.post(hook.url, json=update.as_json(), headers=headers, follow_redirects=False)
    except httpx.TimeoutException:
        error = "Read timeout expired"
    except httpx.HTTPError:
        error = "Connection failed"
    else:
        if answer.is_success:
            world.pending = [other for other in world.pending if other is not update]
            await _obey(answer, call_method)
            world.touch()
            return
        error = f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
        wait = answer.headers.get("Retry-After", "")
        retry_after = min(float(wait), 3600.0) if wait.isdigit() else 0.0
        hook.gone_since = (hook.gone_since or world.now()) if answer.status_code == 410 else None
        if hook.gone_since and world.now() - hook.gone_since >= _GONE_SECONDS and world.webhook is hook:
            world.webhook = None
    update.tries += 1
    # The first repeat comes at once.
    backoff = min(world.rules.webhook_retry_seconds * 2 ** (update.tries - 2), _LONGEST_WAIT_SECONDS)
    update.not_before = world.now() + (retry_after or (backoff if update.tries > 1 else 0))
    hook.last_error = {"last_error_date": int(world.now()), "last_error_message": error}
    world.touch()


async def _obey(answer: httpx.Response, call_method: CallMethod) -> None:
    """Runs the one method call that may stand in the answer; nobody sees its result."""
    try:
        call = answer.json()
    except ValueError:
        return
    name = call.get("method") if isinstance(call, dict) else None
    if isinstance(name, str) and not name.lower().startswith("get") and name.lower() not in _NOT_IN_ANSWERS:
        await call_method(name, Arguments({key: value for key, value in call.items() if key != "method"}))
