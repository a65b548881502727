"""The accounts' tables, one file per subject."""

from holdtrue.accounts.models.attempt import Attempt, SharedCache
from holdtrue.accounts.models.kept_pack import KeptPack
from holdtrue.accounts.models.link import SignInLink
from holdtrue.accounts.models.membership import Membership, Role
from holdtrue.accounts.models.token import ApiToken
from holdtrue.accounts.models.user import User

__all__ = ["ApiToken", "Attempt", "KeptPack", "Membership", "Role", "SharedCache", "SignInLink", "User"]
