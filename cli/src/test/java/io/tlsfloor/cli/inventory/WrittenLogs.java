package io.tlsfloor.cli.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes what other programs would say of a made-up network, in their own forms. */
final class WrittenLogs {
  private static final String FIRST_SECOND = "T08:00:00";
  private static final String LAST_SECOND = "T18:00:00";
  private static final String SERVICE = "outlook.office365.com";
  private static final String ELSEWHERE = "www.example.com";

  /** Connections that a client made on a day, a letter each. */
  private static final Map<Character, String> CONNECTIONS =
      Map.of(
          'b', "bb", 'j', "bggg", 'r', "rr", '0', "n", '1', "g", '2', "gg", '3', "ggg", '4',
          "gggg");

  private WrittenLogs() {}

  /**
   * What somebody did on a day: as in {@link Simulation}, b below, r refused, j both, 0 something
   * that proves nothing, another digit good connections.
   *
   * @param number of the client, which tells the second of its first connection
   * @param address or the account
   * @param mac its link address, where that is logged
   * @param name the device's, where it is known
   */
  record Deed(String day, int number, String address, String mac, String name, char does) {
    /** b below, r refused for it, n refused for something else, g good. */
    private String connections() {
      return CONNECTIONS.get(does);
    }

    /** In the hour in which a run counts connections of captures. */
    private String time(int connection) {
      return "%sT09:%02d:%02d.%d".formatted(day, number / 60 % 60, number % 60, connection);
    }
  }

  /** How many messages a sender sent in a report's days. */
  record Sent(String sender, int old, int good) {}

  /** What a sensor with Zeek writes: {@code ssl.log}, and what lies beside it. */
  static Map<String, String> zeek(String day, List<Deed> deeds, boolean fingerprints) {
    StringBuilder ssl = new StringBuilder();
    StringBuilder conn = new StringBuilder();
    StringBuilder dhcp = new StringBuilder();
    ssl.append(entry(day + FIRST_SECOND, "C0", "10.255.0.1", ELSEWHERE, good("TLSv13")));
    for (Deed deed : deeds) {
      for (int i = 0; i < deed.connections().length(); i++) {
        String uid = "C" + deed.number + "-" + i;
        String said =
            switch (deed.connections().charAt(i)) {
              case 'b' -> good("TLSv10");
              case 'g' -> good("TLSv12");
              case 'r' -> refused("protocol_version", fingerprints ? "t10" : "");
              default -> refused("handshake_failure", fingerprints ? "t12" : "");
            };
        ssl.append(entry(deed.time(i), uid, deed.address, SERVICE, said));
        conn.append(
            entry(
                deed.time(i),
                uid,
                deed.address,
                SERVICE,
                "\"proto\":\"tcp\",\"service\":\"ssl\",\"conn_state\":\"SF\",\"orig_l2_addr\":\"%s\",\"resp_l2_addr\":\"00:00:5e:ff:00:00\""
                    .formatted(deed.mac.toLowerCase(Locale.ROOT).replace('-', ':'))));
      }
      if (!deed.name.isEmpty()) {
        dhcp.append(
            "{\"ts\":\"%s%sZ\",\"uids\":[\"D%d\"],\"msg_types\":[\"REQUEST\",\"ACK\"],\"host_name\":\"%s\",\"assigned_addr\":\"%s\"}\n"
                .formatted(day, FIRST_SECOND, deed.number, deed.name, deed.address));
      }
    }
    ssl.append(entry(day + LAST_SECOND, "C1", "10.255.0.1", ELSEWHERE, good("TLSv13")));
    Map<String, String> logs = new TreeMap<>(Map.of("ssl.log", ssl.toString()));
    if (conn.length() > 0) {
      logs.put("conn.log", conn.toString());
    }
    if (dhcp.length() > 0) {
      logs.put("dhcp.log", dhcp.toString());
    }
    return logs;
  }

  private static String entry(String time, String uid, String client, String server, String more) {
    return "{\"ts\":\"%sZ\",\"uid\":\"%s\",\"id.orig_h\":\"%s\",\"id.orig_p\":50000,\"id.resp_h\":\"%s\",\"id.resp_p\":443,%s}\n"
        .formatted(time, uid, client, address(server), more)
        .replace("SERVER", server);
  }

  private static String good(String version) {
    return "\"version\":\"%s\",\"server_name\":\"SERVER\",\"established\":true,\"resumed\":false"
        .formatted(version);
  }

