package io.tlsfloor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs classes that skip in each way there is, and reads what the console would show. */
class SkippedTestsTest {
  static class WholeClass {
    @BeforeAll
    static void need() {
      Assumptions.abort("needs a moon; wait for it");
    }

    @Test
    void one() {}

    @Test
    void two() {}
  }

  static class Methods {
    @Test
    void runs() {}

    @Test
    void stops() {
      Assumptions.abort("needs a sun");
    }

    @Test
    void fails() {
      throw new AssertionError("fails");
    }

    @Test
    @Disabled("until spring")
    void isOff() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void rows(int row) {
      Assumptions.abort("needs rain");
    }

    @TestFactory
    Stream<DynamicTest> factory() {
      return Assumptions.abort("needs snow");
    }

    @TestFactory
    Stream<DynamicTest> madeTests() {
      return Stream.of("a", "b")
          .map(name -> DynamicTest.dynamicTest(name, () -> Assumptions.abort("needs " + name)));
    }
  }

  @Test
  void aClassThatGivesUpIsOneLine() {
    assertThat(console(WholeClass.class))
        .isEqualTo("[WARNING] skipped SkippedTestsTest$WholeClass: needs a moon; wait for it\n");
  }

  @Test
  void methodsRowsAndFactoriesAreNamedOnceForEachReason() {
    String each = "[WARNING] skipped SkippedTestsTest$Methods.";
    assertThat(console(Methods.class).lines())
        .allMatch(line -> line.startsWith(each))
        .extracting(line -> line.substring(each.length()))
        .containsExactly(
            "factory: needs snow",
            "isOff: until spring",
            "madeTests: needs a",
            "madeTests: needs b",
            "rows: needs rain",
            "stops: needs a sun");
  }

  @Test
  void whatTakesLongIsLeftOutWithItsReasonAndRunsWhenAllAreWanted() {
    assertThat(TakesLong.Condition.judge("a year", null, null).isDisabled()).isTrue();
    assertThat(TakesLong.Condition.judge("a year", "false", "short").getReason())
        .hasValue("long: a year; -Dtests=all runs it");
    assertThat(TakesLong.Condition.judge("a year", "true", null).isDisabled()).isFalse();
    assertThat(TakesLong.Condition.judge("a year", null, "all").isDisabled()).isFalse();
  }

  private static String console(Class<?> tests) {
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    LauncherConfig alone =
        LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    LauncherFactory.create(alone)
        .execute(
            request().selectors(DiscoverySelectors.selectClass(tests)).build(),
            new SkippedTests(new PrintStream(console, false, StandardCharsets.UTF_8), ""));
    return console.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
