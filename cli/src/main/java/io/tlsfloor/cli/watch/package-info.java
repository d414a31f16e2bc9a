/**
 * The command {@code watch}: live interfaces in, findings out as they happen.
 *
 * <p>In: command-line options and {@code tlsfloor.conf}. Out: lines, and an exit status. One thread
 * reads packets ({@link io.tlsfloor.cli.watch.PacketLoop}), another judges and reports: start at
 * {@link io.tlsfloor.cli.watch.Watch}. Not here: how frames are captured, and how they are judged.
 */
@NullMarked
package io.tlsfloor.cli.watch;

import org.jspecify.annotations.NullMarked;
