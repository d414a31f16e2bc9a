package io.tlsfloor.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A test is skipped through {@link Requires} and in no other way: only so is it told on the console
 * with a reason, and a failure where {@code CI=true}.
 */
class SkippingTest {
  private static final List<String> MODULES =
      List.of("parser", "capture", "rules", "logs", "report", "inventory", "cli");
  private static final String TESTING = "io.tlsfloor.testing";

  /** Holds what JUnit, AssertJ and OpenTest4J have to skip a test with. */
  private static final DescribedPredicate<JavaClass> SKIPS =
      DescribedPredicate.describe(
          "skip a test",
          type ->
              type.getFullName()
                  .matches(
                      "org\\.(junit|assertj|opentest4j)\\..*"
                          + "(Assum\\w*|Disabled\\w*|Enabled\\w*|TestAborted\\w*)"));

  private static JavaClasses tests;

  /** The tests of all modules lie in folders of one name, whichever profile built them. */
  @BeforeAll
  static void readTheTests() throws URISyntaxException {
    Path own =
        Path.of(SkippingTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path project = Project.folder();
    Path inModule = project.resolve("cli").relativize(own);
    List<Path> folders =
        MODULES.stream().map(module -> project.resolve(module).resolve(inModule)).toList();
    assertThat(folders).as("compiled tests").allMatch(Files::isDirectory);
    ArchConfiguration.withThreadLocalScope(
        configuration -> {
          configuration.setResolveMissingDependenciesFromClassPath(false); // names are enough
          tests = new ClassFileImporter().importPaths(folders);
        });
  }

  @Test
  void noTestSkipsPastRequires() {
    rule(resideInAPackage(TESTING)).check(tests);
  }

  @Test
  void theRuleSeesWhatRequiresDoes() {
    ArchRule withoutException = rule(DescribedPredicate.alwaysFalse());

    assertThat(withoutException.evaluate(tests).getFailureReport().getDetails())
        .anyMatch(each -> each.contains("Requires.that(") && each.contains(".Assumptions.abort("))
        .anyMatch(each -> each.contains("isOff") && each.contains(".Disabled>"));
  }

  private static ArchRule rule(DescribedPredicate<JavaClass> excepted) {
    return noClasses().that(not(excepted)).should().dependOnClassesThat(SKIPS);
  }
}
