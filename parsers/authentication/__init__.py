"""Who vouches for the From address: the one trusted Authentication-Results header, else the worker's own DKIM check."""

from collections.abc import Iterator, Sequence

from parsers.authentication.lookalikes import NAME, lookalike
from parsers.authentication.received import untrusted_hop
from parsers.authentication.results import MICROSOFT, Result, Results, read_results
from parsers.domains import exact_domain, same_organisation, spellings, to_ascii_domain
from parsers.vocabulary import Authentication, AuthenticationStatus, Mailbox, MailRules

__all__ = ["authenticate"]

Fields = Sequence[tuple[str, bytes]]
Verdict = tuple[AuthenticationStatus, str | None, str]

_PASSED = AuthenticationStatus.AUTHENTICATED
_OPEN = AuthenticationStatus.UNAUTHENTICATED
_FORGED = AuthenticationStatus.FORGED

# Of a dmarc verdict: the domain has no policy. Microsoft's "bestguesspass" says so too (its documentation of
# anti-spam message headers): what is left then is DKIM and SPF.
NO_VERDICT = frozenset({"none", "bestguesspass"})


def authenticate(
    fields: Fields, senders: Sequence[Mailbox], rules: MailRules, *, strays: Sequence[bytes] = ()
) -> Authentication:
    """What may be believed of the From address (RFC 8601, RFC 7489).

    `fields`: topmost first, values unfolded, else the octets as they stood; `strays`: lines that are no proper field.
    Only the topmost Authentication-Results header is read, and only if `rules` trusts its id and every hop above it.
    `rules.dkim` speaks where no such header does. Where something only looks like such a header, nothing does.
    """
    domain = _from_domain(senders)
    results, told = _trusted(fields, rules)
    status, method, why = _by_header(results, domain, rules) if results else (_OPEN, None, "")
    if status is _OPEN and _fallback_allowed(results):
        status, method, own = _by_own_check(domain, rules)
        why = "; ".join(filter(None, (why, own)))
    refusal = _unsound(fields, senders, domain)
    false_one = lookalike(fields, strays, _trusted_ids(rules))
    if false_one or (results and not results.sound):
        status, method, why = (_OPEN if status is _PASSED else status), None, ""
    if status is _PASSED and refusal:
        status, method = _OPEN, None
    told = f"{false_one}: nothing is authenticated" if false_one else told
    return Authentication(status=status, method=method, evidence=tuple(filter(None, (told, why, refusal))))


def _from_domain(senders: Sequence[Mailbox]) -> str:
    return to_ascii_domain(senders[0].domain) if len(senders) == 1 else ""


def _unsound(fields: Fields, senders: Sequence[Mailbox], domain: str) -> str:
    """Why nothing can vouch for this From, or empty: of several addresses each mail client shows another one."""
    written = [value for name, value in fields if name.lower() == "from"]
    if len(senders) > 1 or len(written) > 1:
        return "there is more than one From address"
    if not senders:
        return "there is no From address"
    if any(senders[0].address.encode("utf-8", "replace") not in value for value in written):
        return "the From address does not stand in its header as it reads"
    return "" if domain else "the From domain is not a domain"


def _trusted(fields: Fields, rules: MailRules) -> tuple[Results | None, str]:
    """The topmost Authentication-Results header if it may be believed, and a sentence about it."""
    position = next((at for at, (name, _) in enumerate(fields) if name.lower() == NAME), None)
    if position is None:
        return None, "there is no Authentication-Results header"
    results = read_results(fields[position][1])
    if not _is_trusted(results.authserv_id, rules):
        name = shown(results.authserv_id) or "no server at all"
        return None, f"the topmost Authentication-Results names {name}, which inbox.authserv_ids does not trust"
    hop = untrusted_hop(fields[:position], results.authserv_id, rules.own_hosts)
    if hop is not None:
        return None, f"above the Authentication-Results stands a Received line by {shown(hop) or 'nobody'}"
    if not results.sound:
        return results, "the Authentication-Results header cannot be read with certainty: nothing is authenticated"
    return results, f"Authentication-Results of {shown(results.authserv_id) or 'Microsoft 365'}, trusted"


