package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Zeek itself wrote of handshakes, as published, and what we write of handshakes of the same
 * kinds. Sources: a TLS 1.3 and a resumed session in the examples of zeek's JSON logs; a full TLS
 * 1.2 session with a ticket and one without; the refusals of the baseline
 * scripts.base.protocols.ssl.tls13 of its test suite.
 */
class ZeekPublishedTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TLS 1.3                 | tls13           | TLSv13 | true  | false | CsiI      |
          resumed by a session id | resumed         | TLSv10 | true  | true  | CsiI      |
          full, with a ticket     | tls10           | TLSv10 | true  | false | CsxknGIti |
          refused                 | refused-alert   |        | false | false | Cl        | protocol_version
          """)
  void ofAHandshakeOfThisKindWeWriteTheSame(
      String kind,
      String sample,
      String version,
      boolean established,
      boolean resumed,
      String history,
      String alert)
      throws Exception {
    List<JsonNode> lines = ssl("samples/" + sample + "/capture.pcapng");

    assertThat(lines)
        .as(kind)
        .anySatisfy(
            line -> {
              assertThat(line.path("version").asText(null)).isEqualTo(version);
              assertThat(line.get("established").asBoolean()).isEqualTo(established);
              assertThat(line.get("resumed").asBoolean()).isEqualTo(resumed);
              assertThat(line.path("ssl_history").asText()).isEqualTo(history);
              assertThat(line.path("last_alert").asText(null)).isEqualTo(alert);
            });
  }

  /** Lines in the form of Zeek 7, with the values of published examples. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TLSv13 | TLS_AES_256_GCM_SHA384                | zeek.org            | false |    | CsiI
          TLSv12 | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 | www.google.com      | true  |    | CsiI
          TLSv12 | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 | api.amazonalexa.com | false | h2 | CsxknGIti
          TLSv10 | TLS_RSA_WITH_RC4_128_MD5              | salesforce.com      | true  |    | CsiI
          """)
  void aLineOfZeekComesOutAsItWentIn(
      String version, String cipher, String name, boolean resumed, String next, String history)
      throws Exception {
    String line =
        String.format(
            "{\"ts\":1763458126.681856,\"uid\":\"Cy4rVk3lxsm8DQh7R1\",\"id.orig_h\":\"192.168.0.109\","
                + "\"id.orig_p\":34284,\"id.resp_h\":\"192.0.78.212\",\"id.resp_p\":443,"
                + "\"version\":\"%s\",\"cipher\":\"%s\",\"server_name\":\"%s\",\"resumed\":%s,%s"
                + "\"established\":true,\"ssl_history\":\"%s\"}",
            version,
            cipher,
            name,
            resumed,
            next == null ? "" : "\"next_protocol\":\"" + next + "\",",
            history);
    Path log = folder.resolve("ssl.log");
    Files.writeString(log, line + "\n");

    List<JsonNode> lines = ssl(log.toString());

    assertThat(lines).hasSize(1);
    JSON.readTree(line)
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("uid")) { // ours is made of the facts
                assertThat(lines.get(0).get(field.getKey()))
                    .as(field.getKey())
                    .isEqualTo(field.getValue());
              }
            });
  }

  @Test
  void aConnectionSeenFromOneSideIsNotEstablished() throws Exception {
    assertThat(ssl("samples/one-sided-client/capture.pcapng"))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.get("established").asBoolean()).isFalse());
  }

  private static List<JsonNode> ssl(String input) throws Exception {
    String[] scan = {"scan", "--all", "--any-service", "--direction=any", "--format=zeek", input};
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Cli.run(scan).lines()) {
      JsonNode read = JSON.readTree(line);
      if (read.get("_path").asText().equals("ssl")) {
        lines.add(read);
      }
    }
    return lines;
  }
}
