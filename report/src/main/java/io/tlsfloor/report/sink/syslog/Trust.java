package io.tlsfloor.report.sink.syslog;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.text.Reasons;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whose signature on a receiver's certificate is good. */
public final class Trust {
  private Trust() {}

  /**
   * Makes ready for TLS.
   *
   * @param file with certificates in PEM; empty for those that Java trusts
   * @throws ReportException if the file cannot be used
   */
  public static SSLContext context(Optional<String> file) throws ReportException {
    try {
      TrustManager[] trusted = null; // Java's own
      if (file.isPresent()) {
        trusted = trusted(certificates(file.get()));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted, null);
      return context;
    } catch (ReportException e) {
      throw e;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java has no TLS, which every Java must have", e);
    }
  }

  private static Collection<? extends Certificate> certificates(String file)
      throws ReportException, CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    Collection<? extends Certificate> found = List.of();
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      found = factory.generateCertificates(in);
    } catch (CertificateException e) {
      throw unusable(file, "holds a certificate that cannot be read", e);
    } catch (InvalidPathException | IOException e) {
      throw unusable(file, "cannot be read: " + Reasons.of(e), e);
    }
    if (found.isEmpty()) {
      throw ReportException.given(file + " holds no certificate", ADVICE);
    }
    return found;
  }

  private static final String ADVICE =
      "Give the certificate of the authority that signed the receiver's, in PEM: it begins with"
          + " -----BEGIN CERTIFICATE-----.";

  private static ReportException unusable(String file, String why, Exception e) {
    return ReportException.given(file + " " + why, ADVICE, e);
  }

  private static TrustManager[] trusted(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
