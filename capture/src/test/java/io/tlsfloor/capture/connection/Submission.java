package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsConnection;

/** A device that hands mail to Exchange Online: a greeting, EHLO, STARTTLS, then TLS. */
final class Submission {
  static final String CLIENT = "10.0.0.5";
  static final String SERVER = "52.96.1.10";
  static final String GREETING =
      "220 mx.outlook.office365.com Microsoft ESMTP MAIL Service ready\r\n";
  static final String EHLO_REPLY =
      "250-mx.outlook.office365.com Hello [10.0.0.5]\r\n250-STARTTLS\r\n250 SMTPUTF8\r\n";

  private Submission() {}

  /** Plays as far as the reply to EHLO, which offers STARTTLS. */
  static Wire greeted() {
    return new Wire().handshake().server(GREETING).client("EHLO scanner\r\n").server(EHLO_REPLY);
  }

  /** All of it, to the end of the TLS handshake. */
  static Wire whole(int version) {
    return greeted().client("STARTTLS\r\n").server("220 2.0.0 SMTP server ready\r\n").tls(version);
  }

  /** That a connection is told as one of these, with its hello and the yes to STARTTLS. */
  static void assertTold(TlsConnection c) {
    assertThat(c.protocol()).isEqualTo(Protocol.TLS);
    assertThat(c.client().address()).hasToString(CLIENT);
    assertThat(c.way().prefaces()).containsExactly(PrefaceKind.SMTP);
    assertThat(c.offer().orElseThrow().whole()).isTrue();
    assertThat(c.mail().orElseThrow().requested()).isTrue();
    assertThat(c.mail().orElseThrow().accepted()).isTrue();
  }
}