  private static String refused(String alert, String offer) {
    return "\"server_name\":\"SERVER\",\"established\":false,\"resumed\":false,\"last_alert\":\"%s\",\"ssl_history\":\"Cl\"%s"
        .formatted(
            alert,
            offer.isEmpty() ? "" : ",\"ja4\":\"" + offer + "d1209h2_d34a8e72043a_b39be8c56a14\"");
  }

  private static String address(String server) {
    return server.equals(SERVICE) ? "52.96.1.10" : "198.51.100.7";
  }

  /** What a sensor with Suricata writes, which knows addresses alone. */
  static Map<String, String> eve(String day, List<Deed> deeds) {
    StringBuilder events = new StringBuilder();
    events.append(event(day + FIRST_SECOND + ".0", 1, "10.255.0.1", ELSEWHERE, "TLS 1.3", ""));
    for (Deed deed : deeds) {
      for (int i = 0; i < deed.connections().length(); i++) {
        int flow = 10 * deed.number + 10 + i;
        char did = deed.connections().charAt(i);
        boolean old = did == 'b' || did == 'r';
        String more =
            switch (did) {
              case 'b', 'g' -> ",\"subject\":\"CN=outlook.com\",\"issuerdn\":\"CN=ca\"";
              case 'r' ->
                  ",\"ja3\":{\"hash\":\"%032x\",\"string\":\"769,47-53-5,0-10-11,23-24,0\"}"
                      .formatted(1);
              default ->
                  ",\"ja3\":{\"hash\":\"%032x\"},\"ja4\":\"t12d1209h2_d34a8e72043a_b39be8c56a14\""
                      .formatted(2);
            };
        String version = old ? "TLSv1" : "TLS 1.2";
        events.append(event(deed.time(i), flow, deed.address, SERVICE, version, more));
      }
    }
    events.append(event(day + LAST_SECOND + ".0", 2, "10.255.0.1", ELSEWHERE, "TLS 1.3", ""));
    return Map.of("eve.json", events.toString());
  }

  private static String event(
      String time, int flow, String client, String server, String version, String more) {
    return "{\"timestamp\":\"%s00000+0000\",\"flow_id\":%d,\"event_type\":\"tls\",\"src_ip\":\"%s\",\"src_port\":50000,\"dest_ip\":\"%s\",\"dest_port\":443,\"proto\":\"TCP\",\"tls\":{\"sni\":\"%s\",\"version\":\"%s\"%s}}\n"
        .formatted(time, flow, client, address(server), server, version, more);
  }

  /** The sign-in log of some days; {@code name} is the device's, {@code address} the account. */
  static Map<String, String> signIns(String lastDay, List<Deed> deeds) {
    List<String> entries = new ArrayList<>();
    for (Deed deed : deeds) {
      for (int i = 0; i < deed.connections().length(); i++) {
        String more =
            switch (deed.connections().charAt(i)) {
              case 'b' -> "0}" + details("Legacy TLS (TLS 1.0, 1.1, 3DES)", "True") + "}";
              case 'g' -> "0}" + details("Is CAE Token", "False") + "}";
              case 'r' -> "1002016}}";
              default -> "0}}";
            };
        entries.add(
            "{\"createdDateTime\":\"%s00Z\",\"id\":\"%s-%d-%d\",\"userPrincipalName\":\"%s\",\"appDisplayName\":\"Outlook\",\"ipAddress\":\"203.0.113.9\",\"deviceDetail\":{\"displayName\":\"%s\"},\"status\":{\"errorCode\":%s"
                .formatted(deed.time(i), deed.day, deed.number, i, deed.address, deed.name, more));
      }
    }
    return Map.of("signins " + lastDay + ".json", "[" + String.join(",\n", entries) + "]");
  }

  private static String details(String key, String value) {
    return ",\"authenticationProcessingDetails\":[{\"key\":\"%s\",\"value\":\"%s\"}]"
        .formatted(key, value);
  }

  /** The report on clients of SMTP AUTH of a range of days. */
  static Map<String, String> senders(String firstDay, String lastDay, List<Sent> all) {
    StringBuilder csv =
        new StringBuilder("Sender address,TLS 1.0,TLS 1.1,TLS 1.2,Messages sent\r\n");
    for (Sent each : all) {
      csv.append(
          "%s,%d,0,%d,%d\r\n".formatted(each.sender, each.old, each.good, each.old + each.good));
    }
    return Map.of("smtpauth " + firstDay + " " + lastDay + ".csv", csv.toString());
  }
}
