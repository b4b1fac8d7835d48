"""What an organisation could do next: which answers to raise, and what that takes. Pure."""
