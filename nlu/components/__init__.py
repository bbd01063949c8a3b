"""The parts of the Rasa pipeline that are made for this project."""
