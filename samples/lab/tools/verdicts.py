"""Compares the verdicts of two scans of one scenario. usage: verdicts.py expected.jsonl made-again.jsonl

A verdict is what does not depend on keys, ports and times: who spoke to whom, what was offered, chosen and inferred, how it
ended, on what way, which service on which evidence, and the rules that found something, with the hint at a refusal inside TLS.
Exit 1 with the difference.
"""

import json
import sys


def ended(facts):
    """How and by whom; who first closes a mail dialogue, or what was half seen, is chance."""
    return (facts.get("ended") or {}).get("how") if facts["outcome"] in ("no-tls", "incomplete") else facts.get("ended")


def port(number):
    """Where both ends choose their ports (WebRTC), the server's is chance as well."""
    return number if number < 32768 else "any"


def verdict(line):
    facts = line["tlsfloor"]
    offered = facts.get("offered") or {}
    service = facts.get("service") or {}
    return json.dumps({
        "client": line["source"]["ip"],
        "server": [line["destination"]["ip"], port(line["destination"]["port"])],
        "direction": line.get("network", {}).get("direction"),
        "offered": {key: offered.get(key) for key in ("max", "min", "versions", "format", "fallback_scsv", "hellos")},
        "negotiated": facts.get("negotiated"),
        "inferred": facts.get("inferred"),
        "outcome": facts["outcome"],
        "alert": facts.get("alert"),
        "ended": ended(facts),
        "established": line.get("tls", {}).get("established"),
        "resumed": line.get("tls", {}).get("resumed"),
        "way": [facts.get("prefaces"), facts.get("tunnels"), facts.get("target"), (facts.get("nat") or {}).get("ip")],
        "starttls": facts.get("starttls"),
        "names": [[name["name"], name["from"]] for name in facts.get("names", [])],  # in which frame depends on the run
        "service": {key: service.get(key) for key in ("instance", "set", "matched", "evidence", "confidence", "note")},
        "findings": [[f["rule"], f["severity"], f["confidence"], "refused inside TLS" in f["summary"]] for f in facts.get("findings", [])],
        "flagged": line["event"]["kind"],
    }, sort_keys=True)


def verdicts(path):
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    return sorted(verdict(line) for line in lines if line["event"]["dataset"] == "tlsfloor.connection")


expected, again = verdicts(sys.argv[1]), verdicts(sys.argv[2])
for sign, ours, theirs in (("-", expected, again), ("+", again, expected)):
    rest = list(theirs)
    for line in ours:
        if line in rest:
            rest.remove(line)
        else:
            print(sign, line)
sys.exit(expected != again)
