"""The configuration as frozen values; the only reader of the environment."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from parsers.domains import domain_key, to_ascii_domain
from parsers.errors import ConfigError
from parsers.vocabulary import MailRules, Policy
from worker.config.helpdesk_tables import HelpdeskSection
from worker.config.section import Section
from worker.config.toml import ConfigText, read_config

PREFIX = "DESKHAND_"


def _listed(value: object) -> object:
    """A bare string is a list of one, or of several parted by commas: the environment has no lists."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _addresses(written: tuple[str, ...]) -> tuple[str, ...]:
    """Each of them an address: a whole domain as a carrier would make everybody in it one."""
    for each in written:
        local, at, domain = each.rpartition("@")
        if not (local and at and to_ascii_domain(domain)) or any(char.isspace() for char in each):
            raise ValueError(f"{each!r} is no address: write it as forms@example.com")
    return written


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Port = Annotated[int, Field(ge=0, le=65535)]
Positive = Annotated[int, Field(gt=0)]
Seconds = Annotated[float, Field(gt=0)]


class OAuth2(Section):
    """`[inbox.oauth2]`: tokens instead of a password."""

    provider: Literal["google", "microsoft", "other"] = "other"
    grant: Literal["refresh_token", "client_credentials"] = "refresh_token"
    mechanism: Literal["xoauth2", "oauthbearer"] = "xoauth2"
    client_id: str = ""
    client_secret: SecretStr | None = None
    refresh_token: SecretStr | None = None
    tenant: str = "common"
    token_url: str = ""
    device_url: str = ""
    authorize_url: str = ""
    scope: str = ""


class InboxSection(Section):
    """`[inbox]`: where mail arrives, and whom to believe about it."""

    kind: Literal["imap", "maildir", "smtp"] = "imap"
    account: str = ""
    host: str = ""
    port: Port = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    ca_file: str = ""
    username: str = ""
    password: SecretStr | None = None
    oauth2: OAuth2 | None = None
    folder: str = "INBOX"
    path: str = ""
    listen_host: str = "127.0.0.1"
    listen_port: Port = 8025
    addresses: Words = ()
    authserv_ids: Words = ()
    own_hosts: Words = ()
    carriers: Annotated[Words, AfterValidator(_addresses)] = ()
    accept_spf_only: bool = False
    trust_authentication_results: bool = False
    subaddress_domains: Words = ()
    verify_dkim: bool = False
    since: str = "3d"
    timeout: Seconds = 30.0
    poll_seconds: Seconds = 60.0
    idle: bool = True
    max_bytes: Positive = 10_000_000
    batch_bytes: Positive = 4_000_000
    sender_cap_per_hour: Positive = 10

    @property
    def own_address(self) -> str:
        """The address drafts come from."""
        return self.addresses[0] if self.addresses else self.username

    @property
    def account_name(self) -> str:
        """What the store calls this inbox; two inboxes in one store need different names."""
        return self.account or self.username or self.own_address or self.path or self.kind


class StripeSection(Section):
    """`[stripe]`: the read-only window on billing."""

    api_key: SecretStr | None = None
    api_base: str = "https://api.stripe.com"
    requests_per_second: Annotated[float, Field(gt=0, le=100)] = 5.0
    reads_per_day: Positive = 500
    cache_seconds: Annotated[float, Field(ge=0)] = 180.0
    handle_metadata: dict[str, str] = Field(default_factory=dict)


class StoreSection(Section):
    """`[store]`: what Deskhand remembers."""

    url: str = "sqlite:///deskhand.db"
    key: SecretStr | None = None
    retention_days: Positive = 30


class PolicySection(Section):
    """`[policy]`: the numbers of the refund and duplicate rules."""

    refund_days: Annotated[int, Field(ge=0)] = 30
    renewal_grace_days: Annotated[int, Field(ge=0)] = 14
    withdrawal_days: Annotated[int, Field(ge=0)] = 14
    trial_days: Annotated[int, Field(ge=0)] = 14
    duplicate_hours: Annotated[int, Field(ge=0)] = 72
    incomplete_days: Annotated[int, Field(ge=0)] = 30
    seat_metadata: Words = Policy().seat_metadata
    contract_metadata: Words = Policy().contract_metadata


class KeywordsSection(Section):
    """`[keywords]`: the words that make an intent."""

    dir: str = ""
    learned: str = "learned"  # the folder of what `keywords train` learned


class ModelSection(Section):
    """`[reading.model]`: a language model as one more reader; without `base_url` there is none."""

    base_url: str = ""
    api_key: SecretStr | None = None
    model: str = ""
    timeout: Annotated[float, Field(gt=0, le=60)] = 10.0
    when: Literal["unsure", "always"] = "unsure"
    daily_requests: Positive = 1000
    languages: Words = ()
    redact: Literal["addresses", "secrets"] = "addresses"


