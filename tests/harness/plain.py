"""Serves an empty installation with one user, whose sign-in link it prints: run as a program."""

from __future__ import annotations

import sys


def main(folder: str, port: int) -> None:
    from holdtrue.settings import start

    start(folder)
    from django.utils import timezone

    from holdtrue.accounts import links
    from holdtrue.accounts.models import User
    from holdtrue.server.prepare import prepare
    from holdtrue.server.serve import serve

    prepare()
    now = timezone.now()
    user = User.objects.create_user("ada@example.org", "a-long-enough-password", created_at=now)
    print(f"link {links.path(links.issue(user, now=now))}", flush=True)
    serve(folder, port=port, ready=lambda address: print(f"ready {address}", flush=True))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
