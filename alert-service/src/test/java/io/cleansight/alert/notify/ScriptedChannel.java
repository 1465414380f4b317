package io.cleansight.alert.notify;

import io.cleansight.alert.notify.channel.Channel;
import io.cleansight.alert.notify.channel.Message;
import io.cleansight.event.Alert;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A channel that does what it is told to. */
final class ScriptedChannel implements Channel {
  private final String name;
  private final List<Message> sent = new CopyOnWriteArrayList<>();
  private final List<Message> interrupted = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile boolean hanging;
  private volatile @Nullable Exception failure;

  ScriptedChannel(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<String> recipients(Alert alert) {
    return alert.getRecipients().isEmpty() ? Set.of(name) : Set.copyOf(alert.getRecipients());
  }

  /** From now on, until {@link #goOn}. */
  void hang() {
    hanging = true;
  }

  /** Whoever hangs is let go. */
  void goOn() {
    hanging = false;
    gate.countDown();
  }

  /** Null: no more. */
  void fail(@Nullable Exception with) {
    failure = with;
  }

  List<Message> sent() {
    return sent;
  }

  /** Those whose sending was interrupted. */
  List<Message> interrupted() {
    return interrupted;
  }

  @Override
  public void send(Message message) throws IOException {
    if (hanging) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        interrupted.add(message);
        throw new IOException(e);
      }
    }
    switch (failure) {
      case IOException it -> throw it;
      case RuntimeException it -> throw it;
      case null, default -> sent.add(message);
    }
  }
}
