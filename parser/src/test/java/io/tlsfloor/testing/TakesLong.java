package io.tlsfloor.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A test, or a class of them, that the short check leaves out, because it takes more time than a
 * person waits after each change. It runs with {@code -Dtests=all}, and where the variable {@code
 * CI} is {@code true}; elsewhere {@link SkippedTests} tells on the console that it did not run,
 * why, and what runs it.
 *
 * <p>For repetition in other sizes, other programs and other databases, for what has to wait: each
 * thing that the project states has a test that the short check runs.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TakesLong.Condition.class)
public @interface TakesLong {
  /** Returns what takes the time, so that "long: …" reads well. */
  String value();

  /** Says whether long tests run, and else what the console says of one. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), TakesLong.class)
          .map(found -> judge(found.value()))
          .orElseGet(() -> ConditionEvaluationResult.enabled("not long"));
    }

    static ConditionEvaluationResult judge(String why) {
      return judge(why, System.getenv("CI"), System.getProperty("tests"));
    }

    static ConditionEvaluationResult judge(String why, String ci, String tests) {
      return "true".equals(ci) || "all".equals(tests)
          ? ConditionEvaluationResult.enabled("all tests run")
          : ConditionEvaluationResult.disabled("long: " + why + "; -Dtests=all runs it");
    }
  }
}
