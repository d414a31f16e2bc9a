package io.tlsfloor.cli.option;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.policy.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Options that say what is flagged, and which connections are reported. */
public final class JudgingSettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  private static final Set<String> JUDGES = Set.of("scan", "watch", "explain", "report");
  private static final Set<String> WITH_LISTS =
      Set.of("scan", "watch", "explain", "report", "endpoints");

  public static final Setting<Boolean> ALL =
      ROWS.flag("all").of(JUDGES, "report every TLS connection, not only flagged ones");

  public static final Setting<Severity> MIN_SEVERITY =
      ROWS.value("min-severity", "LEVEL", Kind.word(Vocabulary.SEVERITY))
          .of(JUDGES, "flag from this severity: `low` (default), `medium`, `high`, `critical`");

  public static final Setting<Confidence> MIN_CONFIDENCE =
      ROWS.value("min-confidence", "LEVEL", Kind.word(Vocabulary.CONFIDENCE))
          .of(JUDGES, "flag from this confidence: `low`, `medium` (default), `high`");

  public static final Setting<RuleId> RULE =
      ROWS.value("rule", "NAME", Kind.word(Vocabulary.RULE))
          .repeated()
          .of(
              JUDGES,
              "flag only what this rule finds: `"
                  + String.join("`, `", Vocabulary.RULE.words())
                  + "`");

  public static final Setting<Boolean> ANY_SERVICE =
      ROWS.flag("any-service")
          .of(JUDGES, "flag connections to all servers, not only to Microsoft 365");

  public static final Setting<Set<Direction>> DIRECTION =
      ROWS.value("direction", "WAY", directions())
          .repeated()
          .of(
              JUDGES,
              "flag connections that go this way: `outbound` (default), `inbound`, `internal`,"
                  + " `external`, `any`");

  public static final Setting<IpPrefix> HOME_NET =
      ROWS.value("home-net", "CIDR", Kind.RANGE)
          .repeated()
          .more(
              "The ranges given replace the standard ones: private, shared (100.64.0.0/10),"
                  + " unique-local and link-local addresses.")
          .of(JUDGES, "a range of your own networks, such as `192.0.2.0/24`");

  public static final Setting<String> INSTANCE =
      ROWS.value("instance", "NAME", EndpointSettings.INSTANCES)
          .repeated()
          .of(
              WITH_LISTS,
              "only this cloud instance of the endpoint list, by any usual name: `Worldwide`, `GCC High`,"
                  + " `DoD`, `21Vianet`");

  public static final Setting<String> ENDPOINTS =
      ROWS.value("endpoints", "FILE", Kind.FILE)
          .more(
              "It is taken for the list of Worldwide, or of the one `--instance` given. See"
                  + " [endpoints](endpoints.md).")
          .of(
              WITH_LISTS,
              "use this saved answer of Microsoft's endpoint service instead of the list in use");

  public static final Setting<TlsVersion> FLOOR =
      ROWS.value("floor", "VERSION", Kind.word(Vocabulary.FLOOR))
          .of(JUDGES, "the lowest version that is good: `1.0`, `1.1`, `1.2` (default), `1.3`");

  public static final Setting<Duration> TIMEOUT =
      ROWS.value("timeout", "SECONDS", Kind.seconds(Duration.ofHours(1)))
          .more("Up to 3600; fractions are allowed.")
          .of(
              JUDGES,
              "a hello without an answer for this long, in packet time, is unanswered (default 10)");

  public static final Setting<String> POLICY =
      ROWS.value("policy", "FILE", Kind.FILE)
          .commandLineOnly()
          .more(
              "Options of the command line come after it. [policy.md](../policy.md) describes the"
                  + " file.")
          .of(WITH_LISTS, "a file with your floors, severities, networks, exceptions and services");

  private JudgingSettings() {}

  private static Kind<Set<Direction>> directions() {
    List<String> words = new ArrayList<>(Vocabulary.DIRECTION.words());
    List<Set<Direction>> sets = new ArrayList<>();
    Vocabulary.DIRECTION.constants().forEach(one -> sets.add(Set.of(one)));
    words.add("any");
    sets.add(EnumSet.allOf(Direction.class));
    return Kind.word(words, sets);
  }
}
