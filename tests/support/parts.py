"""The real parts that tests stand on, and how a machine gets them: Dovecot, Chromium, a helpdesk server."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A program the tests start: the fixture that needs it, how to find it, and its Debian packages."""

    fixture: str
    program: str
    packages: tuple[str, ...]

    @property
    def present(self) -> bool:
        """Whether the program is on this machine."""
        return shutil.which(self.program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") is not None

    @property
    def mend(self) -> str:
        """The command that brings it on Debian and its kin."""
        return f"apt-get install --no-install-recommends {' '.join(self.packages)}"


PARTS = (
    Part(fixture="dovecot", program="dovecot", packages=("dovecot-imapd",)),
    Part(fixture="chromium", program="chromium", packages=("chromium",)),
    Part(
        fixture="request_tracker",
        program="rt-setup-database-5",
        # dbconfig-no-thanks and msmtp-mta: the smallest that satisfy what the packages ask for, without a question
        packages=(
            *("request-tracker5", "rt5-standalone", "rt5-db-sqlite", "rt5-clients"),
            *("dbconfig-no-thanks", "msmtp-mta"),
        ),
    ),
)


def missing() -> tuple[Part, ...]:
    """The parts that this machine lacks."""
    return tuple(part for part in PARTS if not part.present)


def _as_root() -> list[str] | None:
    """How to run a command as root without asking anybody; None where that is not possible."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install() -> None:
    """Bring what is missing by the system's package manager, where we may; say so on standard error where not."""
    wanted = [package for part in missing() for package in part.packages]
    root, apt = _as_root(), shutil.which("apt-get")
    if not wanted:
        return
    if root is None or apt is None:
        print(f"not installed, for want of rights or of apt-get: {' '.join(wanted)}", file=sys.stderr)
        return
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq", "-o", "DPkg::Lock::Timeout=300"]
    for step in (["update"], ["install", "-y", "--no-install-recommends", *wanted]):
        subprocess.run([*root, *quiet, *step], stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    install()
