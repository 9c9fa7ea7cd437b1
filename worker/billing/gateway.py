"""The only door to Stripe: GET alone, one pinned API version, bounded time and rate; the only importer of `stripe`."""

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import monotonic, sleep
from typing import Any, NoReturn

import stripe
import urllib3

from parsers.errors import BillingUnavailable, RateLimited, Rejected
from worker.billing.answers import Answer, Read
from worker.billing.keys import check_key, is_live
from worker.billing.rate_limit import Take, TokenBucket

API_VERSION = "2026-08-26.dahlia"
API_BASE = "https://api.stripe.com"
CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0
ATTEMPTS = 4
PARALLEL = 8
FORGET_REFUSAL_SECONDS = 600.0


class ReadOnlyClient(stripe.HTTPClient):
    """Stripe's transport, narrowed to GET; connections are kept alive and shared by the threads.

    Redirects are not followed: the key would travel to wherever they lead.
    """

    name = "deskhand"

    def __init__(self, *, parallel: int = PARALLEL, read_seconds: float = READ_SECONDS) -> None:
        super().__init__()
        self._pool = urllib3.PoolManager(
            num_pools=2,
            maxsize=parallel,
            block=False,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=read_seconds),
            ca_certs=stripe.ca_bundle_path,
        )

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        """Send a GET. Raises `Rejected` for any other method, before anything reaches the wire."""
        if method.lower() != "get" or post_data is not None:
            raise Rejected(f"Deskhand only reads from Stripe: a {method.upper()} was stopped before it was sent")
        try:
            answer = self._pool.request("GET", url, headers=_headers(headers or {}), redirect=False)
        except urllib3.exceptions.HTTPError as error:
            raise _no_answer(error) from error
        return answer.data.decode("utf-8", "replace"), answer.status, answer.headers

    def request_stream(self, method: str, url: str, *_: Any, **__: Any) -> NoReturn:
        """Nothing that Deskhand reads is streamed."""
        raise Rejected(f"Deskhand does not stream from Stripe: a {method.upper()} was stopped before it was sent")

    def close(self) -> None:
        """Close idle connections."""
        self._pool.clear()


def _no_answer(error: Exception) -> stripe.APIConnectionError:
    return stripe.APIConnectionError(f"no answer from Stripe: {type(error).__name__}")  # type: ignore[no-untyped-call]


def _headers(given: Mapping[str, str]) -> dict[str, str]:
    """What Stripe must know and nothing of the machine: the package would add the runtime's particulars."""
    kept = {name: value for name, value in given.items() if name in {"Authorization", "Stripe-Version"}}
    return kept | {"User-Agent": f"Deskhand (stripe-python/{stripe.VERSION})", "Accept-Encoding": "gzip, deflate"}


