/** Tests of the add-on: lines arrive, in order, or wait, or are counted. */
@NullMarked
package io.tlsfloor.kafka;

import org.jspecify.annotations.NullMarked;
