package io.kith.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The arrows between Kith's modules, and who may know which library. */
@AnalyzeClasses(packages = "io.kith", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule configKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage("io.kith.config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.kith.embedder..", "io.kith.index..", "io.kith.server..", "io.kith.it..");

  @ArchTest
  static final ArchRule embedderKnowsConfigOnly =
      noClasses()
          .that()
          .resideInAPackage("io.kith.embedder..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.kith.index..", "io.kith.server..", "io.kith.it..");

  @ArchTest
  static final ArchRule indexKnowsConfigOnly =
      noClasses()
          .that()
          .resideInAPackage("io.kith.index..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.kith.embedder..", "io.kith.server..", "io.kith.it..");

  @ArchTest
  static final ArchRule enginesAreKnownToEmbedderOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.kith.embedder..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", "ai.onnxruntime..");

  @ArchTest
  static final ArchRule luceneAndSqlAreKnownToIndexOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.kith.index..", "io.kith.it.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.lucene..", "org.jdbi..", "java.sql..", "org.flywaydb..");

  @ArchTest
  static final ArchRule httpIsKnownToServerOnly =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.kith.config..",
              "io.kith.embedder..",
              "io.kith.index..",
              "io.kith.server.service..",
              "io.kith.server.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micronaut.http..", "io.netty..", "java.net.http..");

  @ArchTest
  static final ArchRule serviceDoesNotKnowHowItIsReached =
      noClasses()
          .that()
          .resideInAnyPackage("io.kith.server.service..", "io.kith.server.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.kith.server.http..", "io.kith.server.cli..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      SlicesRuleDefinition.slices().matching("io.kith.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule publicExceptionsAreUnchecked =
      classes()
          .that()
          .areAssignableTo(Exception.class)
          .should()
          .beAssignableTo(RuntimeException.class);
}
