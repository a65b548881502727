"""How people are told what they owe: digests by mail or chat, a calendar, and what goes up."""
