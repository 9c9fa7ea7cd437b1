"""Stripe's error bodies, as its API words them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from worker.demo.stripe.shapes import Json

_DOCS = "https://stripe.com/docs/error-codes/"


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """An error answer: status, the `error` object, and headers beside it."""

    status: int
    error: Json
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> Json:
        """The whole body."""
        return {"error": self.error}


def _invalid(message: str, **details: str) -> Json:
    code = details.get("code")
    docs = {"doc_url": _DOCS + code.replace("_", "-")} if code else {}
    return {**details, **docs, "message": message, "type": "invalid_request_error"}


def no_such(kind: str, identity: str, param: str = "id") -> Refusal:
    """404: the object does not exist (400 where it is named by a parameter of a list)."""
    status = 404 if param == "id" else 400
    return Refusal(status, _invalid(f"No such {kind}: '{identity}'", code="resource_missing", param=param))


def no_such_url(method: str, path: str) -> Refusal:
    """404: no such route."""
    return Refusal(404, _invalid(f"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs"))


def unknown_parameter(name: str) -> Refusal:
    """400: a parameter the route does not have."""
    return Refusal(400, _invalid(f"Received unknown parameter: {name}", code="parameter_unknown", param=name))


def bad_parameter(name: str, message: str) -> Refusal:
    """400: a parameter with a value that is none."""
    return Refusal(400, _invalid(message, param=name))


def not_expandable(name: str) -> Refusal:
    """400: a property that cannot be expanded."""
    return Refusal(400, _invalid(f"This property cannot be expanded ({name})."))


def too_deep(name: str) -> Refusal:
    """400: an expansion of more than four levels."""
    return Refusal(400, _invalid(f"You cannot expand more than 4 levels of a property. Property: {name}"))


def bad_query(message: str) -> Refusal:
    """400: a search query that is none."""
    return Refusal(400, _invalid(message, code="invalid_query"))


def no_key() -> Refusal:
    """401: no key was sent."""
    return Refusal(401, _invalid("You did not provide an API key. You need to provide your API key in the header."))


def wrong_key() -> Refusal:
    """401: Stripe does not know the key."""
    return Refusal(401, _invalid("Invalid API Key provided: rk_test_************demo"))


def not_permitted(permission: str) -> Refusal:
    """403: the restricted key lacks a permission."""
    return Refusal(
        403,
        _invalid(
            "The provided key 'rk_test_****demo' does not have the required permissions for this endpoint on account "
            f"'acct_demo'. Having the '{permission}' permission would allow this request to continue."
        ),
    )


def rate_limited(reason: str) -> Refusal:
    """429, with the header that names the limit."""
    error = _invalid("Request rate limit exceeded. Learn more about rate limits here.", code="rate_limit")
    return Refusal(429, error, {"Stripe-Rate-Limited-Reason": reason, "Stripe-Should-Retry": "false"})


def broken() -> Refusal:
    """500."""
    return Refusal(500, {"message": "An unknown error occurred", "type": "api_error"})
