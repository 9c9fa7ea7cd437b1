"""`[helpdesk]` and a table a helpdesk: the keys are the adapter's arguments."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from worker.config.section import Section

Timeout = Annotated[float, Field(gt=0)]


class ImapHelpdesk(Section):
    """`[helpdesk.imap]`: drafts and notes as mails in folders of the inbox's own account."""

    drafts_folder: str = ""
    notes_folder: str = "Handoff"


class FrontHelpdesk(Section):
    """`[helpdesk.front]`: shared drafts and comments; the token needs no `messages:send`."""

    token: SecretStr | None = None
    channel_id: str = ""
    author_id: str = ""
    base_url: str = "https://api2.frontapp.com"
    timeout: Timeout = 20.0


class HelpScoutHelpdesk(Section):
    """`[helpdesk.helpscout]`: draft replies and notes."""

    app_id: str = ""
    app_secret: SecretStr | None = None
    base_url: str = "https://api.helpscout.net"
    timeout: Timeout = 20.0


class ZammadHelpdesk(Section):
    """`[helpdesk.zammad]`: the shared draft and an internal article."""

    base_url: str = ""
    token: SecretStr | None = None
    timeout: Timeout = 20.0


class ZendeskHelpdesk(Section):
    """`[helpdesk.zendesk]`: an internal note with the suggested reply; without `email` the token is OAuth's."""

    base_url: str = ""
    token: SecretStr | None = None
    email: str = ""
    timeout: Timeout = 20.0


class IntercomHelpdesk(Section):
    """`[helpdesk.intercom]`: notes."""

    token: SecretStr | None = None
    admin_id: str = ""
    base_url: str = "https://api.intercom.io"
    timeout: Timeout = 20.0


class RequestTrackerHelpdesk(Section):
    """`[helpdesk.rt]`: the draft in a custom field of the ticket, the note as a comment."""

    base_url: str = ""
    token: SecretStr | None = None
    queue: str = ""
    draft_field: str = "Draft Reply"
    note_field: str = "Note Key"
    timeout: Timeout = 20.0


class HelpdeskSection(Section):
    """`[helpdesk]`: where agents find the draft and the note. A table's keys are its adapter's arguments."""

    kind: str = "desk"
    wait_minutes: int = Field(default=60, ge=0)
    when_not_found: Literal["desk", "wait", "quarantine"] = "desk"
    imap: ImapHelpdesk = ImapHelpdesk()
    front: FrontHelpdesk = FrontHelpdesk()
    helpscout: HelpScoutHelpdesk = HelpScoutHelpdesk()
    zammad: ZammadHelpdesk = ZammadHelpdesk()
    zendesk: ZendeskHelpdesk = ZendeskHelpdesk()
    intercom: IntercomHelpdesk = IntercomHelpdesk()
    rt: RequestTrackerHelpdesk = RequestTrackerHelpdesk()
