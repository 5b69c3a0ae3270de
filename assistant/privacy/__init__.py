"""Find and mask personal data: one text for a model, or many texts of one batch with the same tokens throughout."""

from assistant.privacy.finding import find
from assistant.privacy.found import Found, Level
from assistant.privacy.masking import Masked, Tokens, mask, mask_with, unmask
from assistant.privacy.numbers import HOME, valid_id

__all__ = ["HOME", "Found", "Level", "Masked", "Tokens", "find", "mask", "mask_with", "unmask", "valid_id"]
