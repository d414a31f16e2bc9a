/**
 * Random traffic, spoiled and forged: what connections tell of it against what its maker knows. A
 * client below the floor is flagged, or what hides it is stated; nobody else is accused without a
 * doubt.
 */
@NullMarked
package io.tlsfloor.capture.proof;

import org.jspecify.annotations.NullMarked;
