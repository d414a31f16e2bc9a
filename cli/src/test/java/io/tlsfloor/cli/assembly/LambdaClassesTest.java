package io.tlsfloor.cli.assembly;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A jar does with classes for its lambdas what it did with those that Java links at run time. */
class LambdaClassesTest {
  @Test
  void eachKindOfLambdaDoesWhatItDid() throws Exception {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (Class<?> each :
        List.of( // with their nest's host
            LambdaClassesTest.class,
            Kinds.class,
            Kinds.Inner.class,
            Kinds.Base.class,
            Kinds.Told.class)) {
      classes.put(each.getName().replace('.', '/') + ".class", bytes(each));
    }
    assertThat(classes.values()).anyMatch(LambdaClassesTest::asksForLambdas);

    Map<String, byte[]> made = LambdaClasses.of(classes);

    assertThat(made).hasSizeGreaterThan(classes.size() + 20);
    assertThat(made.values()).noneMatch(LambdaClassesTest::asksForLambdas);
    List<String> expected = new Kinds("held ").all();
    assertThat(said(made)).hasSizeGreaterThan(15).hasToString(expected.toString());
    assertThat(LambdaClasses.of(made)).hasSameSizeAs(made);
  }

  private static byte[] bytes(Class<?> of) throws IOException {
    String name = of.getName().substring(of.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = of.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static List<?> said(Map<String, byte[]> classes) throws Exception {
    ClassLoader loader =
        new ClassLoader(LambdaClassesTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] bytes = classes.get(name.replace('.', '/') + ".class");
            if (bytes == null) {
              return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : defineClass(name, bytes, 0, bytes.length);
          }
        };
    Class<?> kinds = loader.loadClass(Kinds.class.getName());
    Object made = kinds.getConstructor(String.class).newInstance("held ");
    return (List<?>) kinds.getMethod("all").invoke(made);
  }

  private static boolean asksForLambdas(byte[] bytes) {
    boolean[] asks = new boolean[1];
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String type, String signature, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitInvokeDynamicInsn(
                      String method, String site, Handle bootstrap, Object... arguments) {
                    asks[0] |= bootstrap.getOwner().endsWith("LambdaMetafactory");
                  }
                };
              }
            },
            0);
    return asks[0];
  }

  /** Lambdas and method references of each kind that javac makes. */
  public static class Kinds {
    private final String held;

    /** One whose lambdas hold it. */
    public Kinds(String held) {
      this.held = held;
    }

    /** What superclasses do. */
    public static class Base {
      /** Something. */
      protected String base(String of) {
        return "base " + of;
      }
    }

    /** An interface with methods of its own. */
    public interface Told {
      /** The one that is implemented. */
      String told();

      /** Calls what is private in the interface. */
      default Supplier<String> twice() {
        return () -> both(told(), told());
      }

      private String both(String one, String other) {
        return one + other;
      }
    }

    /** A nest mate. */
    public static final class Inner extends Base {
      private final long number;

      private Inner(long number) {
        this.number = number;
      }

      private long number() {
        return number;
      }

      @Override
      protected String base(String of) {
        Function<String, String> above = super::base;
        return "inner " + above.apply(of);
      }
    }

    private String own(String more) {
      return held + more;
    }

    private static int sum(int one, int other) {
      return one + other;
    }

    private static Integer boxed(int value) {
      return value;
    }

    /** What each does. */
    public List<String> all() {
      List<String> all = new ArrayList<>();
      Supplier<String> constant = () -> "constant";
      all.add(constant.get());
      long wide = 1L << 40;
      double real = 0.5;
      byte small = 3;
      boolean yes = true;
      Supplier<String> holding = () -> held + wide + real + small + yes;
      all.add(holding.get());
      Function<String, String> bound = this::own;
      all.add(bound.apply("x"));
      Function<Integer, Function<String, String>> nested = i -> text -> own(text) + i;
      all.add(nested.apply(7).apply("y"));
      LongSupplier widened = "four"::length;
      all.add("" + widened.getAsLong());
      ToLongFunction<Integer> unboxed = Integer::intValue;
      all.add("" + unboxed.applyAsLong(5));
      ToDoubleFunction<Long> toDouble = Long::longValue;
      all.add("" + toDouble.applyAsDouble(6L));
      ToIntFunction<String> toInt = Integer::valueOf;
      all.add("" + toInt.applyAsInt("12"));
      BiFunction<Integer, Integer, Object> boxes = Kinds::sum;
      all.add("" + boxes.apply(1, 2));
      IntBinaryOperator sum = Kinds::sum;
      all.add("" + sum.applyAsInt(3, 4));
      IntFunction<Number> wider = Kinds::boxed;
      all.add("" + wider.apply(8));
      IntFunction<int[]> array = int[]::new;
      all.add("" + array.apply(9).length);
      Function<Long, Inner> constructor = Inner::new;
      ToLongFunction<Inner> privately = Inner::number;
      all.add("" + privately.applyAsLong(constructor.apply(wide)));
      all.add(constructor.apply(1L).base("z"));
      Told told = () -> held;
      all.add(told.twice().get());
      StringBuilder effects = new StringBuilder();
      Runnable dropped = () -> effects.append(1);
      dropped.run();
      List.of("a", "b").forEach(effects::append);
      all.add(effects.toString());
      Predicate<String> no = Predicate.not(String::isEmpty);
      all.add("" + no.test(""));
      all.add(Arrays.stream(new int[] {1, 2}).mapToObj(Integer::toString).collect(joining("+")));
      IntSupplier[] several = {() -> 1, () -> small, held::hashCode};
      all.add("" + (several[0].getAsInt() + several[1].getAsInt() + several[2].getAsInt()));
      return all;
    }
  }
}
