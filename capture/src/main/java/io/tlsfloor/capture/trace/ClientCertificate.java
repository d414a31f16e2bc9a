package io.tlsfloor.capture.trace;

import io.tlsfloor.parser.field.CertificateText;
import io.tlsfloor.parser.field.Message;
import io.tlsfloor.parser.field.Run;
import java.util.BitSet;
import java.util.List;

/** A client's certificate names a person or a device, and proves nothing about a version. */
final class ClientCertificate {
  private ClientCertificate() {}

  /**
   * The places in the stream of the texts of certificates.
   *
   * @param messages that the client sent
   * @param stream that their runs lie in
   */
  static BitSet texts(List<Message> messages, byte[] stream, int headerBytes) {
    BitSet places = new BitSet();
    for (Message message : messages) {
      if (message.name().equals("Certificate")) {
        byte[] bytes = new byte[message.length()];
        for (Run run : message.runs()) {
          int length = Math.min(run.length(), bytes.length - run.messageOffset());
          System.arraycopy(stream, run.streamOffset(), bytes, run.messageOffset(), length);
        }
        CertificateText.find(bytes, headerBytes).stream()
            .map(message::streamOffset)
            .filter(place -> place >= 0)
            .forEach(places::set);
      }
    }
    return places;
  }
}
