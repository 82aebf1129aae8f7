"""Named questions: parameters, answers, and what is worked out beside the rows."""
