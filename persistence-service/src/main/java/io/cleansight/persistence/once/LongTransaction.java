package io.cleansight.persistence.once;

import java.util.function.Supplier;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A transaction for work that takes as long as it takes. Connections are else given up after
 * seconds (application.yaml), so that nobody waits for one that is half open or frozen.
 */
@Component
public class LongTransaction {
  private static final String WITHOUT_LIMITS =
      "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";

  private final TransactionTemplate transactions;
  private final JdbcTemplate jdbc;

  LongTransaction(TransactionTemplate transactions, JdbcTemplate jdbc) {
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  public <T> T run(Supplier<T> work) {
    return transactions.execute(
        _ -> {
          jdbc.execute(
              (ConnectionCallback<Integer>)
                  connection -> {
                    connection.setNetworkTimeout(Runnable::run, 0); // the pool sets it back
                    return connection.getNetworkTimeout();
                  });
          jdbc.execute(WITHOUT_LIMITS);
          return work.get();
        });
  }
}
