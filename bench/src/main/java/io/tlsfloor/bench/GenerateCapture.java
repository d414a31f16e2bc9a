package io.tlsfloor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.help.HelpFormatter;

/**
 * Writes a pcap of simulated office traffic, the same for the same seed, and beside it ({@code
 * FILE.planted}) how many connections and clients below TLS 1.2 were planted in it.
 */
public final class GenerateCapture {
  private GenerateCapture() {}

  /** Runs it; see {@code --help}. */
  public static void main(String[] arguments) throws IOException {
    Options options =
        new Options()
            .addOption(option("size", "SIZE", "bytes to write, as 200M or 2G (default 200M)"))
            .addOption(option("seed", "NUMBER", "makes the traffic (default 1)"))
            .addOption(option("concurrent", "COUNT", "connections open at a time (default 2000)"))
            .addOption(
                option(
                    "data",
                    "COUNT",
                    "mean data segments of a connection (default 60; 1 is heavy on handshakes)"))
            .addOption(
                option("old", "COUNT", "one connection in so many is below TLS 1.2 (default 500)"))
            .addOption(Option.builder("h").longOpt("help").get());
    try {
      CommandLine line = new DefaultParser(false).parse(options, arguments);
      if (line.hasOption("help") || line.getArgList().size() != 1) {
        HelpFormatter.builder()
            .setShowSince(false)
            .get()
            .printHelp("GenerateCapture [options] FILE", "", options, "", false);
        return;
      }
      Path file = Path.of(line.getArgList().get(0));
      OfficeTraffic.Shape shape =
          new OfficeTraffic.Shape(
              number(line, "seed", 1),
              (int) number(line, "concurrent", 2000),
              (int) number(line, "data", 60),
              (int) number(line, "old", 500));
      OfficeTraffic traffic = new OfficeTraffic(shape);
      try (PcapWriter out = new PcapWriter(file)) {
        traffic.write(out, size(line.getOptionValue("size", "200M")));
        Files.writeString(
            Path.of(file + ".planted"),
            String.format(
                Locale.ROOT,
                "packets %d%nbytes %d%nconnections %d%nplanted %d%nclients %d%n",
                out.packets(),
                out.bytes(),
                traffic.connections(),
                traffic.planted(),
                traffic.plantedClients()));
      }
    } catch (ParseException | IllegalArgumentException wrong) {
      System.err.println("GenerateCapture: " + wrong.getMessage());
      System.exit(2);
    }
  }

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
  }

  private static long number(CommandLine line, String option, long otherwise) {
    String value = line.getOptionValue(option);
    return value == null ? otherwise : Long.parseLong(value);
  }

  private static long size(String text) {
    String digits = text.replaceAll("[KMGkmg]$", "");
    long unit =
        switch (text.toUpperCase(Locale.ROOT).charAt(text.length() - 1)) {
          case 'K' -> 1L << 10;
          case 'M' -> 1L << 20;
          case 'G' -> 1L << 30;
          default -> 1;
        };
    return Long.parseLong(digits) * unit;
  }
}
