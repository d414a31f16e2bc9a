/** The boundaries between modules and packages, held by tests. */
@NullMarked
package io.tlsfloor.architecture;

import org.jspecify.annotations.NullMarked;
