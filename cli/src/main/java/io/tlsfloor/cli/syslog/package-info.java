/** The options for results by syslog. */
@NullMarked
package io.tlsfloor.cli.syslog;

import org.jspecify.annotations.NullMarked;
