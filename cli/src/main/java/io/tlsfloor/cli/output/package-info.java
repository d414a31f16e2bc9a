/**
 * The outputs that a command line asks for, opened: {@code scan} and {@code watch} take the same
 * forms and the same places, and differ in how long a place is written to.
 */
@NullMarked
package io.tlsfloor.cli.output;

import org.jspecify.annotations.NullMarked;
