package io.tlsfloor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.TlsConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are logs, and what belongs together. */
class LogSetTest {
  private static final String DNS =
      """
      {"ts":%s,"id.orig_h":"10.20.3.41","id.orig_p":9,"id.resp_h":"10.20.3.1","id.resp_p":53,"trans_id":1,\
      "query":"%s","qtype_name":"A","answers":["alias.example","52.96.1.10"],"TTLs":[60.0,60.0]}
      """;

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path ssl(String name) throws IOException {
    return write(
        name,
        Logged.header("version", "established", "cert_chain_fps")
            + Logged.entry("C1", "TLSv11", "T", "f00d,beef"));
  }

  @Test
  void allLogsNextToSslLogSayMoreOfItsConnections() throws IOException {
    Path ssl = ssl("first");
    write(
        "second",
        """
        #separator \\x09
        #path	conn
        #fields	ts	uid	proto	service	vlan	inner_vlan	orig_l2_addr	conn_state
        1793610000.0	C1	udp	ssl,quic	12	-	02:00:0a:14:03:f1	SF
        """);
    write(
        "third",
        "{\"ts\":1793610000.0,\"fingerprint\":\"f00d\",\"certificate.subject\":\"CN=a.example\","
            + "\"certificate.issuer\":\"CN=ca\",\"certificate.serial\":\"01\","
            + "\"san.dns\":[\"b.example\"]}\n");
    write(
        "fourth",
        "{\"ts\":1793610000.0,\"uid\":\"C1\",\"id.orig_h\":\"10.20.3.41\",\"id.orig_p\":1,"
            + "\"id.resp_h\":\"52.96.1.10\",\"id.resp_p\":25,\"trans_depth\":1,"
            + "\"helo\":\"mx.example\",\"tls\":true}\n");
    write("fifth", DNS.formatted("1793609999.0", "www.office.com"));
    write(
        "sixth",
        "{\"ts\":1793610000.0,\"uids\":[\"C9\"],\"mac\":\"02:00:0a:14:03:f1\",\"assigned_addr\":\"10.20.3.41\",\"host_name\":\"pc-41\",\"msg_types\":[\"ACK\"]}\n");
    write("notes.txt", "# nothing of interest\nhello\n");

    Logged read = Logged.set(LogSet.of(List.of(ssl))); // the others were not named

    TlsConnection c = read.only();
    assertThat(c.protocol()).hasToString("QUIC");
    assertThat(c.way().vlan()).contains(12);
    assertThat(c.way().clientMac().orElseThrow()).hasToString("02-00-0A-14-03-F1");
    assertThat(c.way().prefaces()).containsExactly(PrefaceKind.SMTP);
    assertThat(c.names())
        .extracting(name -> name.from() + " " + name.name())
        .containsExactly(
            "DNS www.office.com",
            "DNS alias.example",
            "CERTIFICATE b.example",
            "CERTIFICATE a.example");
    assertThat(read.tally.clientNames())
        .extracting(name -> name.from() + " " + name.name())
        .containsExactlyInAnyOrder("EHLO mx.example", "DHCP pc-41");
    assertThat(read.tally.inputs()).hasSize(6);
  }

  @Test
  void anAnswerAfterTheConnectionIsNotItsName() throws IOException {
    ssl("ssl.log");
    write(
        "dns.log",
        DNS.formatted("1793609999.0", "before.example")
            + DNS.formatted("1793610001.0", "after.example"));

    assertThat(Logged.folder(folder).only().names())
        .extracting(name -> name.name())
        .containsExactly("before.example", "alias.example");
  }

  @Test
  void compressedLogsAreRead() throws IOException {
    Path plain = ssl("ssl.log");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("x")))) {
      Files.copy(plain, out);
    }
    Files.delete(plain);

    assertThat(Logged.folder(folder).only().choice().orElseThrow().version())
        .hasToString("TLS 1.1");
  }

  @Test
  void aRotatedSetIsReadInTheOrderOfTime() throws IOException {
    String header = Logged.header("version", "established");
    write("ssl.09", header + Logged.entry("C2", "TLSv11", "T").replace("1793610000", "1793613600"));
    write("ssl.10", header + Logged.entry("C1", "TLSv10", "T"));

    assertThat(Logged.folder(folder).connections)
        .extracting(c -> c.log().orElseThrow().id())
        .containsExactly("C1", "C2");
  }

  @Test
  void aLogWithoutEntriesIsALog() throws IOException {
    write("ssl.log", Logged.header("version", "established") + "#close\t2026-11-02-10-00-00\n");

    Logged read = Logged.folder(folder);

    assertThat(read.tally.inputs()).hasSize(1);
    assertThat(read.connections).isEmpty();
  }

  @Test
  void whatIsNoLogOfConnectionsIsLeftAlone() throws IOException {
    write("a", "");
    write("b", "{");
    write("c", "{\"event_type\":\"tls\"}\n");
    write("d", "#!/bin/sh\necho\n");
    write("e", "{\"event\":{\"dataset\":\"tlsfloor.connection\"}}\n");
    write("dns.log", DNS.formatted("1793609999.0", "a.example"));
    Files.write(folder.resolve("f"), new byte[1 << 21]);
    write(
        "http.log",
        "{\"_path\":\"http\",\"ts\":1.0,\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":1,"
            + "\"id.resp_h\":\"10.0.0.2\",\"id.resp_p\":80,\"version\":\"1.1\"}\n");

    LogSet set =
        LogSet.of(
            List.of(
                folder.resolve("a"),
                folder.resolve("b"),
                folder.resolve("c"),
                folder.resolve("d"),
                folder.resolve("e"),
                folder.resolve("f"),
                folder.resolve("dns.log"),
                folder.resolve("http.log"),
                folder,
                folder.resolve("missing")));

    assertThat(set.folders()).isEmpty();
  }

  @Test
  void aLineThatIsNoEntryIsCountedWithItsNumber() {
    Logged read =
        Logged.bytes(
            (Logged.event("tls", "\"tls\":{\"version\":\"TLSv1\"}")
                    + "not JSON\n"
                    + "\n"
                    + Logged.event("tls", "\"tls\":{\"version\":\"TLSv1\"}").replace("50001", "-1")
                    + "{\"timestamp\":\"2026-11-02T09:00")
                .getBytes(StandardCharsets.UTF_8));

    assertThat(read.connections).hasSize(1);
    assertThat(read.tally.unreadable()).isEqualTo(3);
    assertThat(read.tally.inputs().get(0).damage())
        .contains("line 2 has no #fields before it, and 2 more like it");
  }
}
