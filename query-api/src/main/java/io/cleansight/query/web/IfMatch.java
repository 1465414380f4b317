package io.cleansight.query.web;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Of which version a change is, as the request's If-Match says: what was read, or whichever there
 * is.
 *
 * @param versions null: whichever there is
 */
public record IfMatch(@Nullable Set<Long> versions) {
  public static final String HEADER = "If-Match";

  /** Compressed answers may have come with a weak one. */
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"(?<version>\\d{1,18})\"");

  private static final int LONGEST = 1000;

  /**
   * Of a request.
   *
   * @throws ResponseStatusException 428, if it says none
   */
  public static IfMatch of(@Nullable String header) {
    if (header == null || header.isBlank()) {
      throw new ResponseStatusException(
          HttpStatus.PRECONDITION_REQUIRED,
          "If-Match is missing: send the ETag of what was read, or * for whatever is there");
    }
    if (header.strip().equals("*")) {
      return new IfMatch(null);
    }
    if (header.length() > LONGEST) {
      throw bad();
    }
    return new IfMatch(
        Arrays.stream(header.split(",")).map(IfMatch::version).collect(Collectors.toSet()));
  }

  /**
   * Whether a request is to make what is not there, by its If-None-Match: *.
   *
   * @param ifMatch of the same request
   */
  public static boolean isCreation(@Nullable String ifNoneMatch, @Nullable String ifMatch) {
    if (ifNoneMatch == null) {
      return false;
    }
    if (!ifNoneMatch.strip().equals("*") || ifMatch != null) {
      throw new BadParameterException("If-None-Match", "* and without If-Match, or absent");
    }
    return true;
  }

  public static IfMatch ofVersion(long version) {
    return new IfMatch(Set.of(version));
  }

  /** How a version is written. */
  public static String tag(long version) {
    return "\"" + version + "\"";
  }

  private static Long version(String tag) {
    Matcher parts = TAG.matcher(tag.strip());
    if (!parts.matches()) {
      throw bad();
    }
    return Long.valueOf(parts.group("version"));
  }

  private static BadParameterException bad() {
    return new BadParameterException(HEADER, "a version in quotes, as ETag has it, or *");
  }

  /**
   * Nothing, if the change is of that version.
   *
   * @param what is to be changed
   * @throws ResponseStatusException 412, if somebody else has changed it meanwhile
   */
  public void mustBe(long version, String what) {
    if (versions != null && !versions.contains(version)) {
      throw new ResponseStatusException(
          HttpStatus.PRECONDITION_FAILED,
          "somebody else changed %s meanwhile: its version is %d, and no longer %s"
              .formatted(
                  what,
                  version,
                  versions.stream()
                      .sorted()
                      .map(String::valueOf)
                      .collect(Collectors.joining(", "))));
    }
  }
}
