package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.file.CaptureSet;
import io.tlsfloor.capture.file.CaptureSet.Capture;
import io.tlsfloor.capture.file.CaptureSet.Unread;
import io.tlsfloor.capture.file.GivenPath;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.Habits;
import io.tlsfloor.logs.LogSet;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.report.text.Printable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds what is to be read.
 *
 * @param captures in the order of their first packets
 * @param logs of other programs, by folder
 * @param failed inputs that should be read and cannot be
 * @param standardInput whether it is read too, after the files
 */
record Inputs(List<Capture> captures, LogSet logs, List<Unread> failed, boolean standardInput) {
  /** The name for standard input. */
  static final String STANDARD_INPUT = "-";

  /**
   * Finds the captures.
   *
   * @param names files, directories and patterns as given
   * @throws CommandException if there is nothing at all to read: exit 2
   */
  static Inputs of(List<String> names, boolean verbose, Console console) throws CommandException {
    for (String name : names) {
      refuseFilter(name);
      refuseResults(name);
    }
    List<String> files = new ArrayList<>(names);
    boolean standardInput = files.removeAll(Set.of(STANDARD_INPUT));
    CaptureSet set = CaptureSet.of(files);
    LogSet logs = logs(set);
    List<Unread> skipped = without(logs, set.skipped());
    List<Unread> failed = without(logs, set.failed());
    failed.addAll(headless(logs, set));
    if (verbose) {
      for (Unread other : skipped) {
        console.note("skipped " + other.input() + ": " + other.reason());
      }
    }
    if (!standardInput && set.captures().isEmpty() && logs.folders().isEmpty()) {
      refuse(names, skipped, failed, logs.unread(), console);
    }
    return new Inputs(set.captures(), logs, failed, standardInput);
  }

  /** A filter among the files is no file that is missing: without it too much would be read. */
  private static void refuseFilter(String name) throws CommandException {
    Optional<String> meant = exists(name) ? Optional.empty() : Habits.filter(name);
    if (meant.isPresent()) {
      throw CommandException.usage("there is no file \"" + name + "\"", meant.get());
    }
  }

  /** Results are no captures: they were judged when they were scanned. */
  private static void refuseResults(String name) throws CommandException {
    Optional<Path> file = path(name);
    if (file.isPresent() && SavedReader.looksSaved(name) && LogSet.examine(file.get()).isEmpty()) {
      String shown = Printable.shell(name);
      throw CommandException.usage(
          name + " holds results of a scan, not packets",
          "Make a page of them: tlsfloor report "
              + shown
              + ". Or compare them: tlsfloor diff BEFORE.jsonl "
              + shown
              + ".");
    }
  }

  private static boolean exists(String name) {
    try {
      return Files.exists(GivenPath.of(name));
    } catch (InvalidPathException noFile) {
      return false;
    }
  }

  /** The logs among what is no capture. */
  private static LogSet logs(CaptureSet set) {
    List<Path> others = new ArrayList<>();
    for (List<Unread> each : List.of(set.skipped(), set.failed())) {
      for (Unread other : each) {
        Optional<Path> path = path(other.input());
        if (path.isPresent()) {
          others.add(path.get());
        }
      }
    }
    return LogSet.of(others);
  }

  /** Where it is; empty for what is no path at all. */
  private static Optional<Path> path(String input) {
    try {
      return Optional.of(Path.of(input));
    } catch (InvalidPathException noFile) {
      return Optional.empty();
    }
  }

  private static List<Unread> without(LogSet logs, List<Unread> all) {
    List<Unread> rest = new ArrayList<>(all.size());
    for (Unread other : all) {
      Optional<Path> path = path(other.input());
      if (path.isEmpty() || !logs.knows(path.get())) {
        rest.add(other);
      }
    }
    return rest;
  }

  /** Logs whose columns have lost their names. */
  private static List<Unread> headless(LogSet logs, CaptureSet set) {
    return Stream.concat(set.skipped().stream(), set.failed().stream())
        .filter(other -> path(other.input()).filter(logs::isHeadless).isPresent())
        .map(other -> LogSet.headless(other.input()))
        .toList();
  }

  /** Captures that another engine reads, but for those that cannot be. */
  static Inputs elsewhere(List<Unread> failed) {
    return new Inputs(List.of(), LogSet.of(List.of()), failed, false);
  }

  /**
   * One capture that is still being written: it may not even have its header yet.
   *
   * @throws CommandException if it is no file that can be followed: exit 2
   */
  static Inputs growing(String name) throws CommandException {
    try {
      if (Files.isRegularFile(GivenPath.of(name))) {
        return new Inputs(List.of(), LogSet.of(List.of()), List.of(), false);
      }
    } catch (InvalidPathException noFile) { // reported below
    }
    throw CommandException.usage(
        "--follow: " + name + " is no file",
        "Give the file that is being written; it must be there already.");
  }

  private static void refuse(
      List<String> names,
      List<Unread> skipped,
      List<Unread> unread,
      List<Unread> exports,
      Console console)
      throws CommandException {
    InputLog log = new InputLog(console, true);
    for (Unread failed : unread) {
      log.add(failed);
    }
    exports.forEach(log::addLog);
    log.refuseNothing();
    int others = skipped.size();
    throw CommandException.usage(
        "no captures in " + String.join(", ", names),
        "Captures are pcap or pcapng files; logs are Zeek's ssl.log, Suricata's EVE and Microsoft's"
            + " reports. "
            + (others == 0
                ? "There are no files at all."
                : others
                    + (others == 1 ? " other file is" : " other files are")
                    + " there; -v names them."));
  }

  /** The captures, and what was given by a name of its own, be it a capture, a log or a folder. */
  List<Path> files(List<String> given) {
    Stream<Path> named = given.stream().flatMap(name -> path(name).stream());
    return Stream.concat(captures.stream().map(Capture::path), named).toList();
  }

  /** How many there are that may hold the same connections. */
  int count() {
    return captures.size() + (logs.folders().isEmpty() ? 0 : 1) + (standardInput ? 1 : 0);
  }

  /** Size of all files together in bytes; 0 when it is not known. */
  long size() {
    return standardInput ? 0 : filesSize();
  }

  /** Size in bytes of all that is no stream. */
  long filesSize() {
    long size = logs.size();
    for (Capture capture : captures) {
      size += capture.size();
    }
    return size;
  }
}
