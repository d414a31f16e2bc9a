package io.tlsfloor.cli.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters that pick the packets of findings, and no others. */
class FindingFiltersTest {
  private static final String HOUR = Project.path("samples/office-hour/capture.pcapng").toString();

  /** Has tcpdump take two seconds of a processor at most, however busy the machine is. */
  private static final String COMPILE = "ulimit -t 2; exec tcpdump -d -y EN10MB -F \"$0\"";

  private static final int MAX_INSTRUCTIONS = 4096; // BPF_MAXINSNS of Linux

  @TempDir Path folder;

  private String results(String capture) throws IOException {
    Path file = folder.resolve("results.jsonl");
    Files.writeString(file, Cli.run("scan", "--format", "jsonl", capture).out());
    return file.toString();
  }

  @Test
  void namesBothEndsOfEachConnection() throws IOException {
    Said said = Cli.run("explain", "--filter", "--client", "10.20.3.77", results(HOUR));

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.lines()).hasSize(2);
    assertThat(said.lines().get(0))
        .matches(
            "\\(ip.addr == 10.20.3.77 && ip.addr == [0-9.]+ && tcp.port == 443 && tcp.port in"
                + " \\{.*\\}\\).*");
    assertThat(said.lines().get(1))
        .matches("\\(tcp and host 10.20.3.77 and host [0-9.]+ and port 443 and \\(port .*\\)\\).*");
  }

  @Test
  void picksTheSamePacketsByTsharkAndByTcpdump() throws Exception {
    Requires.tools("tshark", "tcpdump");
    String results = results(HOUR);
    List<String> filters = Cli.run("explain", "--filter", "--client=10.20.3.77", results).lines();
    String display = filters.get(0);
    String bpf = filters.get(1);

    long byTshark = lines("tshark", "-r", HOUR, "-Y", display.strip());
    long byTcpdump = lines("tcpdump", "-nr", HOUR, bpf.strip());

    assertThat(byTshark).isPositive().isEqualTo(byTcpdump);
  }

  @ParameterizedTest(name = "{0} clients, {1} % of them by IPv6")
  @CsvSource({
    "20, 0", "90, 0", "500, 50",
  })
  void widensAFilterThatTcpdumpCouldNotCompileAndHoldsAllClients(int clients, int v6)
      throws Exception {
    isWidenedAndHoldsAll(clients, v6);
  }

  @TakesLong("filters for ten thousand clients")
  @ParameterizedTest(name = "{0} clients, {1} % of them by IPv6")
  @CsvSource({
    "10000, 0",
    "10000, 50",
    "10000, 100",
  })
  void widensAFilterOfVeryManyClients(int clients, int v6) throws Exception {
    isWidenedAndHoldsAll(clients, v6);
  }

  private void isWidenedAndHoldsAll(int clients, int v6) throws Exception {
    Requires.tools("tcpdump", "tshark");
    String line = Files.readAllLines(Path.of(results(HOUR))).get(0);
    List<String> lines = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int spread = i * 7919; // over many networks
      String client =
          i * 50 % 100 < v6
              ? "2001:db8:%x::%x".formatted(spread >> 12 & 0xFF, i + 1)
              : "10.%d.%d.%d".formatted(spread >> 16 & 0xFF, spread >> 8 & 0xFF, spread & 0xFF);
      all.add(client);
      lines.add(
          line.replaceFirst("(\"id\":)\"[0-9a-f]{32}\"", "$1\"%08x%024x\"".formatted(spread, i))
              .replaceFirst("(\"source\":.\"ip\":)\"[^\"]*\"", "$1\"" + client + '"')
              .replaceFirst(
                  "(\"destination\":.\"ip\":)\"[^\"]*\"",
                  "$1\"" + (client.contains(":") ? "2603:1006::1" : "52.97.1.1") + '"'));
    }
    Path file = Files.write(folder.resolve("many.jsonl"), lines);

    Said bpf = Cli.run("explain", "--filter", file.toString());
    Path filter = Files.writeString(folder.resolve("filter"), bpf.lines().get(1));

    assertThat(bpf.err().contains("--evidence FILE.pcapng")).isEqualTo(clients > 20);
    assertThat(bpf.lines()).allSatisfy(each -> assertThat(each).hasSizeLessThan(4_500));
    assertThat(lines("sh", "-c", COMPILE, filter.toString())).isLessThan(MAX_INSTRUCTIONS);
    List<IpPrefix> terms =
        Pattern.compile("(?:host|net) ([0-9a-f.:/]+)")
            .matcher(bpf.lines().get(1))
            .results()
            .map(term -> IpPrefix.parse(term.group(1)))
            .toList();
    assertThat(all.stream().map(IpAddress::parse))
        .allMatch(client -> terms.stream().anyMatch(term -> term.contains(client)));
    lines("tshark", "-r", HOUR, "-c", "1", "-Y", bpf.lines().get(0));
  }

  @Test
  void isTheSameOfACaptureAndOfItsResults() throws IOException {
    assertThat(Cli.run("explain", "--filter", "--client=10.20.3.77", HOUR).out())
        .isEqualTo(Cli.run("explain", "--filter", "--client=10.20.3.77", results(HOUR)).out());
  }

  @Test
  void takesAClientByTheNameThatTheTableShows() throws IOException {
    assertThat(Cli.run("explain", "--filter", "--client=MFP-2nd-floor", HOUR).out())
        .contains("ip.addr == 10.20.3.61")
        .isEqualTo(Cli.run("explain", "--filter", "--client=mfp-2nd-floor", results(HOUR)).out());
  }

  @Test
  void speaksOfIpv6AsEachProgramDoes() throws IOException {
    Said said = Cli.run("explain", "--filter", results("samples/ipv6/capture.pcapng"));

    assertThat(said.lines().get(0)).contains("ipv6.addr == 2001:db8:20:3::125");
    assertThat(said.lines().get(1)).contains("host 2001:db8:20:3::125");
  }

  @Test
  void warnsWhereBpfDoesNotSeeIntoATunnel() throws IOException {
    String results = results("samples/tunnels/capture.pcapng");

    assertThat(Cli.run("explain", "--filter", results).err()).contains("in tunnels or VLANs");
  }

  @Test
  void neverPrintsAFilterForNothing() throws IOException {
    String results = results(HOUR);
    for (String option : new String[] {"--client=10.99.0.1", "--rule=downgrade"}) {
      Said said = Cli.run("explain", "--filter", option, results);
      assertThat(said.code()).isEqualTo(ExitCode.USAGE);
      assertThat(said.out()).isEmpty();
    }
    assertThat(Cli.run("explain", "--filter").code()).isEqualTo(ExitCode.USAGE);
  }

  private static long lines(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().filter(line -> !line.isBlank()).count();
  }
}
