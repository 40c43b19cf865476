"""What does a page need to know? One module per thing people look at; nothing here writes."""