def _trusted_ids(rules: MailRules) -> frozenset[str]:
    return frozenset(spelling for each in rules.authserv_ids for spelling in spellings(each))


def _is_trusted(authserv_id: str, rules: MailRules) -> bool:
    ids = _trusted_ids(rules)
    return authserv_id in ids - {MICROSOFT} if authserv_id else MICROSOFT in ids


def _by_header(results: Results, domain: str, rules: MailRules) -> Verdict:
    """The first of dmarc, dkim and spf that says something; a dmarc verdict is final."""
    dmarc = tuple(results.of("dmarc"))
    if any(each.value == "fail" for each in dmarc):
        return _FORGED, None, f"dmarc=fail for {_about(dmarc) or domain}"
    verdicts = [each for each in dmarc if each.value not in NO_VERDICT]
    if verdicts:
        return _by_dmarc(verdicts, dmarc, domain)
    aligned = _aligned(results.of("dkim"), ("header.d", "header.i"), domain)
    if aligned:
        return _PASSED, "dkim", f"dkim=pass for {shown(aligned)}, the organisational domain of {domain}"
    aligned = _aligned(results.of("spf"), ("smtp.mailfrom", "smtp.mail"), domain)
    if aligned and rules.accept_spf_only:
        return _PASSED, "spf", f"spf=pass for {shown(aligned)}, the organisational domain of {domain}"
    if aligned:
        return _OPEN, None, "only spf=pass, which inbox.accept_spf_only does not accept"
    return _OPEN, None, f"neither dmarc nor an aligned dkim passed for {domain or 'the From domain'}"


def _by_dmarc(verdicts: Sequence[Result], dmarc: Sequence[Result], domain: str) -> Verdict:
    """A pass counts only for the From domain itself, and only where no second verdict says otherwise."""
    if len({each.value for each in dmarc}) > 1 or len({_domain_of(each) for each in dmarc}) > 1:
        return _OPEN, None, "there are two dmarc verdicts that differ"
    verdict, said = verdicts[0], _domain_of(verdicts[0])
    if verdict.value != "pass":
        return _OPEN, None, f"dmarc={shown(verdict.value)} for {shown(said) or 'no domain'}"
    if not said or said != domain:
        return _OPEN, None, f"dmarc=pass, but for {shown(said) or 'no domain'}, not for {domain or 'the From domain'}"
    return _PASSED, "dmarc", f"dmarc=pass for {domain}"


def _domain_of(result: Result) -> str:
    return exact_domain(result.properties.get("header.from", "").rpartition("@")[2])


def _about(results: Sequence[Result]) -> str:
    return shown(next(filter(None, map(_domain_of, results)), ""))


def _aligned(results: Iterator[Result], names: Sequence[str], domain: str) -> str:
    """The domain of the first pass that shares the From domain's organisation, or empty (RFC 7489, section 3.1)."""
    for each in results:
        said = next((each.properties[name] for name in names if each.properties.get(name)), "")
        signer = exact_domain(said.rpartition("@")[2])
        if each.value == "pass" and same_organisation(signer, domain):
            return signer
    return ""


def _fallback_allowed(results: Results | None) -> bool:
    """Our own check speaks only where the trusted header is silent about DMARC and DKIM."""
    if results is None:
        return True
    said = [*(each for each in results.of("dmarc") if each.value not in NO_VERDICT), *results.of("dkim")]
    return all(each.value == "none" for each in said)


def _by_own_check(domain: str, rules: MailRules) -> Verdict:
    signers = [exact_domain(signer) for signer, verified in rules.dkim if verified]
    aligned = next((signer for signer in signers if same_organisation(signer, domain)), "")
    if aligned:
        return _PASSED, "dkim", f"our own DKIM check: the signature of {shown(aligned)} holds"
    return _OPEN, None, "our own DKIM check: no aligned signature holds" if rules.dkim else ""


def shown(written: str) -> str:
    """Foreign text fit for a sentence of evidence: printable, short."""
    return "".join(char for char in written if char.isprintable())[:80]
