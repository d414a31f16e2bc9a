/** Answers questions about the inventory, as text, JSON and rows. */
@NullMarked
package io.tlsfloor.inventory.answer;

import org.jspecify.annotations.NullMarked;
