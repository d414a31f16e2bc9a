/** Finds out which endpoints are one client, and keeps to what people said about that. */
@NullMarked
package io.tlsfloor.inventory.identity;

import org.jspecify.annotations.NullMarked;
