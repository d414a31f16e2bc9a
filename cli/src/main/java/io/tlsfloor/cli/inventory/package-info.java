/** {@code tlsfloor inventory}: takes results in, and answers questions about months of them. */
@NullMarked
package io.tlsfloor.cli.inventory;

import org.jspecify.annotations.NullMarked;
