"""A report as HTML, Markdown, PDF, or pictures."""
