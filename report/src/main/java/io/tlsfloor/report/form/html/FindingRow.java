package io.tlsfloor.report.form.html;

import io.tlsfloor.rules.RemedyPages;
import java.util.List;
import java.util.Optional;

/**
 * A group of findings.
 *
 * @param id number on the page, from 1
 * @param severity as a word
 * @param rank of the severity, for sorting
 * @param client whose connections they are
 * @param server whom it spoke to
 * @param rule that found it
 * @param handshake what was agreed
 * @param stack what the client looks like, with confidence
 * @param seen how often, and when
 * @param words what to make of it
 * @param proof where to look
 */
public record FindingRow(
    int id,
    String severity,
    int rank,
    Client client,
    Server server,
    String rule,
    Handshake handshake,
    String stack,
    Seen seen,
    Words words,
    Proof proof) {
  /** The name of the page that says in full what to do; empty where there is none. */
  public Optional<String> guide() {
    return RemedyPages.name(words.reference).filter(name -> RemedyPages.text(name).isPresent());
  }

  /**
   * A client.
   *
   * @param address of it
   * @param key for sorting: addresses in their order
   * @param names what it calls itself
   */
  public record Client(String address, String key, String names) {}

  /**
   * Holds what it spoke to.
   *
   * @param service for people
   * @param host the commonest, with its port
   */
  public record Server(String service, String host) {}

  /**
   * Holds what was agreed.
   *
   * @param offered the lowest of the highest versions offered
   * @param chosen the lowest version chosen
   * @param outcome the commonest
   */
  public record Handshake(String offered, String chosen, String outcome) {}

  /**
   * How often it was seen.
   *
   * @param times how many connections
   * @param first time of the first
   * @param last time of the last
   */
  public record Seen(long times, String first, String last) {}

  /**
   * Holds what to make of it.
   *
   * @param summary one sentence
   * @param remedy what to do; empty for none
   * @param reference where that is explained; empty for none
   * @param exception why it is excepted; empty for none
   */
  public record Words(String summary, String remedy, String reference, String exception) {}

  /**
   * Where to look.
   *
   * @param evidence in the captures
   * @param facts further names and values
   * @param command to look at the first frame
   * @param wireshark a display filter for its connection; empty where clients have pseudonyms
   * @param arkime a search for it there, likewise
   */
  public record Proof(
      List<Evidence> evidence,
      List<Page.Pair> facts,
      String command,
      String wireshark,
      String arkime) {}

  /**
   * A thing to look at.
   *
   * @param place file and frame number
   * @param field what was read
   * @param value what it said
   */
  public record Evidence(String place, String field, String value) {}
}
