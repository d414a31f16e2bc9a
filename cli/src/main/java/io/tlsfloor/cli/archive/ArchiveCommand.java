package io.tlsfloor.cli.archive;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Installation;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.report.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/**
 * {@code tlsfloor archive}: prints how an archive of captures is scanned on a Spark cluster. The
 * job itself lies in an add-on, which is no part of the application.
 */
public final class ArchiveCommand implements Command {
  /** The class that Spark starts. */
  private static final String JOB = "io.tlsfloor.archive.ArchiveJob";

  /** The add-on, below the application's folder. */
  private static final String JAR = "addons/archive/tlsfloor-archive.jar";

  @Override
  public String name() {
    return "archive";
  }

  @Override
  public String summary() {
    return "Scans an archive of captures on a Spark cluster.";
  }

  @Override
  public String arguments() {
    return "FILE|DIR ...";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example(
            "tlsfloor archive --submit s3a://captures/2026/",
            "the line that scans a year of captures"),
        new Example(
            "tlsfloor archive --submit --parquet hdfs:///tlsfloor/2026 hdfs:///captures/",
            "the same, with tables of all connections"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    Values values = new Values(name(), line);
    if (values.arguments().isEmpty()) {
      throw CommandException.usage(
          "archive needs captures",
          "Give files or folders: tlsfloor archive --submit s3a://captures/2026/");
    }
    if (!values.has(Settings.SUBMIT)) {
      throw CommandException.usage(
          "an archive is scanned on a Spark cluster, not by this process",
          "Run what --submit prints; captures on this machine are read by tlsfloor scan.");
    }
    Path jar = Installation.beside(JAR).orElse(Path.of(JAR));
    if (!Files.exists(jar)) {
      console.warn(
          jar + " is not there: " + Installation.document("archive.md") + " says how it is built");
    }
    List<String> words = new ArrayList<>();
    words.addAll(List.of("spark-submit", "--class", JOB, jar.toString()));
    words.addAll(options(values));
    words.addAll(values.arguments());
    String text = String.join(" ", words.stream().map(Printable::shell).toList()) + "\n";
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
    return ExitCode.CLEAN;
  }

  /** The options as they were given, but for the one that brought us here. */
  private static List<String> options(Values values) {
    List<String> words = new ArrayList<>();
    for (Setting<?> option : values.given()) {
      if (option.hasValue()) {
        for (String value : values.texts(option)) {
          words.add(option.toString());
          words.add(value);
        }
      } else if (!option.equals(Settings.SUBMIT)) {
        words.add(option.toString());
      }
    }
    return words;
  }
}
