package io.tlsfloor.cli.evidence;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.tlsfloor.capture.record.ProvingFrame;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.CommunityId;
import io.tlsfloor.report.model.EventId;
import io.tlsfloor.report.model.Pivot;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The list of evidence files: what is in each, and its hash. */
final class Manifest {
  /** Its name in a folder. */
  static final String NAME = "manifest.json";

  private static final String SOURCES = "sources";
  private static final int CONNECTION_BYTES = 6 << 10; // of memory, in an entry and in its text
  private static final int FRAME_BYTES = 480;
  private static final JSON FORM =
      JSON.builder(new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .enable(JSON.Feature.PRETTY_PRINT_OUTPUT)
          .build();

  private Manifest() {}

  /** The text. */
  static byte[] text(
      Instant made,
      ListVersion list,
      Iterable<Map<String, Object>> files,
      Map<String, Object> leftOut)
      throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("tool", "tlsfloor " + Version.text());
    Map<String, Object> endpoints = new LinkedHashMap<>();
    endpoints.put("version", list.version().orElse(list.source()));
    list.date().ifPresent(date -> endpoints.put("date", date.toString()));
    all.put("endpoints", endpoints);
    all.put("made", Timestamps.iso(made));
    Set<Object> sources = new LinkedHashSet<>();
    List<Map<String, Object>> listed = new ArrayList<>();
    for (Map<String, Object> file : files) {
      listed.add(file);
      if (file.get(SOURCES) instanceof List<?> of) {
        sources.addAll(of);
      }
    }
    all.put(SOURCES, sources);
    all.put("files", listed);
    all.put("left_out", leftOut);
    return FORM.asBytes(all);
  }

  /** Returns whether a file's entry says where its frames come from. */
  static boolean namesSources(Map<String, Object> entry) {
    return entry.containsKey(SOURCES);
  }

  /**
   * Adds to a file's entry where its frames come from.
   *
   * @param sha256 of a source by its name, empty for one that has none
   */
  static void addSources(Map<String, Object> entry, Function<String, Optional<String>> sha256) {
    Set<String> names = new LinkedHashSet<>();
    for (Map<?, ?> connection : maps(entry.get("connections"))) {
      for (Map<?, ?> frame : maps(connection.get("frames"))) {
        names.add(String.valueOf(frame.get("source")));
      }
    }
    List<Map<String, Object>> sources = new ArrayList<>();
    for (String name : names) {
      Map<String, Object> source = new LinkedHashMap<>();
      source.put("name", name);
      sha256.apply(name).ifPresent(hash -> source.put("sha256", hash));
      sources.add(source);
    }
    entry.put(SOURCES, sources);
  }

  /** The objects in a list: what is read from a file may be anything. */
  private static List<Map<?, ?>> maps(@Nullable Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (list instanceof List<?> all) {
      for (Object each : all) {
        if (each instanceof Map<?, ?> map) {
          maps.add(map);
        }
      }
    }
    return maps;
  }

  /** A file's entry, but for its sources. */
  static Map<String, Object> entry(
      String name, List<Map<String, Object>> connections, long bytes, String sha256) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("file", name);
    entry.put("connections", connections);
    entry.put("bytes", bytes);
    entry.put("sha256", sha256);
    return entry;
  }

  /** Memory that the entry of a connection takes until all are written, about. */
  static long heldBytes(FindingProof proof) {
    return CONNECTION_BYTES + (long) FRAME_BYTES * proof.frames().size();
  }

  /** Returns what is told of a connection. */
  static Map<String, Object> connection(FindingProof proof) {
    TlsConnection connection = proof.judgement().connection();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("event_id", EventId.of(connection));
    told.put(
        "community_id",
        CommunityId.of(connection.transport(), connection.client(), connection.server()));
    told.put("time", Timestamps.iso(connection.evidence().first().time()));
    Pivot pivot = new Pivot(connection.transport(), connection.client(), connection.server());
    told.put("wireshark", pivot.wireshark());
    told.put("arkime", pivot.arkime());
    List<Map<String, Object>> findings = new ArrayList<>();
    for (Finding finding : proof.judgement().findings()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("rule", finding.rule().id());
      each.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
      each.put("confidence", finding.confidence().name().toLowerCase(Locale.ROOT));
      each.put("reason", finding.summary());
      findings.add(each);
    }
    told.put("findings", findings);
    List<Map<String, Object>> frames = new ArrayList<>();
    for (ProvingFrame frame : proof.frames()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("source", frame.frame().source());
      each.put("frame", frame.frame().number());
      frames.add(each);
    }
    told.put("frames", frames);
    if (!proof.whole()) {
      told.put("incomplete", true);
    }
    return told;
  }

  /**
   * The entries of an earlier run, by file; none if there was no manifest. Files that are none of
   * ours are left out, whoever listed them.
   *
   * @throws IOException if there is one that cannot be read
   */
  static Map<String, Map<String, Object>> read(Path file) throws IOException {
    Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return entries;
    }
    Object files = JSON.std.mapFrom(Files.readAllBytes(file)).get("files");
    if (!(files instanceof List<?> list)) {
      throw new IOException("it lists no files: no manifest of tlsfloor");
    }
    for (Map<?, ?> entry : maps(list)) {
      if (entry.get("file") instanceof String name && Folder.isOurs(name)) {
        Map<String, Object> copy = new LinkedHashMap<>();
        entry.forEach((key, value) -> copy.put(String.valueOf(key), value));
        entries.put(name, copy);
      }
    }
    return entries;
  }
}
