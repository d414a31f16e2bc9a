/** Tests of archives: what a cluster says is what a scan says. */
@NullMarked
package io.tlsfloor.archive;

import org.jspecify.annotations.NullMarked;
