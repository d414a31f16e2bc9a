/** Takes saved lines in: facts, each kept under the run that brought it. */
@NullMarked
package io.tlsfloor.inventory.intake;

import org.jspecify.annotations.NullMarked;
