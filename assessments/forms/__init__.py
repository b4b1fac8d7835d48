"""Forms clean what people typed, and never save."""
