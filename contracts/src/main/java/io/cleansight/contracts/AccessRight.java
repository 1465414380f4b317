package io.cleansight.contracts;

import static io.cleansight.contracts.AccessRight.Operation.CREATE;
import static io.cleansight.contracts.AccessRight.Operation.DELETE;
import static io.cleansight.contracts.AccessRight.Operation.DESCRIBE;
import static io.cleansight.contracts.AccessRight.Operation.DESCRIBE_CONFIGS;
import static io.cleansight.contracts.AccessRight.Operation.READ;
import static io.cleansight.contracts.AccessRight.Operation.WRITE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one service may do at Kafka, as follows from the declaration of {@link Topics}. What is not
 * among {@link #all()} it needs not.
 *
 * @param name of the resource; of the cluster as Kafka calls it
 * @param prefixed whether for every resource whose name begins so
 */
public record AccessRight(
    ServiceName service,
    Resource resource,
    String name,
    boolean prefixed,
    Set<Operation> operations) {

  /** Begins the names of all topics of {@link Topics}. */
  public static final String TOPICS = "cleansight.";

  private static final String CLUSTER = "kafka-cluster";

  /** Topics of Kafka itself of which a service looks how many replicas they have. */
  private static final List<String> INTERNAL = List.of("__consumer_offsets", "__transaction_state");

  /** Application ids of Kafka Streams: each begins the names of its internal topics. */
  private static final Map<ServiceName, String> TOPOLOGIES =
      Map.of(
          ServiceName.INFERENCE, ConsumerGroups.JUDGE,
          ServiceName.ALERT, ConsumerGroups.ALERT_EVALUATION);

  /** Who writes in transactions; query-api its accounts. */
  private static final Set<ServiceName> TRANSACTIONAL =
      Set.of(ServiceName.INFERENCE, ServiceName.ALERT, ServiceName.QUERY, ServiceName.BRIDGE);

  /** Kinds of resources. */
  public enum Resource {
    TOPIC,
    GROUP,
    TRANSACTIONAL_ID,
    CLUSTER
  }

  /** What may be done, in Kafka's words. */
  public enum Operation {
    READ,
    WRITE,
    CREATE,
    DELETE,
    DESCRIBE,
    DESCRIBE_CONFIGS
  }

  public AccessRight {
    operations = Collections.unmodifiableSet(EnumSet.copyOf(operations));
  }

  /** The rights of all services, in a stable order. */
  public static List<AccessRight> all() {
    var rights = new ArrayList<AccessRight>();
    for (ServiceName service : ServiceName.values()) {
      rights.addAll(of(service));
    }
    return List.copyOf(rights);
  }

  /** The rights of one service, in a stable order. */
  public static List<AccessRight> of(ServiceName service) {
    var rights = new ArrayList<AccessRight>();
    // Who starts looks whether the topics are there and as declared; how full they are is shown.
    rights.add(prefixed(service, Resource.TOPIC, TOPICS, DESCRIBE, DESCRIBE_CONFIGS));
    for (Topic topic : Topics.withJson()) {
      Set<Operation> operations = operations(service, topic);
      if (!operations.isEmpty()) {
        rights.add(new AccessRight(service, Resource.TOPIC, topic.name(), false, operations));
      }
    }
    INTERNAL.forEach(it -> rights.add(exactly(service, Resource.TOPIC, it, DESCRIBE)));
    rights.add(prefixed(service, Resource.GROUP, service.prefix(), READ, DESCRIBE));
    String topology = TOPOLOGIES.get(service);
    if (topology != null) {
      rights.add(prefixed(service, Resource.TOPIC, topology + "-", Operation.values()));
    }
    if (TRANSACTIONAL.contains(service)) {
      rights.add(prefixed(service, Resource.TRANSACTIONAL_ID, service.prefix(), WRITE, DESCRIBE));
    }
    rights.addAll(groupsOfOthers(service));
    // Which settings of the brokers break our promises is said at the start.
    rights.add(exactly(service, Resource.CLUSTER, CLUSTER, DESCRIBE_CONFIGS));
    return List.copyOf(rights);
  }

  private static Set<Operation> operations(ServiceName service, Topic topic) {
    var operations = EnumSet.noneOf(Operation.class);
    if (topic.access().mayRead(service)) {
      operations.add(READ);
    }
    if (topic.access().mayWrite(service)) {
      operations.add(WRITE);
      if (topic.name().equals(Topics.FRAMES)) {
        operations.add(DELETE); // what lies unread of a camera that films on
      }
      if (topic.name().startsWith(JsonTopic.PREFIX)) {
        operations.add(CREATE); // nobody else has them where bridge-service does not run
      }
    }
    return operations;
  }

  private static List<AccessRight> groupsOfOthers(ServiceName service) {
    return switch (service) {
      // How far behind detection is.
      case CAPTURE ->
          Stream.of(ConsumerGroups.DETECT, ConsumerGroups.JUDGE)
              .map(it -> exactly(service, Resource.GROUP, it, DESCRIBE))
              .toList();
      // Shows how far each reader is.
      case QUERY ->
          ConsumerGroups.PREFIXES.stream()
              .filter(it -> !it.equals(service.prefix()))
              .map(it -> prefixed(service, Resource.GROUP, it, DESCRIBE))
              .toList();
      case INFERENCE, PERSISTENCE, ALERT, BRIDGE -> List.of();
    };
  }

  private static AccessRight exactly(
      ServiceName service, Resource resource, String name, Operation... operations) {
    return new AccessRight(service, resource, name, false, Set.of(operations));
  }

  private static AccessRight prefixed(
      ServiceName service, Resource resource, String name, Operation... operations) {
    return new AccessRight(service, resource, name, true, Set.of(operations));
  }
}
