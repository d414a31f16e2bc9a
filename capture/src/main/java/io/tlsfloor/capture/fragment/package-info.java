/**
 * Puts IP fragments together again, in packet time and within fixed bounds.
 *
 * <p>In: packets of kind {@link io.tlsfloor.parser.packet.PacketKind#IP_FRAGMENT}. Out: whole
 * datagrams for {@link io.tlsfloor.parser.packet.PacketView#resume}, and counts of what could not
 * be made whole. Start at {@link io.tlsfloor.capture.fragment.IpReassembler}. Not here: TCP
 * streams.
 */
@NullMarked
package io.tlsfloor.capture.fragment;

import org.jspecify.annotations.NullMarked;
