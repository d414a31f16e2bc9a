/** Sends changes to owners without being asked: one digest an owner, sent at least once. */
@NullMarked
package io.tlsfloor.inventory.digest;

import org.jspecify.annotations.NullMarked;
