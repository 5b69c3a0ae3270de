"""Measurements of quality and speed. Tests judge us; evals judge the answers."""
