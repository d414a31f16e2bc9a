package io.tlsfloor.report.sink.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Java throws, and what it means for a receiver of syslog. */
class FailuresTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new UnknownHostException("siem"), "the host is not known", "its name"),
        Arguments.of(new ConnectException("Connection refused"), "nothing listens there", "runs"),
        Arguments.of(new PortUnreachableException(), "nothing listens there", "runs"),
        Arguments.of(new ConnectException("Connection timed out"), "no answer", "firewalls"),
        Arguments.of(new SocketTimeoutException("Connect timed out"), "no answer", "firewalls"),
        Arguments.of(new NoRouteToHostException("No route to host"), "no way to it", "network"),
        Arguments.of(new SocketException("Network is unreachable"), "no way to it", "network"),
        Arguments.of(
            new IOException("Operation not permitted"), "does not allow", "IPAddressAllow"),
        Arguments.of(
            tls(new CertificateExpiredException("NotAfter: …")), "not valid today", "clock"),
        Arguments.of(
            tls(new CertificateException("No name matching a.example found")),
            "for another host (no name matching a.example found)",
            "name or address"),
        Arguments.of(
            tls(new CertPathValidatorException("Path does not chain")),
            "not signed by a trusted authority",
            "--syslog-ca"),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: protocol_version"),
            "no TLS 1.2 or later",
            "Allow TLS 1.2"),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: certificate_required"),
            "refused the TLS connection",
            "certificate of the sender"),
        Arguments.of(new IOException("the receiver closed the connection"), "closed", ""));
  }

  private static IOException tls(Exception cause) {
    return (IOException) new SSLHandshakeException("it failed").initCause(cause);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void areSaidWithWhatToDo(IOException failure, String what, String hint) {
    assertThat(Failures.what(failure)).contains(what);
    assertThat(Failures.hint(failure)).contains(hint);
  }
}
