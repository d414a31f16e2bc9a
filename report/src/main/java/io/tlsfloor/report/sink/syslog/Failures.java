package io.tlsfloor.report.sink.syslog;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says what keeps messages from a receiver, and what to do about it. */
final class Failures {
  private enum Kind {
    UNKNOWN_HOST("the host is not known", "Check its name, or give its address."),
    REFUSED(
        "nothing listens there (connection refused)",
        "Check host and port, and that the receiver runs."),
    SILENT("no answer", "Check host and port, and the firewalls between."),
    BLOCKED(
        "this machine does not allow it (operation not permitted)",
        "Allow its address in the firewall, or in the unit with a line IPAddressAllow= (systemctl"
            + " edit tlsfloor)."),
    NO_ROUTE("there is no way to it", "Check host and network."),
    NO_TLS(
        "what answers there is no TLS",
        "Check the port: TLS has another than plain TCP, mostly 6514; or use tcp://."),
    OLD_TLS(
        "it speaks no TLS 1.2 or later",
        "Allow TLS 1.2 or 1.3 at the receiver; nothing older is used."),
    UNTRUSTED(
        "its certificate is not signed by a trusted authority",
        "Give the certificate of the authority that signed it with --syslog-ca FILE."),
    EXPIRED(
        "its certificate is not valid today",
        "Renew it at the receiver, or set the clock of this machine."),
    WRONG_NAME(
        "its certificate is for another host",
        "Use a name or address that the certificate holds, or have one made for this one."),
    REFUSED_TLS(
        "it refused the TLS connection",
        "See its log: it may ask for a certificate of the sender, which is not supported."),
    OTHER("", "");

    private final String what;
    private final String hint;

    Kind(String what, String hint) {
      this.what = what;
      this.hint = hint;
    }
  }

  private Failures() {}

  /** One clause. */
  static String what(IOException e) {
    Kind kind = kind(e);
    String said = String.valueOf(e.getMessage());
    return switch (kind) {
      case OTHER -> said;
      case WRONG_NAME -> kind.what + detail(e);
      default -> kind.what;
    };
  }

  /** Sentences; empty for none. */
  static String hint(IOException e) {
    return kind(e).hint;
  }

  private static Kind kind(IOException e) {
    if (e instanceof UnknownHostException) {
      return Kind.UNKNOWN_HOST;
    }
    if (e instanceof PortUnreachableException) {
      return Kind.REFUSED;
    }
    String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (said.contains("operation not permitted")) {
      return Kind.BLOCKED;
    }
    if (e instanceof ConnectException) {
      return said.contains("timed out") ? Kind.SILENT : Kind.REFUSED;
    }
    if (e instanceof NoRouteToHostException || said.contains("unreachable")) {
      return Kind.NO_ROUTE;
    }
    if (e instanceof SocketTimeoutException) {
      return said.contains("takes nothing") ? Kind.OTHER : Kind.SILENT;
    }
    return e instanceof SSLException ? tls(e, said) : Kind.OTHER;
  }

  private static Kind tls(IOException e, String said) {
    for (Throwable cause = e; cause != null; cause = next(cause)) {
      String why = String.valueOf(cause.getMessage());
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return Kind.EXPIRED;
      }
      if (why.startsWith("No name matching") || why.startsWith("No subject alternative")) {
        return Kind.WRONG_NAME;
      }
    }
    for (Throwable cause = e; cause != null; cause = next(cause)) {
      if (cause instanceof CertPathBuilderException
          || cause instanceof CertPathValidatorException) {
        return Kind.UNTRUSTED;
      }
    }
    if (said.contains("unrecognized ssl message") || said.contains("plaintext connection")) {
      return Kind.NO_TLS;
    }
    if (said.contains("protocol_version") || said.contains("not accepted by client preferences")) {
      return Kind.OLD_TLS;
    }
    return said.contains("fatal alert") ? Kind.REFUSED_TLS : Kind.OTHER;
  }

  private static @Nullable Throwable next(Throwable cause) {
    return cause.getCause() == cause ? null : cause.getCause();
  }

  private static String detail(IOException e) {
    for (Throwable cause = e; cause != null; cause = next(cause)) {
      String why = String.valueOf(cause.getMessage());
      if (why.startsWith("No name matching") || why.startsWith("No subject alternative")) {
        return " (" + why.substring(0, 1).toLowerCase(Locale.ROOT) + why.substring(1) + ")";
      }
    }
    return "";
  }
}
