"""Named questions: parameters, answers, and values that are derived in addition to the rows."""
