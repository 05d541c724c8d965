"""What can go wrong on the way, to be told to the cloud in advance."""

import json
from dataclasses import dataclass, field

REFUSALS = {
    "rate": (429, "rate_limit_exceeded", "Too many requests."),
    "quota": (429, "insufficient_quota", "You exceeded your current quota."),
    "broken": (500, None, "The server had an error."),
    "unknown_key": (401, "invalid_api_key", "Incorrect API key provided."),
    "absent": (404, "unknown_url", "No such address."),
    "no_range": (416, "requested_range_not_satisfiable", "That part cannot be had."),
    "forbidden": (403, "unsupported_country_region_territory", "Not here."),
}


@dataclass
class Fault:
    """One kind of misbehaviour at one route; it happens `times` times and is over then.

    kind: one of REFUSALS, "nonsense" (a page instead of JSON), "cut" (the connection ends after `after` bytes of the
    reply), "lost" (it ends after `after` bytes of the request were read, without a reply), "reset" (what was asked is
    done, and the connection ends without a reply), "expired" (the upload the request is for has ended), "slow"
    (`seconds` before the first byte).
    """

    route: str
    kind: str
    times: int = 1
    after: int = 0
    seconds: float = 0.0
    retry_after: str | None = None
    seen: int = 0

    def refusal(self) -> tuple[int, bytes, dict[str, str]]:
        """Return status, body and headers of a refusal."""
        status, code, message = REFUSALS[self.kind]
        body = json.dumps({"error": {"message": message, "type": "x", "param": None, "code": code}}).encode()
        headers = {"content-type": "application/json"}
        if self.retry_after is not None:
            headers["retry-after"] = self.retry_after
        return status, body, headers


@dataclass
class Faults:
    """The faults to come, taken in the order in which they were told."""

    waiting: list[Fault] = field(default_factory=list)
    happened: list[Fault] = field(default_factory=list)

    def add(self, route: str, kind: str, **more: object) -> None:
        """Tell a fault in advance."""
        self.waiting.append(Fault(route, kind, **more))  # type: ignore[arg-type]

    def take(self, route: str) -> Fault | None:
        """Return the next fault of a route, once; None when it behaves."""
        for fault in self.waiting:
            if fault.route in (route, "*"):
                fault.seen += 1
                if fault.seen >= fault.times:
                    self.waiting.remove(fault)
                self.happened.append(fault)
                return fault
        return None
