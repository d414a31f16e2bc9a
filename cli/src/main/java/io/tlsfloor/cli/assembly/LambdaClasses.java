package io.tlsfloor.cli.assembly;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.H_INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.H_INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;
import static org.objectweb.asm.Opcodes.H_NEWINVOKESPECIAL;
import static org.objectweb.asm.Opcodes.I2D;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.L2D;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.POP2;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Gives each lambda and method reference of a jar a class of its own, as javac does for anonymous
 * classes. Otherwise Java links each where it is first met, through {@code
 * LambdaMetafactory.metafactory} (JVMS 17, 6.5 invokedynamic), which an archive of classes does not
 * save: a fifth of a millisecond each, of hundreds in each run. What they do stays the same; a
 * class that was given one is a nest mate of it (JVMS 17, 4.7.28), and may call what is private
 * there. Those that can be serialized, of which there are none here, are left as they are.
 */
public final class LambdaClasses {
  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final String CLASS = ".class";
  private static final String ONLY = "ONLY"; // the instance of one that holds nothing
  private static final String MAKER = "of";

  private final Map<String, byte[]> classes = new LinkedHashMap<>(); // by name, all of the jar
  private final Map<String, List<String>> nestMembers = new LinkedHashMap<>(); // made, by host

  private LambdaClasses() {}

  /**
   * Works on jars in place.
   *
   * @param jars their paths
   * @throws IOException when one cannot be read or written; it is as it was then
   */
  public static void main(String[] jars) throws IOException {
    for (String jar : jars) {
      rewrite(Path.of(jar));
    }
  }

