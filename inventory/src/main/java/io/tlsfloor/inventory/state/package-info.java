/**
 * Works out in which state a client and service is on a day, from the days on which it was seen.
 */
@NullMarked
package io.tlsfloor.inventory.state;

import org.jspecify.annotations.NullMarked;
