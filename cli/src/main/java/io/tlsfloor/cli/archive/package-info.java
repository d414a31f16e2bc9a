/** The command that prepares a scan of an archive on a cluster. Not here: Spark. */
@NullMarked
package io.tlsfloor.cli.archive;

import org.jspecify.annotations.NullMarked;
