/** {@code tlsfloor remedy}: what to do about a finding, in full. */
@NullMarked
package io.tlsfloor.cli.remedy;

import org.jspecify.annotations.NullMarked;
