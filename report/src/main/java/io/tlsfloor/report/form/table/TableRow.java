package io.tlsfloor.report.form.table;

import io.tlsfloor.rules.Severity;
import java.util.List;
import java.util.Optional;

/**
 * One group as text, before it is fitted to a width.
 *
 * @param severity for the colour; empty without a finding
 * @param label of the severity
 * @param client its address, or how many there are
 * @param service for people
 * @param host with its port
 * @param offered version
 * @param chosen version
 * @param outcome in words
 * @param times how often
 * @param details lines below
 */
record TableRow(
    Optional<Severity> severity,
    String label,
    String client,
    String service,
    String host,
    String offered,
    String chosen,
    String outcome,
    String times,
    List<String> details) {}
