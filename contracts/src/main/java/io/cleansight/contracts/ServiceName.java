package io.cleansight.contracts;

/** The services, each with the name that it has everywhere: module, image, login at Kafka. */
public enum ServiceName {
  CAPTURE("capture-service"),
  INFERENCE("inference-service"),
  PERSISTENCE("persistence-service"),
  ALERT("alert-service"),
  QUERY("query-api"),
  /** Off by default: no other service needs it. */
  BRIDGE("bridge-service");

  private final String title;

  ServiceName(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /** Begins the names of its consumer groups and of its transactional ids. */
  public String prefix() {
    return title.substring(0, title.indexOf('-') + 1);
  }
}
