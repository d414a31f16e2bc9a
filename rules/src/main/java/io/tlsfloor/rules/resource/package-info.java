/** Reads the tables that this module carries, and words as people type them, without a meaning. */
@NullMarked
package io.tlsfloor.rules.resource;

import org.jspecify.annotations.NullMarked;
