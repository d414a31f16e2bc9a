/** {@code tlsfloor serve}: the page of an inventory. */
@NullMarked
package io.tlsfloor.cli.serve;

import org.jspecify.annotations.NullMarked;
