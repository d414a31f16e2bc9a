package io.tlsfloor.rules;

import java.util.Optional;

/**
 * The service that a connection belongs to, and how that is known.
 *
 * @param instance {@code Worldwide}, {@code China}, …; the own catalogue's name for other services
 * @param area service area as in the list: {@code Exchange}, {@code SharePoint}, …
 * @param name for people: {@code Exchange Online}
 * @param set id of the endpoint set; empty for hosts added by hand and sets without a known id
 * @param category {@code Optimize}, {@code Allow}, {@code Default}; empty where not known
 * @param matched the row's value as in the list: {@code *.sharepoint.com}, {@code 52.96.0.0/14}
 * @param host the name or address that matched
 * @param evidence where that came from
 * @param confidence of evidence and row together
 * @param note what a reader should also know: a disagreement, an odd port, a shared prefix
 */
public record Service(
    String instance,
    String area,
    String name,
    Optional<Integer> set,
    Optional<String> category,
    String matched,
    String host,
    ServiceEvidence evidence,
    Confidence confidence,
    Optional<String> note) {}
