package io.tlsfloor.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Tests what the formatter and the compiler's checks do not see in the sources of all modules. */
class SourcesTest {
  private static final Path PROJECT = Project.folder();

  /** Unfinished work is an issue, not a comment. */
  private static final Pattern UNFINISHED = Pattern.compile("(//|\\*).*\\b(TODO|FIXME|XXX)\\b");

  private static final Pattern SENTENCE = Pattern.compile("[.?!:]\\W*$");

  private final List<String> faults = new ArrayList<>();

  @Test
  void sourcesAreFinishedAndExplained() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).hasSizeGreaterThan(100);

    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        look(unit, docs);
      }
    }

    assertThat(faults).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(PROJECT)) {
      for (Path module : modules.sorted().toList()) {
        Path main = module.resolve("src/main/java");
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }

  private void look(CompilationUnitTree unit, DocTrees docs) throws IOException {
    Path file = Path.of(unit.getSourceFile().toUri());
    String text = Files.readString(file);
    if (UNFINISHED.matcher(text).find()) {
      faults.add(file + ": is unfinished");
    }
    if (unit.getPackage() != null && !Files.exists(file.resolveSibling("package-info.java"))) {
      faults.add(file + ": its package has no package-info.java");
    }
    new Look(unit, docs).scan(new TreePath(unit), null);
  }

  private final class Look extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final DocTrees docs;

    Look(CompilationUnitTree unit, DocTrees docs) {
      this.unit = unit;
      this.docs = docs;
    }

    private void fault(Tree tree, String what) {
      long line =
          unit.getLineMap().getLineNumber(docs.getSourcePositions().getStartPosition(unit, tree));
      faults.add(unit.getSourceFile().getName() + ":" + line + ": " + what);
    }

    @Override
    public Void visitImport(ImportTree tree, Void none) {
      if (tree.getQualifiedIdentifier().toString().endsWith(".*")) {
        fault(tree, "imports a whole package");
      }
      return super.visitImport(tree, null);
    }

    @Override
    public Void visitClass(ClassTree tree, Void none) {
      if (isPublic(tree.getModifiers()) && isSeen(getCurrentPath().getParentPath())) {
        explained(tree);
      }
      return super.visitClass(tree, null);
    }

    @Override
    public Void visitMethod(MethodTree tree, Void none) {
      boolean overrides =
          tree.getModifiers().getAnnotations().stream()
              .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
      TreePath around = getCurrentPath().getParentPath();
      boolean inInterface = around.getLeaf().getKind() == Kind.INTERFACE;
      if (!overrides && (inInterface || isPublic(tree.getModifiers())) && isSeen(around)) {
        explained(tree);
      }
      return super.visitMethod(tree, null);
    }

    /** Returns whether all types that it lies in are public. */
    private boolean isSeen(TreePath around) {
      for (Tree each : around) {
        if (each instanceof ClassTree type && !isPublic(type.getModifiers())) {
          return false;
        }
      }
      return true;
    }

    private static boolean isPublic(ModifiersTree modifiers) {
      return modifiers.getFlags().contains(Modifier.PUBLIC);
    }

    private void explained(Tree tree) {
      DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      if (comment == null) {
        fault(tree, "is public, and no comment says what it is");
      } else if (!SENTENCE.matcher(comment.getFirstSentence().toString()).find()) {
        fault(tree, "begins its comment with no sentence");
      }
    }

    @Override
    public Void visitIf(IfTree tree, Void none) {
      braced(tree.getThenStatement());
      if (tree.getElseStatement() != null && !(tree.getElseStatement() instanceof IfTree)) {
        braced(tree.getElseStatement());
      }
      return super.visitIf(tree, null);
    }

    @Override
    public Void visitForLoop(ForLoopTree tree, Void none) {
      braced(tree.getStatement());
      return super.visitForLoop(tree, null);
    }

    @Override
    public Void visitEnhancedForLoop(EnhancedForLoopTree tree, Void none) {
      braced(tree.getStatement());
      return super.visitEnhancedForLoop(tree, null);
    }

    @Override
    public Void visitWhileLoop(WhileLoopTree tree, Void none) {
      braced(tree.getStatement());
      return super.visitWhileLoop(tree, null);
    }

    private void braced(StatementTree statement) {
      if (!(statement instanceof BlockTree)) {
        fault(statement, "has no braces");
      }
    }
  }
}
