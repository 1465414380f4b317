package io.cleansight.persistence.once;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What is to be done only if the transaction under way commits, and once it has. */
public final class AfterCommit {
  private AfterCommit() {}

  /** On this thread; what it throws undoes nothing. */
  public static void run(Runnable action) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            action.run();
          }
        });
  }
}
