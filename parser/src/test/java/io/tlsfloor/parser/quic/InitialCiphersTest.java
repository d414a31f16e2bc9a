package io.tlsfloor.parser.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Against the JDK's HMAC and GCM. */
class InitialCiphersTest {
  private static final int ROUNDS = 300;

  private final Random random = new Random(20_261_128);
  private final InitialCiphers ciphers = new InitialCiphers();

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void opensWhatTheJdkHasSealedAndNothingElse() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      SecretKeySpec key = new SecretKeySpec(bytes(16), "AES");
      byte[] nonce = bytes(12);
      byte[] header = bytes(random.nextInt(60));
      byte[] text = bytes(random.nextInt(400));
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
      gcm.updateAAD(header);
      byte[] sealed = gcm.doFinal(text);

      assertThat(ciphers.open(key, nonce, header, sealed)).isEqualTo(text);

      sealed[random.nextInt(sealed.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(ciphers.open(key, nonce, header, sealed)).isNull();
      byte[] cut = Arrays.copyOf(sealed, random.nextInt(sealed.length));
      assertThat(ciphers.open(key, nonce, header, cut)).isNull();
    }
  }

  @Test
  void hashesWithAKeyAsTheJdkDoes() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] key = bytes(1 + random.nextInt(64));
      byte[] message = bytes(random.nextInt(200));
      byte[] other = bytes(random.nextInt(200));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));

      assertThat(ciphers.hmac(key, message, other))
          .isDeepEqualTo(new byte[][] {mac.doFinal(message), mac.doFinal(other)});
    }
  }
}
