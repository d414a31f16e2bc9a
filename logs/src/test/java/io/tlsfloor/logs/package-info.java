/** Tests of logs: literal entries on the left, facts on the right. */
@NullMarked
package io.tlsfloor.logs;

import org.jspecify.annotations.NullMarked;
