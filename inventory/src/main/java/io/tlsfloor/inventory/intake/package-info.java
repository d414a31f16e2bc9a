/** Takes in what runs say, in whole transactions, and finds out which endpoints are one client. */
@NullMarked
package io.tlsfloor.inventory.intake;

import org.jspecify.annotations.NullMarked;
