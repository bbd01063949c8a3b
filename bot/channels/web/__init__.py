"""The browser chat: one page without account, the demo and the way for women without Telegram."""
