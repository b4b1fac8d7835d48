"""Refuses a port on which the demonstration could not listen. Runs on Python 3.6 and newer."""

import socket
import sys

HINT = "stop what uses it, or choose another, like this: make run PORT=8001"


def main():
    port = int(sys.argv[1])
    if not 1 <= port <= 65535:
        return f"PORT is {port}: write a number from 1024 to 65535."
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # As servers do: a connection that has just closed does not count as taken.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except PermissionError:
        return f"Port {port} is kept for administrators: {HINT}"
    except OSError:
        return f"Port {port} of 127.0.0.1 is taken: {HINT}"
    finally:
        listener.close()
    return None


if __name__ == "__main__":
    sys.exit(main())
