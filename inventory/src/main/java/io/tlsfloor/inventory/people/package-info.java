/** Holds what people decided and know: notes, exceptions, hosts, the life of sites. */
@NullMarked
package io.tlsfloor.inventory.people;

import org.jspecify.annotations.NullMarked;
