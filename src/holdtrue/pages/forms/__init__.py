"""Forms from declarations: a kind's fields laid out as questions, and the raw content that comes back."""

from holdtrue.pages.forms.answers import Answers, checked, kept, posted
from holdtrue.pages.forms.fields import Offers, shown
from holdtrue.pages.forms.sections import sections, still_asked
from holdtrue.pages.forms.whole import whole

__all__ = ["Answers", "Offers", "checked", "kept", "posted", "sections", "shown", "still_asked", "whole"]
