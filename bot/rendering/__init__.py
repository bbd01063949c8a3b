"""From what is said to how it is said: a reply and a language become text and buttons."""
