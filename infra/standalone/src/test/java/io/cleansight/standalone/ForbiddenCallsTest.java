package io.cleansight.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** What has let strangers into other programs is not called by ours (docs/security.md). */
@AnalyzeClasses(packages = "io.cleansight", importOptions = ImportOption.DoNotIncludeTests.class)
class ForbiddenCallsTest {
  @ArchTest
  static final ArchRule NO_OBJECT_IS_DESERIALISED =
      noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

  @ArchTest
  static final ArchRule NO_NAMES_ARE_LOOKED_UP_BY_JNDI =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("javax.naming..");

  @ArchTest
  static final ArchRule NO_TEXT_IS_RUN =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "javax.script..", "javax.tools..", "org.springframework.expression..");

  @ArchTest
  static final ArchRule NO_XML_IS_READ =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javax.xml..", "org.w3c.dom..", "org.xml.sax..");

  /** The launcher and the tests' servers; capture-service its decoders. */
  @ArchTest
  static final ArchRule FEW_START_PROCESSES =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.cleansight.standalone..", "io.cleansight.embedded..", "io.cleansight.video..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ProcessBuilder.class)
          .orShould()
          .callMethod(Runtime.class, "exec", String.class)
          .orShould()
          .callMethod(Runtime.class, "exec", String[].class);

  @ArchTest
  static final ArchRule SECRETS_ARE_OF_SECURE_CHANCE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.cleansight.query..", "io.cleansight.sourcekey..", "io.cleansight.standalone..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class)
          .orShould()
          .callMethod(Math.class, "random");
}
