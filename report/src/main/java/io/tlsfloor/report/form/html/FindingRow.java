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
 * @param client its address
 * @param clientKey for sorting: addresses in their order
 * @param names what the client calls itself
 * @param service for people
 * @param host the commonest, with its port
 * @param rule that found it
 * @param offered the lowest of the highest versions offered
 * @param chosen the lowest version chosen
 * @param outcome the commonest
 * @param stack what the client looks like, with confidence
 * @param times how many connections
 * @param first time of the first
 * @param last time of the last
 * @param summary one sentence
 * @param remedy what to do; empty for none
 * @param reference where that is explained; empty for none
 * @param exception why it is excepted; empty for none
 * @param evidence where to look
 * @param facts further names and values
 * @param command to look at the first frame
 * @param wireshark a display filter for its connection; empty where clients have pseudonyms
 * @param arkime a search for it there, likewise
 */
public record FindingRow(
    int id,
    String severity,
    int rank,
    String client,
    String clientKey,
    String names,
    String service,
    String host,
    String rule,
    String offered,
    String chosen,
    String outcome,
    String stack,
    long times,
    String first,
    String last,
    String summary,
    String remedy,
    String reference,
    String exception,
    List<Evidence> evidence,
    List<Page.Pair> facts,
    String command,
    String wireshark,
    String arkime) {
  /** The name of the page that says in full what to do; empty where there is none. */
  public Optional<String> guide() {
    return RemedyPages.name(reference).filter(name -> RemedyPages.text(name).isPresent());
  }

  /**
   * A thing to look at.
   *
   * @param place file and frame number
   * @param field what was read
   * @param value what it said
   */
  public record Evidence(String place, String field, String value) {}
}
