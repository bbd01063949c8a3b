"""Telegram, on python-telegram-bot's `Bot` with a polling loop of our own.

The library's own `Updater` confirms updates before they are handled; here the offset passes an update only when its
answer is committed.
"""
