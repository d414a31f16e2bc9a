/** Holds what people decided: notes, exceptions, clients joined and parted, digests for owners. */
@NullMarked
package io.tlsfloor.inventory.people;

import org.jspecify.annotations.NullMarked;
