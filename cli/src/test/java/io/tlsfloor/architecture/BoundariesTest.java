package io.tlsfloor.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import io.tlsfloor.parser.Cursor;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may use whom: the table of modules in the design, as rules over the compiled classes. */
class BoundariesTest {
  private static final String PARSER = "io.tlsfloor.parser..";
  private static final String OBSERVATION = "io.tlsfloor.parser.observation..";
  private static final String TEXT = "io.tlsfloor.parser.text..";
  private static final String CAPTURE = "io.tlsfloor.capture..";
  private static final String LOGS = "io.tlsfloor.logs..";
  private static final String RULES = "io.tlsfloor.rules..";
  private static final String REPORT = "io.tlsfloor.report..";
  private static final String INVENTORY = "io.tlsfloor.inventory..";
  private static final String CLI = "io.tlsfloor.cli..";
  private static final String LIVE = "io.tlsfloor.capture.live..";
  private static final DescribedPredicate<JavaClass> GENERATED =
      resideInAnyPackage("io.tlsfloor.capture.kaitai..");
  private static final String LIVE_PCAP = "io.tlsfloor.capture.live.pcap..";

  private static JavaClasses product;

  @BeforeAll
  static void readTheProduct() {
    ArchConfiguration.withThreadLocalScope(
        configuration -> {
          configuration.setResolveMissingDependenciesFromClassPath(false); // names are enough
          product =
              new ClassFileImporter()
                  .withImportOption(BoundariesTest::isProduct)
                  .importPackages("io.tlsfloor");
        });
  }

  private static boolean isProduct(Location location) {
    return !location.contains("/test-classes/") && !location.contains("-tests.jar");
  }

  @Test
  void allModulesAreLookedAt() {
    for (String module : List.of(PARSER, CAPTURE, RULES, REPORT, INVENTORY, CLI)) {
      assertThat(product.stream().filter(resideInAPackage(module))).as(module).isNotEmpty();
    }
    assertThat(product.stream().map(JavaClass::getSimpleName)).doesNotContain("BoundariesTest");
  }

  @Test
  void onlyOnePackageUsesPcap4j() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(LIVE_PCAP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pcap4j.."));
  }

  @Test
  void onlyLiveCaptureUsesJna() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(LIVE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna.."));
  }

