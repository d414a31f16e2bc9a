package io.tlsfloor.logs;

import io.tlsfloor.parser.observation.TlsConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads logs that tests write, and keeps what they say. */
final class Logged {
  final List<TlsConnection> connections = new ArrayList<>();
  LogTally tally = new LogScanner(c -> {}, () -> false, bytes -> {}).end();

  /** A header of {@code ssl.log} with these fields after those that every entry has. */
  static String header(String... more) {
    return "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tssl\n"
        + "#open\t2026-11-02-09-00-00\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\t"
        + String.join("\t", more)
        + "\n";
  }

  /** An entry with these values after those that every entry has. */
  static String entry(String uid, String... more) {
    return "1793610000.250001\t"
        + uid
        + "\t10.20.3.41\t50001\t52.96.1.10\t443\t"
        + String.join("\t", more)
        + "\n";
  }

  /** An event of EVE, of which {@code more} is the rest of its fields. */
  static String event(String type, String more) {
    return "{\"timestamp\":\"2026-11-02T09:00:00.250001+0000\",\"flow_id\":77,\"event_type\":\""
        + type
        + "\",\"src_ip\":\"10.20.3.41\",\"src_port\":50001,\"dest_ip\":\"52.96.1.10\","
        + "\"dest_port\":443,\"proto\":\"TCP\","
        + more
        + "}\n";
  }

  static Logged text(String log) {
    return bytes(log.getBytes(StandardCharsets.UTF_8));
  }

  static Logged bytes(byte[] log) {
    return bytes(log, "a.log", ReportDates.NONE);
  }

  /** A stream of this name, of which no more is said than {@code dates}. */
  static Logged bytes(byte[] log, String name, ReportDates dates) {
    Logged read = new Logged();
    LogScanner scanner = new LogScanner(read.connections::add, () -> false, bytes -> {}, dates);
    scanner.read(new ByteArrayInputStream(log), name);
    read.tally = scanner.end();
    return read;
  }

  /** Reads the logs among all files of a folder. */
  static Logged folder(Path folder) throws IOException {
    List<Path> files;
    try (var paths = Files.list(folder)) {
      files = paths.sorted().toList();
    }
    return set(LogSet.of(files));
  }

  static Logged set(LogSet set) {
    return set(set, ReportDates.NONE);
  }

  static Logged set(LogSet set, ReportDates dates) {
    Logged read = new Logged();
    for (LogSet.Folder each : set.folders()) {
      LogScanner scanner = new LogScanner(read.connections::add, () -> false, bytes -> {}, dates);
      scanner.read(each);
      read.tally = scanner.end();
    }
    return read;
  }

  TlsConnection only() {
    if (connections.size() != 1) {
      throw new AssertionError(connections.size() + " connections: " + connections);
    }
    return connections.get(0);
  }
}
