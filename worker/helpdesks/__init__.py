"""Helpdesks: where agents find the draft and the note. One provider, one file, one line in the registry."""

from collections.abc import Mapping

from worker.helpdesks.front import FrontHelpdesk
from worker.helpdesks.helpscout import HelpScoutHelpdesk
from worker.helpdesks.imap_helpdesk import ImapHelpdesk
from worker.helpdesks.intercom import IntercomHelpdesk
from worker.helpdesks.review_desk import DeskHelpdesk
from worker.helpdesks.rt import RequestTrackerHelpdesk
from worker.helpdesks.zammad import ZammadHelpdesk
from worker.helpdesks.zendesk import ZendeskHelpdesk
from worker.ports import Described

BY_NAME: Mapping[str, type[Described]] = {
    "desk": DeskHelpdesk,
    "front": FrontHelpdesk,
    "helpscout": HelpScoutHelpdesk,
    "imap": ImapHelpdesk,
    "intercom": IntercomHelpdesk,
    "rt": RequestTrackerHelpdesk,
    "zammad": ZammadHelpdesk,
    "zendesk": ZendeskHelpdesk,
}
