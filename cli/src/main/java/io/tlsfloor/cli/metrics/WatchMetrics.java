package io.tlsfloor.cli.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tlsfloor.capture.live.InterfaceState;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.output.Ledger;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Holds what is counted for Prometheus. The thread that reads packets publishes a snapshot each
 * second and counts connections; any thread may scrape.
 */
public final class WatchMetrics {
  private static final double NANOS = 1e9;
  private static final String NONE = "none";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter connections;
  private final Counter amended;
  private final Counter findings;
  private volatile boolean reloaded = true;
  private volatile Snapshot now = Snapshot.NONE;
  private volatile ListVersion list = new ListVersion("", Optional.empty(), Optional.empty());

  WatchMetrics() {
    counter("packets", "Packets read.", s -> (double) s.reading().packets());
    counter(
        "bytes",
        "Bytes of the packets read, as they were on the wire.",
        s -> (double) s.reading().bytes());
    CounterWithCallback.builder()
        .name("tlsfloor_dropped_packets")
        .help("Packets lost before they were read, by place: kernel, interface or queue.")
        .labelNames("place")
        .callback(
            callback -> {
              callback.call((double) now.live().kernelDrops(), "kernel");
              callback.call((double) now.live().interfaceDrops(), "interface");
              callback.call((double) now.live().queueDrops(), "queue");
            })
        .register(registry);
    gauge("flows", "Entries in the flow tables.", s -> s.reading().flows());
    counter("evicted_flows", "Flows given up for lack of room.", s -> s.reading().evictedFlows());
    gauge("queue_bytes", "Bytes that wait in our own queue.", s -> s.live().queuedBytes());
    gauge("waiting_connections", "Connections that wait to be judged.", s -> s.waiting());
    counter("judged_connections", "Connections judged.", s -> s.connections());
    counter("flagged_connections", "Connections flagged, of those judged.", s -> s.flagged());
    counter(
        "busy_seconds",
        "Time spent with packets, and not waiting.",
        s -> s.reading().busyNanos() / NANOS);
    counter("lost_lines", "Lines of results that the output could not take.", s -> s.lostLines());
    counter(
        "lost_evidence", "Findings whose evidence could not be written.", s -> s.lostEvidence());
    gauge("outputs_away", "Outputs that take no results at present.", s -> s.away().size());
    gauge("interfaces_down", "Interfaces that are waited for.", s -> s.waitedFor().size());
    byInterface("interface_packets", "Packets read, by interface.", s -> s.packets());
    byInterface("interface_bytes", "Bytes on the wire, by interface.", s -> s.bytes());
    byInterface(
        "interface_dropped_packets",
        "Packets lost before they were read, by interface.",
        s -> s.stats().drops());
    byInterface(
        "blind_seconds",
        "Time in which an interface could not be captured: it was down, or not there.",
        s -> s.blindNanos() / NANOS);
    GaugeWithCallback.builder()
        .name("tlsfloor_build_info")
        .help("Always 1; the labels are the versions of this program and of Java.")
        .labelNames("version", "java")
        .callback(callback -> callback.call(1, Version.text(), System.getProperty("java.version")))
        .register(registry);
    GaugeWithCallback.builder()
        .name("tlsfloor_endpoint_list_age_seconds")
        .help("Age of the endpoint list, where its day is known.")
        .callback(
            callback ->
                list.age(Instant.now()).ifPresent(age -> callback.call(age.toMillis() / 1e3)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("tlsfloor_config_last_reload_success")
        .help("1 if all of the configuration that was read last is in force, else 0.")
        .callback(callback -> callback.call(reloaded ? 1 : 0))
        .register(registry);
    ProcessMetrics.register(registry);
    connections =
        Counter.builder()
            .name("tlsfloor_connections")
            .help("Connections judged, by highest version offered, version chosen and service.")
            .labelNames("offered", "negotiated", "service")
            .register(registry);
    amended =
        Counter.builder()
            .name("tlsfloor_amended_connections")
            .help("Connections whose verdict a late answer changed.")
            .register(registry);
    findings =
        Counter.builder()
            .name("tlsfloor_findings")
            .help("Findings of flagged connections, by rule and severity.")
            .labelNames("rule", "severity")
            .register(registry);
    for (RuleId rule : RuleId.values()) { // from 0 on, else increase() would miss the first
      for (Severity severity : Severity.values()) {
        findings.initLabelValues(rule.id(), Words.constant(severity));
      }
    }
  }

  /** Notes whether the configuration that was read last is all in force. */
  public void reloaded(boolean success) {
    reloaded = success;
  }

  /** Takes the list whose age is counted. */
  public void list(ListVersion version) {
    list = version;
  }

  private void byInterface(String name, String help, ToDoubleFunction<InterfaceState> value) {
    CounterWithCallback.builder()
        .name("tlsfloor_" + name)
        .help(help)
        .labelNames("interface", "engine")
        .callback(
            callback -> {
              for (InterfaceState each : now.reading().interfaces()) {
                callback.call(value.applyAsDouble(each), each.name(), each.engine());
              }
            })
        .register(registry);
  }

  private void counter(String name, String help, ToDoubleFunction<Snapshot> value) {
    CounterWithCallback.builder()
        .name("tlsfloor_" + name)
        .help(help)
        .callback(callback -> callback.call(value.applyAsDouble(now)))
        .register(registry);
  }

  private void gauge(String name, String help, ToDoubleFunction<Snapshot> value) {
    GaugeWithCallback.builder()
        .name("tlsfloor_" + name)
        .help(help)
        .callback(callback -> callback.call(value.applyAsDouble(now)))
        .register(registry);
  }

  void publish(Snapshot snapshot) {
    now = snapshot;
  }

  /**
   * Counts a connection; of one that was written before, that it was amended, and what is found now
   * and was not then: a counter takes nothing back.
   */
  public void count(Judgement judgement, Ledger.Entry entry) {
    if (entry.earlier().isPresent() || entry.late()) {
      amended.inc();
    } else {
      connections
          .labelValues(
              judgement.connection().offer().map(Offer::max).map(WatchMetrics::label).orElse(NONE),
              judgement
                  .connection()
                  .choice()
                  .map(Choice::version)
                  .map(WatchMetrics::label)
                  .orElse(NONE),
              judgement.service().map(ServiceName::of).map(ServiceName::name).orElse(NONE))
          .inc();
    }
    if (judgement.flagged() && !entry.late()) {
      List<RuleId> counted =
          entry
              .earlier()
              .filter(Judgement::flagged)
              .map(before -> before.findings().stream().map(Finding::rule).toList())
              .orElse(List.of());
      for (Finding finding : judgement.findings()) {
        if (!counted.contains(finding.rule())) {
          findings.labelValues(finding.rule().id(), Words.constant(finding.severity())).inc();
        }
      }
    }
  }

  /** Numbers that are no version are one label: traffic must not choose how many there are. */
  private static String label(TlsVersion version) {
    String text = version.toString();
    return text.startsWith("0x") ? "other" : text;
  }

  PrometheusRegistry registry() {
    return registry;
  }
}
