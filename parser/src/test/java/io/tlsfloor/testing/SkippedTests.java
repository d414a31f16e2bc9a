package io.tlsfloor.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Says what was skipped and why, after the last test of a module: a line for each class or method
 * and reason. Surefire tells numbers only, and of a class or factory whose set-up gave up not even
 * those. The lines go to the file that the build names, of which it says in one line at its end how
 * many they are; without one, and where somebody asked for a test by name, to the console.
 *
 * <p>JUnit finds it through {@code META-INF/services}, in every module that has the parser's
 * test-jar.
 */
public final class SkippedTests implements TestExecutionListener {
  private final PrintStream out;
  private final String file;
  private final Set<String> lines = new ConcurrentSkipListSet<>();
  private volatile TestPlan plan;

  /** Writes to the file that the build names, or to standard output. */
  public SkippedTests() {
    this(System.out, System.getProperty("skipped", ""));
  }

  SkippedTests(PrintStream out, String file) {
    this.out = out;
    this.file =
        System.getProperty("test") == null && System.getProperty("it.test") == null ? file : "";
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    lines.clear();
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      skipped(test, result.getThrowable().map(Throwable::getMessage).orElse(null));
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    if (file.isEmpty()) {
      lines.forEach(line -> out.println("[WARNING] skipped " + line));
      out.flush();
      return;
    }
    try {
      Files.write(Path.of(file), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void skipped(TestIdentifier test, String reason) {
    lines.add(name(test) + ": " + (reason == null ? "no reason given" : reason));
  }

  /**
   * The class or method in which the test stands: a row or a dynamic test has no name of its own.
   */
  private String name(TestIdentifier test) {
    TestSource source = test.getSource().orElse(null);
    if (source instanceof MethodSource method) {
      return simple(method.getClassName()) + "." + method.getMethodName();
    }
    if (source instanceof ClassSource type) {
      return simple(type.getClassName());
    }
    return plan.getParent(test).map(this::name).orElse(test.getDisplayName());
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
