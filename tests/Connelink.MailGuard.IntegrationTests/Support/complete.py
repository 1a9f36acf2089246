"""Types a line and a tab into a real shell on a terminal of its own, and prints what stands there: complete.py SETUP TYPED EXPECTED SHELL..."""
import os
import pty
import re
import select
import sys
import time

setup, typed, expected, shell = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
os.environ.update(TERM="dumb", PS1="$ ", HOME=os.getcwd())
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(shell[0], shell)


def shown(text):
    """What a terminal shows of it: a line editor goes back and writes over."""
    lines, column = [[]], 0
    for character in text:
        if character == "\b":
            column = max(0, column - 1)
        elif character == "\r":
            column = 0
        elif character == "\n":
            lines.append([])
            column = 0
        else:
            lines[-1][column:column + 1] = [character]
            column += 1
    return "\n".join("".join(line) for line in lines)


def read_until(mark, seconds):
    text, end = "", time.monotonic() + seconds
    while mark not in shown(text) and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                text += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>()][B0]?", "", os.read(terminal, 65536).decode(errors="replace"))
            except OSError:
                break
    return shown(text)


os.write(terminal, (setup + "; echo rea''dy\n").encode())
read_until("ready\n", 60)
os.write(terminal, typed.encode() + b"\t")
print(read_until(expected, 60))
os.kill(pid, 9)
