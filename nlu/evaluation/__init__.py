"""How well she is understood: figures, report with pictures, and the gate that a new model must pass."""
