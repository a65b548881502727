"""What the ledger refuses: a code that names the sentence, and what fills its blanks."""

from __future__ import annotations


class LedgerError(Exception):
    """Something the ledger will not write, sign or accept; interfaces say `code` as a sentence, with `params`."""

    def __init__(self, code: str, /, **params: object) -> None:
        """Take the message's id and what fills its blanks."""
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Return the code and its params, for logs; people are shown the sentence."""
        return " ".join((self.code, *(f"{name}={value!r}" for name, value in self.params.items())))


class MalformedError(LedgerError):
    """What was given has not the one form it must have."""


class UnprovenError(LedgerError):
    """A signature or a proof does not stand."""


class NotAnExtensionError(LedgerError):
    """The log does not extend what was last signed: it was cut, restored from an older copy, or rewritten."""


class MissingError(LedgerError):
    """What an entry speaks of should be here and is not."""
