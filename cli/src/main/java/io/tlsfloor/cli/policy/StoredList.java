package io.tlsfloor.cli.policy;

import io.tlsfloor.rules.catalogue.ListVersion;
import java.nio.file.Path;

/**
 * An endpoint list that the user stored.
 *
 * @param instance cloud instance, by the list's name for it
 * @param file the official JSON
 * @param version which list it is; its source is the file
 */
public record StoredList(String instance, Path file, ListVersion version) {}
