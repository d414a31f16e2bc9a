/**
 * The page that a team works from: {@code tlsfloor serve}.
 *
 * <p>In: an inventory, and requests. Out: pages made on the server, which need no JavaScript to be
 * read, and lists as CSV and JSON Lines. Start at {@link io.tlsfloor.inventory.page.PageServer}.
 * Who may see and change what is decided in {@link io.tlsfloor.inventory.page.Access} alone.
 */
@NullMarked
package io.tlsfloor.inventory.page;

import org.jspecify.annotations.NullMarked;
