"""The real programs together: Rasa, Telegram bot and web server as processes, a Bot API peer, a browser."""
