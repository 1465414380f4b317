package io.cleansight.persistence.record;

import io.cleansight.persistence.PersistenceApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * The service, but for an end between the first file that a store has and the commit that would
 * tell of it. Not annotated: whoever scans this package must not find it.
 */
class HaltBeforeIndex {
  public static void main(String[] args) {
    SpringApplication.run(
        new Class<?>[] {PersistenceApplication.class, HaltBeforeIndex.class}, args);
  }

  @Bean
  TransactionExecutionListener haltWithAFile(@Value("${recordings.path}") Path folder) {
    return new TransactionExecutionListener() {
      @Override
      public void beforeCommit(TransactionExecution transaction) {
        if (hasFile(folder.resolve("recordings"))) {
          Runtime.getRuntime().halt(9);
        }
      }
    };
  }

  private static boolean hasFile(Path kept) {
    if (!Files.isDirectory(kept)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(kept)) {
      return files.anyMatch(Files::isRegularFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
