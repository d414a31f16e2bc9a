package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.Clients.Row;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What clients are looked for by: identity, address, name and link address of each, in one array of
 * bytes, so that a search makes no objects. What the identity ends with is not kept twice.
 */
final class ClientTexts {
  static final int ID = 0;
  static final int ADDRESS = 1;
  static final int NAME = 2;
  static final int MAC = 3;

  private static final byte END = 0; // no text from the network has it: see Texts.clean
  private static final byte REST_OF_ID = (byte) 0xFF; // no text in UTF-8 has it

  private final byte[] text;
  private final int[] starts; // of each client, and where the last one ends

  private ClientTexts(byte[] text, int[] starts) {
    this.text = text;
    this.starts = starts;
  }

  /** Takes clients, one after the other. */
  static final class Builder {
    private byte[] text = new byte[1 << 12];
    private int[] starts = new int[64];
    private int length;
    private int clients;
    private String last = "";

    /** The index of a row's client: that of the row before, where that has the same. */
    int add(Row row) {
      if (clients > 0 && row.id().equals(last)) {
        return clients - 1;
      }
      last = row.id();
      if (clients + 1 == starts.length) {
        starts = Arrays.copyOf(starts, starts.length + starts.length / 2);
      }
      starts[clients++] = length;
      add(row.id().getBytes(StandardCharsets.UTF_8));
      List<String> others = List.of(row.client(), row.name(), row.mac());
      for (String other : others) {
        add(!other.isEmpty() && row.id().endsWith(other) ? rest(other) : bytes(other));
      }
      String all = row.id() + (char) END + String.join(String.valueOf((char) END), others);
      String lower = all.toLowerCase(Locale.ROOT);
      if (!all.chars().allMatch(c -> c < 0x80) && !lower.equals(all)) { // other letters are rare
        add(bytes(lower));
      }
      return clients - 1;
    }

    private static byte[] bytes(String part) {
      return part.getBytes(StandardCharsets.UTF_8);
    }

    /** Its length, in bytes that begin no text. */
    private static byte[] rest(String part) {
      int bytes = bytes(part).length;
      return new byte[] {
        REST_OF_ID,
        (byte) (0x80 | bytes >> 12),
        (byte) (0x80 | bytes >> 6 & 63),
        (byte) (0x80 | bytes & 63)
      };
    }

    private void add(byte[] part) {
      if (text.length - length <= part.length) {
        text = Arrays.copyOf(text, text.length + text.length / 2 + part.length + 1);
      }
      System.arraycopy(part, 0, text, length, part.length);
      length += part.length;
      text[length++] = END;
    }

    ClientTexts build() {
      starts[clients] = length;
      return new ClientTexts(Arrays.copyOf(text, length), Arrays.copyOf(starts, clients + 1));
    }
  }

  /** A text of a client. */
  String text(int client, int which) {
    int at = starts[client];
    int idEnd = end(at);
    int end = idEnd;
    for (int part = 0; part < which; part++) {
      at = end + 1;
      end = end(at);
    }
    if (at < end && text[at] == REST_OF_ID) {
      int length = (text[at + 1] & 63) << 12 | (text[at + 2] & 63) << 6 | text[at + 3] & 63;
      at = idEnd - length;
      end = idEnd;
    }
    return new String(text, at, end - at, StandardCharsets.UTF_8);
  }

  private int end(int from) {
    int at = from;
    while (text[at] != END) {
      at++;
    }
    return at;
  }

  /** One text of all clients, by index. */
  String[] all(int which) {
    String[] all = new String[starts.length - 1];
    Arrays.setAll(all, client -> text(client, which));
    return all;
  }

  /** Which clients have a text that holds what is sought, whatever its case. */
  boolean[] holding(String sought) {
    boolean[] holds = new boolean[starts.length - 1];
    byte[] needle = sought.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    if (sought.indexOf(END) >= 0 || needle.length == 0) {
      Arrays.fill(holds, needle.length == 0);
      return holds;
    }
    int length = needle.length;
    byte last = needle[length - 1]; // rarer than the first in addresses of one network
    byte upper = (byte) Character.toUpperCase((char) (last & 0x7F));
    byte other = last >= 0 ? upper : last;
    int client = 0;
    for (int at = length - 1; at < text.length; at++) {
      byte b = text[at];
      if ((b == last || b == other) && matches(needle, at - length + 1)) {
        while (starts[client + 1] <= at) {
          client++;
        }
        holds[client] = true;
        at = starts[client + 1] - 2 + length; // on with the next client
      }
    }
    return holds;
  }

  /** Compares from the end: the beginnings of addresses are alike. */
  private boolean matches(byte[] needle, int from) {
    for (int i = needle.length - 1; i >= 0; i--) {
      byte b = text[from + i];
      byte lower = b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
      if (lower != needle[i]) {
        return false;
      }
    }
    return true;
  }
}
