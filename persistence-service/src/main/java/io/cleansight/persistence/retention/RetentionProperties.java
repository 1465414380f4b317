package io.cleansight.persistence.retention;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings under {@code persistence.retention}. All off: everything is kept.
 *
 * @param records age at which days of detection_records leave the database; zero: never
 * @param archive directory into which they go first
 * @param withoutArchive that they may go without being archived
 * @param restored how long a restored day stays before it is archived again
 * @param evidence age at which pictures go; zero: never
 * @param evidenceSize size of all pictures above which the oldest go; zero: never
 */
@ConfigurationProperties("persistence.retention")
record RetentionProperties(
    @DefaultValue("0d") Duration records,
    @Nullable Path archive,
    @DefaultValue("false") boolean withoutArchive,
    @DefaultValue("7d") Duration restored,
    @DefaultValue("0d") Duration evidence,
    @DefaultValue("0B") DataSize evidenceSize) {

  RetentionProperties {
    if (evidence.isNegative() || evidenceSize.isNegative() || restored.isNegative()) {
      throw new IllegalArgumentException(
          "persistence.retention.evidence, evidence-size and restored must not be negative");
    }
    if (!records.isZero() && archive == null && !withoutArchive) {
      throw new IllegalArgumentException(
          "persistence.retention.records is "
              + records
              + " but persistence.retention.archive is not set; set it, or set without-archive to true");
    }
  }
}
