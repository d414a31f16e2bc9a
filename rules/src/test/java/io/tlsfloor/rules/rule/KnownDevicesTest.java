package io.tlsfloor.rules.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
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
import org.junit.jupiter.params.provider.CsvSource;
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
    return page(remedy, named(name, ClientNameSource.DHCP), mail);
  }

  private static ClientName named(String name, ClientNameSource from) {
    return new ClientName(IpAddress.v4(0x0A000005), name, from, new FrameRef("x", 1, 0));
  }

  private static String page(Remedy remedy, ClientName name, boolean mail) {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hewlett-Packard JetDirect",
        "Hewlett-Packard OfficeJet Pro 8600",
        "HP LaserJet",
        "HP Printer",
        "Canon MF620C Series",
        "Dell C2660dn Color Laser",
        "Dell 2155cn Color MFP",
        "SAMSUNG SCX-6x45",
        "XEROX",
        "Mfg=DELL;Typ=Printer;Mod=Dell 2330dn Laser Printer;Ser=0123AB5;",
        "Mfg=FujiXerox;Typ=AIO;Mod=DocuPrint CM225;Ser=P1A234567",
        "mfg=Xerox;typ=MFP;mod=WorkCentre 3220;ser=ABC012345;loc=",
        "Zebra Technologies ZTC ZT410-300dpi ZPL"
      })
  void aPrinterIsKnownByItsDhcpVendorClass(String vendorClass) {
    ClientName shown = named(vendorClass, ClientNameSource.DHCP_VENDOR_CLASS);

    assertThat(page(NODE, shown, true)).isEqualTo("tlsfloor remedy mail-devices");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MSFT 5.0", "android-dhcp-14", "dhcpcd-9.4.1", "Canon EOS", "Dell Wyse 5070"})
  void otherVendorClassesAreNoPrinters(String vendorClass) {
    ClientName shown = named(vendorClass, ClientNameSource.DHCP_VENDOR_CLASS);

    assertThat(page(NODE, shown, true)).isEqualTo(NODE.reference());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HP                    | 6,3,1,15,66,67,13,44,12                | mail-devices
          Brother               | 6,3,1,15,66,67,13,44,2,42,12           | mail-devices
          Windows 10            | 1,3,6,15,31,33,43,44,46,47,119,121,249 | node
          the beginning of HP's | 6,3,1,15,66,67,13                      | node
          APC, that asks alike  | 6,3,1,15,66,67,13,44,12,43,58,59,42,2  | node
          """)
  void aPrinterIsKnownByWhatItAsksDhcpFor(String maker, String parameters, String remedy) {
    ClientName shown = named(parameters, ClientNameSource.DHCP_PARAMETERS);

    assertThat(page(NODE, shown, true)).isEqualTo("tlsfloor remedy " + remedy);
  }

  /** A person called Printer, or a program for scanners, makes no printer of a PC. */
  @Test
  void whoUsesAClientDoesNotMakeItAPrinter() {
    for (ClientNameSource from : List.of(ClientNameSource.USER, ClientNameSource.APPLICATION)) {
      assertThat(page(NODE, named("printer", from), true)).isEqualTo(NODE.reference());
    }
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
