/** Fills inventories of a chosen size, and times what is asked of them. */
@NullMarked
package io.tlsfloor.bench.inventory;

import org.jspecify.annotations.NullMarked;
