/**
 * Tells whose service a name or an address is, from published endpoint lists.
 *
 * <p>In: a name or an address, the transport and the port. Out: {@link
 * io.tlsfloor.rules.catalogue.Match}es with the row that matched. Start at {@link
 * io.tlsfloor.rules.catalogue.Catalogue}. Not here: which evidence wins, and how sure a match is;
 * that is {@link io.tlsfloor.rules.judge.Judge}'s.
 */
@NullMarked
package io.tlsfloor.rules.catalogue;

import org.jspecify.annotations.NullMarked;
