"""Claim forms: testable statements about the register, one class each."""
