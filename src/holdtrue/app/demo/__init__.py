"""The demonstration organisation: a made-up clinic chain, written through the actions, day by day."""

from holdtrue.app.demo.load import load

__all__ = ["load"]
