package io.cleansight.query.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jcip.annotations.ThreadSafe;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** So many of something at a time, of one caller and of all together. */
@ThreadSafe
public final class Seats {
  private final int ofOne;
  private final int ofAll;
  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  public Seats(int ofOne, int ofAll) {
    this.ofOne = ofOne;
    this.ofAll = ofAll;
  }

  /** Takes one, which is given back by closing it; empty if there is none for the caller. */
  public synchronized Optional<Seat> take(Caller caller) {
    int theirs = taken.getOrDefault(caller.name(), 0);
    if (theirs >= ofOne || all >= ofAll) {
      return Optional.empty();
    }
    taken.put(caller.name(), theirs + 1);
    all++;
    return Optional.of(new Seat(caller.name()));
  }

  /**
   * The same for a request.
   *
   * @param what several of it, in words
   * @throws ResponseStatusException 429, if there is none for the caller
   */
  public Seat take(Caller caller, String what) {
    return take(caller)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "%d %s of yours are under way, or %d of all".formatted(ofOne, what, ofAll)));
  }

  private synchronized void giveBack(String caller) {
    taken.computeIfPresent(caller, (_, theirs) -> theirs == 1 ? null : theirs - 1);
    all--;
  }

  /** One that is taken. */
  public final class Seat implements AutoCloseable {
    private final String caller;
    private final AtomicBoolean given = new AtomicBoolean();

    private Seat(String caller) {
      this.caller = caller;
    }

    /** Gives it back, once, however often it is called. */
    @Override
    public void close() {
      if (given.compareAndSet(false, true)) {
        giveBack(caller);
      }
    }
  }
}
