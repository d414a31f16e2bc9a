/**
 * Reads a captured frame in place, from its link-layer header to the innermost TCP or UDP header.
 *
 * <p>In: a link type and a range of borrowed bytes. Out: {@link
 * io.tlsfloor.parser.packet.PacketView}, which has the addresses, ports and payload of the
 * innermost packet and the tunnels around it, or says by {@link
 * io.tlsfloor.parser.packet.PacketKind} why there are none. Start at {@code PacketView.wrap}; each
 * {@code …Layer} class reads one family of headers and hands on to the next.
 *
 * <p>Not here: reassembly of fragments or streams, checksums (offload leaves them wrong in most
 * captures), and any memory of earlier packets.
 */
@NullMarked
package io.tlsfloor.parser.packet;

import org.jspecify.annotations.NullMarked;
