package io.cleansight.persistence.audit;

import io.cleansight.event.AuditAnchor;
import io.cleansight.persistence.once.LongTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Verifies that the audit is what was written, from its first line to where it was published. */
@Component
public class AuditChain {
  private static final Logger log = LoggerFactory.getLogger(AuditChain.class);

  private final AuditStore store;
  private final AuditAnchors anchors;
  private final LongTransaction transactions;

  AuditChain(AuditStore store, AuditAnchors anchors, LongTransaction transactions) {
    this.store = store;
    this.anchors = anchors;
    this.transactions = transactions;
  }

  /**
   * What was found.
   *
   * @param lines what was verified, in words
   * @param fault the first that is not as it was written; null: everything is
   */
  public record Report(List<String> lines, @Nullable String fault) {}

  /**
   * Goes through every line.
   *
   * @throws KafkaException if what was published cannot be read
   */
  public Report verify() {
    // Before the lines: what is published is of lines that have committed.
    List<AuditAnchor> published = anchors.all();
    return transactions.run(() -> verify(published));
  }

  /** Lets lines go that were appended before then, from the first on; says how many. */
  public long letGo(Instant before) {
    return store.letGo(before);
  }

  private Report verify(List<AuditAnchor> published) {
    var pass = new Pass(store.checkpoint(), published);
    store.each(pass::take);
    pass.end();
    return new Report(pass.words(), pass.fault);
  }

  @Scheduled(initialDelayString = "PT10M", fixedDelayString = "P1D")
  void everyDay() {
    try {
      Report report = verify();
      if (report.fault() == null) {
        log.info("The audit is as it was written: {}", String.join("; ", report.lines()));
      } else {
        log.error("The audit is not as it was written: {}", report.fault());
      }
    } catch (DataAccessException | TransactionException | KafkaException e) {
      log.warn("The audit is verified another time: {}", e.getMessage());
    }
  }

  /** One going through the lines; it looks no further than the first that does not fit. */
  private static final class Pass {
    private final TreeMap<Long, List<AuditAnchor>> published = new TreeMap<>();
    private final AuditStore.@Nullable Checkpoint checkpoint;
    private final int anchors;
    private long last;
    private String hash;
    private long lines;
    private @Nullable AuditLine first;
    private @Nullable String fault;

    Pass(Optional<AuditStore.Checkpoint> checkpoint, List<AuditAnchor> published) {
      this.checkpoint = checkpoint.orElse(null);
      this.anchors = published.size();
      published.forEach(
          it -> this.published.computeIfAbsent(it.getLineNumber(), _ -> new ArrayList<>()).add(it));
      last = checkpoint.map(AuditStore.Checkpoint::lineNumber).orElse(0L);
      hash = checkpoint.map(AuditStore.Checkpoint::hash).orElse(AuditLine.BEGINNING);
      checkpoint.ifPresent(this::checkLetGo);
    }

    /** Only what was old enough may have gone. */
    private void checkLetGo(AuditStore.Checkpoint gone) {
      published.headMap(gone.lineNumber(), true).values().stream()
          .flatMap(Collection::stream)
          .filter(it -> !it.getAppendedAt().isBefore(gone.before()))
          .findFirst()
          .ifPresent(
              it ->
                  fault =
                      "line %d of %s is gone as if it were older than %s"
                          .formatted(it.getLineNumber(), it.getAppendedAt(), gone.before()));
      compare(gone.lineNumber(), gone.hash());
    }

    void take(AuditStore.Written written) {
      if (fault != null) {
        return;
      }
      AuditLine line = written.line();
      if (first == null) {
        first = line;
      }
      String computed = line.hash(hash);
      fault = misfit(written, computed);
      if (fault == null) {
        last = line.lineNumber();
        hash = computed;
        lines++;
        compare(last, hash);
      }
    }

    /** Why a line is not the one that comes next; null: it is. */
    private @Nullable String misfit(AuditStore.Written written, String computed) {
      AuditLine line = written.line();
      if (line.lineNumber() <= last) {
        return line + " is there, though it was let go";
      }
      if (line.lineNumber() > last + 1) {
        return "line %d is missing: after it comes %s".formatted(last + 1, line);
      }
      return computed.equals(written.hash())
          ? null
          : line + " is not what was written: its hash is " + computed + ", not " + written.hash();
    }

    private void compare(long number, String found) {
      if (fault == null) {
        published.getOrDefault(number, List.of()).stream()
            .filter(it -> !it.getHash().equals(found))
            .findFirst()
            .ifPresent(
                it ->
                    fault =
                        "line %d, or one before it, was rewritten: its hash is %s, but %s was published"
                            .formatted(number, found, it.getHash()));
      }
    }

    void end() {
      if (fault == null && !published.isEmpty() && published.lastKey() > last) {
        Instant at = published.lastEntry().getValue().getFirst().getAppendedAt();
        fault =
            "lines %d to %d are missing at the end: line %d of %s was published"
                .formatted(last + 1, published.lastKey(), published.lastKey(), at);
      }
    }

    List<String> words() {
      var words = new ArrayList<String>();
      if (checkpoint != null) {
        words.add(
            "lines 1 to %d were let go, all from before %s"
                .formatted(checkpoint.lineNumber(), checkpoint.before()));
      }
      words.add(
          first == null
              ? "0 lines of 1 chain verified"
              : "%d lines of 1 chain verified, from %s to line %d".formatted(lines, first, last));
      words.add("the last hash is %s; %d published ones were compared".formatted(hash, anchors));
      return words;
    }
  }
}
