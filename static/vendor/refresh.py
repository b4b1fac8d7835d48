"""Make static/vendor/govuk-frontend again from the package its makers publish.

    npm pack govuk-frontend@6.6.0
    python static/vendor/refresh.py govuk-frontend-6.6.0.tgz

Readiness is not on GOV.UK, so what only GOV.UK may use is cut out: the GDS Transport typeface
and the royal arms of its footer. The sourceMappingURL comments go too, because the maps are not
kept and the manifest storage refuses a reference to a file that is absent.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
import tarfile
from pathlib import Path

VERSION = "6.6.0"
# What the registry states for this version (npm view govuk-frontend@6.6.0 dist.integrity).
SHA512 = "xctkWrQvLnvQt7fyjQ3MGX9S0wz0x0RQuLxCeoXF+s8EjGICG81/DYQGKN5qgO+0KVT12UAaRwUsGY6fulRcRg=="
HOME = Path(__file__).parent / "govuk-frontend"
FILES = ("govuk-frontend.min.css", "govuk-frontend.min.js")

# static/css/tokens.css says which; a page without it, and paper, go on with what follows.
OUR_TYPEFACE = "var(--rd-typeface,arial),"

FONT_FACE = re.compile(r"(/\*![^*]*customised for exclusive use[^*]*\*/)?@font-face\{[^}]*\}")
ROYAL_ARMS = re.compile(r"[^{}]*\.govuk-footer__(?:copyright-logo|crown)[^{}]*\{[^{}]*\}")
EMPTY_AT_RULE = re.compile(r"@(?:media|supports)[^{}]*\{\}")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+")


def cleaned(name: str, text: str) -> str:
    """The text of one published file without what Readiness may not use or does not keep."""
    text = SOURCE_MAP.sub("", text)
    if name.endswith(".css"):
        text = FONT_FACE.sub("", text).replace("GDS Transport,", OUR_TYPEFACE)
        text = ROYAL_ARMS.sub("", text)
        while EMPTY_AT_RULE.search(text):
            text = EMPTY_AT_RULE.sub("", text)
    return text.strip() + "\n"


def main(archive: Path) -> None:
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != SHA512:
        sys.exit(f"{archive} is not govuk-frontend {VERSION}: its checksum differs.")
    HOME.mkdir(exist_ok=True)
    with tarfile.open(archive) as package:
        for name in FILES:
            member = package.extractfile(f"package/dist/govuk/{name}")
            if member is None:
                sys.exit(f"{archive} holds no {name}.")
            text = cleaned(name, member.read().decode())
            (HOME / name).write_text(text, encoding="utf-8", newline="\n")
            print(f"{name}: {len(text)} characters")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
