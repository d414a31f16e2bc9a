/** Parts that are loaded from folders of their own, and only where they are used. */
@NullMarked
package io.tlsfloor.cli.addon;

import org.jspecify.annotations.NullMarked;
