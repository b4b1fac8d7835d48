"""The engine: readiness sums in exact arithmetic, with no Django and no I/O.

`spec` says what is asked, `sheet` what was answered, `engine.score` works it out and `result` shows
the working. The rules are those of the scoring specification quoted in `engine`.
"""
