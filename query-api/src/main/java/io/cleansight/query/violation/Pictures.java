package io.cleansight.query.violation;

import io.cleansight.query.access.Caller;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.TimeRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Pictures and clips of violations, one after the other, for whoever gives them to somebody else.
 */
@Component
public class Pictures {
  private static final int PAGE = 100;

  private final ViolationReader violations;
  private final Evidence evidence;

  Pictures(ViolationReader violations, Evidence evidence) {
    this.violations = violations;
    this.evidence = evidence;
  }

  /** Takes a violation's picture or clip. */
  @FunctionalInterface
  public interface Taker {
    /**
     * @param name of its file
     * @param content closed by whoever gives it
     */
    void take(String name, InputStream content) throws IOException;
  }

  /**
   * Gives those of a camera and a time, newest first, with every head hidden and each in the audit
   * before; of the clips those that were kept with heads hidden.
   *
   * @param address of the caller, whose request may be over
   */
  public void eachHidden(Caller caller, String camera, TimeRange range, String address, Taker taker)
      throws IOException {
    var times = TimeQuery.Times.all(range);
    @Nullable String cursor = null;
    do {
      var request = PageRequest.of(1, PAGE, cursor);
      Page<ViolationView> page =
          Page.of(violations.page(caller, ViolationQuery.of(camera), times, request), request);
      for (ViolationView violation : page.items()) {
        Optional<byte[]> jpeg = evidence.hidden(violation, caller, address);
        if (jpeg.isPresent()) {
          taker.take(
              "pictures/%s.jpg".formatted(violation.id()), new ByteArrayInputStream(jpeg.get()));
        }
        Optional<StoredClip> clip = evidence.hiddenClip(violation, caller, address);
        if (clip.isPresent()) {
          try (InputStream content = clip.get().getInputStream()) {
            taker.take("clips/%s.mp4".formatted(violation.id()), content);
          }
        }
      }
      cursor = page.nextCursor();
    } while (cursor != null);
  }
}
