package io.cleansight.messaging.cluster;

import io.cleansight.contracts.ConsumerGroups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Aborts transactions that outlived their time-out: a process that was killed leaves one open, and
 * readers of committed records stand before it until the broker looks, by default every ten
 * seconds. Touches transactional ids of this application alone. Several processes may do it at
 * once; a producer that lives after all begins anew, as after any abort. One thread of its own.
 */
final class ExpiredTransactions implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ExpiredTransactions.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String OURS =
      ConsumerGroups.TRANSACTIONAL.stream().collect(Collectors.joining("|", "(", ")-.*"));

  private final Map<String, Object> client;
  private final Duration timeout;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** For the thread alone. */
  private boolean complained;

  /** False for brokers that cannot tell ids by a pattern; for the thread alone. */
  private boolean byPattern = true;

  /**
   * @param client how the cluster is reached
   * @param timeout of our transactions; those that asked for more are left alone
   */
  ExpiredTransactions(Map<String, Object> client, Duration timeout) {
    this.client = Map.copyOf(client);
    this.timeout = timeout;
    this.thread = Thread.ofVirtual().name("expired-transactions").unstarted(this::run);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop() {
    stopping.countDown();
    try {
      thread.join(PATIENCE.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread.isAlive();
  }

  private void run() {
    try (var admin = Admin.create(client)) {
      while (!stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        lookOnce(admin);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookOnce(Admin admin) throws InterruptedException {
    try {
      for (String id : expired(admin)) {
        abort(admin, id);
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      complain(e);
    }
  }

  /** Each on its own: there may be rights for some ids only. */
  private void abort(Admin admin, String id) throws InterruptedException {
    try {
      within(admin.fenceProducers(List.of(id)).all());
      log.info("the transaction that {} left open is aborted", id);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      complain(e);
    }
  }

  private List<String> expired(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<String> old =
        list(admin).stream()
            .map(TransactionListing::transactionalId)
            .filter(id -> id.matches(OURS))
            .sorted()
            .toList();
    if (old.isEmpty()) {
      return old;
    }
    DescribeTransactionsResult described = admin.describeTransactions(old);
    var expired = new ArrayList<String>();
    for (String id : old) {
      if (isExpired(described, id)) {
        expired.add(id);
      }
    }
    return expired;
  }

  private boolean isExpired(DescribeTransactionsResult described, String id)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      TransactionDescription it = within(described.description(id));
      return it.state() == TransactionState.ONGOING
          && it.transactionTimeoutMs() <= timeout.toMillis();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransactionalIdNotFoundException) {
        return false;
      }
      throw e;
    }
  }

  private Collection<TransactionListing> list(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    var wanted =
        new ListTransactionsOptions()
            .filterStates(List.of(TransactionState.ONGOING))
            .filterOnDuration(timeout.toMillis());
    if (byPattern) {
      wanted.filterOnTransactionalIdPattern(OURS);
    }
    try {
      return within(admin.listTransactions(wanted).all());
    } catch (ExecutionException e) {
      if (byPattern && e.getCause() instanceof UnsupportedVersionException) {
        byPattern = false;
        return list(admin);
      }
      throw e;
    }
  }

  private void complain(Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    boolean forbidden =
        cause instanceof AuthorizationException || cause instanceof UnsupportedVersionException;
    if (forbidden && !complained) {
      complained = true;
      log.warn(
          "transactions that a killed process left open are not aborted from here ({}): readers"
              + " wait for the brokers, as long as their"
              + " transaction.abort.timed.out.transaction.cleanup.interval.ms says; set it to 1000,"
              + " or allow WRITE on the transactional ids that begin with {}",
          cause.getMessage(),
          String.join("-, ", ConsumerGroups.TRANSACTIONAL) + "-");
    } else if (!forbidden) {
      log.warn("open transactions could not be looked at: {}", cause.toString());
    }
  }

  private static <T> T within(KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