  @Test
  void onlyTheFileReadersUseKaitai() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.tlsfloor.capture.file..", "io.tlsfloor.capture.kaitai..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.kaitai..", "io.tlsfloor.capture.kaitai.."));
  }

  /** Then the compiler sees to it that no other file writes it. */
  @Test
  void aPieceOfStateIsPrivateToItsOwner() {
    check(
        fields()
            .that()
            .areNotFinal()
            .and()
            .areDeclaredInClassesThat(not(GENERATED))
            .should()
            .bePrivate());
  }

  /** Nor the class around it, of which the compiler thinks that it may. */
  @Test
  void aPieceOfStateIsWrittenByItsClassAlone() {
    check(
        noClasses()
            .that(not(GENERATED))
            .should()
            .accessFieldWhere(
                describe(
                    "another class writes a field",
                    access ->
                        access.getAccessType() == AccessType.SET
                            && !isOf(access.getOriginOwner(), access.getTargetOwner()))));
  }

  /** A class, and those in it. */
  private static boolean isOf(JavaClass writer, JavaClass owner) {
    return writer.equals(owner) || writer.getName().startsWith(owner.getName() + "$");
  }

  @Test
  void theParserUsesTheJdkOnly() {
    check(
        classes()
            .that()
            .resideInAPackage(PARSER)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(PARSER, "java..", "javax.crypto..", "org.jspecify.annotations.."));
  }

  @Test
  void theParserIsAFunctionOfBytes() {
    check(
        noClasses()
            .that()
            .resideInAPackage(PARSER)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                        "java.net..",
                        "java.nio.channels..",
                        "java.nio.file..",
                        "java.util.concurrent..",
                        "java.util.logging..")
                    .or(type(Thread.class))
                    .or(type(Clock.class)))
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime"));
  }

  @Test
  void rulesSeeObservationsAndNothingElseOfTheProduct() {
    check(
        noClasses()
            .that()
            .resideInAPackage(RULES)
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.tlsfloor..")
                    .and(not(resideInAnyPackage(RULES, OBSERVATION)))));
  }

  @Test
  void reportsSeeObservationsAndRulesAndNeitherPacketsNorCommands() {
    check(
        noClasses()
            .that()
            .resideInAPackage(REPORT)
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.tlsfloor..")
                    .and(not(resideInAnyPackage(REPORT, RULES, OBSERVATION)))));
  }

  @Test
  void logsSeeObservationsNamesAndFilesAndNoPackets() {
    check(
        noClasses()
            .that()
            .resideInAPackage(LOGS)
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.tlsfloor..")
                    .and(
                        not(
                            resideInAnyPackage(
                                LOGS,
                                OBSERVATION,
                                TEXT,
                                "io.tlsfloor.capture.file..",
                                "io.tlsfloor.capture.names..")))));
  }

  @Test
  void formsKnowNoSinksAndSinksNoForms() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.tlsfloor.report.form..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.tlsfloor.report.sink..", "io.tlsfloor.report.output.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("io.tlsfloor.report.sink..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.tlsfloor.report.form.*..", "io.tlsfloor.report.output.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("io.tlsfloor.report.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.tlsfloor.report.form..",
                "io.tlsfloor.report.sink..",
                "io.tlsfloor.report.output..",
                "io.tlsfloor.report.saved.."));
  }

  @Test
  void captureHoldsNoOpinions() {
    check(
        noClasses()
            .that()
            .resideInAPackage(CAPTURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(RULES, REPORT, CLI));
  }

  @Test
  void theInventorySeesReportsAndNeitherPacketsNorCommands() {
    check(
        noClasses()
            .that()
            .resideInAPackage(INVENTORY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CAPTURE, CLI)
            .orShould()
            .dependOnClassesThat(
                resideInAPackage(PARSER).and(not(resideInAnyPackage(OBSERVATION, TEXT)))));
  }

  @Test
  void onlyTheInventoryUsesDatabases() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(INVENTORY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.sqlite..", "org.postgresql.."));
  }

  /** Who else wants to know a message asks its view to describe it. */
  @Test
  void onlyTheTrackerAndTheDescriptionsReadMessages() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(PARSER, "io.tlsfloor.capture.connection..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                        "io.tlsfloor.parser.tls..",
                        "io.tlsfloor.parser.dtls..",
                        "io.tlsfloor.parser.quic..",
                        "io.tlsfloor.parser.preface..")
                    .and(simpleNameEndingWith("View"))));
    check(
        noClasses()
            .that()
            .resideInAPackage("io.tlsfloor.parser.field..")
            .should()
            .dependOnClassesThat(type(Cursor.class)));
  }

  @Test
  void captureOpensFilesInItsSourcesOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage(CAPTURE)
            .and()
            .resideOutsideOfPackages(
                "io.tlsfloor.capture.file..", "io.tlsfloor.capture.chain..", LIVE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.nio.file..", "java.nio.channels..", "io.tlsfloor.capture.file..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(File|RandomAccessFile).*"));
  }

  @Test
  void noTwoTypesHaveOneName() {
    assertThat(namesakes(JavaClass::isTopLevelClass, JavaClass::getSimpleName)).isEmpty();
  }

  /** Types within types have a name of their own in their module. */
  @Test
  void noTwoTypesOfAModuleHaveOneName() {
    assertThat(
            namesakes(
                type -> !type.isAnonymousClass() && !GENERATED.test(type),
                type -> module(type) + ": " + type.getSimpleName()))
        .isEmpty();
  }

  private static Map<String, List<String>> namesakes(
      Predicate<JavaClass> which, Function<JavaClass, String> name) {
    Map<String, List<String>> byName =
        product.stream()
            .filter(which)
            .filter(type -> !type.getSimpleName().matches("package-info|Jte.*"))
            .collect(groupingBy(name, mapping(JavaClass::getName, toList())));
    byName.values().removeIf(names -> names.size() == 1);
    return byName;
  }

  private static String module(JavaClass type) {
    return type.getPackageName().split("\\.", 4)[2];
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("io.tlsfloor.(**)").should().beFreeOfCycles());
  }

  @Test
  void onlyTheCommandLinePrints() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging.."));
  }

  @Test
  void onlyMainASecondSignalAndFullMemoryEndTheProcess() {
    check(
        noClasses()
            .that()
            .haveNameNotMatching("io\\.tlsfloor\\.cli\\.(Start|Main|Signals|command\\.FullMemory)")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class));
  }

  private static void check(ArchRule rule) {
    rule.check(product);
  }
}
