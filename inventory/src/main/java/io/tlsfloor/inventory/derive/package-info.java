/** Works out from facts who is who, in which state, and what was covered. */
@NullMarked
package io.tlsfloor.inventory.derive;

import org.jspecify.annotations.NullMarked;
