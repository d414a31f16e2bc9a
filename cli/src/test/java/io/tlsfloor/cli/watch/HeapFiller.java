package io.tlsfloor.cli.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * An agent within a process under test: fills its heap to the last byte once a file is there, and
 * says when it is full.
 */
public final class HeapFiller {
  private static final int LARGEST = 1 << 20;

  @SuppressWarnings("UnusedVariable") // held, not read
  private static Object[] held = {};

  private HeapFiller() {}

  /**
   * Makes its jar, and the options that load it into a process.
   *
   * @param trigger file that makes it begin; that with {@code .full} behind its name grows when the
   *     heap is full
   */
  static String options(Path folder, Path trigger) throws IOException {
    Path jar = folder.resolve("filler.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", HeapFiller.class.getName());
    String entry = HeapFiller.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var bytes = HeapFiller.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      bytes.transferTo(out);
    }
    return "-javaagent:" + jar + "=" + trigger;
  }

  /** Called by the Java virtual machine. */
  public static void premain(String trigger, Instrumentation unused) {
    Thread filler = new Thread(() -> fill(Path.of(trigger)), "filler");
    filler.setDaemon(true);
    filler.start();
  }

  private static void fill(Path trigger) {
    try (OutputStream full = Files.newOutputStream(Path.of(trigger + ".full"))) {
      while (!Files.exists(trigger)) {
        Thread.sleep(20);
      }
      for (int size = LARGEST; size >= 16; ) {
        try {
          held = new Object[] {held, new byte[size]};
        } catch (OutOfMemoryError e) {
          full.write('!');
          size /= 2;
        }
      }
      Thread.sleep(Long.MAX_VALUE);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
