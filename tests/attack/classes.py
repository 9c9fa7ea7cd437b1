"""Every class of attack, in order."""

from tests.attack import carried, clock, domains, door, notice, proof, silencing, storable
from tests.attack.tally import Attack

CLASSES: tuple[tuple[str, Attack], ...] = (
    *proof.ATTACKS,
    *domains.ATTACKS,
    *notice.ATTACKS,
    *silencing.ATTACKS,
    *carried.ATTACKS,
    *storable.ATTACKS,
    *door.ATTACKS,
    *clock.ATTACKS,
)
