"""An in-memory register: a bag of facts and what each scope sees of it."""

from holdtrue.core.register.bag import Elsewhere, Register
from holdtrue.core.register.view import View

__all__ = ["Elsewhere", "Register", "View"]
