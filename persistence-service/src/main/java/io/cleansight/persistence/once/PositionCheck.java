package io.cleansight.persistence.once;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Notices, where no record comes that would show it, that the database has lost rows or that a
 * partition still waits to be located.
 */
@Component
class PositionCheck {
  private static final Logger log = LoggerFactory.getLogger(PositionCheck.class);

  private final PartitionLocator locator;

  PositionCheck(PartitionLocator locator) {
    this.locator = locator;
  }

  @Scheduled(
      initialDelayString = "${persistence.check-positions-every:3s}",
      fixedDelayString = "${persistence.check-positions-every:3s}")
  void check() {
    try {
      locator.locateDoubtful();
    } catch (DataAccessException | TransactionException e) {
      log.warn("positions are not checked this time: {}", e.getMessage());
    }
  }
}
