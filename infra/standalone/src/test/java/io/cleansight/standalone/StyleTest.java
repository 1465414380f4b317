package io.cleansight.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.web.bind.annotation.RestController;

/** Rules of STYLE.md that a machine can check and no other test does. */
@AnalyzeClasses(packages = "io.cleansight", importOptions = ImportOption.DoNotIncludeTests.class)
class StyleTest {
  private static final Pattern SLEEP =
      Pattern.compile("Thread\\.sleep|(?:SECONDS|MINUTES)\\.sleep|TimeUnit\\.\\w+\\.sleep");

  /** What is said of threads is said by an annotation; words may add to it. */
  private static final Pattern THREADS_IN_PROSE =
      Pattern.compile("For one thread|Threads: any|Safe for several threads");

  @ArchTest
  static final ArchRule WHO_LISTENS_IS_CALLED_A_LISTENER =
      methods()
          .that()
          .areAnnotatedWith(KafkaListener.class)
          .should()
          .beDeclaredInClassesThat()
          .haveSimpleNameEndingWith("Listener");

  @ArchTest
  static final ArchRule WHO_ANSWERS_IS_CALLED_A_CONTROLLER =
      classes()
          .that()
          .areAnnotatedWith(RestController.class)
          .should()
          .haveSimpleNameEndingWith("Controller");

  /** Two decide by nothing but their settings, and are called after what they decide. */
  @ArchTest
  static final ArchRule SETTINGS_ARE_CALLED_PROPERTIES =
      classes()
          .that()
          .areAnnotatedWith(ConfigurationProperties.class)
          .and()
          .doNotHaveSimpleName("SavePolicy")
          .and()
          .doNotHaveSimpleName("Horizon")
          .should()
          .haveSimpleNameEndingWith("Properties");

  /** Of a record, which may carry an answer on, it is a component. */
  @ArchTest
  static final ArchRule NO_FIELD_IS_OPTIONAL =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .areNotAssignableTo(Record.class)
          .should()
          .haveRawType(Optional.class)
          .orShould()
          .haveRawType(OptionalLong.class)
          .orShould()
          .haveRawType(OptionalInt.class)
          .orShould()
          .haveRawType(OptionalDouble.class);

  /** {@code InstanceSlot} gives a file the time of this machine, as a file system does. */
  @ArchTest
  static final ArchRule THE_TIME_IS_ASKED_OF_A_CLOCK =
      noClasses()
          .that()
          .doNotHaveSimpleName("InstanceSlot")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  /** Who makes the clock that others are given, or runs once and ends. */
  @ArchTest
  static final ArchRule CLOCKS_ARE_INJECTED =
      noClasses()
          .that(
              JavaClass.Predicates.simpleNameEndingWith("Configuration")
                  .or(simpleNameEndingWith("Commands"))
                  .or(JavaClass.Predicates.simpleName("BrokerClock"))
                  .or(JavaClass.Predicates.simpleName("LocalStack"))
                  .negate())
          .should()
          .callMethod(Clock.class, "systemUTC");

  @Test
  void packagesSayWhatTheyHold() throws IOException {
    for (Path source : Sources.of("src/main/java")) {
      Path info = source.resolveSibling("package-info.java");
      assertThat(info).as("of %s", source).exists();
      assertThat(Files.readString(info)).as("%s", info).startsWith("/**").contains("@NullMarked");
    }
  }

  @Test
  void packagesAreFeaturesNotKinds() throws IOException {
    assertThat(Sources.of("src/main/java"))
        .extracting(it -> it.getName(it.getNameCount() - 2).toString())
        .doesNotContain(
            "service", "dto", "util", "utils", "model", "common", "impl", "helper", "misc");
  }

  /** Benches imitate a load, and {@code TestTopics} is where tests wait, each with a deadline. */
  @Test
  void testsWaitWithADeadline() throws IOException {
    assertThat(offending("src/test/java", SLEEP))
        .allMatch(it -> Sources.className(it).endsWith("Bench"));
  }

  @Test
  void threadsAreSaidByAnAnnotation() throws IOException {
    for (Path source : offending("src/main/java", THREADS_IN_PROSE)) {
      assertThat(Files.readString(source)).as("%s", source).contains("ThreadSafe;");
    }
  }

  private static List<Path> offending(String folder, Pattern pattern) throws IOException {
    var found = new ArrayList<Path>();
    for (Path source : Sources.of(folder)) {
      if (pattern.matcher(Files.readString(source)).find() && !source.endsWith("StyleTest.java")) {
        found.add(source);
      }
    }
    return found;
  }
}
