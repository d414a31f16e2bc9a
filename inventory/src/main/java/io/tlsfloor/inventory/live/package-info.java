/** Takes the results of a run as they come, without lines between. */
@NullMarked
package io.tlsfloor.inventory.live;

import org.jspecify.annotations.NullMarked;