class ReadingSection(Section):
    """`[reading]`: who reads the mail beside the rules and the learned reader."""

    model: ModelSection = ModelSection()


class TemplatesSection(Section):
    """`[templates]`: the words of the drafts."""

    dir: str = ""
    default_language: str = "en"
    note_language: str = "en"
    signature: str = "The support team"


class WorkerSection(Section):
    """`[worker]`: how mail is worked off."""

    max_attempts: Positive = 5
    # Not above `LONGEST_WAIT` of the store: what lies further ahead tells it of a clock that was set back.
    lease_seconds: Annotated[float, Field(gt=0, le=3600)] = 120.0
    threads: Annotated[int, Field(ge=1, le=16)] = 1


class DeskSection(Section):
    """`[desk]`: the review desk's web server."""

    host: str = "127.0.0.1"
    port: Port = 8080
    hosts: Words = ()
    https: bool = False
    trusted_header: str = ""
    trusted_proxies: Words = ()
    ops: Words = ()


class LogSection(Section):
    """`[log]`."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class _Environment(EnvSettingsSource):
    """`DESKHAND_INBOX__HOST=…`; a list may be JSON or words parted by commas."""

    def decode_complex_value(self, field_name: str, field: Any, value: Any) -> Any:
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


class Settings(BaseSettings):
    """All of it. Build with `load_settings`; `missing` explains references that lead nowhere."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        nested_model_default_partial_update=True,
    )

    inbox: InboxSection = InboxSection()
    stripe: StripeSection = StripeSection()
    helpdesk: HelpdeskSection = HelpdeskSection()
    store: StoreSection = StoreSection()
    policy: PolicySection = PolicySection()
    keywords: KeywordsSection = KeywordsSection()
    reading: ReadingSection = ReadingSection()
    templates: TemplatesSection = TemplatesSection()
    worker: WorkerSection = WorkerSection()
    desk: DeskSection = DeskSection()
    log: LogSection = LogSection()
    source: str = Field(default="", exclude=True)
    missing: dict[str, str] = Field(default_factory=dict, exclude=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        return (_Environment(settings_cls), init_settings)

    def secret(self, path: str) -> str:
        """The secret at `path` (`"stripe.api_key"`); raises `ConfigError` with the mend where it is not set."""
        value: Any = self
        for key in path.split("."):
            value = getattr(value, key, None)
        if isinstance(value, SecretStr) and value.get_secret_value():
            return value.get_secret_value()
        raise ConfigError(self.missing.get(path) or self._unset(path))

    def _unset(self, path: str) -> str:
        section, _, key = path.rpartition(".")
        variable = PREFIX + path.upper().replace(".", "__")
        place = self.source or "configuration"
        return f'{place}: [{section}] {key} is not set: write {key} = {{ env = "NAME" }} or set {variable}'

    def beside(self, name: str) -> Path:
        """A path of the configuration, read from where its file lies."""
        path = Path(name).expanduser()
        return path if path.is_absolute() or not self.source else Path(self.source).resolve().parent / path

    def require(self, path: str) -> str:
        """A plain setting that this command cannot do without."""
        value: Any = self
        for key in path.split("."):
            value = getattr(value, key)
        if not value:
            raise ConfigError(self.missing.get(path) or self._unset(path))
        return str(value)

    def mail_rules(self) -> MailRules:
        """What `parsers` needs of this configuration."""
        inbox = self.inbox
        return MailRules(
            addresses=inbox.addresses or ((inbox.username,) if "@" in inbox.username else ()),
            authserv_ids=inbox.authserv_ids,
            own_hosts=inbox.own_hosts,
            accept_spf_only=inbox.accept_spf_only,
            handle_labels=tuple(self.stripe.handle_metadata),
            carriers=inbox.carriers,
            message_id_domain=domain_key(inbox.own_address.rpartition("@")[2]),
        )

    def policy_values(self) -> Policy:
        """What `classifiers` needs of this configuration."""
        return Policy(
            **self.policy.model_dump(),
            subaddress_domains=self.inbox.subaddress_domains,
            handle_metadata=tuple(self.stripe.handle_metadata.items()),
            default_language=self.templates.default_language,
        )


def load_settings(path: Path | None) -> Settings:
    """Read `path` (TOML), let the environment override it, and validate. None: the environment alone.

    Raises `ConfigError` that names the file, the line and the key, and how to mend it.
    """
    text = read_config(path, Settings) if path else ConfigText()
    try:
        return Settings(**text.values, source=str(path or ""), missing=dict(text.missing))
    except ValidationError as error:
        raise ConfigError("\n".join(text.explain(problem, Settings) for problem in error.errors())) from None
