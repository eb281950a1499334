"""The command line. ``srcad rules`` needs no more than the text of the tables; all else is in ``cli``."""
from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

from .rules.listing import print_rules


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    code = 0
    try:
        of_rules = given[:1] == ["rules"] and len(given) <= 2 and not given[-1].startswith("-")
        if not (of_rules and print_rules(*given[1:])):
            code = importlib.import_module(".cli", __package__).main(given)
        sys.stdout.flush()
    except BrokenPipeError:                # whoever reads has read enough, as in `srcad rules | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


if __name__ == "__main__":
    raise SystemExit(main())
