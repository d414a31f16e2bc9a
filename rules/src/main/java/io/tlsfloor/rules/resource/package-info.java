/** Reads the tables that this module carries. Nothing here knows what they mean. */
@NullMarked
package io.tlsfloor.rules.resource;

import org.jspecify.annotations.NullMarked;
