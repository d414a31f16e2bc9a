/** What the build does to the application's jars. No part of the application itself. */
@NullMarked
package io.tlsfloor.cli.assembly;

import org.jspecify.annotations.NullMarked;
