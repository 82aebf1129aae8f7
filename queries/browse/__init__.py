"""What pages and the HTTP interface read: one thing of the graph at a time, or lists of them."""
