"""What zsh shows when Tab is pressed after a line: python3 complete_zsh.py FOLDER_WITH_COMPLETIONS LINE

zsh completes only in its line editor, so it is given a terminal of its own."""

import os
import pty
import re
import select
import sys
import time


def read(fd, seconds):
    out, end = b"", time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([fd], [], [], 0.1)[0]:
            try:
                piece = os.read(fd, 65536)
            except OSError:
                break
            if not piece:
                break
            out += piece
            end = max(end, time.monotonic() + 0.5)
    return out


folder, line = sys.argv[1:]
pid, fd = pty.fork()
if pid == 0:
    os.environ.update(TERM="dumb", COLUMNS="200", LINES="500", HOME="/nonexistent", PS1="> ")
    os.execvp("zsh", ["zsh", "-f", "-i"])
read(fd, 0.5)
setup = f"unsetopt zle_bracketed_paste; fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=1000; stty columns 200\n"
os.write(fd, setup.encode())
read(fd, 2)
os.write(fd, line.encode() + b"\t\t")
shown = read(fd, 4)
os.write(fd, b"\x03\x04")
os.close(fd)
print(re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", shown).decode("utf-8", "replace"))
