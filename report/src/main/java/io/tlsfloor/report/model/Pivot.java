package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.text.Words;

/**
 * Leads to one connection in the programs that hold its packets.
 *
 * @param client the sender of the ClientHello
 */
public record Pivot(Transport transport, Peer client, Peer server) {
  /** A display filter of Wireshark and tshark. */
  public String wireshark() {
    String ip = client.address().v4() ? "ip.addr == " : "ipv6.addr == ";
    String port = Words.constant(transport) + ".port == ";
    return String.join(
        " && ",
        ip + client.address(),
        ip + server.address(),
        port + client.port(),
        port + server.port());
  }

  /** A search of Arkime; its addresses and ports are those of the opener of a session. */
  public String arkime() {
    return String.join(
        " && ",
        "ip.protocol == " + Words.constant(transport),
        "ip == " + client.address(),
        "ip == " + server.address(),
        "port == " + client.port(),
        "port == " + server.port());
  }
}
