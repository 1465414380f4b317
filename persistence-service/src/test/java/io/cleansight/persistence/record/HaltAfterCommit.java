package io.cleansight.persistence.record;

import io.cleansight.persistence.PersistenceApplication;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * The service, but for an end between a commit in the database and everything that follows it. Not
 * annotated: whoever scans this package must not find it.
 */
class HaltAfterCommit {
  static final String AFTER = "halt.after.commits";

  public static void main(String[] args) {
    SpringApplication.run(
        new Class<?>[] {PersistenceApplication.class, HaltAfterCommit.class}, args);
  }

  @Bean
  TransactionExecutionListener halt(@Value("${" + AFTER + "}") int commits) {
    var left = new AtomicInteger(commits);
    return new TransactionExecutionListener() {
      @Override
      public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
        if (left.decrementAndGet() == 0) {
          Runtime.getRuntime().halt(9);
        }
      }
    };
  }
}