class Gateway:
    """Reads from Stripe. Raises `BillingUnavailable` or `RateLimited` after a bounded number of attempts.

    `take` is the rate limit (`worker.billing.rate_limit`); `pause` sleeps. `calls` and `rounds` count what was sent.
    """

    def __init__(
        self,
        api_key: str,
        *,
        api_base: str = API_BASE,
        take: Take | None = None,
        client: ReadOnlyClient | None = None,
        pause: Callable[[float], None] = sleep,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.warning = check_key(api_key)
        self.livemode = is_live(api_key)
        self.calls = 0
        self.rounds = 0
        self._counting = Lock()
        stripe.enable_telemetry = False  # else the first call writes a file below ~/.config
        logging.getLogger("stripe").setLevel(logging.WARNING)  # at INFO it logs URLs, with addresses in them
        self._http = client or ReadOnlyClient()
        self._client = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_base.rstrip("/")},
            stripe_version=API_VERSION,
            max_network_retries=0,
            http_client=self._http,
        )
        self._take = take or TokenBucket(5.0).take
        self._pause = pause
        self._clock = clock
        self._refused: dict[tuple[str, tuple[str, ...]], tuple[float, str]] = {}
        self._threads = ThreadPoolExecutor(PARALLEL, thread_name_prefix="stripe")

    def read(self, read: Read) -> Answer:
        """One GET."""
        return self.read_all([read])[0]

    def read_all(self, reads: Sequence[Read]) -> tuple[Answer, ...]:
        """Several GETs side by side: one round trip. Answers come in the order of `reads`."""
        if not reads:
            return ()
        self._count(rounds=1)
        self._wait_for(len(reads))
        others = [self._threads.submit(self._read, read) for read in reads[1:]]
        try:
            first = self._read(reads[0])
        finally:
            for other in others:  # none may outlive the round: its connection would be shared
                other.exception()
        return (first, *(other.result() for other in others))

    def close(self) -> None:
        """Let go of threads and connections; safe to call twice."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._http.close()

    def _count(self, *, calls: int = 0, rounds: int = 0) -> None:
        with self._counting:
            self.calls += calls
            self.rounds += rounds

    def _wait_for(self, tokens: int) -> None:
        if (seconds := self._take(tokens)) > 0:
            self._pause(seconds)

    def _read(self, read: Read) -> Answer:
        """Leave out expansions that were refused lately; where one is refused now, ask again without."""
        key = (read.route or read.path, read.expand)
        known = self._refused.get(key)
        if known and known[0] > self._clock():
            return self._attempt(read, {**read.params}, dropped=known[1])
        answer = self._attempt(read, read.query())
        if not read.expand or answer.status not in {400, 403}:
            return answer
        self._wait_for(1)
        plain = self._attempt(read, {**read.params}, dropped=answer.why)
        if plain.ok:
            self._refused[key] = (self._clock() + FORGET_REFUSAL_SECONDS, answer.why)
        return plain

    def _attempt(self, read: Read, params: dict[str, Any], *, dropped: str | None = None) -> Answer:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._send(read.path, params, dropped)
            except (BillingUnavailable, RateLimited) as error:
                if error.retry_after is None or attempt == ATTEMPTS:
                    raise
                self._pause(error.retry_after * 2 ** (attempt - 1) * random.uniform(0.5, 1.0))
                self._wait_for(1)
        raise AssertionError("unreachable")

    def _send(self, path: str, params: dict[str, Any], dropped: str | None) -> Answer:
        self._count(calls=1)
        try:
            response = self._client.raw_request("get", path, **params)
        except stripe.StripeError as error:
            return _refusal(error, path, dropped)
        if not isinstance(response.data, Mapping):
            raise BillingUnavailable(f"what answered on {path} is not Stripe: no JSON object came back")
        return Answer(status=response.code, json=response.data, dropped=dropped, date=response.headers.get("Date"))


def _refusal(error: stripe.StripeError, path: str, dropped: str | None) -> Answer:
    """An answer for what concerns one request alone; raises for what concerns Stripe as a whole.

    `retry_after` of what is raised is the first pause in seconds, None where asking again at once is no use.
    """
    status, message = error.http_status or 0, str(error.user_message or "no reason given")
    headers = error.headers or {}
    if isinstance(error, stripe.RateLimitError):
        reason = headers.get("stripe-rate-limited-reason") or "no reason given"
        raise RateLimited(f"Stripe limits the rate ({reason}) on {path}", retry_after=1.0) from error
    if status in {400, 403, 404}:
        details = error.error
        code = details.code if details is not None else None
        return Answer(
            status=status, code=code, message=message, dropped=dropped, date=(error.headers or {}).get("Date")
        )
    if status == 401:
        raise BillingUnavailable(f"Stripe refuses the API key (401): {message}") from error
    if status == 0:
        raise BillingUnavailable(f"{message} ({path})", retry_after=0.5) from error
    raise BillingUnavailable(f"Stripe answered {status} on {path}: {message}"[:300], retry_after=0.5) from error
