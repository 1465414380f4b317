package io.cleansight.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.regex.Pattern;

/** Services meet in Kafka only; what decides knows nothing of where it runs. */
@AnalyzeClasses(packages = "io.cleansight", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] DECIDING = {
    "io.cleansight.inference.track..",
    "io.cleansight.inference.zone..",
    "io.cleansight.inference.judge..",
    "io.cleansight.rule..",
    "io.cleansight.contracts.."
  };

  /** What in those packages carries out what was decided, and what Kafka's clients call. */
  private static final String EDGES =
      ".*\\.(Judge(Topology|Processor)|Event(S|Des)erializer)(\\$.*)?";

  @ArchTest
  static final ArchRule NO_SERVICE_KNOWS_A_SERVICE =
      slices()
          .matching("io.cleansight.(capture|inference|persistence|alert|query)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule CONTRACTS_KNOW_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("io.cleansight.contracts..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..", "org.apache.kafka.clients..", "io.cleansight.messaging..");

  @ArchTest
  static final ArchRule RULES_KNOW_NO_SERVICE =
      noClasses()
          .that()
          .resideInAnyPackage("io.cleansight.rule..", "io.cleansight.rehearsal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.cleansight.persistence..", "io.cleansight.alert..", "io.cleansight.query..");

  @ArchTest
  static final ArchRule MESSAGING_KNOWS_NO_SERVICE =
      noClasses()
          .that()
          .resideInAPackage("io.cleansight.messaging..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.cleansight.capture..",
              "io.cleansight.inference..",
              "io.cleansight.persistence..",
              "io.cleansight.alert..",
              "io.cleansight.query..");

  @ArchTest
  static final ArchRule WHAT_DECIDES_IS_PLAIN_JAVA =
      noClasses()
          .that()
          .resideInAnyPackage(DECIDING)
          .and()
          .haveNameNotMatching(EDGES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..", "org.apache.kafka..", "java.sql..", "javax.sql..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(java.time.Clock.class);

  @ArchTest
  static final ArchRule SPANS_ARE_MADE_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.cleansight.messaging.trace..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule THREE_SERVICES_HAVE_NO_SQL =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.cleansight.capture..", "io.cleansight.inference..", "io.cleansight.alert..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.springframework.jdbc..");

  @ArchTest
  static final ArchRule QUERIES_ARE_IN_READERS =
      noClasses()
          .that()
          .resideInAPackage("io.cleansight.query..")
          .and()
          .resideOutsideOfPackage("io.cleansight.query.sql..")
          .and(isNoReader())
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.jdbc..", "javax.sql..", "io.cleansight.query.sql..")
          .orShould()
          .dependOnClassesThat(
              resideInAPackage("java.sql..")
                  .and(not(belongToAnyOf(java.sql.ResultSet.class, java.sql.SQLException.class))));

  /**
   * But for {@code FailedOver}, which is an interface of the pool's, and {@code LongTransaction},
   * which sets a transaction's limits and neither reads nor writes.
   */
  @ArchTest
  static final ArchRule THE_RECORD_IS_WRITTEN_IN_STORES =
      noClasses()
          .that()
          .resideInAPackage("io.cleansight.persistence..")
          .and()
          .haveNameNotMatching("[\\w.]+(Store|Reader)(\\$.+)?")
          .and()
          .haveNameNotMatching("[\\w.]+\\.(FailedOver|LongTransaction)")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "org.springframework.jdbc..", "org.postgresql..", "de.bytefish..");

  /** Nobody would tell the others which partitions they have, and all they write is refused. */
  @ArchTest
  static final ArchRule WHO_WRITES_ONCE_IS_TOLD_OF_ITS_PARTITIONS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.cleansight.persistence.once")
          .and()
          .areNotAssignableTo("io.cleansight.persistence.once.OnceListener")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.cleansight.persistence.once.OnceWriter");

  @ArchTest
  static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
      slices().matching("io.cleansight.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_THINGS_ARE =
      classes()
          .that()
          .resideInAPackage("io.cleansight..")
          .should()
          .haveSimpleNameNotEndingWith("Util")
          .andShould()
          .haveSimpleNameNotEndingWith("Utils")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .andShould()
          .haveSimpleNameNotEndingWith("Impl");

  /** Nor what is within one. */
  private static DescribedPredicate<JavaClass> isNoReader() {
    return describe(
        "are no reader or store",
        it -> !Pattern.compile("(Reader|Store)(\\$.*)?$").matcher(it.getName()).find());
  }
}
