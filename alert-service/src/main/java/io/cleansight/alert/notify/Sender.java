package io.cleansight.alert.notify;

import io.cleansight.alert.notify.channel.Message;
import io.cleansight.alert.notify.channel.NotifyProperties;
import io.cleansight.alert.notify.channel.RefusedException;
import io.cleansight.event.Alert;
import io.cleansight.messaging.log.LogKeys;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jcip.annotations.ThreadSafe;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends messages, each on a virtual thread, no more of one channel at once than it has places for.
 * Nobody waits for it: what came of a message is handed over when it is known, or when the attempt
 * has taken too long.
 */
@Component
@ThreadSafe
class Sender implements Outbox.Gate {
  private static final Logger log = LoggerFactory.getLogger(Sender.class);
  private static final int SECONDS_TO_END = 5;

  private final Map<String, ChannelGate> gates;
  private final Memory memory;
  private final long longestNanos;
  private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("notify-", 0).factory());

  /** What came of a message. */
  sealed interface Result {
    /**
     * @param sent false: all of it had been delivered before
     */
    record Delivered(boolean sent) implements Result {}

    /**
     * @param refused for what the message says, not for its channel
     */
    record Failed(String error, boolean refused) implements Result {}

    /** It could not be attempted. */
    record Deferred() implements Result {}
  }

  /** Who was notified of what, as far as that is remembered. */
  interface Memory {
    /** Brings back what was forgotten. */
    void recall();

    boolean has(Alert alert, String channel, String recipient);

    void keep(Alert alert, String channel, String recipient);
  }

  Sender(Channels channels, Memory memory, NotifyProperties properties) {
    this.gates =
        channels.all().stream()
            .map(
                it ->
                    new ChannelGate(
                        it, properties.parallel(), properties.breakerPause(), System::nanoTime))
            .collect(Collectors.toUnmodifiableMap(it -> it.channel().name(), Function.identity()));
    this.memory = memory;
    this.longestNanos = properties.longestAttempt().toNanos();
  }

  @Override
  public boolean knows(String channel) {
    return gates.containsKey(channel);
  }

  @Override
  public boolean enters(String channel) {
    return gate(channel).enter();
  }

  /**
   * Sends; the place in its channel is taken, see {@link #enters}.
   *
   * @param done is called once, by another thread
   */
  void send(String channel, Message message, Consumer<Result> done) {
    var attempt = new Attempt(gate(channel), message, done);
    attempts.add(attempt);
    attempt.begin(threads.submit(attempt));
  }

  /** Ends attempts that have taken too long; to be called now and then. */
  void watch() {
    for (Attempt it : attempts) {
      it.endIfTooLong();
    }
  }

  /** What is on its way may arrive; then what is not known to have been delivered is sent again. */
  @PreDestroy
  void close() throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
      threads.shutdownNow();
    }
  }

  private ChannelGate gate(String channel) {
    ChannelGate gate = gates.get(channel);
    if (gate == null) {
      throw new IllegalArgumentException("no channel is called " + channel);
    }
    return gate;
  }

  /** One message on its way. */
  private final class Attempt implements Runnable {
    private final ChannelGate gate;
    private final Message message;
    private final Consumer<Result> done;
    private final long began = System.nanoTime();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile @Nullable Future<?> thread;

    Attempt(ChannelGate gate, Message message, Consumer<Result> done) {
      this.gate = gate;
      this.message = message;
      this.done = done;
    }

    void begin(Future<?> running) {
      thread = running;
      if (cancelled) {
        running.cancel(true);
      }
    }

    @Override
    public void run() {
      try {
        memory.recall();
      } catch (KafkaException | IllegalStateException e) {
        log.warn("notifications wait: {}", e.getMessage());
        end(new Result.Deferred(), gate::left);
        return;
      }
      try {
        attempt();
      } catch (RefusedException e) {
        end(new Result.Failed(reason(e), true), () -> gate.answered(taken()));
      } catch (IOException e) {
        end(new Result.Failed(reason(e), false), () -> gate.failed(taken(), e));
      } catch (RuntimeException e) {
        log.atError()
            .addKeyValue(LogKeys.ALERT, message.alert().getAlertId())
            .setCause(e)
            .log("{} by {}", message.alert().getAlertId(), gate.channel().name());
        end(new Result.Failed("an error of this service", false), () -> gate.failed(taken(), e));
      }
    }

    private void attempt() throws IOException {
      List<Message.Item> news = message.items().stream().filter(it -> !isKnown(it)).toList();
      if (news.isEmpty()) {
        end(new Result.Delivered(false), gate::left);
        return;
      }
      gate.channel().send(new Message(message.recipient(), news, message.at()));
      news.forEach(it -> memory.keep(it.alert(), gate.channel().name(), message.recipient()));
      end(new Result.Delivered(true), () -> gate.answered(taken()));
    }

    void endIfTooLong() {
      if (taken() > longestNanos) {
        String error = "no answer within " + TimeUnit.NANOSECONDS.toSeconds(longestNanos) + " s";
        end(
            new Result.Failed(error, false),
            () -> gate.failed(taken(), new TimeoutException(error)));
        cancelled = true;
        Future<?> running = thread;
        if (running != null) {
          running.cancel(true); // closes the socket that it waits for
        }
      }
    }

    private boolean isKnown(Message.Item item) {
      return memory.has(item.alert(), gate.channel().name(), message.recipient());
    }

    private void end(Result result, Runnable leave) {
      attempts.remove(this);
      if (over.compareAndSet(false, true)) {
        leave.run();
        done.accept(result);
      }
    }

    private long taken() {
      return System.nanoTime() - began;
    }

    private String reason(Exception e) {
      if (over.get()) {
        return "too late";
      }
      log.atWarn()
          .addKeyValue(LogKeys.ALERT, message.alert().getAlertId())
          .log("{} by {}: {}", message.alert().getAlertId(), gate.channel().name(), e.getMessage());
      return String.valueOf(e.getMessage());
    }
  }
}
