import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Figures of the code that is shipped: how long and deep methods are, how many parameters they take, which files and packages
 * are large. {@code java infra/figures/Figures.java [ROOT]}, with a JDK 25; ends with 1 where a goal is missed. Cycles are
 * {@code ArchitectureTest}'s.
 */
class Figures {
  private static final int LONG_FILE = 300;
  private static final int LARGE_PACKAGE = 20;
  private static final int MANY_PARAMETERS = 6;
  private static final int MEDIAN_METHOD = 3;
  private static final int LONG_METHOD = 14;
  private static final Set<Tree.Kind> NESTING =
      EnumSet.of(
          Tree.Kind.IF,
          Tree.Kind.FOR_LOOP,
          Tree.Kind.ENHANCED_FOR_LOOP,
          Tree.Kind.WHILE_LOOP,
          Tree.Kind.DO_WHILE_LOOP,
          Tree.Kind.SWITCH,
          Tree.Kind.SWITCH_EXPRESSION,
          Tree.Kind.TRY);

  private final List<Integer> fileLines = new ArrayList<>();
  private final List<Integer> methodLines = new ArrayList<>();
  private final List<Integer> parameters = new ArrayList<>();
  private final List<Integer> depths = new ArrayList<>();
  private final List<String> longFiles = new ArrayList<>();
  private final List<String> manyParameters = new ArrayList<>();
  private final TreeMap<String, Integer> packages = new TreeMap<>();

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments.length > 0 ? arguments[0] : ".");
    System.exit(new Figures().read(root).print() ? 0 : 1);
  }

  private Figures read(Path root) throws IOException {
    List<Path> sources;
    try (Stream<Path> all = Files.walk(root)) {
      sources =
          all.filter(it -> it.toString().endsWith(".java"))
              .filter(it -> it.toString().contains("/src/main/java/"))
              .filter(it -> !it.getFileName().toString().equals("package-info.java"))
              .sorted()
              .toList();
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, files, _ -> {}, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        file(root, unit);
        new Methods(unit, positions).scan(unit, null);
      }
    }
    return this;
  }

  private void file(Path root, CompilationUnitTree unit) throws IOException {
    Path path = Path.of(unit.getSourceFile().toUri());
    int lines = Files.readAllLines(path).size();
    fileLines.add(lines);
    if (lines > LONG_FILE) {
      longFiles.add(root.toAbsolutePath().normalize().relativize(path) + " " + lines);
    }
    packages.merge(String.valueOf(unit.getPackageName()), 1, Integer::sum);
  }

  /** Visits every method with a body; those of records, enums and anonymous classes, too. */
  private final class Methods extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final LineMap lines;

    Methods(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
      this.lines = unit.getLineMap();
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      BlockTree body = method.getBody();
      long start = body == null ? -1 : positions.getStartPosition(unit, body);
      if (body != null && start >= 0) {
        methodLines.add((int) Math.max(0, line(positions.getEndPosition(unit, body)) - line(start) - 1));
        depths.add(new Depth().of(body));
        int taken = method.getParameters().size();
        parameters.add(taken);
        if (taken > MANY_PARAMETERS && method.getReturnType() != null) {
          manyParameters.add(
              Path.of(unit.getSourceFile().toUri()).getFileName() + " " + method.getName() + " " + taken);
        }
      }
      return super.visitMethod(method, null);
    }

    private long line(long position) {
      return lines.getLineNumber(position);
    }
  }

  /** How deep branches and loops are nested. */
  private static final class Depth extends TreeScanner<Void, Void> {
    private int now;
    private int most;

    int of(Tree body) {
      scan(body, null);
      return most;
    }

    @Override
    public Void scan(Tree node, Void nothing) {
      boolean nested = node != null && NESTING.contains(node.getKind());
      if (nested) {
        most = Math.max(most, ++now);
      }
      super.scan(node, null);
      if (nested) {
        now--;
      }
      return null;
    }
  }

  /** Whether all goals are met. */
  private boolean print() {
    System.out.printf("files %d, lines of a file: %s%n", fileLines.size(), spread(fileLines));
    System.out.printf("methods %d, lines of a body: %s%n", methodLines.size(), spread(methodLines));
    System.out.printf("parameters: %s%n", spread(parameters));
    System.out.printf("depth: %s%n", spread(depths));
    list("files over " + LONG_FILE + " lines", longFiles);
    list("methods (not constructors) with over " + MANY_PARAMETERS + " parameters", manyParameters);
    List<String> largePackages =
        packages.entrySet().stream()
            .filter(it -> it.getValue() > LARGE_PACKAGE)
            .map(it -> it.getKey() + " " + it.getValue())
            .toList();
    list("packages over " + LARGE_PACKAGE + " files", largePackages);
    boolean shortMethods =
        rank(methodLines, 5) <= MEDIAN_METHOD && rank(methodLines, 9) <= LONG_METHOD;
    return shortMethods && longFiles.isEmpty() && manyParameters.isEmpty() && largePackages.isEmpty();
  }

  private static void list(String what, List<String> which) {
    System.out.printf("%s: %d%n", what, which.size());
    which.forEach(it -> System.out.println("  " + it));
  }

  private static String spread(List<Integer> values) {
    return "median %d, p90 %d, most %d".formatted(rank(values, 5), rank(values, 9), Collections.max(values));
  }

  private static int rank(List<Integer> values, int tenths) {
    return values.stream().sorted().toList().get(values.size() * tenths / 10);
  }
}
