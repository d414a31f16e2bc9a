package io.tlsfloor.rules.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownDevicesTest {
  private static final Remedy NODE = new Remedy("update Node.js", "tlsfloor remedy node");

  private static Finding finding(Remedy remedy) {
    return new Finding(
        RuleId.OFFERED_BELOW_FLOOR,
        Severity.HIGH,
        Confidence.HIGH,
        "a sentence",
        List.of(),
        Optional.of(remedy),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static String page(Remedy remedy, String name, boolean mail) {
    Finding found = finding(remedy);
    boolean printer = KnownDevices.isPrinter(List.of(name), Optional.empty());
    return (printer ? KnownDevices.ofPrinter(found, mail) : found)
        .remedy()
        .map(Remedy::reference)
        .orElse("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mfp-2nd-floor",
        "MFP2.contoso.com",
        "printer7",
        "NPI5B9C2F",
        "BRN001BA9445566.contoso.com",
        "XRX9C934E112233",
        "hp-laserjet-400"
      })
  void aPrinterIsNotToldToUpdateItsLibrary(String name) {
    assertThat(page(NODE, name, true)).isEqualTo("tlsfloor remedy mail-devices");
    assertThat(page(NODE, name, false)).isEqualTo("tlsfloor remedy devices");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app01", "printserver", "mfpa-sql", "npi-team", "brn", "w10-0042"})
  void othersAreNoPrinters(String name) {
    assertThat(page(NODE, name, true)).isEqualTo(NODE.reference());
  }

  @Test
  void aPrinterIsKnownByWhoMadeIt() {
    Optional<MacAddress> brother = Optional.of(new MacAddress(0x001BA9445566L));
    Optional<MacAddress> other = Optional.of(new MacAddress(0x02000A140341L));

    assertThat(KnownDevices.isPrinter(List.of(), brother)).isTrue();
    assertThat(KnownDevices.isPrinter(List.of(), other)).isFalse();
  }

  @Test
  void whatIsNotTheClientsFaultStaysSo() {
    Remedy between = new Remedy("look between", "tlsfloor remedy server-or-middlebox");

    assertThat(page(between, "mfp-1", true)).isEqualTo(between.reference());
  }
}
