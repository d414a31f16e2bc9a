package io.tlsfloor.parser.observation;

/** Says what stands for what. The same for the same, and itself for what stays. */
public interface Substitution {
  /** Leaves all as it is. */
  Substitution NONE =
      new Substitution() {
        @Override
        public IpAddress address(IpAddress address, boolean innermost) {
          return address;
        }

        @Override
        public IpAddress told(IpAddress address) {
          return address;
        }

        @Override
        public String told(String address, boolean target) {
          return address;
        }

        @Override
        public String name(String name) {
          return name;
        }

        @Override
        public MacAddress mac(MacAddress mac) {
          return mac;
        }
      };

  /**
   * For an address in an IP header.
   *
   * @param innermost whether it is the header that carries the connection, and no tunnel's
   * @return an address of the same family
   */
  IpAddress address(IpAddress address, boolean innermost);

  /** For an address that a dialogue before TLS gives in bytes: of the same family. */
  IpAddress told(IpAddress address);

  /**
   * For an address that a dialogue gives in text.
   *
   * @param target whether it is what a proxy is asked for, and no client's
   * @return text of the same length
   */
  String told(String address, boolean target);

  /**
   * For a name that a client gives itself.
   *
   * @return text of the same length
   */
  String name(String name);

  /** For a link address. */
  MacAddress mac(MacAddress mac);
}
