package io.cleansight.video;

import io.cleansight.messaging.address.AddressPolicy;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source may be.
 *
 * @param allowed networks in which sources may lie, as of {@link AddressPolicy}
 * @param local whether this machine and its link may be among them
 * @param ca certificates (PEM) that are believed besides those that Java believes
 * @param largestPicture in pixels
 */
public record Rules(List<String> allowed, boolean local, @Nullable Path ca, long largestPicture) {
  /** A picture of 4096 x 2304, the largest of most cameras. */
  public static final long LARGEST_PICTURE = 4096L * 2304;

  /** Whoever starts a command on a machine may open what the machine reaches. */
  public static final Rules OWN_MACHINE =
      new Rules(List.of("0.0.0.0/0", "::/0"), true, null, LARGEST_PICTURE);

  /**
   * @throws IllegalArgumentException naming what is wrong
   */
  public Rules {
    allowed = List.copyOf(allowed);
    var _ = new AddressPolicy(allowed, local);
    if (largestPicture < 1) {
      throw new IllegalArgumentException(
          "the largest picture must have a pixel, not " + largestPicture);
    }
  }

  /** The addresses that may be opened, by names as this machine resolves them. */
  public AddressPolicy addresses() {
    return new AddressPolicy(allowed, local);
  }
}
