package io.cleansight.alert.notify;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings under {@code alert}.
 *
 * @param redisUrl redis://[user:password@]host:port[/database]
 */
@ConfigurationProperties("alert")
record AlertProperties(URI redisUrl) {}
