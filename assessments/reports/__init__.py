"""What a submission says to people: its content, its charts, and how it is put together."""
