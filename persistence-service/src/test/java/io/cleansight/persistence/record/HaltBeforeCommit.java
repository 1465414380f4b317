package io.cleansight.persistence.record;

import io.cleansight.persistence.PersistenceApplication;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * The service, but for an end between its first dead letter and the commit of the batch that it is
 * from. Not annotated: whoever scans this package must not find it.
 */
class HaltBeforeCommit {
  public static void main(String[] args) {
    SpringApplication.run(
        new Class<?>[] {PersistenceApplication.class, HaltBeforeCommit.class}, args);
  }

  @Bean
  TransactionExecutionListener halt(ObjectProvider<MeterRegistry> meters) {
    return new TransactionExecutionListener() {
      @Override
      public void beforeCommit(TransactionExecution transaction) {
        if (meters.getObject().find("cleansight.dead.letters").counters().stream()
            .anyMatch(it -> it.count() > 0)) {
          Runtime.getRuntime().halt(9);
        }
      }
    };
  }
}
