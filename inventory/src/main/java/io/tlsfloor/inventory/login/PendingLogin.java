package io.tlsfloor.inventory.login;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A login that has begun. The browser keeps it, as a sealed text: however many begin, they take no
 * room here.
 *
 * @param state comes back with the answer, so that no other answer is taken for it
 * @param nonce comes back within the identity token
 * @param verifier shows that who redeems the code is who asked for it (RFC 7636)
 * @param to the page to go on with
 */
record PendingLogin(State state, Nonce nonce, CodeVerifier verifier, String to) {
  /** How long somebody has to log in at the provider. */
  static final Duration LIFE = Duration.ofMinutes(10);

  static PendingLogin begin(String to) {
    return new PendingLogin(new State(), new Nonce(), new CodeVerifier(), to);
  }

  /** Seals and opens; a text of another process, a changed or an old one is nothing. */
  static final class Seal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int PARTS = 6;

    private final SecretKeySpec key;

    Seal() {
      byte[] secret = new byte[32];
      new SecureRandom().nextBytes(secret);
      key = new SecretKeySpec(secret, ALGORITHM);
    }

    String sealed(PendingLogin login, Instant now) {
      String text =
          String.join(
              ".",
              login.state().getValue(),
              login.nonce().getValue(),
              login.verifier().getValue(),
              encoded(login.to().getBytes(StandardCharsets.UTF_8)),
              String.valueOf(now.plus(LIFE).getEpochSecond()));
      return text + "." + encoded(mac(text));
    }

    Optional<PendingLogin> opened(String sealed, Instant now) {
      int end = sealed.lastIndexOf('.');
      String[] parts = sealed.split("\\.", -1);
      if (parts.length != PARTS
          || !MessageDigest.isEqual(
              encoded(mac(sealed.substring(0, end))).getBytes(StandardCharsets.US_ASCII),
              sealed.substring(end + 1).getBytes(StandardCharsets.UTF_8))
          || Long.parseLong(parts[4]) < now.getEpochSecond()) {
        return Optional.empty();
      }
      return Optional.of(
          new PendingLogin(
              new State(parts[0]),
              new Nonce(parts[1]),
              new CodeVerifier(parts[2]),
              new String(Base64.getUrlDecoder().decode(parts[3]), StandardCharsets.UTF_8)));
    }

    private byte[] mac(String text) {
      try {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(key);
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has " + ALGORITHM, e);
      }
    }

    private static String encoded(byte[] bytes) {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
  }
}
