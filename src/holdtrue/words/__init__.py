"""Says messages in a language: every sentence people read comes from the catalogs under data/words."""

from holdtrue.words.catalog import LOCALES, PSEUDO, SPOKEN, say, text

__all__ = ["LOCALES", "PSEUDO", "SPOKEN", "say", "text"]
