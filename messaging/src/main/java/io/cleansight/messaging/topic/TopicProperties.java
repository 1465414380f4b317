package io.cleansight.messaging.topic;

import io.cleansight.contracts.TopicLayout;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code topics}, the same for every service of a site.
 *
 * @param partitions of each topic that is spread by camera, when it is made: the most instances
 *     that can share the work
 * @param replicas of each partition; 0: three where there are three brokers or more, else one
 */
@ConfigurationProperties("topics")
record TopicProperties(
    @DefaultValue("" + TopicLayout.FEW_PARTITIONS) int partitions,
    @DefaultValue("0") int replicas) {}
