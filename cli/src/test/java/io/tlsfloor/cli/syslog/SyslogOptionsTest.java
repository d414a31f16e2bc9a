package io.tlsfloor.cli.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.sink.syslog.SyslogTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may stand behind {@code --syslog}, and what is refused before anything is read. */
class SyslogOptionsTest {
  private static final String SAMPLE = "samples/office-hour";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          siem                       | begins with none of
          http://siem:514            | begins with none of
          tls://                     | no URL
          tls://:6514                | no host
          tcp://siem:0               | port
          tcp://siem:70000           | port
          udp://siem/path            | more in it
          udp://user@siem            | more in it
          tls://siem:6514?a=b        | more in it
          """)
  void refusesWhatIsNoReceiver(String url, String why) {
    Said said = Cli.run("scan", "--syslog", url, SAMPLE);

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("--syslog cannot be").contains(why).contains("tls://");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void refusesOptionsThatMeanNothing() {
    assertThat(Cli.run("scan", "--syslog-format", "cef", SAMPLE).err())
        .contains("without --syslog");
    assertThat(Cli.run("scan", "--syslog-ca", "x", SAMPLE).err()).contains("without --syslog");
    assertThat(Cli.run("scan", "--syslog", "tcp://h", "--syslog-ca", "x", SAMPLE).err())
        .contains("no effect on tcp://h:514");
    Said said = Cli.run("scan", "--syslog", "tls://h", "--syslog-ca", "/nowhere", SAMPLE);
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("no such file").contains("BEGIN CERTIFICATE");
    said = Cli.run("scan", "--syslog", "tls://h", "--syslog-ca", "README.md", SAMPLE);
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("README.md holds");
  }

  @Test
  void readsTargetsAsTheyAreWritten() throws Exception {
    assertThat(SyslogTarget.parse("tls://siem.example.com"))
        .hasToString("tls://siem.example.com:6514");
    assertThat(SyslogTarget.parse("UDP://10.0.0.9/")).hasToString("udp://10.0.0.9:514");
    assertThat(SyslogTarget.parse("tcp://[2001:db8::9]:601"))
        .hasToString("tcp://[2001:db8::9]:601")
        .extracting(SyslogTarget::host)
        .isEqualTo("2001:db8::9");
  }
}
