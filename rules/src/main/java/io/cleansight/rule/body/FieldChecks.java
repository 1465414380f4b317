package io.cleansight.rule.body;

import io.cleansight.contracts.CameraId;
import io.cleansight.rule.condition.BadRuleException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of rules and silences may hold. By hand, as the same limits hold for what comes
 * as JSON and for what comes from a topic, and as a fault is named by its field as people write it.
 */
final class FieldChecks {
  static final int LONGEST_TEXT = 200;
  static final int LONGEST_LABEL = 64;
  static final int MOST_LABELS = 20;
  static final int MOST_CAMERAS = 1000;

  private FieldChecks() {}

  static <T> T given(String field, @Nullable T value) {
    if (value == null) {
      throw new BadRuleException(field, "given");
    }
    return value;
  }

  static List<String> texts(String field, @Nullable List<@Nullable String> written) {
    if (written == null) {
      return List.of();
    }
    for (String text : written) {
      if (text == null || text.isBlank() || text.length() > LONGEST_TEXT) {
        throw new BadRuleException(field, "texts of 1 to " + LONGEST_TEXT);
      }
    }
    return List.copyOf(written);
  }

  static void size(String field, int size, int least, int most) {
    if (size < least || size > most) {
      throw new BadRuleException(field, "of " + least + " to " + most + ", not " + size);
    }
  }

  static Duration seconds(String field, int value, int most) {
    if (value < 0 || value > most) {
      throw new BadRuleException(field, "0 to " + most + ", not " + value);
    }
    return Duration.ofSeconds(value);
  }

  static Set<String> cameras(Collection<String> written) {
    size("camera_ids", written.size(), 0, MOST_CAMERAS);
    for (String camera : written) {
      if (!CameraId.isValid(camera)) {
        throw new BadRuleException("camera_ids", "names like " + CameraId.PATTERN);
      }
    }
    return Set.copyOf(written);
  }

  static Set<String> labels(Collection<String> written) {
    size("labels", written.size(), 0, MOST_LABELS);
    for (String label : written) {
      if (label.isBlank()
          || label.length() > LONGEST_LABEL
          || label.chars().anyMatch(Character::isISOControl)) {
        throw new BadRuleException(
            "labels", "texts of 1 to " + LONGEST_LABEL + " characters that can be seen");
      }
    }
    return Set.copyOf(written);
  }
}
