package io.tlsfloor.rules.catalogue;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Which list of endpoints is in use.
 *
 * @param source {@code bundled}, or the file it was read from
 * @param version Microsoft's number for it, ten digits, where known
 * @param date the day whose state it is, where known
 */
public record ListVersion(String source, Optional<String> version, Optional<LocalDate> date) {}
