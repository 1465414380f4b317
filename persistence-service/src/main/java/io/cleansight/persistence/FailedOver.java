package io.cleansight.persistence;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * After a failover a connection may still lead to the server that only reads now; such a one is
 * closed, and the next leads to wherever writing goes on. Named in application.yaml.
 */
public class FailedOver implements SQLExceptionOverride {
  private static final String READ_ONLY = "25006";

  @java.lang.Override
  public Override adjudicate(SQLException e) {
    return READ_ONLY.equals(e.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
  }
}
