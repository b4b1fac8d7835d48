"""Django's PostgreSQL backend, for a server that is now and then restarted or away."""
