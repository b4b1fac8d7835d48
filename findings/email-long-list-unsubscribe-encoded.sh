#!/bin/sh
# The email package of Python encodes a long address in List-Unsubscribe, which mail programs then do
# not find. Seen with Python 3.11.7, 3.12.1 and 3.13.0; it is a known fault.
#
# A message is made with the policy for SMTP and an address of about 110 characters in the field.
#
# By RFC 2369, 2, the field holds addresses in angle brackets, and by RFC 2047, 5, encoded words may
# stand only where a field has free text, a comment or a phrase. A line may have 998 characters (RFC
# 5322, 2.1.1), so that a longer address needs no break.
#
# Seen: the value begins with "=?utf-8?q?=3Chttps" and has no angle bracket. An address short enough
# for a line is written as it is, and so is the long one with max_line_length=None.
#
# It needs Python 3.11 or newer and nothing else. It ends with 0 while what is seen stays so, and with
# 1 once it changes.
set -eu
python3 - <<'PROGRAM'
import sys
from email import policy
from email.message import EmailMessage

SHORT = "<https://council.example/stop/abc>"
LONG = f"<https://council.example/stop/{'0123456789' * 8}>"


def written(value, kind):
    """The field as it goes out, with its lines."""
    message = EmailMessage(policy=kind)
    message["List-Unsubscribe"] = value
    print(message.as_bytes().decode().rstrip())
    return message.as_bytes().decode().rstrip().partition(": ")[2]


print(f"Python {sys.version.split()[0]}")
short, long = written(SHORT, policy.SMTP), written(LONG, policy.SMTP)
unlimited = written(LONG, policy.SMTP.clone(max_line_length=None))
if (short, unlimited) == (SHORT, LONG) and long.startswith("=?utf-8?q?=3Chttps") and "<" not in long:
    print("As described: the long address is encoded.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
