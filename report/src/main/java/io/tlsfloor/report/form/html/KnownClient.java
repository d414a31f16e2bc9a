package io.tlsfloor.report.form.html;

/**
 * Holds what is known of a client from elsewhere than the packets.
 *
 * @param name of the device; empty for none
 * @param owner who answers for it; empty when no one is named
 * @param ticket where the work is tracked; empty for none
 */
public record KnownClient(String name, String owner, String ticket) {
  /** Nothing. */
  static final KnownClient NOTHING = new KnownClient("", "", "");
}
