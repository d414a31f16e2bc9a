package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A file of Grafana's: its panels' queries, with variables put in as Grafana puts them in. */
final class Dashboard {
  /** Variables: {@code $name} in a query. */
  private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");

  private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*(.+?)\\s*}}");
  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((\\w+), ?(\\w+)\\)"); // of Grafana's Prometheus data source

  private final JsonNode root;

  Dashboard(Path file) throws IOException {
    root = new ObjectMapper().readTree(file.toFile());
  }

  /**
   * A query of a panel, with no variable left in it.
   *
   * @param instant whether the panel asks for one moment and not for a stretch of time
   */
  record Query(String panel, String expression, boolean instant, String legend) {
    /** The labels that the legend shows. */
    List<String> labels() {
      return LABEL.matcher(legend).results().map(label -> label.group(1)).toList();
    }

    /** Returns what the panel writes beside a series. */
    String name(JsonNode labels) {
      return LABEL
          .matcher(legend)
          .replaceAll(
              label -> Matcher.quoteReplacement(labels.path(label.group(1)).asText("missing")));
    }
  }

  /**
   * The queries of all panels.
   *
   * @param prometheus is asked for the values of variables
   * @param scrapeSeconds between two scrapes, as the data source is told; also between two points
   */
  List<Query> queries(Prometheus prometheus, int scrapeSeconds) {
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : root.get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        String expression =
            VARIABLE
                .matcher(target.get("expr").asText())
                .replaceAll(
                    name -> Matcher.quoteReplacement(value(name, prometheus, scrapeSeconds)));
        queries.add(
            new Query(
                panel.get("title").asText(),
                expression,
                target.get("instant").asBoolean(),
                target.get("legendFormat").asText()));
      }
    }
    return queries;
  }

  private String value(MatchResult name, Prometheus prometheus, int scrapeSeconds) {
    return switch (name.group(1)) {
      case "__interval" -> scrapeSeconds + "s";
      // The greater of interval and scrape interval together, and four scrape intervals.
      case "__rate_interval" -> 4 * scrapeSeconds + "s";
      default -> all(variable(name.group(1)), prometheus);
    };
  }

  private JsonNode variable(String name) {
    for (JsonNode variable : root.at("/templating/list")) {
      if (variable.get("name").asText().equals(name)) {
        return variable;
      }
    }
    throw new AssertionError("no variable $" + name);
  }

  /** A variable of which all values are chosen: alternatives of a regular expression in quotes. */
  private static String all(JsonNode variable, Prometheus prometheus) {
    assertThat(variable.at("/current/value/0").asText()).isEqualTo("$__all");
    Matcher query = LABEL_VALUES.matcher(variable.get("query").asText());
    assertThat(query.matches()).as("%s", variable).isTrue();
    JsonNode values =
        prometheus.ask("label/" + query.group(2) + "/values", Map.of("match[]", query.group(1)));
    assertThat(values).as("values of %s", variable).isNotEmpty();
    List<String> escaped = new ArrayList<>();
    values.forEach(value -> escaped.add(value.asText().replaceAll("[.+*?()|{}^$]", "\\\\\\\\$0")));
    return escaped.stream().collect(Collectors.joining("|", "(", ")"));
  }
}
