/** The launcher at the top of the tree, run as a person runs it. */
@NullMarked
package io.tlsfloor.launcher;

import org.jspecify.annotations.NullMarked;
