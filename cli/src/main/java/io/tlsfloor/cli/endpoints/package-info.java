/**
 * The command {@code endpoints}: shows the endpoint list, looks names up in it, updates it.
 *
 * <p>In: command-line options; for {@code update --online} answers of Microsoft's endpoint web
 * service. Out: text, and a list in the user's store. Start at {@link
 * io.tlsfloor.cli.endpoints.EndpointsCommand}. Not here: how names and addresses match, and how the
 * store is laid out.
 */
@NullMarked
package io.tlsfloor.cli.endpoints;

import org.jspecify.annotations.NullMarked;