  private static void rewrite(Path jar) throws IOException {
    Map<JarEntry, byte[]> entries = new LinkedHashMap<>();
    Map<String, byte[]> before = new LinkedHashMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (Enumeration<JarEntry> each = file.entries(); each.hasMoreElements(); ) {
        JarEntry entry = each.nextElement();
        try (InputStream in = file.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          entries.put(entry, bytes);
          if (entry.getName().endsWith(CLASS)) {
            before.put(entry.getName(), bytes);
          }
        }
      }
    }
    Map<String, byte[]> after = of(before);
    if (after.size() == before.size()) {
      return; // it has none, or was worked on before
    }
    Path draft = jar.resolveSibling(jar.getFileName() + ".draft");
    long time = 0;
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(draft))) {
      for (Map.Entry<JarEntry, byte[]> each : entries.entrySet()) {
        String name = each.getKey().getName();
        time = each.getKey().getTime(); // all have the same where the build can be repeated
        byte[] known = after.remove(name);
        write(out, name, time, known == null ? each.getValue() : known);
      }
      for (Map.Entry<String, byte[]> made : after.entrySet()) {
        write(out, made.getKey(), time, made.getValue());
      }
    }
    Files.move(draft, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(JarOutputStream out, String name, long time, byte[] bytes)
      throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(time);
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  /**
   * Returns the classes and those made of their lambdas.
   *
   * @param classes by the path in their jar, {@code io/tlsfloor/cli/Main.class}
   */
  static Map<String, byte[]> of(Map<String, byte[]> classes) {
    LambdaClasses jar = new LambdaClasses();
    for (Map.Entry<String, byte[]> each : classes.entrySet()) {
      jar.classes.put(each.getKey(), jar.withoutLambdas(each.getValue()));
    }
    jar.nestMembers.forEach(
        (host, made) ->
            jar.classes.computeIfPresent(host + CLASS, (name, bytes) -> withMembers(bytes, made)));
    return jar.classes;
  }

  private byte[] withoutLambdas(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(0); // whose constants are those that are left
    Calls calls = new Calls(writer, reader.getClassName());
    reader.accept(calls, 0);
    return calls.made == 0 ? bytes : writer.toByteArray();
  }

  /** Calls a class's own classes where it asked for lambdas. */
  private final class Calls extends ClassVisitor {
    private final String owner;
    private String host;
    private int made;

    Calls(ClassVisitor next, String owner) {
      super(ASM9, next);
      this.owner = owner;
      this.host = owner;
    }

    @Override
    public void visitNestHost(String nestHost) {
      host = nestHost;
      super.visitNestHost(nestHost);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(ASM9, next) {
        @Override
        public void visitInvokeDynamicInsn(
            String method, String site, Handle bootstrap, Object... arguments) {
          if (!bootstrap.getOwner().equals(METAFACTORY)
              || !bootstrap.getName().equals("metafactory")) {
            super.visitInvokeDynamicInsn(method, site, bootstrap, arguments);
            return;
          }
          Lambda lambda =
              new Lambda(
                  owner + "$$lambda$" + made++,
                  method,
                  Type.getMethodType(site),
                  (Type) arguments[0],
                  (Handle) arguments[1],
                  (Type) arguments[2]);
          nestMembers.computeIfAbsent(host, any -> new ArrayList<>()).add(lambda.name);
          classes.put(lambda.name + CLASS, lambda.bytes(host));
          if (lambda.holds().length == 0) {
            super.visitFieldInsn(GETSTATIC, lambda.name, ONLY, lambda.type().getDescriptor());
          } else {
            super.visitMethodInsn(INVOKESTATIC, lambda.name, MAKER, lambda.maker(), false);
          }
        }
      };
    }
  }

  private static byte[] withMembers(byte[] host, List<String> made) {
    ClassReader reader = new ClassReader(host);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(ASM9, writer) {
          private boolean told;

          /** Behind the class's other attributes, before what it declares. */
          private void tell() {
            if (!told) {
              told = true;
              made.forEach(super::visitNestMember);
            }
          }

          @Override
          public FieldVisitor visitField(
              int access, String name, String descriptor, String signature, Object value) {
            tell();
            return super.visitField(access, name, descriptor, signature, value);
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            tell();
            return super.visitMethod(access, name, descriptor, signature, exceptions);
          }

          @Override
          public void visitEnd() {
            tell();
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }

  /**
   * One lambda, as {@code LambdaMetafactory.metafactory} is told of it.
   *
   * @param name of the class that is made of it
   * @param method that it implements
   * @param site takes what it holds, and returns its interface
   * @param erased type of the method, as the interface declares it
   * @param code what it runs
   * @param actual type of the method here
   */
  private record Lambda(
      String name, String method, Type site, Type erased, Handle code, Type actual) {
    Type type() {
      return Type.getObjectType(name);
    }

    Type[] holds() {
      return site.getArgumentTypes();
    }

    String maker() {
      return Type.getMethodDescriptor(type(), holds());
    }

    byte[] bytes(String host) {
      ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
      String[] implemented = {site.getReturnType().getInternalName()};
      int access = ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC;
      writer.visit(V17, access, name, null, "java/lang/Object", implemented);
      writer.visitNestHost(host);
      constructor(writer);
      if (holds().length == 0) {
        writer.visitField(ACC_STATIC | ACC_FINAL, ONLY, type().getDescriptor(), null, null);
        MethodVisitor once = begin(writer, ACC_STATIC, "<clinit>", "()V");
        construct(once);
        once.visitFieldInsn(PUTSTATIC, name, ONLY, type().getDescriptor());
        end(once, RETURN);
      } else {
        MethodVisitor maker = begin(writer, ACC_STATIC, MAKER, maker());
        construct(maker);
        end(maker, ARETURN);
      }
      run(writer);
      writer.visitEnd();
      return writer.toByteArray();
    }

    private static MethodVisitor begin(ClassWriter writer, int access, String name, String type) {
      MethodVisitor body = writer.visitMethod(access, name, type, null, null);
      body.visitCode();
      return body;
    }

    private static void end(MethodVisitor body, int returns) {
      body.visitInsn(returns);
      body.visitMaxs(0, 0); // computed
      body.visitEnd();
    }

    private String constructorType() {
      return Type.getMethodDescriptor(Type.VOID_TYPE, holds());
    }

    private void constructor(ClassWriter writer) {
      MethodVisitor body = begin(writer, ACC_PRIVATE, "<init>", constructorType());
      body.visitVarInsn(ALOAD, 0);
      body.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
      int at = 1;
      for (int i = 0; i < holds().length; i++) {
        Type held = holds()[i];
        writer.visitField(ACC_PRIVATE | ACC_FINAL, field(i), held.getDescriptor(), null, null);
        body.visitVarInsn(ALOAD, 0);
        body.visitVarInsn(held.getOpcode(ILOAD), at);
        body.visitFieldInsn(PUTFIELD, name, field(i), held.getDescriptor());
        at += held.getSize();
      }
      end(body, RETURN);
    }

    private static String field(int number) {
      return "held" + number;
    }

    /** Leaves a new one, which holds the arguments of a static method. */
    private void construct(MethodVisitor body) {
      body.visitTypeInsn(NEW, name);
      body.visitInsn(DUP);
      int at = 0;
      for (Type held : holds()) {
        body.visitVarInsn(held.getOpcode(ILOAD), at);
        at += held.getSize();
      }
      body.visitMethodInsn(INVOKESPECIAL, name, "<init>", constructorType(), false);
    }

    /** Runs the code on what is held and the arguments, and returns what it returns. */
    private void run(ClassWriter writer) {
      MethodVisitor body = begin(writer, ACC_PUBLIC, method, erased.getDescriptor());
      boolean constructs = code.getTag() == H_NEWINVOKESPECIAL;
      List<Type> takes = new ArrayList<>();
      if (constructs) {
        body.visitTypeInsn(NEW, code.getOwner());
        body.visitInsn(DUP);
      } else if (code.getTag() != H_INVOKESTATIC) {
        takes.add(Type.getObjectType(code.getOwner()));
      }
      takes.addAll(List.of(Type.getArgumentTypes(code.getDesc())));
      int taken = 0;
      for (int i = 0; i < holds().length; i++) {
        body.visitVarInsn(ALOAD, 0);
        body.visitFieldInsn(GETFIELD, name, field(i), holds()[i].getDescriptor());
        Conversion.of(body, holds()[i], takes.get(taken++));
      }
      int at = 1;
      for (int i = 0; i < erased.getArgumentTypes().length; i++) {
        Type declared = erased.getArgumentTypes()[i];
        Type known = actual.getArgumentTypes()[i];
        body.visitVarInsn(declared.getOpcode(ILOAD), at);
        Conversion.of(body, declared, known);
        Conversion.of(body, known, takes.get(taken++));
        at += declared.getSize();
      }
      body.visitMethodInsn(
          opcode(), code.getOwner(), code.getName(), code.getDesc(), code.isInterface());
      Type result =
          constructs ? Type.getObjectType(code.getOwner()) : Type.getReturnType(code.getDesc());
      if (erased.getReturnType().getSort() != Type.VOID) {
        Conversion.of(body, result, actual.getReturnType());
        Conversion.of(body, actual.getReturnType(), erased.getReturnType());
      } else if (result.getSize() > 0) {
        body.visitInsn(result.getSize() == 1 ? POP : POP2);
      }
      end(body, erased.getReturnType().getOpcode(IRETURN));
    }

    private int opcode() {
      return switch (code.getTag()) {
        case H_INVOKESTATIC -> INVOKESTATIC;
        case H_NEWINVOKESPECIAL -> INVOKESPECIAL;
        case H_INVOKEINTERFACE -> INVOKEINTERFACE;
        case H_INVOKESPECIAL -> code.isInterface() ? INVOKEINTERFACE : INVOKEVIRTUAL; // private
        default -> INVOKEVIRTUAL;
      };
    }
  }

  /**
   * Conversions between what a lambda is given and what its code takes: those that {@code
   * LambdaMetafactory} documents, as far as javac asks for them.
   */
  private static final class Conversion {
    private static final Map<Type, String> WRAPPERS =
        Map.of(
            Type.BOOLEAN_TYPE, "java/lang/Boolean",
            Type.BYTE_TYPE, "java/lang/Byte",
            Type.CHAR_TYPE, "java/lang/Character",
            Type.SHORT_TYPE, "java/lang/Short",
            Type.INT_TYPE, "java/lang/Integer",
            Type.LONG_TYPE, "java/lang/Long",
            Type.FLOAT_TYPE, "java/lang/Float",
            Type.DOUBLE_TYPE, "java/lang/Double");

    private Conversion() {}

    static void of(MethodVisitor body, Type from, Type to) {
      if (from.equals(to)) {
        return;
      }
      if (isPrimitive(from) && isPrimitive(to)) {
        widen(body, from, to);
      } else if (isPrimitive(from)) {
        String wrapper = wrapper(from);
        String type = "(" + from.getDescriptor() + ")L" + wrapper + ";";
        body.visitMethodInsn(INVOKESTATIC, wrapper, "valueOf", type, false);
      } else if (isPrimitive(to)) {
        unbox(body, from, to);
      } else if (!to.getInternalName().equals("java/lang/Object")) {
        body.visitTypeInsn(CHECKCAST, to.getInternalName());
      }
    }

    private static boolean isPrimitive(Type type) {
      return type.getSort() < Type.ARRAY;
    }

    private static String wrapper(Type primitive) {
      String wrapper = WRAPPERS.get(primitive);
      if (wrapper == null) {
        throw new IllegalArgumentException("no value of type " + primitive);
      }
      return wrapper;
    }

    private static void unbox(MethodVisitor body, Type from, Type to) {
      Type value = to;
      for (Map.Entry<Type, String> each : WRAPPERS.entrySet()) {
        if (each.getValue().equals(from.getInternalName())) {
          value = each.getKey();
        }
      }
      String wrapper = wrapper(value);
      body.visitTypeInsn(CHECKCAST, wrapper);
      String name = value.getClassName() + "Value";
      body.visitMethodInsn(INVOKEVIRTUAL, wrapper, name, "()" + value.getDescriptor(), false);
      of(body, value, to);
    }

    private static void widen(MethodVisitor body, Type from, Type to) {
      boolean isLong = from.getSort() == Type.LONG;
      if (to.getSort() == Type.LONG) {
        body.visitInsn(I2L);
      } else if (to.getSort() == Type.DOUBLE && (isLong || from.getSort() <= Type.INT)) {
        body.visitInsn(isLong ? L2D : I2D);
      } else if (to.getSort() != Type.INT) {
        throw new IllegalArgumentException("no conversion from " + from + " to " + to);
      }
    }
  }
}
