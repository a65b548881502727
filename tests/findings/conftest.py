"""Django is up before the tests here are collected: they import actions and models at their head."""

from __future__ import annotations

from holdtrue.settings import start

start()
