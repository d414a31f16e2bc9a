package io.tlsfloor.parser.observation;

import java.util.List;
import java.util.Optional;

/**
 * How the connection reached the point of capture.
 *
 * @param prefaces dialogues before TLS, in order
 * @param tunnels encapsulations, outermost first, VLANs included: {@code vlan:12}, {@code
 *     vxlan:42}, …
 * @param vlan id of the outer VLAN tag
 * @param innerVlan id of the second VLAN tag
 * @param clientMac source address of the client's frames, where the link has one
 * @param serverMac source address of the server's frames, where the link has one
 * @param target what a proxy was asked for, the last one if several
 * @param fragmented whether a hello came in IP fragments
 * @param proxy the proxy's own end of the second leg, where the capture holds both legs
 */
public record Way(
    List<PrefaceKind> prefaces,
    List<String> tunnels,
    Optional<Integer> vlan,
    Optional<Integer> innerVlan,
    Optional<MacAddress> clientMac,
    Optional<MacAddress> serverMac,
    Optional<Target> target,
    boolean fragmented,
    Optional<Peer> proxy) {
  /** Copies the lists. */
  public Way {
    prefaces = List.copyOf(prefaces);
    tunnels = List.copyOf(tunnels);
  }

  /** The same, with the proxy's own end of the second leg. */
  public Way through(Peer own) {
    return new Way(
        prefaces,
        tunnels,
        vlan,
        innerVlan,
        clientMac,
        serverMac,
        target,
        fragmented,
        Optional.of(own));
  }
}
