package io.cleansight.messaging.security;

import io.cleansight.contracts.AccessRight;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** The {@link AccessRight rights} of the services as Kafka's access control lists. */
public final class AccessControl {
  private static final int PATIENCE_SECONDS = 30;
  private static final String ANY_HOST = "*";

  /** Stands for a service's name in a principal. */
  private static final String SERVICE = "NAME";

  private final Map<String, Object> client;

  /**
   * @param client how the cluster is reached, by somebody who may alter it
   */
  public AccessControl(Map<String, Object> client) {
    this.client = Map.copyOf(client);
  }

  /**
   * What would be set, a line for each in {@code kafka-acls.sh}'s words.
   *
   * @param principals how the brokers call a service, {@code NAME} standing for its name
   */
  public static List<String> lines(String principals) {
    return AccessRight.all().stream().map(it -> line(it, principals)).toList();
  }

  /**
   * Sets them; those that are there already stay.
   *
   * @param principals how the brokers call a service, {@code NAME} standing for its name
   * @return how many there are
   */
  public int apply(String principals) throws InterruptedException {
    List<AclBinding> bindings =
        AccessRight.all().stream().flatMap(it -> bindings(it, principals).stream()).toList();
    try (var admin = Admin.create(client)) {
      admin.createAcls(bindings).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return bindings.size();
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException("Kafka does not take the rights: " + cause.getMessage(), e);
    }
  }

  private static List<AclBinding> bindings(AccessRight right, String principals) {
    var pattern =
        new ResourcePattern(
            ResourceType.fromString(right.resource().name()),
            right.name(),
            right.prefixed() ? PatternType.PREFIXED : PatternType.LITERAL);
    Function<AccessRight.Operation, AclBinding> binding =
        it ->
            new AclBinding(
                pattern,
                new AccessControlEntry(
                    principal(right, principals),
                    ANY_HOST,
                    AclOperation.fromString(it.name()),
                    AclPermissionType.ALLOW));
    return right.operations().stream().map(binding).toList();
  }

  private static String line(AccessRight right, String principals) {
    String operations =
        right.operations().stream()
            .map(it -> AclOperation.fromString(it.name()))
            .map(it -> "--operation " + SecurityUtils.operationName(it))
            .collect(Collectors.joining(" "));
    return "--add --allow-principal '%s' %s %s%s"
        .formatted(
            principal(right, principals),
            operations,
            resource(right),
            right.prefixed() ? " --resource-pattern-type prefixed" : "");
  }

  private static String resource(AccessRight right) {
    return switch (right.resource()) {
      case TOPIC -> "--topic " + right.name();
      case GROUP -> "--group " + right.name();
      case TRANSACTIONAL_ID -> "--transactional-id " + right.name();
      case CLUSTER -> "--cluster";
    };
  }

  private static String principal(AccessRight right, String principals) {
    return principals.replace(SERVICE, right.service().title());
  }
}
