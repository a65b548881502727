"""The employee's door as it is read: who comes in which way, and what they see."""
