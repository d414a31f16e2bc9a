/** Holds what tests of all modules share; other modules see it through this module's test-jar. */
@NullMarked
package io.tlsfloor.testing;

import org.jspecify.annotations.NullMarked;
