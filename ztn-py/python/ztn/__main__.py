"""The `ztn` command: `ztn` and `python -m ztn`."""

import signal
import sys

from ._ztn import command


def main() -> int:
    """Run the command with the program's arguments and return its exit code."""
    # Python looks at signals between instructions of its own, and there is none before the end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return command(["ztn", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
