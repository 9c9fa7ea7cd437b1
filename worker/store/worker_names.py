"""Names for workers that tell, on one machine, whether their process still lives."""

import os
import socket
from functools import cache
from pathlib import Path


def owner_name(thread: int = 0) -> str:
    """`machine:pid:start:thread`. The machine is the boot and the process namespace, so that a container's pid 7 is
    not taken for the host's; the start time tells a reused pid apart.
    """
    return f"{_machine()}:{os.getpid()}:{_started(os.getpid())}:{thread}"


def is_dead(owner: str) -> bool:
    """Whether the worker of that name ran on this machine and runs no more; False where we cannot know."""
    machine, pid, started, _ = (*owner.split(":"), "", "", "")[:4]
    if machine != _machine() or not pid.isdigit() or not _started(os.getpid()):
        return False
    return _started(int(pid)) != started


@cache
def _machine() -> str:
    boot, space = Path("/proc/sys/kernel/random/boot_id"), Path("/proc/self/ns/pid")
    try:
        return f"{socket.gethostname()}/{boot.read_text().strip()[:8]}/{space.readlink()}".replace(":", "")
    except OSError:
        return socket.gethostname()


def _started(pid: int) -> str:
    """Clock ticks since boot (proc(5), stat field 22); empty where no such process lives, or there is no /proc."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in {"Z", "X"} else fields[19]
